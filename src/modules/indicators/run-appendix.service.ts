import type { Ctx } from '../../kit/ctx.ts';
import { type ExportColumn, type NamedRow, plain, words } from '../../kit/export.ts';
import type { DataCut } from '../../kit/export.rules.ts';
import { mustRowById, type Sql, sql } from '../../kit/sql.ts';
import { MonitoringCycle } from '../monitoring-cycle/monitoring-cycle.entity.ts';
import { placeColumns, placeJoin, placeSelect } from '../organizations/municipality-column.service.ts';
import { type AnnexedTable, annexedTable } from '../questionnaires/data-appendix.service.ts';
import { AnalysisRun } from './analysis.entity.ts';
import { methodOf } from './analysis-method.service.ts';
import { runPeriod } from './analysis-run.rules.ts';
import { figures, runFacts } from './run-appendix.rules.ts';
import { pinnedResponses } from './run-input.service.ts';

/** What of a run its tables are read by. */
interface Ground {
  run: AnalysisRun;
  year: number;
  /** What was recorded later the run has not seen. */
  seen: Sql;
}

/**
 * R-III.3: all that a run's figures rest on besides the answers, so that anybody can compute them anew from the archive alone: the method,
 * how each figure is computed, the objects and municipalities of the List, norms, offers; in full also what concerns few people: the
 * accepted reports, complaints, and analysts' tags. Registers are annexed as they are now; what the run could not have seen is left out, or
 * marked where only the last state is kept.
 */
export async function tablesOfRun(ctx: Ctx, runId: string, cut: DataCut): Promise<AnnexedTable[]> {
  const run = await mustRowById(ctx, AnalysisRun, runId);
  const { year } = await mustRowById(ctx, MonitoringCycle, run.cycleId);
  const { version, parameters } = await methodOf(ctx, run);
  const ground: Ground = { run, year, seen: sql`${run.finishedAt ?? run.startedAt}::timestamptz` };
  const { periodFrom, periodTo } = runPeriod(year, run.quarter ?? null);
  const told = { ...run, runId, year, methodVersion: version, periodFrom, periodTo };
  const open = [
    annexedTable({ name: 'method', about: about.method }, methodColumns, runFacts(told, parameters)),
    annexedTable({ name: 'figures', about: about.figures }, figureColumns, figures),
    objectsTable(ground),
    placesTable(ground),
    normsTable(ground),
    offersTable(ground),
    problemKinds(),
    monthsTable(ground),
  ];
  return cut === 'FULL'
    ? [...open, reportsTable(ground), volumesTable(ground), complaintsTable(ground), nilTable(ground), tagsTable(ground)]
    : open;
}

const about = {
  method: {
    ky: 'Талдоо, анын мезгили жана методикасынын параметрлери.',
    ru: 'Анализ, его период и параметры методики.',
    en: 'The run, its period, and the parameters of its method.',
  },
  figures: {
    ky: 'Ар бир көрсөткүч кайсы мамычалардан кантип эсептелет жана кайсы суроо-талап (GraphQL) менен алынат; анкеталар сурамжылоо менен кантип салыштырылат.',
    ru: 'Как и по каким столбцам вычисляется каждый показатель и каким запросом (GraphQL) он выдаётся; как анкеты сравниваются с опросом.',
    en: 'How each figure is computed, from which columns, and by which GraphQL query it is given; how questionnaires are compared with surveys.',
  },
};

const methodColumns: readonly ExportColumn<ReturnType<typeof runFacts>[number]>[] = [
  { code: 'parameter', heading: { ky: 'Параметр', ru: 'Параметр', en: 'Parameter' }, of: (row) => row.parameter },
  { code: 'value', heading: { ky: 'Мааниси', ru: 'Значение', en: 'Value' }, of: (row) => row.value },
  { code: 'meaningKy', heading: { ky: 'Кыргызча', ru: 'По-кыргызски', en: 'In Kyrgyz' }, of: ({ meaning }) => meaning.ky },
  { code: 'meaningRu', heading: { ky: 'Орусча', ru: 'По-русски', en: 'In Russian' }, of: ({ meaning }) => meaning.ru },
  { code: 'meaningEn', heading: { ky: 'Англисче', ru: 'По-английски', en: 'In English' }, of: ({ meaning }) => meaning.en },
];

