import {
  Field,
  ID,
  InputType,
  Int,
  InterfaceType,
  ObjectType,
  registerEnumType,
  ArgsType,
  Resolver,
  FieldResolver,
  Root,
  Arg,
  Ctx as CtxArg,
} from 'type-graphql';
import type { ClassType } from 'type-graphql';
import { type ActorStamp, isMinistry, roles, type Role } from '../access/actor.ts';
import { errorCodes, type ErrorCode, type Violation } from '../shared/errors.ts';
import type { LegalAct } from '../shared/legal-act.ts';
import { inLanguage, type Language, languages, type LocalizedText, servedLanguage } from '../shared/localized-text.ts';
import type { Ctx } from './ctx.ts';
import { mustRowById } from './sql.ts';
import { CountScalar, DateTimeScalar, LocalDateScalar, UrlScalar, UuidScalar } from './scalars.ts';

/** A string union of the rules as a GraphQL enum. Clients must survive a value they do not know. */
export function graphqlEnum<T extends string>(name: string, values: readonly T[], description: string): Record<T, T> {
  const asObject = Object.fromEntries(values.map((value) => [value, value])) as Record<T, T>;
  registerEnumType(asObject, { name, description: `${description} More values may come: survive an unknown one.` });
  return asObject;
}

export const LanguageEnum = graphqlEnum('Language', languages, 'A language the hub speaks: Kyrgyz, Russian, English.');
export const RoleEnum = graphqlEnum('Role', roles, 'Who acts, in the words of the regulation.');
const ErrorCodeEnum = graphqlEnum('ErrorCode', errorCodes, 'What kind of refusal this is; never renamed.');

@ObjectType('LocalizedText', { description: 'A text in the three languages of the hub.' })
class LocalizedTextType {
  @Field(() => String, { description: 'Kyrgyz, always there.' })
  ky!: string;
  @Field(() => String, {
    nullable: true,
    description: 'Russian; null = not translated yet. Required before anything is published or mailed.',
  })
  ru?: string | null;
  @Field(() => String, { nullable: true, description: 'English; null = not translated.' })
  en?: string | null;
}

@Resolver(() => LocalizedTextType)
export class LocalizedTextResolver {
  @FieldResolver(() => LanguageEnum, {
    description: 'The language that `name` and the like are served in for this request: the asked one, else ky > ru > en.',
  })
  servedLanguage(@Root() text: LocalizedText, @CtxArg() ctx: Ctx): Language {
    return servedLanguage(text, ctx.language);
  }
}

@InputType('LocalizedTextInput', { description: 'A text in Kyrgyz and, before it is published or mailed, in Russian.' })
export class LocalizedTextInput implements LocalizedText {
  @Field(() => String, { description: 'Kyrgyz, required.' })
  ky!: string;
  @Field(() => String, { nullable: true, description: 'Russian.' })
  ru?: string | null;
  @Field(() => String, { nullable: true, description: 'English.' })
  en?: string | null;
}

@ObjectType('Actor', { description: 'Who acted, as they were then.' })
export class ActorType {
  @Field(() => RoleEnum, { description: 'The role they acted in.' })
  role!: Role;
}

@Resolver(() => ActorType)
export class ActorResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: 'Their name; null unless the caller is of the ministry or of the same municipality.',
  })
  name(@Root() stamp: ActorStamp, @CtxArg() ctx: Ctx): string | null {
    const same = stamp.municipalityId !== null && stamp.municipalityId === ctx.actor.municipalityId;
    return isMinistry(ctx.actor) || same ? stamp.name : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The head for whom they acted as a delegate; null = they acted for themselves, or the caller is not of the ministry.',
  })
  onBehalfOf(@Root() stamp: ActorStamp, @CtxArg() ctx: Ctx): string | null {
    return isMinistry(ctx.actor) ? (stamp.onBehalfOf?.name ?? null) : null;
  }
}

@ObjectType('Violation', { description: 'One thing that is wrong: what, by which rule, and what to do.' })
export class ViolationType {
  @Field(() => ErrorCodeEnum, { description: 'What kind of refusal.' })
  code!: ErrorCode;
  @Field(() => String, { nullable: true, description: "The rule: a requirement's id (R9, R-III.6) or `ours:…`; null = no single rule." })
  rule?: string;
  @Field(() => Int, { nullable: true, description: 'Row of a file or batch, from 1; null = no file or batch.' })
  row?: number;
  @Field(() => String, { nullable: true, description: 'Column of a file or batch; null = no file or batch.' })
  column?: string;
}

@Resolver(() => ViolationType)
export class ViolationResolver {
  @FieldResolver(() => [String], { description: 'Path into the input; empty = the whole.' })
  path(@Root() violation: Violation): readonly string[] {
    return violation.path ?? [];
  }
  @FieldResolver(() => String, { description: "What is wrong, in the caller's language." })
  message(@Root() violation: Violation, @CtxArg() ctx: Ctx): string {
    return inLanguage(violation.message, ctx.language);
  }
  @FieldResolver(() => String, { nullable: true, description: 'What to do; null = nothing can be done.' })
  hint(@Root() violation: Violation, @CtxArg() ctx: Ctx): string | undefined {
    return violation.hint && inLanguage(violation.hint, ctx.language);
  }
}

