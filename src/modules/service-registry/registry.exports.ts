import { isMinistry } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { defineExport, exportTable, type ExportColumn, type ExportDefinition, type NamedRow, plain, words } from '../../kit/export.ts';
import { dataCuts, tableFormats } from '../../kit/export.rules.ts';
import { streamRows } from '../../kit/row-stream.ts';
import { type Sql, sql } from '../../kit/sql.ts';
import type { LegalAct } from '../../shared/legal-act.ts';
import { inLanguage, type Language } from '../../shared/localized-text.ts';
import { placeColumns, type PlacedRow, placeJoin, placeSelect } from '../organizations/municipality-column.service.ts';
import { holdsIn } from './municipal-service.service.ts';
import type { InformationChannel } from './service-offer.rules.ts';

/** What is public: whoever may export at all may export it, a PROVIDER what concerns its municipality. */
const publicData = {
  formats: tableFormats,
  cuts: dataCuts,
  roles: ['ANALYST', 'HEAD', 'ADMIN', 'COLLEGIUM_SECRETARY', 'PROVIDER', 'INTERAGENCY_BODY'],
  takes: ['municipalityId'],
} as const satisfies Partial<ExportDefinition>;

type Row = PlacedRow & NamedRow;
const acts = (code: string, ky: string, ru: string, en: string): ExportColumn<Row> => ({
  code,
  heading: { ky, ru, en },
  of: (row, language) => actsInWords(row[code] as LegalAct | LegalAct[] | null, language),
});

/** "kind № number, day: title", acts parted by semicolons; null = there is none. */
function actsInWords(acts: LegalAct | LegalAct[] | null, language: Language): string | null {
  const all = acts === null ? [] : [acts].flat();
  if (all.length === 0) return null;
  return all.map(({ kind, number, adoptedOn, title }) => `${kind} № ${number}, ${adoptedOn}: ${inLanguage(title, language)}`).join('; ');
}

const service = [
  plain('serviceCode', 'Кызматтын коду', 'Код услуги', 'Code of the service'),
  words('serviceName', 'Кызмат', 'Услуга', 'Service'),
];
const validity = [
  plain('validFrom', 'Колдонууда (ушул күндөн)', 'Действует с', 'In force from'),
  plain('validTo', 'Колдонууда (ушул күнгө чейин, ал күн кирбейт)', 'Действует до (не включая)', 'In force until (not included)'),
];
const isSample = plain('isSample', 'Үлгү', 'Образец', 'Sample');

// ---- services ------------------------------------------------------------------------------------------------------

const serviceColumns: readonly ExportColumn<Row>[] = [
  ...service,
  plain('tier', 'Реестр', 'Реестр', 'Register'),
  ...placeColumns,
  words('description', 'Сүрөттөлүшү', 'Описание', 'Description'),
  plain('feeKind', 'Акылуулугу', 'Платность', 'Kind of fee'),
  plain('provision', 'Көрсөтүү тартиби', 'Порядок оказания', 'How it is provided'),
  plain('countUnit', 'Эсеп бирдиги', 'Единица учёта', 'What is counted'),
  plain('lifeSituationCode', 'Турмуштук жагдайдын коду', 'Код жизненной ситуации', 'Code of the life situation'),
  words('lifeSituation', 'Турмуштук жагдай', 'Жизненная ситуация', 'Life situation'),
  words('group', 'Топ', 'Группа', 'Group'),
  acts('legalBasis', 'Укуктук негизи', 'Правовое основание', 'Legal basis'),
  plain('isDelegated', 'Берилген мамлекеттик кызмат', 'Делегированная государственная услуга', 'Delegated state service'),
  plain(
    'stateRegisterCode',
    'Мамлекеттик кызматтардын бирдиктүү реестриндеги коду',
    'Код в Едином реестре государственных услуг',
    'Code in the Unified Register of State Services',
  ),
  plain('status', 'Абалы', 'Состояние', 'Status'),
  ...validity,
  isSample,
];

/** R2: both registers of services, closed ones too. */
const services = defineExport({
  ...publicData,
  kind: 'SERVICES',
  async open(ctx, request) {
    const { municipalityId } = request;
    const rows = streamRows<Row>(
      ctx,
      sql`select t.code as service_code, t.name as service_name, t.tier, ${placeSelect}, t.description, t.fee_kind, t.provision, t.count_unit,
            l.code as life_situation_code, l.name as life_situation, g.name as "group", t.legal_basis,
            d.id is not null as is_delegated, d.register_code as state_register_code, t.status, t.valid_from, t.valid_to, t.is_sample
          from municipal_service t ${placeJoin(sql`t.municipality_id`)}
          left join life_situation l on l.id = t.life_situation_id
          left join service_group g on g.id = t.group_id
          left join delegated_state_service d on d.id = t.delegated_state_service_id
          where ${municipalityId === null ? sql`true` : holdsIn('t', sql`${municipalityId}::uuid`)} order by t.code`,
    );
    return { name: 'services', table: exportTable({ name: 'services', columns: serviceColumns, rows }, { ...request, ...ctx }) };
  },
});

// ---- standards and norms -------------------------------------------------------------------------------------------

const standardKey = [
  ...service,
  ...placeColumns,
  plain('redaction', 'Редакция', 'Редакция', 'Redaction'),
  plain('status', 'Абалы', 'Состояние', 'Status'),
];