const figureColumns: readonly ExportColumn<(typeof figures)[number]>[] = [
  { code: 'figure', heading: { ky: 'Көрсөткүч', ru: 'Показатель', en: 'Figure' }, of: (row) => row.figure },
  { code: 'requirement', heading: { ky: 'Жобонун талабы', ru: 'Требование', en: 'Requirement' }, of: (row) => row.requirement },
  { code: 'query', heading: { ky: 'Суроо-талап', ru: 'Запрос', en: 'Query' }, of: (row) => row.query },
  { code: 'formulaKy', heading: { ky: 'Кыргызча', ru: 'По-кыргызски', en: 'In Kyrgyz' }, of: ({ formula }) => formula.ky },
  { code: 'formulaRu', heading: { ky: 'Орусча', ru: 'По-русски', en: 'In Russian' }, of: ({ formula }) => formula.ru },
  { code: 'formulaEn', heading: { ky: 'Англисче', ru: 'По-английски', en: 'In English' }, of: ({ formula }) => formula.en },
];

// ---- the List ------------------------------------------------------------------------------------------------------

const objectCode = plain('objectCode', 'Объектинин коду', 'Код объекта', 'Code of the object');
const serviceCode = plain('serviceCode', 'Кызматтын коду', 'Код услуги', 'Code of the service');
const municipalityId = plain('municipalityId', 'Муниципалитеттин белгиси', 'Номер муниципалитета', 'Id of the municipality');
const place = [municipalityId, ...(placeColumns as unknown as readonly ExportColumn<NamedRow>[])];
const validity = [
  plain('validFrom', 'Колдонууда (ушул күндөн)', 'Действует с', 'In force from'),
  plain('validTo', 'Колдонууда (ушул күнгө чейин, ал күн кирбейт)', 'Действует до (не включая)', 'In force until (not included)'),
];
const isChangedSince = plain(
  'isChangedSinceRun',
  'Талдоодон кийин өзгөргөн: көрсөткүч мурдагысы боюнча',
  'Изменено после анализа: показатель вычислен по прежнему',
  'Changed after the run: figures rest on what was before',
);
const quarter = plain('quarter', 'Квартал', 'Квартал', 'Quarter');

/** Services of the run's List. */
const listed = ({ run }: Ground): Sql =>
  sql`(select os.service_id from monitoring_object o join monitoring_object_service os on os.object_id = o.id where o.list_id = ${run.listId})`;
/** Municipalities that an object of the run's List is monitored in. */
const monitored = ({ run }: Ground): Sql =>
  sql`(select om.municipality_id from monitoring_object o join monitoring_object_municipality om on om.object_id = o.id where o.list_id = ${run.listId})`;

function objectsTable({ run }: Ground): AnnexedTable {
  const columns = [
    objectCode,
    words('object', 'Мониторингдин объектиси', 'Объект мониторинга', 'Object of monitoring'),
    plain('kind', 'Түрү', 'Вид', 'Kind'),
    serviceCode,
    words('service', 'Кызмат', 'Услуга', 'Service'),
    plain('provision', 'Көрсөтүү тартиби', 'Порядок оказания', 'How it is provided'),
    plain('countUnit', 'Эсеп бирдиги', 'Единица учёта', 'What is counted'),
  ];
  return annexedTable<NamedRow>(
    {
      name: 'objects',
      about: {
        ky: 'Тизменин объектилери жана алардын кызматтары, тартиби менен.',
        ru: 'Объекты Перечня и их услуги по порядку.',
        en: 'The objects of the List and their services, in order.',
      },
    },
    columns,
    sql`select o.code as object_code, o.name as object, o.kind, s.code as service_code, s.name as service, s.provision, s.count_unit
        from monitoring_object o join monitoring_object_service os on os.object_id = o.id join municipal_service s on s.id = os.service_id
        where o.list_id = ${run.listId} order by o.position, os.position`,
  );
}