@ObjectType('AvailableAction', { description: 'An act of the workflow for this caller, allowed or refused.' })
export class AvailableActionType {
  @Field(() => String, { description: 'The mutation that does it.' })
  mutation!: string;
  @Field(() => Boolean, { description: 'Whether the caller may do it now.' })
  isAllowed!: boolean;
  @Field(() => ViolationType, { nullable: true, description: 'What the mutation itself would answer; null = it is allowed.' })
  refusal?: Violation | null;
}

@ObjectType('Transition', { description: 'One step of a workflow.' })
export class TransitionType {
  @Field(() => String, { description: 'The mutation that was called.' })
  action!: string;
  @Field(() => String, { nullable: true, description: 'State before; null = it began with this.' })
  fromState!: string | null;
  @Field(() => String, { description: 'State after.' })
  toState!: string;
  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;
  @Field(() => ActorType, { description: 'By whom.' })
  by!: ActorStamp;
  @Field(() => String, { nullable: true, description: 'Reason or remarks; null = none given.' })
  reason!: string | null;
}

@InterfaceType('Versioned', { description: 'Something that people edit; inputs that change it carry `expectedVersion`.' })
export abstract class Versioned {
  @Field(() => ID, { description: 'UUID v7, the same in every channel.' })
  id!: string;
  @Field(() => Int, { description: 'Grows with each change.' })
  version!: number;
  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  updatedAt!: Date;
  @Field(() => ActorType, { nullable: true, description: 'Who last changed it; null = not known.' })
  updatedBy?: ActorStamp | null;
}

@InterfaceType('Workflow', { description: 'Something with states: what this caller may do with it now, and what was done.' })
export abstract class Workflow {
  @Field(() => [AvailableActionType], { description: 'Every act of its workflow for this caller, allowed or refused with the reason.' })
  availableActions?: AvailableActionType[];
  @Field(() => [TransitionType], { description: 'The steps so far, oldest first.' })
  history?: TransitionType[];
}

@ObjectType('LegalAct', { description: 'An act that something rests on.' })
export class LegalActType {
  @Field(() => String, { description: 'Kind of act: law, decree, council decision …' })
  kind!: string;
  @Field(() => String, { description: 'Its number.' })
  number!: string;
  @Field(() => LocalDateScalar, { description: 'The day it was adopted.' })
  adoptedOn!: string;
  @Field(() => UrlScalar, { nullable: true, description: 'Where it can be read; null = not known.' })
  url?: string | null;
}

@Resolver(() => LegalActType)
export class LegalActResolver {
  @FieldResolver(() => String, { description: 'Its title.' })
  title(@Root() act: LegalAct, @CtxArg() ctx: Ctx): string {
    return inLanguage(act.title, ctx.language);
  }
}

@InputType('LegalActInput', { description: 'An act that something rests on.' })
export class LegalActInput implements LegalAct {
  @Field(() => String, { description: 'Kind of act: law, decree, council decision …' })
  kind!: string;
  @Field(() => String, { description: 'Its number.' })
  number!: string;
  @Field(() => LocalDateScalar, { description: 'The day it was adopted.' })
  adoptedOn!: string;
  @Field(() => LocalizedTextInput, { description: 'Its title.' })
  title!: LocalizedTextInput;
  @Field(() => UrlScalar, { nullable: true, description: 'Where it can be read.' })
  url?: string | null;
}

// ---- lists ---------------------------------------------------------------------------------------------------------

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20, description: 'How many, 1 to 100.' })
  first!: number;
  @Field(() => String, { nullable: true, description: '`endCursor` of the page before.' })
  after?: string | null;
}

@ObjectType('PageInfo', { description: 'Where a page stands in its list.' })
export class PageInfoType {
  @Field(() => Boolean, { description: 'More follows.' })
  hasNextPage!: boolean;
  @Field(() => Boolean, { description: 'Something comes before: this page was asked for with `after`.' })
  hasPreviousPage!: boolean;
  @Field(() => String, { nullable: true, description: 'Cursor of the first entry; null = the page is empty.' })
  startCursor!: string | null;
  @Field(() => String, { nullable: true, description: 'Cursor of the last entry, for `after`; null = the page is empty.' })
  endCursor!: string | null;
}

