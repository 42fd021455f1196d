import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ChannelEnum, CountFigureType } from '../../kit/figure.ts';
import type { Channel } from '../../kit/figure.rules.ts';
import type { ActorStamp } from '../../access/actor.ts';
import {
  act,
  ActorType,
  ChangeInput,
  CommandInput,
  connection,
  graphqlEnum,
  PageArgs,
  Versioned,
  ViolationType,
  Workflow,
} from '../../kit/graphql.ts';
import { CountScalar, DateTimeScalar, JsonScalar, LocalDateScalar } from '../../kit/scalars.ts';
import type { Violation } from '../../shared/errors.ts';
import { observationStatuses, quarantineStates, type ObservationStatus, type QuarantineState } from './observation.rules.ts';
import { faultOrigins, type FaultOrigin, type StoredFault } from './pull-fault.rules.ts';
import {
  breakerStates,
  pullModes,
  runStates,
  sourceHealths,
  type BreakerState,
  type PullMode,
  type RunState,
  type SourceHealth,
} from './volume-source.rules.ts';

export const SourceHealthEnum = graphqlEnum(
  'SourceHealth',
  sourceHealths,
  'HEALTHY = nothing is wrong, also before the first pull, which `healthReason` then says; LATE = an hour after its slot nothing has come; FAILING = the last pull failed, the hub tries again; MISCONFIGURED = it fails until somebody changes settings or rights; PAUSED = it is asked nothing.',
);
const BreakerStateEnum = graphqlEnum(
  'BreakerState',
  breakerStates,
  'Whether calls go out: CLOSED = yes, HALF_OPEN = one to try, OPEN = none for now.',
);
const PullModeEnum = graphqlEnum('PullMode', pullModes, 'CHANGES = what changed since the last pull; FULL = all of some months.');
const RunStateEnum = graphqlEnum('RunState', runStates, 'COMMITTED = all of it is stored; FAILED = nothing of it is.');
const FaultOriginEnum = graphqlEnum(
  'FaultOrigin',
  faultOrigins,
  "Whose fault: our security server's, the provider's, the provider's system, the line, or the content of the answer.",
);
const ObservationStatusEnum = graphqlEnum(
  'ObservationStatus',
  observationStatuses,
  'CURRENT = it stands; SUPERSEDED = a higher revision came; WITHDRAWN = the source took it back, or no longer has it in a complete snapshot.',
);
const QuarantineStateEnum = graphqlEnum('QuarantineState', quarantineStates, 'What a person has decided, if anything yet.');

// ---- sources and runs ----------------------------------------------------------------------------------------------

@ObjectType('VolumeSource', {
  implements: [Versioned, Workflow],
  description: 'A system that states how often services were delivered, read through X-Road.',
})
export class VolumeSourceType extends Versioned {
  @Field(() => String, { description: 'Its code, the natural key.' })
  code!: string;
  @Field(() => String, { description: 'What people call it.' })
  name!: string;
  @Field(() => [String], { description: 'X-Road instance, member class, member code and subsystem of the provider.' })
  providerId!: string[];
  @Field(() => String, { description: 'X-Road service code.' })
  serviceCode!: string;
  @Field(() => String, { description: 'When it is read: a cron expression in Bishkek time.' })
  schedule!: string;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When a pull was last stored; null = never. The figures are as of then.' })
  lastGoodPullAt?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it is read next; null = it is paused.' })
  nextSlotAt?: Date | null;
  @Field(() => BreakerStateEnum, { description: 'Whether calls went out after the last pull.' })
  breaker!: BreakerState;
  @Field(() => [String], { description: 'What the provider was last seen to grant the hub, such as `service-volumes GET /v1/volumes`.' })
  grantsSeen!: string[];
  @Field(() => DateTimeScalar, { nullable: true, description: 'When that was seen; null = not yet.' })
  grantsSeenAt?: Date | null;
}
export const VolumeSourceConnection = connection(VolumeSourceType, 'VolumeSource');

@ObjectType('SourceFault', { description: 'Why a pull failed, or what it overcame.' })
export class SourceFaultType {
  @Field(() => FaultOriginEnum, { description: 'Whose fault.' })
  origin!: FaultOrigin;
  @Field(() => String, { description: 'The code as received (`Server.ServerProxy.AccessDenied`), `Provider.Http503`, or `Hub.…`.' })
  code!: string;
  @Field(() => String, {
    nullable: true,
    description: "More of it; of an X-Road error the id to quote to the security server's administrator; null = nothing more is known.",
  })
  detail?: string | null;
  @Field(() => String, { nullable: true, description: "The other side's own words, unchecked; null = it said nothing." })
  reported?: string | null;
  @Field(() => String, { nullable: true, description: 'X-Road-Id of the last attempt; null = no request was made.' })
  xroadId?: string | null;
  @Field(() => Boolean, {
    description: 'Whether the hub tries again by itself, at the latest at the next slot; of a committed run, that it did.',
  })
  isRetried!: boolean;
}