function placesTable({ run }: Ground): AnnexedTable {
  const columns = [objectCode, ...place, plain('population', 'Калктын саны', 'Численность населения', 'Population'), ...validity];
  return annexedTable<NamedRow>(
    {
      name: 'places',
      about: {
        ky: 'Ар бир объекти кайсы муниципалитеттерде мониторингден өтөт.',
        ru: 'В каких муниципалитетах наблюдается каждый объект.',
        en: 'The municipalities that each object is monitored in.',
      },
    },
    columns,
    sql`select o.code as object_code, om.municipality_id, ${placeSelect}, mu.population_count as population, mu.valid_from, mu.valid_to
        from monitoring_object o join monitoring_object_municipality om on om.object_id = o.id ${placeJoin(sql`om.municipality_id`)}
        where o.list_id = ${run.listId} order by o.position, re.code, mu.soate, mu.id`,
  );
}

// ---- registers -----------------------------------------------------------------------------------------------------

function normsTable(ground: Ground): AnnexedTable {
  const columns = [
    serviceCode,
    municipalityId,
    plain('redaction', 'Редакция', 'Редакция', 'Redaction'),
    ...validity,
    plain('normId', 'Ченемдин белгиси', 'Номер норматива', 'Id of the norm'),
    plain('normKind', 'Ченемдин түрү', 'Вид норматива', 'Kind of norm'),
    plain('normAmount', 'Ченем', 'Норматив', 'Norm'),
    plain('normUnit', 'Өлчөм бирдиги', 'Единица измерения', 'Unit'),
    words(
      'normBasis',
      'Эмнеге эсептелет (бош: бир көрсөтүүгө)',
      'На что рассчитан (пусто: на одно оказание)',
      'Per what (empty: per delivery)',
    ),
    isChangedSince,
  ];
  return annexedTable<NamedRow>(
    {
      name: 'norms',
      about: {
        ky: 'Стандарттардын бекитилген редакциялары жана ченемдери; муниципалитетсиз — улуттук. Редакцияда ченем жок болсо да сап бар.',
        ru: 'Утверждённые редакции стандартов и их нормативы; без муниципалитета — национальные. Строка есть и у редакции без нормативов.',
        en: 'Approved redactions of standards with their norms; without a municipality = national. A redaction without norms has a row too.',
      },
    },
    columns,
    sql`select s.code as service_code, t.municipality_id, t.redaction, t.valid_from, t.valid_to, n.id as norm_id, n.kind as norm_kind,
          n.amount::float8 as norm_amount, n.unit as norm_unit, n.basis as norm_basis, t.updated_at > ${ground.seen} as is_changed_since_run
        from service_standard t join municipal_service s on s.id = t.service_id left join norm n on n.standard_id = t.id
        where t.status <> 'DRAFT' and t.service_id in ${listed(ground)} and (t.municipality_id is null or t.municipality_id in ${monitored(ground)})
        order by s.code, t.municipality_id nulls first, t.redaction, n.kind, n.id`,
  );
}

/** Its evidence is told by the kinds of channels alone: addresses and words are in the register, and prove nothing more here. */
function offersTable(ground: Ground): AnnexedTable {
  const columns = [
    plain('offerId', 'Сунуштун белгиси', 'Номер предложения', 'Offer'),
    municipalityId,
    words('provider', 'Аткаруучу', 'Исполнитель', 'Provider'),
    serviceCode,
    ...validity,
    plain('electronicLevel', 'Электрондук формасы', 'Электронная форма', 'Electronic form'),
    plain('electronicCheckedOn', 'Электрондук формасы текшерилген күн', 'Электронная форма проверена', 'Electronic form checked on'),
    plain('hasRegulation', 'Административдик регламенти барбы', 'Есть ли административный регламент', 'Has an administrative regulation'),
    plain(
      'channels',
      'Далили бар маалымат каналдары: текшерилген күнү',
      'Каналы информирования с доказательством: день проверки',
      'Channels of information with evidence: day of checking',
    ),
    plain('confirmedForYear', 'Кайсы жылга ырасталган', 'Подтверждено на год', 'Confirmed for the year'),
    isChangedSince,
  ];
  return annexedTable<NamedRow>(
    {
      name: 'offers',
      about: {
        ky: 'Аткаруучулардын сунуштары: электрондук форма, регламент, маалымат берүү.',
        ru: 'Предложения исполнителей: электронная форма, регламент, информирование.',
        en: "Providers' offers: electronic form, regulation, information.",
      },
    },
    columns,
    sql`select t.id as offer_id, t.municipality_id, p.name as provider, s.code as service_code, t.valid_from, t.valid_to, t.electronic_level, t.electronic_checked_on,
          t.regulation is not null as has_regulation, t.confirmed_for_year, t.updated_at > ${ground.seen} as is_changed_since_run,
          (select string_agg((c ->> 'kind') || ':' || (c ->> 'checkedOn'), ';' order by c ->> 'kind', c ->> 'checkedOn')
            from jsonb_array_elements(t.information_channels) c where btrim(c ->> 'evidence') <> '') as channels
        from service_offer t join municipal_service s on s.id = t.service_id join service_provider p on p.id = t.provider_id
        where t.service_id in ${listed(ground)} and t.municipality_id in ${monitored(ground)} order by s.code, t.municipality_id, t.id`,
  );
}

