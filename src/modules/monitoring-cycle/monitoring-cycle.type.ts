import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { QuarterEnum } from '../../kit/figure.ts';
import type { Quarter } from '../../kit/figure.rules.ts';
import { ChangeInput, CommandInput, connection, graphqlEnum, RoleEnum, Versioned } from '../../kit/graphql.ts';
import { DateTimeScalar, LocalDateScalar } from '../../kit/scalars.ts';
import { cycleDeadlineKinds, type CycleDeadlineKind, type ResponsibleRole } from './cycle.rules.ts';

const CycleDeadlineKindEnum = graphqlEnum(
  'CycleDeadlineKind',
  cycleDeadlineKinds,
  'What is due. Requirement: R9, R11, R12, R-III.2, R-III.4, R-III.6.',
);

@ObjectType('MonitoringCycle', { implements: Versioned, description: 'The monitoring of one calendar year. Requirement: R9.' })
export class MonitoringCycleType extends Versioned {
  @Field(() => Int, { description: 'The calendar year that is monitored.' })
  year!: number;
  @Field(() => Int, {
    description:
      'The year in whose April the List is brought to notice: the same, or the one before (the text allows both). Requirement: R9.',
  })
  noticeYear!: number;
}
export const MonitoringCycleConnection = connection(MonitoringCycleType, 'MonitoringCycle');

@ObjectType('CycleDeadline', {
  implements: Versioned,
  description: 'One deadline of a cycle. Nothing moves for weekends. Requirement: R9, R11, R12, R-III.2, R-III.4, R-III.6.',
})
export class CycleDeadlineType extends Versioned {
  @Field(() => CycleDeadlineKindEnum, { description: 'What is due.' })
  kind!: CycleDeadlineKind;
  @Field(() => QuarterEnum, { nullable: true, description: 'The quarter of a QUARTERLY_RESULT; null = it is due once a year.' })
  quarter?: Quarter | null;
  @Field(() => LocalDateScalar, { description: 'The day that the text names.' })
  dueOn!: string;
  @Field(() => Boolean, { description: 'Whether that day itself is in time; false = "before the day", so its eve is the last.' })
  isInclusive!: boolean;
  @Field(() => String, { description: "The requirement's id." })
  requirement!: string;
  @Field(() => RoleEnum, { description: 'Who owes it: ANALYST stands for the responsible unit, PROVIDER for each municipality.' })
  responsibleRole!: ResponsibleRole;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When the unit did it; null = not yet, or done by each municipality for itself. LIST_NOTIFIED = the List was first notified, which does not say that it reached everybody: see `MonitoringList.unprovenCount` and `warnings`.',
  })
  metAt?: Date | null;
}

@InputType({ description: 'Input of openMonitoringCycle.' })
export class OpenMonitoringCycleInput extends CommandInput {
  @Field(() => Int, { description: 'The calendar year to be monitored.' })
  year!: number;
  @Field(() => Int, { description: 'The year in whose April the List is brought to notice: the same, or the one before.' })
  noticeYear!: number;
}

@InputType({ description: 'Input of changeCycleDeadline.' })
export class ChangeCycleDeadlineInput extends ChangeInput {
  @Field(() => LocalDateScalar, { description: 'The new day.' })
  dueOn!: string;
  @Field(() => Boolean, { nullable: true, description: 'Whether the day itself is in time; unchanged unless given.' })
  isInclusive?: boolean | null;
  @Field(() => String, { description: 'Why; it stays in the history.' })
  reason!: string;
}