/** The connection type of a node type, in Relay's shape. Made here and nowhere by hand. */
export function connection<T extends object>(node: ClassType<T>, name: string) {
  @ObjectType(`${name}Edge`, { description: `An entry of a ${name} list.` })
  class Edge {
    @Field(() => String, { description: 'Its place in the list, opaque.' })
    cursor!: string;
    @Field(() => node, { description: 'The entry.' })
    node!: T;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a ${name} list.` })
  class Connection {
    @Field(() => [Edge], { description: 'Entries with their cursors.' })
    edges!: Edge[];
    @Field(() => [node], { description: 'The entries alone.' })
    nodes!: T[];
    @Field(() => PageInfoType, { description: 'Where the page stands.' })
    pageInfo!: PageInfoType;
    @Field(() => CountScalar, { complexity: 10, description: 'All entries of the list, counted only when asked for. Cost: 10.' })
    totalCount!: number;
  }
  return Connection;
}

/** What a page of a list costs: its statement, which is one for each thing it is a field of, and as many entries as it may hold. */
export const pageCost = ({ args, childComplexity }: { args: { first?: number }; childComplexity: number }): number =>
  20 + (args.first ?? 20) * childComplexity;

// ---- commands ------------------------------------------------------------------------------------------------------

/** What every mutation's input has. */
@InputType({ description: 'What every input has.' })
export abstract class CommandInput {
  @Field(() => UuidScalar, {
    description:
      'Made by the client, one per intention: the same key and input again is answered as the first time; another input is CONFLICT. Kept 30 days.',
  })
  idempotencyKey!: string;
}

/** Inputs that change a versioned thing. */
@InputType({ description: 'What every input that changes a versioned thing has.' })
export abstract class ChangeInput extends CommandInput {
  @Field(() => ID, { description: 'What is changed.' })
  id!: string;
  @Field(() => Int, { description: 'The version that was read; a stale one is CONFLICT with `currentVersion`.' })
  expectedVersion!: number;
}

/** The input of an act that takes no more than the thing, its version and the key. */
export function act(name: string): ClassType<ChangeInput> {
  @InputType(`${name}Input`, { description: `Input of ${name}.` })
  class Act extends ChangeInput {}
  return Act;
}

/** How a payload's field is made again from what the command answered (an id, ids, or a plain value). */
export interface PayloadField {
  type: () => unknown;
  nullable?: boolean;
  description: string;
  /** From what was stored with the idempotency key to what the field's type resolves from. */
  read?: (ctx: Ctx, stored: never) => unknown;
  /** Given once and never stored, such as a secret: null on replay. */
  isOnce?: boolean;
}

export interface Payload {
  name: string;
  fields: Record<string, PayloadField>;
  type: ClassType;
}

/** A payload field that is a row: stored as its id, read again by it. */
export function entityField<T extends { id: string }>(
  type: () => unknown,
  entity: abstract new () => T,
  description: string,
): PayloadField {
  return { type, description, read: (ctx: Ctx, id: string) => mustRowById(ctx, entity, id) };
}

/** A payload field of several rows, as `entityField` is of one: stored as their ids, read again in that order. */
export function entitiesField<T extends { id: string }>(
  type: () => unknown,
  entity: abstract new () => T,
  description: string,
): PayloadField {
  const read = (ctx: Ctx, ids: readonly string[]) => Promise.all(ids.map((id) => mustRowById(ctx, entity, id)));
  return { type: () => [type()], description, read };
}

/** A mutation's payload, in one line: its type, and how each field is read after the commit and on a replay. */
export function payload(name: string, fields: Record<string, PayloadField>): Payload {
  @ObjectType(`${name}Payload`, { description: `What ${name} answers.` })
  class PayloadType {}
  for (const [key, field] of Object.entries(fields)) {
    Field(field.type as () => ClassType, { nullable: field.nullable ?? field.isOnce ?? false, description: field.description })(
      PayloadType.prototype,
      key,
    );
  }
  return { name, fields, type: PayloadType };
}

// ---- localized fields ----------------------------------------------------------------------------------------------

export interface LocalizedField {
  description: string;
  nullable?: boolean;
  /** The property that holds the text; the field's own name unless given. */
  from?: string;
  /** Also gives `<field>Translations` with all three languages. */
  translations?: boolean;
}

type RootRow = Record<string, unknown>;

/** Adds `field(lang: Language)` for each text of a type: the asked language, else the request's, else ky > ru > en. */
export function Localized(fields: Record<string, LocalizedField>): ClassDecorator {
  return (resolver) => {
    const prototype = resolver.prototype as RootRow;
    for (const [name, field] of Object.entries(fields)) {
      const { nullable = false, from = name } = field;
      const description = nullable ? `${field.description} Null = there is none.` : field.description;
      prototype[name] = (root: RootRow, lang: Language | undefined, ctx: Ctx) => {
        const text = root[from] as LocalizedText | null | undefined;
        return text ? inLanguage(text, lang ?? ctx.language) : null;
      };
      FieldResolver(() => String, { nullable, description })(prototype, name, { value: prototype[name] });
      Root()(prototype, name, 0);
      Arg('lang', () => LanguageEnum, { nullable: true, description: "The language asked for; the request's unless given." })(
        prototype,
        name,
        1,
      );
      CtxArg()(prototype, name, 2);
      if (field.translations) addTranslations(prototype, `${name}Translations`, from, nullable, description);
    }
  };
}

function addTranslations(prototype: RootRow, name: string, from: string, nullable: boolean, description: string): void {
  prototype[name] = (root: RootRow) => root[from] ?? null;
  FieldResolver(() => LocalizedTextType, { nullable, description: `${description} In all languages.` })(prototype, name, {
    value: prototype[name],
  });
  Root()(prototype, name, 0);
}