function problemKinds(): AnnexedTable {
  const problem = plain('problemCategoryCode', 'Көйгөйдүн түрү', 'Вид проблемы', 'Kind of problem');
  const names = [
    plain('nameKy', 'Кыргызча', 'По-кыргызски', 'In Kyrgyz'),
    plain('nameRu', 'Орусча', 'По-русски', 'In Russian'),
    plain('nameEn', 'Англисче', 'По-английски', 'In English'),
  ];
  return annexedTable<NamedRow>(
    {
      name: 'problem-categories',
      about: { ky: 'Көйгөйлөрдүн түрлөрү.', ru: 'Виды проблем.', en: 'Kinds of problems.' },
    },
    [problem, ...names],
    sql`select c.code as problem_category_code, c.name ->> 'ky' as name_ky, c.name ->> 'ru' as name_ru, c.name ->> 'en' as name_en
        from problem_category c order by c.code`,
  );
}

/** As the run keeps them: over all municipalities, as the report itself shows them. */
function monthsTable({ run }: Ground): AnnexedTable {
  const columns = [
    serviceCode,
    plain('month', 'Айдын биринчи күнү', 'Первый день месяца', 'First day of the month'),
    plain(
      'delivered',
      'Көрсөтүлгөн (бош: алдын ала гана саны бар)',
      'Оказано (пусто: есть только предварительное число)',
      'Delivered (empty: only preliminary counts)',
    ),
    plain('municipalities', 'Канча муниципалитетте эсептелген', 'В скольких муниципалитетах посчитано', 'Municipalities it is counted in'),
    plain('preliminary', 'Кошулбаган алдын ала сандар', 'Не сложенные предварительные числа', 'Preliminary counts left out'),
    plain('sources', 'Маалымат системалары', 'Информационные системы', 'Information systems'),
  ];
  return annexedTable<NamedRow>(
    {
      name: 'months',
      about: {
        ky: 'Кызматтардын айлык сандары, маалымат системалары билдирип, талдоо учурунда белгилүү болгондой; сабы жок ай — нөл эмес.',
        ru: 'Помесячные числа услуг, как их сообщили информационные системы и знал анализ; месяц без строки — не ноль.',
        en: 'Monthly counts of services, as information systems stated them and the run knew them; a month without a row is no zero.',
      },
    },
    columns,
    sql`select s.code as service_code, m.month, m.delivered, m.municipalities, m.preliminary, array_to_string(m.sources, '; ') as sources
        from service_month m join municipal_service s on s.id = m.service_id where m.run_id = ${run.id} order by s.code, m.month`,
  );
}

// ---- in full alone -------------------------------------------------------------------------------------------------

function reportsTable({ run }: Ground): AnnexedTable {
  const columns = [
    municipalityId,
    plain('part', 'Бөлүгү', 'Часть', 'Part'),
    plain('revision', 'Ревизия', 'Ревизия', 'Revision'),
    plain('acceptedAt', 'Кабыл алынган', 'Принято', 'Accepted at'),
  ];
  return annexedTable<NamedRow>(
    {
      name: 'accepted',
      about: {
        ky: 'Талдоо эсепке алган кабыл алынган өткөрүүлөр.',
        ru: 'Принятые представления, которые учитывает анализ.',
        en: 'The accepted submissions that the run counts.',
      },
    },
    columns,
    sql`select p.municipality_id, p.part, v.number as revision, a.accepted_at from analysis_run_revision p
          join submission_revision v on v.id = p.revision_id join submission_revision_part a on a.revision_id = v.id and a.part = p.part
        where p.run_id = ${run.id} order by p.municipality_id, p.part`,
  );
}

