import { Ctx as CtxArg, FieldResolver, Root } from 'type-graphql';
import type { Ctx } from './ctx.ts';
import { AvailableActionType, TransitionType } from './graphql.ts';
import { type Act, availableActions, historyOf } from './workflow.ts';

export interface WorkflowOptions<Row, Facts> {
  /** The type under which its transitions are recorded. */
  subject: string;
  acts: readonly Act<Facts>[];
  /** What the refusals need to know of a row and the caller. */
  facts: (row: Row, ctx: Ctx) => Facts | Promise<Facts>;
  /** Whether it is the caller's own; true unless said. */
  isOwner?: (row: Row, ctx: Ctx) => boolean;
}

/** Gives a type with states its `availableActions` and `history`. */
export function WithWorkflow<Row extends { id: string }, Facts>({
  subject,
  acts,
  facts,
  isOwner,
}: WorkflowOptions<Row, Facts>): ClassDecorator {
  return (resolver) => {
    const prototype = resolver.prototype as Record<string, unknown>;
    prototype.availableActions = async (row: Row, ctx: Ctx) =>
      availableActions(ctx, acts, await facts(row, ctx), isOwner?.(row, ctx) ?? true);
    prototype.history = (row: Row, ctx: Ctx) => historyOf(ctx, subject, row.id);
    addField(
      prototype,
      'availableActions',
      () => [AvailableActionType],
      'Every act of its workflow for this caller, allowed or refused with the reason.',
    );
    addField(prototype, 'history', () => [TransitionType], 'The steps so far, oldest first.');
  };
}

function addField(
  prototype: Record<string, unknown>,
  name: string,
  type: () => [typeof AvailableActionType] | [typeof TransitionType],
  description: string,
): void {
  FieldResolver(type, { description })(prototype, name, { value: prototype[name] });
  Root()(prototype, name, 0);
  CtxArg()(prototype, name, 1);
}
