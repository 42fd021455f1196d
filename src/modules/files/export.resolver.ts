import { Arg, Ctx as CtxArg, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { entityField, payload } from '../../kit/graphql.ts';
import type { ResolverClass } from '../../kit/module.ts';
import { mustRowById, rowById } from '../../kit/sql.ts';
import { Export } from './export.entity.ts';
import { type ExportCatalogue, getExport, startExport } from './export.service.ts';
import { ExportType, StartExportInput } from './export.type.ts';

import { StoredFile } from './file.entity.ts';
import { FileType } from './file.type.ts';
import { Job } from './job.entity.ts';
import { JobType } from './job.type.ts';

@Resolver(() => ExportType)
export class ExportResolver {
  @Query(() => ExportType, {
    nullable: true,
    description: 'An export, for whoever asked for it, while their roles and municipality are as they were. NOT_FOUND.',
  })
  export(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @CtxArg() ctx: Ctx): Promise<Export> {
    return getExport(ctx, id);
  }

  @FieldResolver(() => FileType, { nullable: true, description: 'The file; null = not made yet, or not kept any more.' })
  async file(@Root() { fileId }: Export, @CtxArg() ctx: Ctx): Promise<StoredFile | null> {
    return fileId ? ((await rowById(ctx, StoredFile, fileId)) ?? null) : null;
  }

  @FieldResolver(() => JobType, { description: 'The work of making it: how far it is, and why it failed.' })
  job(@Root() { jobId }: Export, @CtxArg() ctx: Ctx): Promise<Job> {
    return mustRowById(ctx, Job, jobId);
  }
}

/** This knows what the modules export and for whom, which only the composition root does. */
export function startExportResolver(catalogue: ExportCatalogue): ResolverClass {
  @Resolver(() => ExportType)
  class StartExportResolver {
    @Command(payload('StartExport', { export: entityField(() => ExportType, Export, 'The export, being made.') }), StartExportInput, {
      description:
        'Asks for data as a file, which is made in the background: read `export` until its job is over. A PROVIDER exports its own; INTERAGENCY_BODY what is public. Audited with its SHA-256.',
    })
    async startExport({ year = null, municipalityId = null, subjectId = null, ...input }: StartExportInput, ctx: Ctx) {
      return { export: (await startExport(ctx, { ...input, year, municipalityId, subjectId }, catalogue)).id };
    }
  }
  return StartExportResolver;
}