function volumesTable({ run }: Ground): AnnexedTable {
  const columns = [
    municipalityId,
    serviceCode,
    quarter,
    plain('channel', 'Канал', 'Канал', 'Channel'),
    plain('state', 'Сандын абалы', 'Состояние числа', 'State of the figure'),
    plain('delivered', 'Көрсөтүлгөн', 'Оказано', 'Delivered'),
  ];
  return annexedTable<NamedRow>(
    {
      name: 'volumes',
      about: {
        ky: 'Кабыл алынган тогуз айлык отчеттордун саптары.',
        ru: 'Строки принятых отчётов за девять месяцев.',
        en: 'Lines of the accepted nine-month reports.',
      },
    },
    columns,
    sql`select p.municipality_id, s.code as service_code, l.quarter, l.channel, l.delivered_state as state, l.delivered_value as delivered
        from analysis_run_revision p join submission_revision_line l on l.revision_id = p.revision_id join municipal_service s on s.id = l.service_id
        where p.run_id = ${run.id} and p.part = 'VOLUME_REPORT' order by p.municipality_id, s.code, l.quarter, l.channel`,
  );
}

/** As the run saw them: what was examined later was still to be examined. Without any words. */
function complaintsTable(ground: Ground): AnnexedTable {
  const columns = [
    municipalityId,
    serviceCode,
    plain('receivedOn', 'Түшкөн күнү', 'День поступления', 'Received on'),
    plain(
      'finding',
      'Кароонун жыйынтыгы (бош: карала элек)',
      'Итог рассмотрения (пусто: ещё не рассмотрена)',
      'Finding (empty: not examined yet)',
    ),
  ];
  return annexedTable<NamedRow>(
    {
      name: 'complaints',
      about: {
        ky: 'Муниципалитеттердин даттануулары, талдоо учурундагы абалы боюнча.',
        ru: 'Жалобы в муниципалитетах, как они были на момент анализа.',
        en: 'Complaints in the municipalities, as they were when the run was made.',
      },
    },
    columns,
    sql`select c.municipality_id, s.code as service_code, c.received_on, case when c.examined_at <= ${ground.seen} then c.finding end as finding
        from complaint c join municipal_service s on s.id = c.service_id
        where c.registered_at <= ${ground.seen} and extract(year from c.received_on) = ${ground.year} and c.municipality_id in ${monitored(ground)}
        order by c.municipality_id, s.code, c.received_on, c.id`,
  );
}

function nilTable(ground: Ground): AnnexedTable {
  return annexedTable<NamedRow>(
    {
      name: 'no-complaints',
      about: {
        ky: 'Даттануу болгон жок деп ырасталган кварталдар.',
        ru: 'Кварталы, за которые подтверждено, что жалоб не было.',
        en: 'Quarters that are confirmed to have had no complaints.',
      },
    },
    [municipalityId, quarter],
    sql`select n.municipality_id, n.quarter from complaint_nil_return n left join complaint c on c.id = n.voided_by_id
        where n.year = ${ground.year} and n.confirmed_at <= ${ground.seen} and (c.id is null or c.registered_at > ${ground.seen})
          and n.municipality_id in ${monitored(ground)}
        order by n.municipality_id, n.quarter`,
  );
}

function tagsTable(ground: Ground): AnnexedTable {
  const columns = [
    plain('responseId', 'Анкетанын белгиси', 'Номер анкеты', 'Response'),
    plain('problemCategoryCode', 'Көйгөйдүн түрү', 'Вид проблемы', 'Kind of problem'),
  ];
  const { run, year } = ground;
  const input = { runId: run.id, kind: run.kind, period: runPeriod(year, run.quarter ?? null) };
  return annexedTable<NamedRow>(
    {
      name: 'problem-tags',
      about: {
        ky: 'Аналитик жооптордон тапкан көйгөйлөр.',
        ru: 'Проблемы, которые аналитик нашёл в ответах.',
        en: 'Problems that an analyst found in the answers.',
      },
    },
    columns,
    sql`select g.response_id, c.code as problem_category_code from ${pinnedResponses(input, 'QUESTIONNAIRES')} r
          join response_problem g on g.response_id = r.id join problem_category c on c.id = g.category_id
        where g.tagged_at <= ${ground.seen} order by g.response_id, c.code`,
  );
}
