import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { CommandInput, connection, graphqlEnum, Versioned } from '../../kit/graphql.ts';
import { LocalDateScalar } from '../../kit/scalars.ts';
import type { LocalDate } from '../../shared/calendar.ts';
import { type ExchangeRole, exchangeRoles, type ExchangeScope, exchangeScopes } from './exchange-client.rules.ts';

const ExchangeRoleEnum = graphqlEnum('ExchangeRole', exchangeRoles, "In whose role an agency's subsystem reads.");
const ExchangeScopeEnum = graphqlEnum(
  'ExchangeScope',
  exchangeScopes,
  'What a subsystem may read through X-Road: TERRITORY units, municipalities, providers, successions; REGISTRY services; STANDARDS; OFFERS; VOLUMES accepted.',
);

@ObjectType('ExchangeClient', { implements: Versioned, description: "An agency's subsystem that may read through X-Road." })
export class ExchangeClientType extends Versioned {
  @Field(() => String, { description: 'X-Road client id: instance/class/member[/subsystem], each part percent-encoded.' })
  clientId!: string;
  @Field(() => String, { description: 'Whose it is.' })
  name!: string;
  @Field(() => ExchangeRoleEnum, { description: 'In whose role it reads.' })
  role!: ExchangeRole;
  @Field(() => [ExchangeScopeEnum], { description: 'What it may read.' })
  scopes!: ExchangeScope[];
  @Field(() => LocalDateScalar, { description: 'The first day that it may read on.' })
  validFrom!: LocalDate;
  @Field(() => LocalDateScalar, { nullable: true, description: 'The first day that it may no longer; null = open.' })
  validTo?: LocalDate | null;
  @Field(() => Boolean, { description: 'Whether it may read at all.' })
  isActive!: boolean;
}
export const ExchangeClientConnection = connection(ExchangeClientType, 'ExchangeClient');

@InputType({ description: 'Input of saveExchangeClient.' })
export class SaveExchangeClientInput extends CommandInput {
  @Field(() => String, { description: 'X-Road client id: instance/class/member[/subsystem], each part percent-encoded; case matters.' })
  clientId!: string;
  @Field(() => Int, { nullable: true, description: 'The version that was read, to change a client; without it one is only entered.' })
  expectedVersion?: number | null;
  @Field(() => String, { description: 'Whose it is.' })
  name!: string;
  @Field(() => ExchangeRoleEnum, { description: 'In whose role it reads.' })
  role!: ExchangeRole;
  @Field(() => [ExchangeScopeEnum], { description: 'All that it may read, at least one.' })
  scopes!: ExchangeScope[];
  @Field(() => LocalDateScalar, { description: 'The first day that it may read on.' })
  validFrom!: LocalDate;
  @Field(() => LocalDateScalar, { nullable: true, description: 'The first day that it may no longer; null = open.' })
  validTo?: LocalDate | null;
  @Field(() => Boolean, { defaultValue: true, description: 'False takes its right to read at once.' })
  isActive!: boolean;
}
