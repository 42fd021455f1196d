import { Arg, Ctx as CtxArg, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { entityField, payload } from '../../kit/graphql.ts';
import type { ResolverClass } from '../../kit/module.ts';
import { mustRowById, rowById } from '../../kit/sql.ts';
import { Export } from './export.entity.ts';
import { type ExportCatalogue, getExport, mayHave, startExport } from './export.service.ts';
import { ExportType, StartExportInput } from './export.type.ts';

import { StoredFile } from './file.entity.ts';
import { FileType } from './file.type.ts';
import { Job } from './job.entity.ts';
import { JobType } from './job.type.ts';

@Resolver(() => ExportType)
export class ExportResolver {
  @FieldResolver(() => JobType, { description: 'The work of making it: how far it is, and why it failed.' })
  job(@Root() { jobId }: Export, @CtxArg() ctx: Ctx): Promise<Job> {
    return mustRowById(ctx, Job, jobId);
  }
}

/** These know what the modules export and for whom, which only the composition root does. */
export function exportAccessResolver(catalogue: ExportCatalogue): ResolverClass {
  @Resolver(() => ExportType)
  class ExportAccessResolver {
    @Query(() => ExportType, { nullable: true, description: 'An export, for whoever asked for it. NOT_FOUND.' })
    export(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @CtxArg() ctx: Ctx): Promise<Export> {
      return getExport(ctx, id, catalogue);
    }

    @FieldResolver(() => FileType, { nullable: true, description: 'The file; null = not made yet, or not kept any more.' })
    async file(@Root() asked: Export, @CtxArg() ctx: Ctx): Promise<StoredFile | null> {
      if (!asked.fileId || !mayHave(ctx.actor, asked, catalogue)) return null;
      return (await rowById(ctx, StoredFile, asked.fileId)) ?? null;
    }

    @Command(payload('StartExport', { export: entityField(() => ExportType, Export, 'The export, being made.') }), StartExportInput, {
      description:
        'Asks for data as a file, which is made in the background: read `export` until its job is over. A PROVIDER exports its own; INTERAGENCY_BODY what is public. Audited with its SHA-256.',
    })
    async startExport({ year = null, municipalityId = null, subjectId = null, ...input }: StartExportInput, ctx: Ctx) {
      return { export: (await startExport(ctx, { ...input, year, municipalityId, subjectId }, catalogue)).id };
    }
  }
  return ExportAccessResolver;
}
