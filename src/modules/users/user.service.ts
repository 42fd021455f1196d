import { createHash, randomBytes } from 'node:crypto';
import { type Actor, anonymous, type Role, system } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { found, matches } from '../../kit/lookup.ts';
import { isDeliverable } from '../../kit/mail/address.ts';
import type { Recipient } from '../../kit/notice.ts';
import {
  columnsOf,
  firstRow,
  inKyrgyz,
  isId,
  orderBy,
  page,
  type Page,
  type PageArguments,
  rows,
  run,
  type Sql,
  sql,
} from '../../kit/sql.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertNone } from '../../kit/workflow.ts';
import { awaitTurn } from '../../kit/turn.ts';
import { dayOf } from '../../shared/calendar.ts';
import { badInput, conflict, HubError, notFound, ruleViolated, unauthenticated } from '../../shared/errors.ts';
import { nameProblems } from '../../shared/plain-text.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { getMunicipality } from '../organizations/organization.service.ts';
import { canStandIn } from './head-delegation.rules.ts';
import { ApiKey, User } from './user.entity.ts';
import { personRoles, roleProblem, rolesInForce, systemRoles } from './user.rules.ts';

export const apiKeyPrefix = 'msq_';

/** The actor of a token's subject. UNAUTHENTICATED when the subject has no active user: a token alone gives no role. */
export async function actorOfSubject(ctx: Pick<Ctx, 'em' | 'now'>, subject: string): Promise<Actor> {
  const user = await findPerson(ctx, sql`u.subject = ${subject}`);
  if (!user) throw unknownUser();
  if (isStale(user.lastSeenAt, ctx.now)) await run(ctx, sql`update hub_user set last_seen_at = ${ctx.now} where id = ${user.id}`);
  return actorOfPerson(user);
}

type Person = User & { headId: string | null; headName: string | null; madeKeyIds: string[] };

/** An active person, with the head for whom they stand in today and the keys that they made. */
async function findPerson(ctx: Pick<Ctx, 'em' | 'now'>, which: Sql): Promise<Person | undefined> {
  return firstRow<Person>(
    ctx,
    sql`select u.id, u.name, u.roles, u.municipality_id, u.is_active, u.last_seen_at, h.id as head_id, h.name as head_name,
          array(select k.id from api_key k where k.created_by_id = u.id) as made_key_ids
        from hub_user u
        left join head_delegation d on d.delegate_id = u.id and d.ended_at is null
          and d.valid_from <= ${dayOf(ctx.now)}::date and d.valid_to > ${dayOf(ctx.now)}::date
        left join hub_user h on h.id = d.head_id and h.is_active and 'HEAD' = any(h.roles) and not 'ADMIN' = any(h.roles)
        where ${which} and u.is_active`,
  );
}

function actorOfPerson(user: Person): Actor {
  const roles = rolesInForce(user.roles);
  const { id, name, madeKeyIds } = user;
  const actor = { key: `user:${id}`, id, name, roles, municipalityId: user.municipalityId ?? null, madeKeyIds };
  // A delegate who may no longer stand in, or a head who is none any more, ends it at once.
  if (user.headId === null || user.headName === null || !canStandIn(user)) return actor;
  return { ...actor, roles: [...roles, 'HEAD'], onBehalfOf: { id: user.headId, name: user.headName } };
}

/** Whoever asked for a long work or was given a link, with the rights that they have by now; undefined = they have none, or there is nobody of this key. */
export async function actorOfKey(ctx: Pick<Ctx, 'em' | 'now'>, key: string): Promise<Actor | undefined> {
  const [kind, id] = key.split(':');
  if (id === undefined) return [system, anonymous].find((actor) => actor.key === key);
  if (!isId(id)) return undefined;
  if (kind === 'user') {
    const person = await findPerson(ctx, sql`u.id = ${id}`);
    return person && actorOfPerson(person);
  }
  const apiKey = await findApiKey(ctx, sql`id = ${id}`);
  return apiKey && actorOfSystem(apiKey);
}

