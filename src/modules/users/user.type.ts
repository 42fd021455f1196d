import { ArgsType, Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Role } from '../../access/actor.ts';
import { ChangeInput, CommandInput, connection, LanguageEnum, PageArgs, RoleEnum, Versioned } from '../../kit/graphql.ts';
import { DateTimeScalar, EmailAddressScalar } from '../../kit/scalars.ts';
import type { Language } from '../../shared/localized-text.ts';

@ObjectType('User', { implements: Versioned, description: 'A person who may sign in. ' })
export class UserType extends Versioned {
  @Field(() => String, { description: 'Name.' })
  name!: string;
  @Field(() => EmailAddressScalar, { description: 'Address.' })
  email!: string;
  @Field(() => [RoleEnum], { description: 'What they may do.' })
  roles!: Role[];
  @Field(() => Boolean, { description: 'Whether they may sign in.' })
  isActive!: boolean;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Last request, to the minute; null = never.' })
  lastSeenAt?: Date | null;
}
export const UserConnection = connection(UserType, 'User');

@ObjectType('ApiKey', { description: "A system's key. The secret itself is shown once, when it is made." })
export class ApiKeyType {
  @Field(() => ID, { description: 'UUID v7.' })
  id!: string;
  @Field(() => String, { description: 'What it is for.' })
  label!: string;
  @Field(() => RoleEnum, { description: 'What it may do.' })
  role!: Role;
  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt!: Date;
  @Field(() => DateTimeScalar, { description: 'When it ends.' })
  expiresAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was revoked; null = it was not.' })
  revokedAt?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Last request, to the minute; null = never.' })
  lastUsedAt?: Date | null;
}
export const ApiKeyConnection = connection(ApiKeyType, 'ApiKey');

@ObjectType('Viewer', { description: 'Who is asking. Never null: without a token it is the public.' })
export class ViewerType {
  @Field(() => [RoleEnum], { description: 'Their roles; PUBLIC without a token.' })
  roles!: readonly Role[];
  @Field(() => LanguageEnum, { description: 'The language they are answered in.' })
  language!: Language;
}

@InputType({ description: 'Which users; fields are joined by AND.' })
export class UserFilter {
  @Field(() => String, { nullable: true, description: 'At least two letters of the name or address.' })
  search?: string | null;
  @Field(() => [RoleEnum], { nullable: true, description: 'With one of these roles.' })
  roles?: Role[] | null;
  @Field(() => ID, { nullable: true, description: 'Of this municipality.' })
  municipalityId?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Active, or deactivated.' })
  isActive?: boolean | null;
}

@ArgsType()
export class UsersArgs extends PageArgs {
  @Field(() => UserFilter, { nullable: true, description: 'Which users.' })
  filter?: UserFilter | null;
}

@ArgsType()
export class ApiKeysArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Of this municipality.' })
  municipalityId?: string | null;
}

@InputType({ description: 'Input of createUser.' })
export class CreateUserInput extends CommandInput {
  @Field(() => String, { description: 'Name.' })
  name!: string;
  @Field(() => EmailAddressScalar, { description: 'Address.' })
  email!: string;
  @Field(() => String, { description: "The `sub` of the issuer's tokens." })
  subject!: string;
  @Field(() => [RoleEnum], { description: 'What they may do.' })
  roles!: Role[];
  @Field(() => ID, { nullable: true, description: 'The municipality of a PROVIDER.' })
  municipalityId?: string | null;
}

@InputType({ description: 'Input of updateUser.' })
export class UpdateUserInput extends ChangeInput {
  @Field(() => String, { nullable: true, description: 'New name.' })
  name?: string | null;
  @Field(() => [RoleEnum], { nullable: true, description: 'All roles they are to have.' })
  roles?: Role[] | null;
  @Field(() => ID, { nullable: true, description: 'The municipality of a PROVIDER; null takes it away.' })
  municipalityId?: string | null;
}

@InputType({ description: 'Input of deactivateUser.' })
export class DeactivateUserInput extends ChangeInput {
  @Field(() => String, { description: 'Why.' })
  reason!: string;
}

@InputType({ description: 'Input of createApiKey.' })
export class CreateApiKeyInput extends CommandInput {
  @Field(() => String, { description: 'What it is for.' })
  label!: string;
  @Field(() => RoleEnum, { description: 'PROVIDER, AGENCY_SYSTEM or INTERAGENCY_BODY.' })
  role!: Role;
  @Field(() => ID, { nullable: true, description: 'The municipality of a PROVIDER.' })
  municipalityId?: string | null;
  @Field(() => DateTimeScalar, { description: 'When it ends; up to two years from now.' })
  expiresAt!: Date;
}

@InputType({ description: 'Input of revokeApiKey.' })
export class RevokeApiKeyInput extends CommandInput {
  @Field(() => ID, { description: 'Which key.' })
  id!: string;
  @Field(() => String, { description: 'Why.' })
  reason!: string;
}