@ObjectType('IngestionRun', { description: 'One pull from a source: all of it is stored at once, or nothing.' })
export class IngestionRunType {
  @Field(() => ID, { description: 'UUID v7; X-Road-Issue of all its requests.' })
  id!: string;
  @Field(() => PullModeEnum, { description: 'What was asked; changes become a full pull if the source no longer knows where they begin.' })
  mode!: PullMode;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day; null = changes have no period.' })
  periodFrom?: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day after it; null = changes have no period.' })
  periodTo?: string | null;
  @Field(() => String, { description: 'The slot of the schedule that it is for, or `asked:` and an id.' })
  slot!: string;
  @Field(() => RunStateEnum, { description: 'Where it stands.' })
  state!: RunState;
  @Field(() => SourceFaultType, {
    nullable: true,
    description: 'Why it failed; of a committed run what it overcame; null = nothing was wrong.',
  })
  fault?: StoredFault | null;
  @Field(() => CountScalar, { description: 'Rows received so far; nobody sees them before the run is committed.' })
  fetched!: number;
  @Field(() => CountScalar, { nullable: true, description: 'Rows there will be; null = the source does not say.' })
  expected?: number | null;
  @Field(() => CountScalar, { description: 'Observations stored, older revisions that came late among them.' })
  stored!: number;
  @Field(() => CountScalar, { description: 'Rows that said what was known, or that wait for a person already.' })
  unchanged!: number;
  @Field(() => CountScalar, { description: 'Records newly put into quarantine.' })
  quarantined!: number;
  @Field(() => CountScalar, { description: 'Observations withdrawn because a complete snapshot has them no more.' })
  withdrawn!: number;
  @Field(() => String, { nullable: true, description: "The source's name of the snapshot; null = no page has come." })
  snapshotId?: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'The instant that the source speaks of; null = no page has come.' })
  asOf?: Date | null;
  @Field(() => DateTimeScalar, { description: 'When it was queued.' })
  queuedAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was last begun; null = not yet.' })
  startedAt?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended; null = not yet.' })
  finishedAt?: Date | null;
}
export const IngestionRunConnection = connection(IngestionRunType, 'IngestionRun');

// ---- observations --------------------------------------------------------------------------------------------------

@ObjectType('VolumeObservation', { description: 'One count as a source stated it. Nothing is deleted: what no longer stands says so.' })
export class VolumeObservationType {
  @Field(() => ID, { description: 'UUID v7.' })
  id!: string;
  @Field(() => LocalDateScalar, { description: 'First day of the month.' })
  periodFrom!: string;
  @Field(() => LocalDateScalar, { description: 'First day after the month.' })
  periodTo!: string;
  @Field(() => ChannelEnum, { description: 'How it was delivered.' })
  channel!: Channel;
  @Field(() => Int, { description: "The source's revision; grows with each correction." })
  revision!: number;
  @Field(() => ObservationStatusEnum, { description: 'Whether it stands.' })
  status!: ObservationStatus;
  @Field(() => DateTimeScalar, { description: 'When it was recorded at the source.' })
  recordedAt!: Date;
  @Field(() => DateTimeScalar, { description: 'The instant that the answer speaks of.' })
  asOf!: Date;
  @Field(() => String, { description: 'X-Road-Id of the answer it came in.' })
  xroadId!: string;
  @Field(() => String, { nullable: true, description: 'Hash of the request, as the security server reckoned it; null = it gave none.' })
  requestHash?: string | null;
  @Field(() => String, { description: "SHA-256 of the answer's bytes, hexadecimal." })
  bodySha256!: string;
  @Field(() => String, { nullable: true, description: 'Why it was corrected; null = the source does not say.' })
  correctionReason?: string | null;
}
export const VolumeObservationConnection = connection(VolumeObservationType, 'VolumeObservation');

@ObjectType('MonthlyVolume', { description: 'Deliveries of a service in one month through one channel.' })
export class MonthlyVolumeType {
  @Field(() => LocalDateScalar, { description: 'First day of the month.' })
  periodFrom!: string;
  @Field(() => LocalDateScalar, { description: 'First day after the month.' })
  periodTo!: string;
  @Field(() => ChannelEnum, { description: 'How it was delivered.' })
  channel!: Channel;
  @Field(() => CountFigureType, { description: 'The current observation; MISSING = no source states one, which is not 0.' })
  delivered!: CountFigureType;
}

// ---- quarantine ----------------------------------------------------------------------------------------------------

@ObjectType('QuarantinedRecord', {
  implements: [Versioned, Workflow],
  description: 'What a source sent and the hub does not store without a person.',
})
export class QuarantinedRecordType extends Versioned {
  @Field(() => QuarantineStateEnum, { description: 'What was decided.' })
  state!: QuarantineState;
  @Field(() => ViolationType, { description: 'What is wrong with it.' })
  violation!: Violation;
  @Field(() => JsonScalar, { description: 'The row as it came, or what is kept of an answer that could not be read.' })
  raw!: Record<string, unknown>;
  @Field(() => DateTimeScalar, { description: 'When it was put here.' })
  quarantinedAt!: Date;
  @Field(() => ActorType, { nullable: true, description: 'Who decided; null = nobody yet.' })
  decidedBy?: ActorStamp | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When; null = not yet.' })
  decidedAt?: Date | null;
  @Field(() => String, { nullable: true, description: 'Why it was decided so; null = not yet.' })
  reason?: string | null;
}
export const QuarantinedRecordConnection = connection(QuarantinedRecordType, 'QuarantinedRecord');

