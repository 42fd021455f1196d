import type { Ctx } from './ctx.ts';

/** Something that a module says has happened, for later modules that it does not know. `Facts` is what it tells them. */
export interface Happening<Facts> {
  readonly name: string;
  /** Only carries the type. */
  readonly facts?: Facts;
}

export function happening<Facts>(name: string): Happening<Facts> {
  return { name };
}

/** What a later module does then, in the transaction of the act: both are kept, or neither. */
export interface Reaction {
  readonly to: string;
  readonly react: (ctx: Ctx, facts: never) => Promise<void>;
}

export function reaction<Facts>(to: Happening<Facts>, react: (ctx: Ctx, facts: Facts) => Promise<void>): Reaction {
  return { to: to.name, react };
}

let reactions: readonly Reaction[] = [];

/** Sets the reactions of all modules, in their order. Once per process, by the composition root. */
export function useReactions(all: readonly Reaction[]): void {
  reactions = all;
}

/** Tells the later modules, one after the other. What the act leaves to the ORM is not in the tables yet: the facts must say it. */
export async function announce<Facts>(ctx: Ctx, { name }: Happening<Facts>, facts: Facts): Promise<void> {
  for (const { to, react } of reactions) if (to === name) await react(ctx, facts as never);
}
