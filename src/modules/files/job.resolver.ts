import { Arg, Ctx as CtxArg, ID, Query, Resolver } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { entityField, payload } from '../../kit/graphql.ts';
import { Job } from './job.entity.ts';
import { cancelJob, getJob } from './job.service.ts';
import { CancelJobInput, JobType } from './job.type.ts';

@Resolver(() => JobType)
export class JobResolver {
  @Query(() => JobType, {
    nullable: true,
    description:
      'A long work, for its municipality and the ministry; that of an export, as the export itself, for whoever asked for it. NOT_FOUND.',
  })
  job(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @CtxArg() ctx: Ctx): Promise<Job> {
    return getJob(ctx, id);
  }

  @Command(payload('CancelJob', { job: entityField(() => JobType, Job, 'The job.') }), CancelJobInput, {
    description: 'Cancels a work that the caller started; it leaves no result.',
  })
  async cancelJob(input: CancelJobInput, ctx: Ctx) {
    return { job: (await cancelJob(ctx, input.id)).id };
  }
}
