import { inLanguage, type Language, type LocalizedText } from '../../shared/localized-text.ts';
import { indicatorCodes, isJudged } from '../indicators/indicator.rules.ts';
import { chartsOf } from './chart-list.rules.ts';
import { hasValues } from './report-chart.rules.ts';
import type { ReportFacts } from './report-facts.rules.ts';
import { filled, reportWords, words } from './report-words.rules.ts';

/** One of the things that the report has to contain, and what of it is not there. */
export interface ContentCheck {
  requirement: string;
  text: LocalizedText;
  /** Whether it is there at all. */
  isMet: boolean;
  /** What is lacking, also where the rest is there; null = nothing. */
  missing: LocalizedText | null;
}

/** R-III.2.1-4, R-III.3: what the report has to contain, each checked off against what is really there. */
export function contentsOf(facts: ReportFacts): ContentCheck[] {
  return [
    providersCheck(facts),
    rankingCheck(facts),
    achievementCheck(facts),
    problemsCheck(facts),
    chartsCheck(facts),
    appendixCheck(facts),
  ];
}

/** R-III.2.1: the name of each service and its responsible provider. */
function providersCheck({ objects }: ReportFacts): ContentCheck {
  const places = objects.reduce((sum, { municipalities }) => sum + municipalities, 0);
  const named = objects.reduce((sum, { withProvider }) => sum + withProvider, 0);
  return {
    requirement: 'R-III.2.1',
    text: words(
      'Кызматтын аталышы жана жооптуу аткаруучу',
      'Наименование услуги и ответственный исполнитель',
      'Name of the service and its responsible provider',
    ),
    isMet: named > 0,
    missing:
      named === places && places > 0
        ? null
        : filled(
            words(
              '{{places}} учурдун {{missing}} учурунда аткаруучу көрсөтүлгөн эмес.',
              'Исполнитель не указан в {{missing}} случаях из {{places}} (услуга в муниципалитете).',
              'No provider is entered in {{missing}} of {{places}} cases (a service in a municipality).',
            ),
            { places, missing: places - named },
          ),
  };
}

/** R-III.2.2: services divided into ranks by quality and by demand. */
function rankingCheck({ quality, demand }: ReportFacts): ContentCheck {
  const unranked = [quality, demand].map(
    (ranking) => ranking.unranked.filter(({ unrankedReason }) => unrankedReason !== 'NOT_APPLICABLE').length,
  );
  return {
    requirement: 'R-III.2.2',
    text: words('Сапаты жана талап кылынышы боюнча рангдар', 'Ранги по качеству и востребованности', 'Ranks by quality and by demand'),
    isMet: quality.entries.length > 0 && demand.entries.length > 0,
    missing:
      unranked.every((count) => count === 0) && quality.entries.length > 0 && demand.entries.length > 0
        ? null
        : filled(
            words(
              'Орун берилген жок: сапаты боюнча {{quality}}, талабы боюнча {{demand}} кызматка; себептери таблицада.',
              'Без места: по качеству {{quality}}, по востребованности {{demand}} услуг; причины в таблицах.',
              'Without a rank: {{quality}} services by quality, {{demand}} by demand; the tables say why.',
            ),
            { quality: unranked[0] ?? 0, demand: unranked[1] ?? 0 },
          ),
  };
}

/** R-III.2.3: the achievement of the eight indicators. */
function achievementCheck({ objects, results }: ReportFacts): ContentCheck {
  const asked = objects.length * indicatorCodes.length;
  const open = asked - results.filter(({ state }) => isJudged(state) || state === 'NOT_APPLICABLE').length;
  return {
    requirement: 'R-III.2.3',
    text: words('II бөлүмдөгү көрсөткүчтөргө жетишүү', 'Достижение показателей раздела II', 'Achievement of the indicators of part II'),
    isMet: results.some(({ state }) => isJudged(state)),
    missing:
      open === 0 && asked > 0
        ? null
        : filled(
            words(
              'Өлкө боюнча {{asked}} жыйынтыктын {{open}} бааланган жок (маалымат же салыштырууга ылайыктуу ченем жок, жооптор аз).',
              'По стране не оценены {{open}} результатов из {{asked}} (нет данных или сопоставимой нормы, мало ответов).',
              'Over the country {{open}} of {{asked}} results are not judged (no data, no comparable norm, too few answers).',
            ),
            { asked, open },
          ),
  };
}

/** R-III.2.4: typical and topical problems. That no answer names one is a finding too. */
function problemsCheck({ run, hasRunBefore }: ReportFacts): ContentCheck {
  return {
    requirement: 'R-III.2.4',
    text: words('Типтүү жана актуалдуу көйгөйлөр', 'Типичные и актуальные проблемы', 'Typical and topical problems'),
    isMet: run.responses > 0,
    missing: run.responses === 0 ? reportWords.nothingCounted : hasRunBefore ? null : reportWords.topicalUnknown,
  };
}

function inAll(say: (language: Language) => string): LocalizedText {
  return words(say('KY'), say('RU'), say('EN'));
}

/** R-III.3: graphs and diagrams. */
function chartsCheck(facts: ReportFacts): ContentCheck {
  const charts = chartsOf(facts);
  const empty = charts.filter((chart) => !hasValues(chart));
  return {
    requirement: 'R-III.3',
    text: words('Графиктер жана диаграммалар', 'Графики и диаграммы', 'Graphs and diagrams'),
    isMet: empty.length < charts.length,
    missing:
      empty.length === 0
        ? null
        : filled(
            words('Маалыматы жок диаграммалар: {{titles}}.', 'Диаграммы без данных: {{titles}}.', 'Charts without data: {{titles}}.'),
            {
              titles: inAll((language) => empty.map(({ title }) => inLanguage(title, language)).join('; ')),
            },
          ),
  };
}

/** R-III.3: the databases of the answers are annexed. */
function appendixCheck({ hasFullAppendix, isDraft }: ReportFacts): ContentCheck {
  return {
    requirement: 'R-III.3',
    text: words('Тиркелген жооптордун маалымат базалары', 'Приложенные базы данных ответов', 'Annexed databases of the answers'),
    isMet: hasFullAppendix,
    missing: hasFullAppendix
      ? null
      : isDraft
        ? words(
            'Тиркемелер доклад даярдалганда түзүлөт.',
            'Приложения делаются при подготовке доклада.',
            'The appendices are made when the report is prepared.',
          )
        : words(
            'Маалымат базасы түзүлө элек; ал тиркелгенде документ кайра түзүлөт.',
            'База ещё не создана; когда она будет приложена, документ будет сделан заново.',
            'The database is not made yet; when it is annexed the document is made anew.',
          ),
  };
}