// ---- arguments -----------------------------------------------------------------------------------------------------

@ArgsType()
export class VolumeSourcesArgs extends PageArgs {
  @Field(() => [SourceHealthEnum], { nullable: true, description: 'Only sources that are so.' })
  health?: SourceHealth[] | null;
}

@ArgsType()
export class RunsArgs extends PageArgs {
  @Field(() => [RunStateEnum], { nullable: true, description: 'Only runs in these states.' })
  states?: RunState[] | null;
}

@InputType({ description: 'Which observations; fields are joined by AND.' })
export class ObservationFilter {
  @Field(() => ID, { nullable: true, description: 'Of this municipality.' })
  municipalityId?: string | null;
  @Field(() => String, { nullable: true, description: 'Of municipalities in the region (oblast, republican city) with this SOATE code.' })
  regionCode?: string | null;
  @Field(() => ID, { nullable: true, description: 'Of this service.' })
  serviceId?: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'Of months that begin on this day or later.' })
  periodFrom?: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'Of months that have ended by this day, exclusive.' })
  periodTo?: string | null;
  @Field(() => [ChannelEnum], { nullable: true, description: 'Through these channels.' })
  channels?: Channel[] | null;
  @Field(() => [ObservationStatusEnum], { nullable: true, description: 'With these statuses; all unless given.' })
  statuses?: ObservationStatus[] | null;
  @Field(() => ID, { nullable: true, description: 'From this source.' })
  sourceId?: string | null;
}

@ArgsType()
export class ObservationsArgs extends PageArgs {
  @Field(() => ObservationFilter, { nullable: true, description: 'Which observations.' })
  filter?: ObservationFilter | null;
}

@ArgsType()
export class QuarantinedRecordsArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'From this source.' })
  sourceId?: string | null;
  @Field(() => [QuarantineStateEnum], { nullable: true, description: 'In these states.' })
  states?: QuarantineState[] | null;
}

// ---- inputs --------------------------------------------------------------------------------------------------------

@InputType({ description: 'Input of the mutation of this name: a source with all its settings.' })
export class SaveVolumeSourceInput extends CommandInput {
  @Field(() => String, { description: 'Its code, the natural key: lower-case letters, digits and hyphens.' })
  code!: string;
  @Field(() => Int, {
    nullable: true,
    description: 'The version that was read. Without it the source is only created: CONFLICT if the code is taken.',
  })
  expectedVersion?: number | null;
  @Field(() => String, { description: 'What people call it.' })
  name!: string;
  @Field(() => String, { description: 'How it is read, such as `xroad-rest-v1`.' })
  adapter!: string;
  @Field(() => [String], { description: 'X-Road instance, member class, member code and subsystem of the provider.' })
  providerId!: string[];
  @Field(() => String, { description: 'X-Road service code.' })
  serviceCode!: string;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'For adapters of legacy services: how their answers are read. Absent = unchanged.',
  })
  mapping?: unknown;
  @Field(() => String, { description: 'When it is read: a cron expression of five fields in Bishkek time, such as `30 2 * * *`.' })
  schedule!: string;
  @Field(() => [ID], {
    nullable: true,
    description: 'The municipalities that it speaks for, at most 500; empty = all; absent = unchanged.',
  })
  municipalityIds?: string[] | null;
}

@InputType({ description: 'Input of the mutation of this name.' })
export class StartPullInput extends CommandInput {
  @Field(() => ID, { description: 'Which source.' })
  sourceId!: string;
  @Field(() => PullModeEnum, { description: 'What to ask.' })
  mode!: PullMode;
  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'First day of the first month; of a full pull without a period, the last three closed months.',
  })
  periodFrom?: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day after the last month, exclusive; at most 36 months.' })
  periodTo?: string | null;
}

@InputType({ description: 'Input of the mutation of this name.' })
export class PauseSourceInput extends ChangeInput {
  @Field(() => String, { description: 'Why; everybody who looks at the source reads it.' })
  reason!: string;
}

export const ResumeSourceInput = act('ResumeSource');
export type ResumeSourceInput = InstanceType<typeof ResumeSourceInput>;

@InputType({ description: 'Input of the mutation of this name.' })
export class AcceptQuarantinedRecordInput extends ChangeInput {
  @Field(() => String, { description: 'Why it is right after all.' })
  reason!: string;
}

@InputType({ description: 'Input of the mutation of this name.' })
export class RejectQuarantinedRecordInput extends ChangeInput {
  @Field(() => String, { description: 'Why it is wrong.' })
  reason!: string;
}
