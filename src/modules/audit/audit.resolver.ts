import { Args, Ctx as CtxArg, Query, Resolver } from 'type-graphql';
import type { Ctx } from '../../kit/ctx.ts';
import { pageCost } from '../../kit/graphql.ts';
import type { Page } from '../../kit/sql.ts';
import { listAuditEntries, type SealedEntry, verifyAudit } from './audit.service.ts';
import { AuditEntriesArgs, AuditEntryConnection, AuditEntryType, AuditHeadType } from './audit.type.ts';

@Resolver(() => AuditEntryType)
export class AuditResolver {
  @Query(() => AuditEntryConnection, {
    description: 'The audit log, the latest first; a PROVIDER sees the acts on its own records. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  auditEntries(@Args(() => AuditEntriesArgs) args: AuditEntriesArgs, @CtxArg() ctx: Ctx): Promise<Page<SealedEntry>> {
    return listAuditEntries(ctx, args.filter ?? {}, args);
  }

  @Query(() => AuditHeadType, { description: 'Walks the whole audit chain. Cost: 50.', complexity: 50 })
  async auditHead(@CtxArg() ctx: Ctx): Promise<AuditHeadType> {
    const { sequence, hash, firstBroken } = await verifyAudit(ctx);
    return { sequence, hash, verifiedAt: ctx.now, firstBrokenSequence: firstBroken && (firstBroken.sequence ?? sequence + 1) };
  }
}
