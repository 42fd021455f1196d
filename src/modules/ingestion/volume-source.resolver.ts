import { Arg, Args, Ctx as CtxArg, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { AvailableActionType, entityField, PageArgs, pageCost, payload, TransitionType, ViolationType } from '../../kit/graphql.ts';
import type { ResolverClass } from '../../kit/module.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { availableActions, historyOf } from '../../kit/workflow.ts';
import type { Violation } from '../../shared/errors.ts';
import { inLanguage } from '../../shared/localized-text.ts';
import type { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalityConnection } from '../organizations/organization.type.ts';
import { IngestionRun, VolumeSource } from './ingestion.entity.ts';
import {
  IngestionRunConnection,
  IngestionRunType,
  PauseSourceInput,
  ResumeSourceInput,
  RunsArgs,
  SaveVolumeSourceInput,
  SourceFaultType,
  SourceHealthEnum,
  StartPullInput,
  VolumeSourceConnection,
  VolumeSourcesArgs,
  VolumeSourceType,
} from './ingestion.type.ts';
import type { Adapter } from './connector.ts';
import type { StoredFault } from './pull-fault.rules.ts';
import { healthOfSource } from './source-health.service.ts';
import { pauseRefusal, resumeRefusal, type SourceHealth, startRefusal } from './volume-source.rules.ts';
import {
  factsOfSource,
  getIngestionRun,
  getVolumeSource,
  listVolumeSources,
  municipalitiesOfSource,
  pauseSource,
  resumeSource,
  runsOfSource,
  saveVolumeSource,
  startPull,
} from './volume-source.service.ts';

const volumeSource = entityField(() => VolumeSourceType, VolumeSource, 'The source as it is now.');

const acts = [
  { mutation: 'saveVolumeSource', refusal: () => undefined },
  { mutation: 'startPull', refusal: startRefusal },
  { mutation: 'pauseSource', refusal: pauseRefusal },
  { mutation: 'resumeSource', refusal: resumeRefusal },
];

@Resolver(() => VolumeSourceType)
export class VolumeSourceResolver {
  @Query(() => VolumeSourceType, { nullable: true, description: 'One source, by id or by code. NOT_FOUND.' })
  volumeSource(
    @Arg('id', () => ID, { nullable: true, description: 'Its id.' }) id: string | undefined,
    @Arg('code', () => String, { nullable: true, description: 'Its code.' }) code: string | undefined,
    @CtxArg() ctx: Ctx,
  ): Promise<VolumeSource> {
    return getVolumeSource(ctx, { id, code });
  }

  @Query(() => VolumeSourceConnection, { description: 'Sources by code. Cost: 20 + first x entry.', complexity: pageCost })
  volumeSources(@Args(() => VolumeSourcesArgs) args: VolumeSourcesArgs, @CtxArg() ctx: Ctx): Promise<Page<VolumeSource>> {
    return listVolumeSources(ctx, args.health, args);
  }

  @FieldResolver(() => String, { description: 'How it is read: the adapter, such as `xroad-rest-v1`.' })
  protocol(@Root() row: VolumeSource): string {
    return row.adapter;
  }

  @FieldResolver(() => SourceHealthEnum, { description: 'How it is now.' })
  health(@Root() row: VolumeSource, @CtxArg() ctx: Ctx): SourceHealth {
    return healthOfSource(ctx, row).health;
  }

  @FieldResolver(() => ViolationType, {
    nullable: true,
    description: 'Why it is not well, or that nothing was read of it yet, and what to do; null = it is HEALTHY and was read.',
  })
  healthReason(@Root() row: VolumeSource, @CtxArg() ctx: Ctx): Violation | null {
    return healthOfSource(ctx, row).reason;
  }

  @FieldResolver(() => MunicipalityConnection, {
    description: 'The municipalities that it speaks for; none = all. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  municipalities(@Root() row: VolumeSource, @Args(() => PageArgs) args: PageArgs, @CtxArg() ctx: Ctx): Promise<Page<Municipality>> {
    return municipalitiesOfSource(ctx, row.id, args);
  }

  @FieldResolver(() => IngestionRunConnection, {
    description: 'Its pulls, the latest first. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  runs(@Root() row: VolumeSource, @Args(() => RunsArgs) args: RunsArgs, @CtxArg() ctx: Ctx): Promise<Page<IngestionRun>> {
    return runsOfSource(ctx, row.id, args.states, args);
  }

  @FieldResolver(() => [AvailableActionType], {
    description: 'Every act of its workflow for this caller, allowed or refused with the reason.',
  })
  availableActions(@Root() row: VolumeSource, @CtxArg() ctx: Ctx) {
    return availableActions(ctx, acts, factsOfSource(row));
  }

  @FieldResolver(() => [TransitionType], { description: 'The steps so far, oldest first.' })
  history(@Root() row: VolumeSource, @CtxArg() ctx: Ctx) {
    return historyOf(ctx, 'VolumeSource', row.id);
  }

  @Command(payload('StartPull', { run: entityField(() => IngestionRunType, IngestionRun, 'The run, queued.') }), StartPullInput, {
    description: 'Reads a source now; the answer is the queued run, to be asked again.',
  })
  async startPull(input: StartPullInput, ctx: Ctx) {
    return { run: (await startPull(ctx, input)).id };
  }

  @Command(payload('PauseSource', { volumeSource }), PauseSourceInput, {
    description: 'Asks a source nothing until it is resumed; its figures stay.',
  })
  async pauseSource(input: PauseSourceInput, ctx: Ctx) {
    return { volumeSource: (await pauseSource(ctx, input)).id };
  }

  @Command(payload('ResumeSource', { volumeSource }), ResumeSourceInput, {
    description: 'Reads a paused source again from its next slot on.',
  })
  async resumeSource(input: ResumeSourceInput, ctx: Ctx) {
    return { volumeSource: (await resumeSource(ctx, input)).id };
  }
}

/** `saveVolumeSource` checks settings with the adapters that there are, which only the composition root knows. */
export function sourceSettingsResolver(adapters: readonly Adapter[]): ResolverClass {
  @Resolver(() => VolumeSourceType)
  class SourceSettingsResolver {
    @Command(payload('SaveVolumeSource', { volumeSource }), SaveVolumeSourceInput, {
      description: 'Enters a source, or changes one; a source that became another is read from the beginning.',
    })
    async saveVolumeSource(input: SaveVolumeSourceInput, ctx: Ctx) {
      return { volumeSource: (await saveVolumeSource(ctx, input, adapters)).id };
    }
  }
  return SourceSettingsResolver;
}

@Resolver(() => IngestionRunType)
export class IngestionRunResolver {
  @Query(() => IngestionRunType, { nullable: true, description: 'One pull. NOT_FOUND.' })
  ingestionRun(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @CtxArg() ctx: Ctx): Promise<IngestionRun> {
    return getIngestionRun(ctx, id);
  }

  @FieldResolver(() => VolumeSourceType, { description: 'What was read.' })
  source(@Root() row: IngestionRun, @CtxArg() ctx: Ctx): Promise<VolumeSource> {
    return mustRowById(ctx, VolumeSource, row.sourceId);
  }
}

@Resolver(() => SourceFaultType)
export class SourceFaultResolver {
  @FieldResolver(() => String, { description: "What went wrong, in the caller's language." })
  message(@Root() fault: StoredFault, @CtxArg() ctx: Ctx): string {
    return inLanguage(fault.message, ctx.language);
  }

  @FieldResolver(() => String, { nullable: true, description: 'What an administrator can do; null = nothing.' })
  hint(@Root() fault: StoredFault, @CtxArg() ctx: Ctx): string | null {
    return inLanguage(fault.hint, ctx.language) || null;
  }
}
