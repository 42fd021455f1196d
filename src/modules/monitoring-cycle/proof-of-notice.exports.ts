import type { ActorStamp } from '../../access/actor.ts';
import { defineExport, type ExportColumn, exportTable } from '../../kit/export.ts';
import { dataCuts, tableFormats } from '../../kit/export.rules.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { placeColumns } from '../organizations/municipality-column.service.ts';
import { getMonitoringList } from './monitoring-list.service.ts';
import { type ProofRow, type SentMail, streamProofs } from './proof-of-notice.service.ts';

const nameOf = (by: ActorStamp | null): string | null => by?.name ?? null;
/** One line for each mail, so that the n-th of each column are of the same mail. */
const ofMails =
  (of: (mail: SentMail) => string | null) =>
  ({ mails }: ProofRow): string | null =>
    mails.length === 0 ? null : mails.map((mail) => of(mail) ?? '').join('\n');

const columns: readonly ExportColumn<ProofRow>[] = [
  ...placeColumns,
  {
    code: 'isProven',
    heading: { ky: 'Кабарланганы далилденген', ru: 'Доведение подтверждено', en: 'Notice is proven' },
    of: (row) => row.isProven,
  },
  { code: 'problemCode', heading: { ky: 'Көйгөй', ru: 'Проблема', en: 'Problem' }, of: (row) => row.problemCode },
  {
    code: 'acknowledgedAt',
    heading: { ky: 'Алганын ырастаган', ru: 'Подтвердил получение', en: 'Acknowledged at' },
    of: (row) => row.acknowledgedAt,
  },
  {
    code: 'acknowledgedBy',
    heading: { ky: 'Ким ырастаган', ru: 'Кто подтвердил', en: 'Acknowledged by' },
    of: (row) => nameOf(row.acknowledgedBy),
    only: 'FULL',
  },
  { code: 'mails', heading: { ky: 'Каттардын саны', ru: 'Число писем', en: 'Mails' }, of: ({ mails }) => mails.length },
  {
    code: 'mailStates',
    heading: { ky: 'Каттардын абалы', ru: 'Состояние писем', en: 'States of the mails' },
    of: ofMails(({ state }) => state),
  },
  { code: 'mailsSentAt', heading: { ky: 'Жөнөтүлгөн убакыт', ru: 'Отправлены', en: 'Sent at' }, of: ofMails(({ sentAt }) => sentAt) },
  {
    code: 'mailRecipients',
    heading: { ky: 'Даректер', ru: 'Адреса', en: 'Addresses' },
    of: ofMails(({ recipient }) => recipient),
    only: 'FULL',
  },
  { code: 'messageIds', heading: { ky: 'Message-ID', ru: 'Message-ID', en: 'Message-ID' }, of: ofMails(({ messageId }) => messageId) },
  {
    code: 'relayAnswers',
    heading: { ky: 'Почта серверинин жообу', ru: 'Ответ почтового сервера', en: 'Answer of the mail relay' },
    of: ofMails(({ smtpAnswer }) => smtpAnswer),
    only: 'FULL',
  },
  {
    code: 'givenMeans',
    heading: { ky: 'Башка жол менен кабарланган', ru: 'Доведено иначе', en: 'Notice given otherwise' },
    of: (row) => row.givenMeans,
  },
  { code: 'givenOn', heading: { ky: 'Кайсы күнү', ru: 'Дата', en: 'On' }, of: (row) => row.givenOn },
  { code: 'givenReference', heading: { ky: 'Далили', ru: 'Подтверждение', en: 'Evidence' }, of: (row) => row.givenReference },
  {
    code: 'givenRecordedBy',
    heading: { ky: 'Ким жазган', ru: 'Кто записал', en: 'Recorded by' },
    of: (row) => nameOf(row.givenRecordedBy),
    only: 'FULL',
  },
];

/** The List that is named, if the caller may see it: a draft is the ministry's alone. */
const listOf = (ctx: Ctx, id: string | null) => getMonitoringList(ctx, id ?? '', ['input', 'subjectId']);

/** R9: that a List was brought to every municipality's attention, with each mail's Message-ID: evidence that stands without the hub. */
const proofOfNotice = defineExport({
  kind: 'PROOF_OF_NOTICE',
  formats: tableFormats,
  cuts: dataCuts,
  roles: ['ANALYST', 'HEAD', 'ADMIN', 'COLLEGIUM_SECRETARY', 'PROVIDER'],
  takes: ['subjectId!', 'municipalityId'],
  check: (ctx, { subjectId }) => listOf(ctx, subjectId),
  async open(ctx, request) {
    const list = await listOf(ctx, request.subjectId);
    const rows = streamProofs(ctx, list.id, request.municipalityId);
    const name = `proof-of-notice-${list.id}`;
    return { name, table: exportTable({ name: 'proof of notice', columns, rows }, { ...request, ...ctx }) };
  },
});

export const proofExports = [proofOfNotice];
