import { Ctx as CtxArg, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Ctx } from '../../kit/ctx.ts';
import { mustRowById, rowById } from '../../kit/sql.ts';
import type { MadeDocument } from './document.entity.ts';
import { ReportDocumentType } from './document.type.ts';
import { StoredFile } from './file.entity.ts';
import { FileType } from './file.type.ts';
import { Job } from './job.entity.ts';
import { JobType } from './job.type.ts';

@Resolver(() => ReportDocumentType)
export class ReportDocumentResolver {
  @FieldResolver(() => JobType, { description: 'The work of making it: how far it is, and why it failed.' })
  job(@Root() { jobId }: MadeDocument, @CtxArg() ctx: Ctx): Promise<Job> {
    return mustRowById(ctx, Job, jobId);
  }

  @FieldResolver(() => FileType, { nullable: true, description: 'The file; null = not made yet.' })
  async file(@Root() { fileId }: MadeDocument, @CtxArg() ctx: Ctx): Promise<StoredFile | null> {
    return (fileId && (await rowById(ctx, StoredFile, fileId))) || null;
  }
}
