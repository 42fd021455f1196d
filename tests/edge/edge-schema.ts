import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import {
  Arg,
  Args,
  ArgsType,
  buildSchema,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  FieldResolver,
  Root,
} from 'type-graphql';
import {
  CountScalar,
  DateTimeScalar,
  DecimalScalar,
  EmailAddressScalar,
  JsonScalar,
  LocalDateScalar,
  SomScalar,
  UrlScalar,
  UuidScalar,
} from '../../src/kit/scalars.ts';
import { HubError, notFound, ruleViolated, serviceBusy, staleVersion, unauthenticated } from '../../src/shared/errors.ts';

/** A small schema with one of everything that the edge must handle. */

@ObjectType('Offer')
class OfferType {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => OfferType, { nullable: true })
  parent?: OfferType;
  @Field(() => [OfferType])
  siblings!: OfferType[];
  @Field(() => String, { complexity: 50, nullable: true })
  computed?: string;
}

@ObjectType('PageInfo')
class PageInfoType {
  @Field(() => Boolean)
  hasNextPage!: boolean;
}

@ObjectType('OfferConnection')
class OfferConnectionType {
  @Field(() => [OfferType])
  nodes!: OfferType[];
  @Field(() => PageInfoType)
  pageInfo!: PageInfoType;
  @Field(() => Int)
  totalCount!: number;
}

@InputType()
class OfferFilter {
  @Field(() => String, { nullable: true })
  search?: string;
}

@ArgsType()
class OfferPage {
  @Field(() => Int, { nullable: true })
  first?: number;
  @Field(() => OfferFilter, { nullable: true })
  filter?: OfferFilter;
}

/** Every scalar, each given back as it was understood. */
@InputType('EchoInput')
@ObjectType('Echo')
class Echo {
  @Field(() => DateTimeScalar, { nullable: true })
  at?: Date;
  @Field(() => LocalDateScalar, { nullable: true })
  on?: string;
  @Field(() => UuidScalar, { nullable: true })
  uuid?: string;
  @Field(() => UrlScalar, { nullable: true })
  url?: string;
  @Field(() => EmailAddressScalar, { nullable: true })
  email?: string;
  @Field(() => JsonScalar, { nullable: true })
  json?: unknown;
  @Field(() => CountScalar, { nullable: true })
  count?: number;
  @Field(() => SomScalar, { nullable: true })
  som?: string;
  @Field(() => DecimalScalar, { nullable: true })
  decimal?: string;
  @Field(() => String, { nullable: true })
  text?: string;
  @Field(() => ID, { nullable: true })
  id?: string;
  @Field(() => Int, { nullable: true })
  int?: number;
  @Field(() => Number, { nullable: true })
  float?: number;
  @Field(() => [String], { nullable: true })
  texts?: string[];
}

function databaseError(code: string): Error {
  const driver = Object.assign(new Error('insert into users values (azamat@mail.kg) - refused'), { code, detail: 'Key (email)' });
  return Object.assign(new Error(driver.message, { cause: driver }), { name: 'DriverException' });
}

/** Failures by name, as services, the ORM and plain mistakes throw them. */
const failures: Readonly<Record<string, () => Error>> = {
  notFound: () => notFound(['id']),
  rule: () => ruleViolated('R9', { ky: 'Мөөнөтү өттү.', ru: 'Срок прошёл.', en: 'The deadline has passed.' }),
  stale: () => staleVersion(7),
  busy: () => serviceBusy(9),
  unauthenticated: () => unauthenticated(),
  wrapped: () => new Error('outer', { cause: notFound() }),
  long: () => new HubError({ code: 'CONFLICT', message: { ky: 'ы'.repeat(1_000) } }),
  many: () =>
    new HubError(
      { code: 'BAD_USER_INPUT', message: { ky: 'Каталар бар.', en: 'There are mistakes.' } },
      {
        violations: Array.from({ length: 150 }, (_, row) => ({
          code: 'BAD_USER_INPUT' as const,
          row,
          message: { ky: 'Ката.', en: 'Wrong.' },
        })),
      },
    ),
  bug: () => new TypeError("Cannot read properties of undefined (reading 'secretColumn')"),
  pool: () => new Error('timeout exceeded when trying to connect'),
};

@Resolver(() => OfferType)
class EdgeResolver {
  @Query(() => String)
  hello(@Arg('name', () => String, { nullable: true }) name?: string): string {
    return `hello ${name ?? 'world'}`;
  }

  @Query(() => String)
  secret(): string {
    return 'secret';
  }

  @Query(() => OfferConnectionType)
  offers(@Args(() => OfferPage) _page: OfferPage): OfferConnectionType {
    return { nodes: [], pageInfo: { hasNextPage: false }, totalCount: 0 };
  }

  @Query(() => OfferType, { nullable: true })
  offer(@Arg('id', () => ID) _id: string): OfferType | null {
    return null;
  }

  @FieldResolver(() => [OfferType])
  siblings(@Root() offer: OfferType): OfferType[] {
    return [offer];
  }

  @Query(() => Echo)
  echo(@Arg('input', () => Echo) input: Echo): Echo {
    return input;
  }

  @Query(() => String, { nullable: true })
  fails(@Arg('how', () => String) how: string): string {
    throw failures[how]?.() ?? databaseError(how);
  }

  @Query(() => DateTimeScalar, { nullable: true })
  wrongAnswer(): unknown {
    return { not: 'an instant' };
  }

  @Mutation(() => Echo)
  saveEcho(@Arg('input', () => Echo) input: Echo): Echo {
    return input;
  }

  @Mutation(() => Boolean)
  removeEverything(): boolean {
    return true;
  }
}

export function edgeSchema(): Promise<GraphQLSchema> {
  return buildSchema({ resolvers: [EdgeResolver], validate: false });
}