/** The actor of an API key. UNAUTHENTICATED when it is unknown, expired or revoked. */
export async function actorOfApiKey(ctx: Pick<Ctx, 'em' | 'now'>, secret: string): Promise<Actor> {
  // The hash is compared by the database's index: nothing about the secret shows in how long that takes.
  const key = await findApiKey(ctx, sql`secret_hash = ${hashOf(secret)}`);
  if (!key) throw badKey();
  if (isStale(key.lastUsedAt, ctx.now)) await run(ctx, sql`update api_key set last_used_at = ${ctx.now} where id = ${key.id}`);
  return actorOfSystem(key);
}

/** A key that is neither expired nor revoked. */
function findApiKey(ctx: Pick<Ctx, 'em' | 'now'>, which: Sql): Promise<ApiKey | undefined> {
  return firstRow<ApiKey>(
    ctx,
    sql`select id, label, role, municipality_id, created_by_id, last_used_at from api_key where ${which} and revoked_at is null and expires_at > ${ctx.now}`,
  );
}

function actorOfSystem({ id, label, role, municipalityId, createdById }: ApiKey): Actor {
  return { key: `key:${id}`, id, name: label, roles: [role], municipalityId: municipalityId ?? null, keyMakerId: createdById ?? undefined };
}

/** "Last seen" to the minute is enough; a write per request is not. */
function isStale(at: Date | null | undefined, now: Date): boolean {
  return !at || Math.abs(now.getTime() - at.getTime()) > 60_000;
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

export interface UserFields {
  name: string;
  email: string;
  subject: string;
  roles: Role[];
  municipalityId?: string | null;
}

/** Enters a person. CONFLICT if the subject has a user already. */
export async function createUser(ctx: Ctx, fields: UserFields): Promise<User> {
  assertNone([...nameProblems(['input', 'name'], fields.name), ...nameProblems(['input', 'subject'], fields.subject)]);
  assertRoles(fields, personRoles);
  await assertMunicipality(ctx, fields.municipalityId);
  if (await ctx.em.findOne(User, { subject: fields.subject })) throw subjectTaken();
  const { name, email, subject, roles, municipalityId } = fields;
  return ctx.em.create(User, { name, email, subject, roles: [...new Set(roles)], municipalityId: municipalityId ?? null, isActive: true });
}

export interface UserChange {
  id: string;
  expectedVersion: number;
  name?: string | null;
  roles?: Role[] | null;
  municipalityId?: string | null;
}

/** Changes a person's name, roles or municipality; absent = unchanged. */
export async function updateUser(ctx: Ctx, change: UserChange): Promise<User> {
  const user = found(await ctx.em.findOne(User, { id: change.id }), ['input', 'id']);
  assertVersion(user, change.expectedVersion);
  const roles = change.roles ?? user.roles;
  const municipalityId = change.municipalityId === undefined ? user.municipalityId : change.municipalityId;
  assertNone(nameProblems(['input', 'name'], change.name ?? user.name));
  assertRoles({ roles, municipalityId }, personRoles);
  if (user.roles.includes('ADMIN') && !roles.includes('ADMIN')) await assertAnotherAdmin(ctx, user);
  await assertMunicipality(ctx, municipalityId);
  Object.assign(user, { name: change.name ?? user.name, roles: [...new Set(roles)], municipalityId: municipalityId ?? null });
  return user;
}

/** Takes all rights from a person at once; what they did stays theirs. */
export async function deactivateUser(ctx: Ctx, id: string, expectedVersion: number, reason: string): Promise<User> {
  assertNone(nameProblems(['input', 'reason'], reason));
  const user = found(await ctx.em.findOne(User, { id }), ['input', 'id']);
  assertVersion(user, expectedVersion);
  if (user.roles.includes('ADMIN')) await assertAnotherAdmin(ctx, user);
  user.isActive = false;
  return user;
}

export interface UserFilter {
  search?: string | null;
  roles?: readonly Role[] | null;
  municipalityId?: string | null;
  isActive?: boolean | null;
}

export function listUsers(ctx: Ctx, filter: UserFilter, paging: PageArguments): Promise<Page<User>> {
  return page<User>(ctx, {
    list: 'users',
    select: columnsOf(ctx, User, 't'),
    from: sql`hub_user t`,
    where: [
      filter.roles != null && sql`t.roles && ${[...filter.roles]}::text[]`,
      filter.municipalityId != null && sql`t.municipality_id = ${filter.municipalityId}`,
      filter.isActive != null && sql`t.is_active = ${filter.isActive}`,
      matches(sql`hub_fold(t.name || ' ' || t.email)`, filter.search),
    ],
    order: orderBy('NAME_ASC', inKyrgyz(sql`t.name`), 'text'),
    page: paging,
    filter,
  });
}

/** The active people with one of these roles, as recipients of mail. */
export async function recipientsOf(ctx: Ctx, roles: readonly Role[]): Promise<Recipient[]> {
  const people = await rows<{ name: string; email: string }>(
    ctx,
    sql`select distinct on (lower(email)) name, email from hub_user where is_active and roles && ${[...roles]}::text[] order by lower(email), id`,
  );
  return people.filter(({ email }) => isDeliverable(email)).map((person) => ({ ...person, language: null, municipalityId: null }));
}

export interface ApiKeyFields {
  label: string;
  role: Role;
  municipalityId?: string | null;
  expiresAt: Date;
}

const longestKeyYears = 2;

/** Makes an API key of 256 random bits. The secret is given once and kept only as its SHA-256. */
export async function createApiKey(ctx: Ctx, fields: ApiKeyFields): Promise<{ key: ApiKey; secret: string }> {
  assertNone(nameProblems(['input', 'label'], fields.label));
  const problem = roleProblem({ roles: [fields.role], municipalityId: fields.municipalityId }, systemRoles);
  if (problem) throw new HubError(problem.code === 'BAD_USER_INPUT' ? { ...problem, path: ['input', 'role'] } : problem);
  await assertMunicipality(ctx, fields.municipalityId);
  const latest = new Date(ctx.now);
  latest.setUTCFullYear(latest.getUTCFullYear() + longestKeyYears);
  if (fields.expiresAt <= ctx.now || fields.expiresAt > latest) {
    throw badInput(
      ['input', 'expiresAt'],
      { ky: 'Ачкычтын мөөнөтү эки жылга чейин.', ru: 'Срок ключа до двух лет.', en: 'A key lasts for up to two years.' },
      { ky: 'Келечектеги күндү бериңиз.', ru: 'Укажите будущую дату.', en: 'Give an instant in the next two years.' },
    );
  }
  const secret = apiKeyPrefix + randomBytes(32).toString('base64url');
  const { label, role, municipalityId, expiresAt } = fields;
  const key = ctx.em.create(ApiKey, {
    label,
    role,
    municipalityId: municipalityId ?? null,
    expiresAt,
    createdAt: ctx.now,
    createdById: ctx.actor.id,
    secretHash: hashOf(secret),
  });
  return { key, secret };
}

export async function revokeApiKey(ctx: Ctx, id: string, reason: string): Promise<ApiKey> {
  assertNone(nameProblems(['input', 'reason'], reason));
  const key = found(await ctx.em.findOne(ApiKey, { id }), ['input', 'id']);
  key.revokedAt ??= ctx.now;
  key.revokedReason ??= reason;
  return key;
}

export function listApiKeys(ctx: Ctx, municipalityId: string | null | undefined, paging: PageArguments): Promise<Page<ApiKey>> {
  return page<ApiKey>(ctx, {
    list: 'apiKeys',
    select: sql`t.id, t.label, t.role, t.municipality_id, t.created_at, t.created_by_id, t.expires_at, t.revoked_at, t.last_used_at`,
    from: sql`api_key t`,
    where: [municipalityId != null && sql`t.municipality_id = ${municipalityId}`],
    order: orderBy('CREATED_AT_DESC', sql`t.created_at`, 'timestamptz', 'desc'),
    page: paging,
    filter: { municipalityId },
  });
}

/** Ours: nobody takes ADMIN from themselves, and one active ADMIN stays, or nobody could let anybody in. */
async function assertAnotherAdmin(ctx: Ctx, user: User): Promise<void> {
  // Two who deactivate each other at once come one after the other.
  await awaitTurn(ctx, 'admins');
  const other = await firstRow(ctx, sql`select 1 from hub_user where is_active and 'ADMIN' = any(roles) and id <> ${user.id} limit 1`);
  if (other && user.id !== ctx.actor.id) return;
  throw ruleViolated(
    'ours:an-admin-stays',
    {
      ky: 'Өзүңүздөн ADMIN ролун ала албайсыз; бир ADMIN калышы керек.',
      ru: 'Нельзя снять роль ADMIN с себя; один ADMIN должен остаться.',
      en: 'You cannot take ADMIN from yourself; one ADMIN must stay.',
    },
    { ky: 'Муну башка ADMIN жасасын.', ru: 'Пусть это сделает другой ADMIN.', en: 'Have another ADMIN do it.' },
  );
}

function assertRoles(grants: { roles: readonly string[]; municipalityId?: string | null }, allowed: readonly string[]): void {
  const problem = roleProblem(grants, allowed);
  if (problem) throw new HubError(problem);
}

async function assertMunicipality(ctx: Ctx, id: string | null | undefined): Promise<void> {
  if (id != null && !(await ctx.em.findOne(Municipality, { id }))) throw notFound(['input', 'municipalityId']);
}

function subjectTaken(): HubError {
  return conflict(
    ['input', 'subject'],
    { ky: 'Бул subject менен колдонуучу бар.', ru: 'Пользователь с таким subject уже есть.', en: 'There is a user with this subject.' },
    { ky: 'Бар колдонуучуну өзгөртүңүз.', ru: 'Измените существующего пользователя.', en: 'Change the user that is there.' },
  );
}

function unknownUser(): HubError {
  return unauthenticated({
    ky: 'Бул адам колдонуучулардын арасында жок же өчүрүлгөн.',
    ru: 'Этого человека нет среди пользователей, или он отключён.',
    en: 'This person is not among the users, or was deactivated.',
  });
}

function badKey(): HubError {
  return unauthenticated({
    ky: 'API ачкычы белгисиз, мөөнөтү өткөн же жокко чыгарылган.',
    ru: 'Ключ API неизвестен, просрочен или отозван.',
    en: 'The API key is unknown, expired or revoked.',
  });
}

export interface OwnUser {
  roles: readonly Role[];
  soate?: string;
  /** Tells apart several people of one role. */
  user?: string;
}

/**
 * On the embedded database, where the hub is its own issuer: the person with these roles, made if they are not there yet.
 * Answers the subject to issue a token for. A PROVIDER needs the SOATE code of its municipality.
 */
export async function ensureUser(ctx: Ctx, { roles, soate, user }: OwnUser): Promise<string> {
  const municipality = soate === undefined ? undefined : await getMunicipality(ctx, { soate });
  const name = [user ?? 'local', ...roles, ...(soate ? [soate] : [])].join('-').toLowerCase();
  const subject = `own:${name}`;
  const known = await ctx.em.findOne(User, { subject });
  if (!known) await createUser(ctx, { name, email: `${name}@hub.example`, subject, roles: [...roles], municipalityId: municipality?.id });
  else if (!known.isActive)
    throw new HubError({
      code: 'CONFLICT',
      message: { ky: 'Бул колдонуучу өчүрүлгөн.', ru: 'Этот пользователь отключён.', en: `The user ${subject} was deactivated.` },
    });
  // Of a person entered long ago the roles may not go together any more.
  else assertRoles(known, personRoles);
  return subject;
}
