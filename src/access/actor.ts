/** The roles of the regulation's actors and of the systems that serve them. */
export const roles = [
  'ANALYST',
  'HEAD',
  'COLLEGIUM_SECRETARY',
  'PROVIDER',
  'INTERAGENCY_BODY',
  'AGENCY_SYSTEM',
  'ADMIN',
  'PUBLIC',
  'SYSTEM',
] as const;
export type Role = (typeof roles)[number];

/** Who acts. Roles and municipality come from the users table (or the API key's row), never from a token or an argument. */
export interface Actor {
  /** Stable over requests: `user:<id>`, `key:<id>`, `system`, `public`. Scopes idempotency keys and rate limits. */
  key: string;
  id: string | null;
  name: string | null;
  roles: readonly Role[];
  /** The one municipality of a PROVIDER. */
  municipalityId: string | null;
  /** The head whose delegate they are today: what they do as HEAD, they do for them. */
  onBehalfOf?: Person;
  /** Of the API keys that they ever made, whose secrets they have seen: what these did they may have done. */
  madeKeyIds?: readonly string[];
  /** Of an API key: who made it and has seen its secret; what it does they may be doing. */
  keyMakerId?: string;
}

interface Person {
  id: string;
  name: string;
}

/** What stays beside a record of who acted: the person as they were then. */
export interface ActorStamp {
  id: string | null;
  name: string | null;
  role: Role;
  municipalityId: string | null;
  /** For whom a delegate acted; absent = for themselves. */
  onBehalfOf?: Person;
}

export const anonymous: Actor = { key: 'public', id: null, name: null, roles: ['PUBLIC'], municipalityId: null };
export const system: Actor = { key: 'system', id: null, name: null, roles: ['SYSTEM'], municipalityId: null };

const ministry: readonly Role[] = ['ANALYST', 'HEAD', 'COLLEGIUM_SECRETARY', 'ADMIN', 'SYSTEM'];

export function hasRole(actor: Actor, ...anyOf: readonly Role[]): boolean {
  return actor.roles.some((role) => anyOf.includes(role));
}

/** Staff of the state body: they see every municipality. */
export function isMinistry(actor: Actor): boolean {
  return hasRole(actor, ...ministry);
}

/** Whether records of a municipality are the actor's to see: its own, or every one for the ministry. */
export function seesMunicipality(actor: Actor, municipalityId: string): boolean {
  return isMinistry(actor) || isOwn(actor, municipalityId);
}

/** Whether a municipality is the actor's own, as its PROVIDER. */
export function isOwn(actor: Actor, municipalityId: string | null | undefined): boolean {
  return municipalityId != null && hasRole(actor, 'PROVIDER') && actor.municipalityId === municipalityId;
}

/** What an actor's rights follow from: whatever is kept or signed with them ends with a change of roles or of municipality. */
export function rightsOf({ municipalityId, roles: held }: Actor): readonly [string | null, readonly Role[]] {
  return [municipalityId, held.toSorted()];
}

/** Whether somebody is who asked, with the rights that they asked with: what is made for them is theirs alone, and while they have these. */
export function isStill(actor: Actor, asker: Actor): boolean {
  return actor.key === asker.key && JSON.stringify(rightsOf(actor)) === JSON.stringify(rightsOf(asker));
}

/** The actor in the role it acts in: the first of `as` that it has, otherwise its first role. */
export function stampOf(actor: Actor, as: readonly Role[] = []): ActorStamp {
  const role = as.find((candidate) => actor.roles.includes(candidate)) ?? actor.roles[0] ?? 'PUBLIC';
  const stamp = { id: actor.id, name: actor.name, role, municipalityId: actor.municipalityId };
  return role === 'HEAD' && actor.onBehalfOf ? { ...stamp, onBehalfOf: actor.onBehalfOf } : stamp;
}