const normColumns: readonly ExportColumn<Row>[] = [
  ...standardKey,
  ...validity,
  plain('normKind', 'Ченемдин түрү', 'Вид норматива', 'Kind of norm'),
  {
    // A norm is exact; a 0 is a real zero, and an empty cell means that the redaction sets no norm.
    ...plain('normAmount', 'Ченем', 'Норматив', 'Norm'),
    of: ({ normAmount }) => (normAmount == null ? null : Number(normAmount)),
  },
  plain('normUnit', 'Өлчөм бирдиги', 'Единица измерения', 'Unit'),
  words('normBasis', 'Эмнеге эсептелет', 'На что рассчитан', 'Per what'),
  acts('normAct', 'Ченемдин актысы', 'Акт норматива', 'Act of the norm'),
  acts('approvals', 'Бекиткен актылар', 'Акты утверждения', 'Acts of approval'),
  isSample,
];

const itemColumns: readonly ExportColumn<Row>[] = [
  ...standardKey,
  plain('itemCode', 'Паспорттун пункту', 'Пункт паспорта', 'Passport item'),
  words('itemText', 'Тексти', 'Текст', 'Text'),
];

/** R2, R-III.1.5: redactions with their norms, a row for each, one row where a redaction sets none. */
const standards = defineExport({
  ...publicData,
  kind: 'STANDARDS',
  async open(ctx, request) {
    const key = sql`s.code as service_code, s.name as service_name, ${placeSelect}, t.redaction, t.status`;
    const from = standardsFor(request.municipalityId);
    const order = sql`s.code, t.municipality_id nulls first, t.redaction`;
    const norms = streamRows<Row>(
      ctx,
      sql`select ${key}, t.valid_from, t.valid_to, n.kind as norm_kind, n.amount as norm_amount, n.unit as norm_unit, n.basis as norm_basis,
            n.act as norm_act, (select jsonb_agg(a.act order by a.id) from standard_approval a where a.standard_id = t.id) as approvals, t.is_sample
          from ${from} left join norm n on n.standard_id = t.id where ${seenStandards(ctx, request.municipalityId)} order by ${order}, n.kind, n.id`,
    );
    const items = streamRows<Row>(
      ctx,
      sql`select ${key}, i.item ->> 'code' as item_code, i.item -> 'text' as item_text from ${from}
          cross join lateral jsonb_array_elements(t.items) with ordinality as i(item, place)
          where ${seenStandards(ctx, request.municipalityId)} order by ${order}, i.place`,
    );
    const cut = { ...request, ...ctx };
    return {
      name: 'standards',
      table: exportTable({ name: 'standards', columns: normColumns, rows: norms }, cut),
      beside: [exportTable({ name: 'items', columns: itemColumns, rows: items }, cut)],
    };
  },
});

function standardsFor(municipalityId: string | null): Sql {
  const scope = municipalityId === null ? sql`true` : holdsIn('t', sql`${municipalityId}::uuid`);
  return sql`service_standard t join municipal_service s on s.id = t.service_id and ${scope} ${placeJoin(sql`t.municipality_id`)}`;
}

/** Of a municipality, where one is asked for; drafts are the ministry's and their own municipality's to see. */
function seenStandards({ actor }: Ctx, municipalityId: string | null): Sql {
  const seen = isMinistry(actor) ? sql`true` : sql`(t.status <> 'DRAFT' or t.municipality_id = ${actor.municipalityId}::uuid)`;
  return municipalityId === null ? seen : sql`${seen} and ${holdsIn('s', sql`${municipalityId}::uuid`)}`;
}

// ---- offers --------------------------------------------------------------------------------------------------------

const offerColumns: readonly ExportColumn<Row>[] = [
  plain('offerId', 'Сунуштун белгиси', 'Номер предложения', 'Offer'),
  ...service,
  ...placeColumns,
  words('provider', 'Аткаруучу', 'Исполнитель', 'Provider'),
  plain('electronicLevel', 'Электрондук формасы', 'Электронная форма', 'Electronic form'),
  plain('electronicUrl', 'Электрондук дареги', 'Электронный адрес', 'Address'),
  plain('electronicCheckedOn', 'Электрондук формасы текшерилген күн', 'Электронная форма проверена', 'Electronic form checked on'),
  acts('regulation', 'Административдик регламент', 'Административный регламент', 'Administrative regulation'),
  {
    code: 'informationChannels',
    heading: { ky: 'Маалымат берүү каналдары', ru: 'Каналы информирования', en: 'Channels of information' },
    of: ({ informationChannels }) =>
      (informationChannels as InformationChannel[])
        .map(({ kind, evidence, checkedOn }) => `${kind} (${checkedOn}): ${evidence}`)
        .join('; ') || null,
  },
  plain('confirmedAt', 'Ырасталган убакыт', 'Подтверждено', 'Confirmed at'),
  plain('confirmedForYear', 'Кайсы жылга ырасталган', 'Подтверждено на год', 'Confirmed for the year'),
  ...validity,
];

/** R-II.4 to R-II.6: who offers which service, and how it can be reached and known of. */
const offers = defineExport({
  ...publicData,
  kind: 'OFFERS',
  async open(ctx, request) {
    const { municipalityId } = request;
    const rows = streamRows<Row>(
      ctx,
      sql`select t.id as offer_id, s.code as service_code, s.name as service_name, ${placeSelect}, p.name as provider, t.electronic_level,
            t.electronic_url, t.electronic_checked_on, t.regulation, t.information_channels, t.confirmed_at, t.confirmed_for_year, t.valid_from, t.valid_to
          from service_offer t join municipal_service s on s.id = t.service_id join service_provider p on p.id = t.provider_id
          ${placeJoin(sql`t.municipality_id`)}
          where ${municipalityId === null ? sql`true` : sql`t.municipality_id = ${municipalityId}::uuid`} order by s.code, mu.soate, t.id`,
    );
    return { name: 'offers', table: exportTable({ name: 'offers', columns: offerColumns, rows }, { ...request, ...ctx }) };
  },
});

export const registryExports = [services, standards, offers];
