import { Arg, Ctx as CtxArg, ID, Query, Resolver } from 'type-graphql';
import { hasRole, isMinistry } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { LanguageEnum } from '../../kit/graphql.ts';
import { found } from '../../kit/lookup.ts';
import type { NoticePayload } from '../../kit/mail/notice-payload.ts';
import type { NoticeName } from '../../kit/mail/notice-texts.ts';
import { samplePayloads } from '../../kit/mail/sample-payloads.ts';
import type { ResolverClass } from '../../kit/module.ts';
import type { NoticeKind } from '../../kit/notice.rules.ts';
import type { NoticeDefinition } from '../../kit/notice.ts';
import { rowById } from '../../kit/sql.ts';
import type { Language } from '../../shared/localized-text.ts';
import { Municipality } from '../organizations/organization.entity.ts';
import { type NoticeLetter, writeNotice } from './notice-letter.service.ts';
import { NoticeKindEnum, NoticePreviewType } from './notice.type.ts';

/** The preview of every notice; `definitions` are those that modules send, a kind that none sends yet is shown by its words. */
export function noticePreviewResolver(definitions: readonly NoticeDefinition[]): ResolverClass {
  @Resolver()
  class NoticePreviewResolver {
    @Query(() => NoticePreviewType, {
      description:
        'How a notice reads before it is sent, with usual values and, where one is given, the name of a municipality. NOT_FOUND.',
    })
    async noticePreview(
      @Arg('kind', () => NoticeKindEnum, { description: 'Which notice.' }) kind: NoticeKind,
      @Arg('municipalityId', () => ID, {
        nullable: true,
        description: 'To whom; absent = to a made-up municipality, or to the own one of a PROVIDER.',
      })
      municipalityId: string | null | undefined,
      @Arg('language', () => LanguageEnum, { description: "The contact's language: RU alone, otherwise Kyrgyz with Russian beneath." })
      language: Language,
      @CtxArg() ctx: Ctx & { publicUrl: string },
    ): Promise<NoticeLetter> {
      const name = nameOf(kind);
      const definition = definitions.find((each) => each.name === name) ?? { name, kind };
      const payload = { ...(await payloadFor(ctx, name, municipalityId)), ...('link' in samplePayloads[name] && { link: '/' }) };
      return writeNotice(definition, { subjectId: null, payload, language, dueAt: ctx.now }, ctx.publicUrl);
    }
  }
  return NoticePreviewResolver;
}

/** LIST_NOTIFIED is `list-notified`. */
function nameOf(kind: NoticeKind): NoticeName {
  return kind.toLowerCase().replaceAll('_', '-') as NoticeName;
}

async function payloadFor(ctx: Ctx, name: NoticeName, municipalityId: string | null | undefined): Promise<NoticePayload> {
  const payload = samplePayloads[name];
  const { actor } = ctx;
  const id = municipalityId ?? actor.municipalityId;
  if (id === null) return payload;
  const isOpen = isMinistry(actor) || (hasRole(actor, 'PROVIDER') && id === actor.municipalityId);
  const municipality = found(isOpen ? await rowById(ctx, Municipality, id) : undefined, ['municipalityId']);
  return 'municipality' in payload ? { ...payload, municipality: municipality.name } : payload;
}
