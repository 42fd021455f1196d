import { Arg, Args, Ctx as CtxArg, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { entityField, LanguageEnum, pageCost, payload } from '../../kit/graphql.ts';
import { type DeliveryAttempt, Notice } from '../../kit/notice.entity.ts';
import { skipReasons } from '../../kit/notice.rules.ts';
import { mustRowById, type Page } from '../../kit/sql.ts';
import { WithWorkflow } from '../../kit/workflow-fields.ts';
import { isMinistry, isOwn } from '../../access/actor.ts';
import { inLanguage, type Language } from '../../shared/localized-text.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { MunicipalityType } from '../organizations/organization.type.ts';
import { resendRefusal } from './notice.rules.ts';
import { attemptsOf, getNotice, listNotices, resendNotice } from './notice.service.ts';
import { DeliveryAttemptType, NoticeConnection, NoticesArgs, NoticeType, ResendNoticeInput } from './notice.type.ts';

@Resolver(() => NoticeType)
@WithWorkflow<Notice, Notice>({
  subject: 'Notice',
  acts: [{ mutation: 'resendNotice', refusal: ({ state }) => resendRefusal(state) }],
  facts: (row) => row,
})
export class NoticeResolver {
  @Query(() => NoticeType, { nullable: true, description: 'One notice. NOT_FOUND.' })
  notice(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @CtxArg() ctx: Ctx): Promise<Notice> {
    return getNotice(ctx, id);
  }

  @Query(() => NoticeConnection, {
    description: 'Notices, the latest first; a PROVIDER sees its own. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  notices(@Args(() => NoticesArgs) args: NoticesArgs, @CtxArg() ctx: Ctx): Promise<Page<Notice>> {
    return listNotices(ctx, args.filter ?? {}, args);
  }

  @FieldResolver(() => LanguageEnum, {
    description: 'The language it begins in: Kyrgyz, with Russian beneath, unless the contact has its own.',
  })
  language(@Root() row: Notice): Language {
    return row.language ?? 'KY';
  }

  @FieldResolver(() => String, { nullable: true, description: 'Why it was skipped; null = it was not.' })
  skippedReason(@Root() row: Notice, @CtxArg() ctx: Ctx): string | null {
    return row.skippedReason ? inLanguage(skipReasons[row.skippedReason], ctx.language) : null;
  }

  @FieldResolver(() => MunicipalityType, { nullable: true, description: 'The municipality it is to; null = it is to the ministry.' })
  municipality(@Root() row: Notice, @CtxArg() ctx: Ctx) {
    return row.municipalityId ? mustRowById(ctx, Municipality, row.municipalityId) : null;
  }

  @FieldResolver(() => [DeliveryAttemptType], { description: 'The tries so far, oldest first.' })
  attempts(@Root() row: Notice, @CtxArg() ctx: Ctx): Promise<DeliveryAttempt[]> {
    return attemptsOf(ctx, row.id);
  }

  @Command(payload('ResendNotice', { notice: entityField(() => NoticeType, Notice, 'The notice.') }), ResendNoticeInput, {
    description: 'Sends a notice once more, with a reason.',
  })
  async resendNotice(input: ResendNoticeInput, ctx: Ctx) {
    return { notice: (await resendNotice(ctx, input.id, input.reason)).id };
  }
}

@Resolver(() => MunicipalityType)
export class MunicipalityNoticesResolver {
  @FieldResolver(() => NoticeConnection, {
    nullable: true,
    description: 'Notices to it, the latest first; null = not yours to see. Cost: 20 + first x entry.',
    complexity: pageCost,
  })
  notices(@Root() row: Municipality, @Args(() => NoticesArgs) args: NoticesArgs, @CtxArg() ctx: Ctx): Promise<Page<Notice>> | null {
    if (!isMinistry(ctx.actor) && !isOwn(ctx.actor, row.id)) return null;
    return listNotices(ctx, { ...args.filter, municipalityId: row.id }, args);
  }
}
