import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Role } from '../../access/actor.ts';
import { id, instant, ref, versioned } from '../../kit/entity.ts';
import { Municipality } from '../organizations/organization.entity.ts';

const UserSchema = defineEntity({
  name: 'User',
  tableName: 'hub_user',
  properties: {
    ...versioned(),
    /** The `sub` of the issuer's tokens. */
    subject: p.string().unique(),
    name: p.string(),
    email: p.string(),
    roles: p.array().$type<Role[]>(),
    municipalityId: () => ref(Municipality).nullable(),
    isActive: p.boolean(),
    lastSeenAt: instant().nullable(),
  },
});

/** A person. Roles come from here and never from a token, so that "another person" can be checked. */
export class User extends UserSchema.class {}
UserSchema.setClass(User);

const ApiKeySchema = defineEntity({
  name: 'ApiKey',
  properties: {
    id: id(),
    label: p.string(),
    role: p.string().$type<Role>(),
    municipalityId: () => ref(Municipality).nullable(),
    /** SHA-256 of the 256 random bits that were shown once. */
    secretHash: p.string().unique().hidden(),
    createdAt: instant(),
    /** Who has seen the secret: what is done through the key counts as theirs, too. Null = nobody, or it was not kept yet. */
    createdById: () => ref(User).nullable().index(),
    expiresAt: instant(),
    revokedAt: instant().nullable(),
    revokedReason: p.text().nullable(),
    lastUsedAt: instant().nullable(),
  },
});

/** A system's key, of one role and, for a PROVIDER, one municipality. */
export class ApiKey extends ApiKeySchema.class {}
ApiKeySchema.setClass(ApiKey);
