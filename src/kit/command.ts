import { hash } from 'node:crypto';
import { Arg, Ctx as CtxArg, Mutation } from 'type-graphql';
import type { ClassType } from 'type-graphql';
import { rightsOf } from '../access/actor.ts';
import { grantOf, rolesOf } from '../access/policy.ts';
import { conflict, HubError } from '../shared/errors.ts';
import { writtenText } from '../shared/plain-text.ts';
import type { Ctx } from './ctx.ts';
import { newId } from './entity.ts';
import type { CommandInput, Payload } from './graphql.ts';
import { firstRow, forgetLoaded, run, sql } from './sql.ts';
import { inTransaction, recordRefusal } from './transaction.ts';
import { unknownIdOf } from './unknown-id.ts';

/**
 * A mutation: its method is given the input and a context whose transaction is open, and answers the payload's fields as ids
 * (or plain values), which are read again after the commit. Idempotent by key, audited, retried on serialization failure.
 */
export function Command<Input extends CommandInput>(payload: Payload, input: ClassType<Input>, options: { description: string }) {
  return <Method extends (input: Input, ctx: Ctx) => Promise<Answer>>(
    prototype: object,
    name: string,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    const method = descriptor.value as unknown as CommandMethod;
    descriptor.value = ((commandInput: Input, ctx: Ctx) => execute(payload, name, method, commandInput, ctx)) as Method;
    Mutation(() => payload.type, options)(prototype, name, descriptor);
    Arg('input', () => input, { description: 'What is asked for.' })(prototype, name, 0);
    CtxArg()(prototype, name, 1);
  };
}

type CommandMethod = (input: CommandInput, ctx: Ctx) => Promise<Answer>;
type Answer = Record<string, unknown>;

async function execute(payload: Payload, operation: string, method: CommandMethod, input: CommandInput, ctx: Ctx): Promise<Answer> {
  const grant = grantOf(`Mutation.${operation}`);
  const acting: Ctx = { ...ctx, action: operation, actingAs: grant ? rolesOf(grant) : [] };
  const answer = await inTransaction({ ...acting, reason: reasonOf(input) }, (inner) =>
    oncePerKey(payload, operation, method, input, inner),
  ).catch(async (cause: unknown) => {
    const error = unknownIdOf(cause, input) ?? cause;
    if (error instanceof HubError) await recordRefusal(acting, error, input as CommandInput & { id?: string });
    throw error;
  });
  // The act is done: whatever goes wrong in reading its answer is no refusal of it.
  forgetLoaded(ctx);
  return readAnswer(payload, answer, ctx);
}

/** What is said of the act: the `reason` of its input, or the `remarks` made with it. */
function reasonOf({ reason, remarks }: CommandInput & { reason?: unknown; remarks?: unknown }): string | null {
  return writtenText([reason, remarks].find((text) => typeof text === 'string'));
}

async function oncePerKey(payload: Payload, operation: string, method: CommandMethod, input: CommandInput, ctx: Ctx): Promise<Answer> {
  const inputHash = hashOf(input, ctx);
  const { key: actorKey } = ctx.actor;
  const claimed = await run(
    ctx,
    sql`insert into idempotency_key (id, actor_key, operation, key, input_hash, created_at)
        values (${newId()}, ${actorKey}, ${operation}, ${input.idempotencyKey}, ${inputHash}, ${ctx.now})
        on conflict (actor_key, operation, key) do nothing`,
  );
  const which = sql`actor_key = ${actorKey} and operation = ${operation} and key = ${input.idempotencyKey}`;
  if (claimed === 0) {
    const before = await firstRow<{ inputHash: string; answer: Answer }>(
      ctx,
      sql`select input_hash, answer from idempotency_key where ${which}`,
    );
    if (before?.inputHash !== inputHash) throw keyReused();
    return before.answer;
  }
  const answer = await method(input, ctx);
  const kept = Object.fromEntries(Object.entries(answer).filter(([field]) => !payload.fields[field]?.isOnce));
  await run(ctx, sql`update idempotency_key set answer = ${JSON.stringify(kept)}::jsonb where ${which}`);
  return answer;
}

async function readAnswer(payload: Payload, answer: Answer, ctx: Ctx): Promise<Answer> {
  const fields = Object.entries(payload.fields).map(async ([name, field]) => {
    const stored = answer[name] as never;
    return [name, field.read && stored != null ? await field.read(ctx, stored) : (stored ?? null)] as const;
  });
  return Object.fromEntries(await Promise.all(fields));
}

/** Over the input and what the actor was when they sent it: somebody who has changed municipality or roles replays nothing. */
function hashOf(input: CommandInput, { actor }: Ctx): string {
  return hash('sha256', JSON.stringify([{ ...input, idempotencyKey: undefined }, ...rightsOf(actor)]));
}

function keyReused(): HubError {
  return conflict(
    ['input', 'idempotencyKey'],
    {
      ky: 'Бул idempotencyKey башка маалымат менен колдонулган.',
      ru: 'Этот idempotencyKey уже использован с другими данными.',
      en: 'This idempotencyKey was used with other input.',
    },
    {
      ky: 'Жаңы аракет үчүн жаңы ачкыч түзүңүз; кайталоо үчүн ошол эле маалыматты жөнөтүңүз.',
      ru: 'Для нового действия создайте новый ключ; для повтора передайте те же данные.',
      en: 'Make a new key for a new intention; to retry, send the same input.',
    },
  );
}
