import { Arg, Args, Ctx as CtxArg, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Actor } from '../../access/actor.ts';
import { may } from '../../access/policy.ts';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { entityField, pageCost, payload } from '../../kit/graphql.ts';
import { mustRowById, type Page, rowById } from '../../kit/sql.ts';
import type { Language } from '../../shared/localized-text.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalityType } from '../organizations/organization.type.ts';
import { ApiKey, User } from './user.entity.ts';
import { createApiKey, createUser, deactivateUser, listApiKeys, listUsers, revokeApiKey, updateUser } from './user.service.ts';
import {
  ApiKeyConnection,
  ApiKeysArgs,
  ApiKeyType,
  CreateApiKeyInput,
  CreateUserInput,
  DeactivateUserInput,
  RevokeApiKeyInput,
  UpdateUserInput,
  UserConnection,
  UsersArgs,
  UserType,
  ViewerType,
} from './user.type.ts';

const user = entityField(() => UserType, User, 'The user as they are now.');
const apiKey = entityField(() => ApiKeyType, ApiKey, 'The key.');

interface Viewer {
  actor: Actor;
  roles: Actor['roles'];
  language: Language;
}

@Resolver(() => ViewerType)
export class ViewerResolver {
  @Query(() => ViewerType, { description: 'Who is asking.' })
  viewer(@CtxArg() { actor, language }: Ctx): Viewer {
    return { actor, roles: actor.roles, language };
  }

  @FieldResolver(() => UserType, { nullable: true, description: 'The person; null = anonymous, or a system.' })
  user(@Root() { actor }: Viewer, @CtxArg() ctx: Ctx) {
    return actor.key.startsWith('user:') && actor.id ? rowById(ctx, User, actor.id) : null;
  }

  @FieldResolver(() => MunicipalityType, { nullable: true, description: 'The municipality of a PROVIDER; null = none.' })
  municipality(@Root() { actor }: Viewer, @CtxArg() ctx: Ctx) {
    return actor.municipalityId ? rowById(ctx, Municipality, actor.municipalityId) : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The head whose delegate they are today, and as whom they have the role HEAD; null = nobody.',
  })
  onBehalfOf(@Root() { actor }: Viewer): string | null {
    return actor.onBehalfOf?.name ?? null;
  }

  @FieldResolver(() => Boolean, { description: 'Whether they may call a mutation at all, on their own records or on any.' })
  can(@Root() { actor }: Viewer, @Arg('mutation', () => String, { description: "The mutation's name." }) mutation: string): boolean {
    return may(actor, `Mutation.${mutation}`);
  }
}

@Resolver(() => UserType)
export class UserResolver {
  @Query(() => UserConnection, { description: 'People who may sign in. Cost: 20 + first x entry.', complexity: pageCost })
  users(@Args(() => UsersArgs) args: UsersArgs, @CtxArg() ctx: Ctx): Promise<Page<User>> {
    return listUsers(ctx, args.filter ?? {}, args);
  }

  @FieldResolver(() => MunicipalityType, { nullable: true, description: 'The municipality of a PROVIDER; null = none.' })
  municipality(@Root() row: User, @CtxArg() ctx: Ctx) {
    return row.municipalityId ? mustRowById(ctx, Municipality, row.municipalityId) : null;
  }

  @Command(payload('CreateUser', { user }), CreateUserInput, { description: 'Enters a person who may sign in.' })
  async createUser(input: CreateUserInput, ctx: Ctx) {
    return { user: (await createUser(ctx, input)).id };
  }

  @Command(payload('UpdateUser', { user }), UpdateUserInput, { description: "Changes a person's name, roles or municipality." })
  async updateUser(input: UpdateUserInput, ctx: Ctx) {
    return { user: (await updateUser(ctx, input)).id };
  }

  @Command(payload('DeactivateUser', { user }), DeactivateUserInput, { description: 'Takes all rights from a person at once.' })
  async deactivateUser(input: DeactivateUserInput, ctx: Ctx) {
    return { user: (await deactivateUser(ctx, input.id, input.expectedVersion, input.reason)).id };
  }
}

@Resolver(() => ApiKeyType)
export class ApiKeyResolver {
  @Query(() => ApiKeyConnection, { description: "Systems' keys, newest first. Cost: 20 + first x entry.", complexity: pageCost })
  apiKeys(@Args(() => ApiKeysArgs) args: ApiKeysArgs, @CtxArg() ctx: Ctx): Promise<Page<ApiKey>> {
    return listApiKeys(ctx, args.municipalityId, args);
  }

  @FieldResolver(() => MunicipalityType, { nullable: true, description: 'The municipality of a PROVIDER key; null = none.' })
  municipality(@Root() row: ApiKey, @CtxArg() ctx: Ctx) {
    return row.municipalityId ? mustRowById(ctx, Municipality, row.municipalityId) : null;
  }

  @FieldResolver(() => UserType, {
    nullable: true,
    description: 'Who made it: they decide on nothing that is done through it. Null = it was made before this was kept.',
  })
  createdBy(@Root() row: ApiKey, @CtxArg() ctx: Ctx) {
    return row.createdById ? mustRowById(ctx, User, row.createdById) : null;
  }

  @Command(
    payload('CreateApiKey', {
      apiKey,
      secret: { type: () => String, isOnce: true, description: 'The key to send as a bearer token; shown once, null on replay.' },
    }),
    CreateApiKeyInput,
    { description: "Makes a system's key. Whoever makes it decides on nothing that is done through it, by the person." },
  )
  async createApiKey(input: CreateApiKeyInput, ctx: Ctx) {
    const { key, secret } = await createApiKey(ctx, input);
    return { apiKey: key.id, secret };
  }

  @Command(payload('RevokeApiKey', { apiKey }), RevokeApiKeyInput, { description: 'Ends a key at once.' })
  async revokeApiKey(input: RevokeApiKeyInput, ctx: Ctx) {
    return { apiKey: (await revokeApiKey(ctx, input.id, input.reason)).id };
  }
}
