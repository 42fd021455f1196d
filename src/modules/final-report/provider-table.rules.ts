import type { FigureSource, TableBlock } from '../../kit/document/document.rules.ts';
import { inLanguage, type Language, type LocalizedText } from '../../shared/localized-text.ts';
import { sourceOf } from './report-chart.rules.ts';
import type { ProviderFacts, ReportFacts } from './report-facts.rules.ts';
import { municipalityName, reportWords } from './report-words.rules.ts';

interface Telling {
  facts: ReportFacts;
  say: (text: LocalizedText) => string;
}

/** R-III.2.1: who answers for which objects, municipality by municipality; then, region by region, where nobody is entered. */
export function providerTables(facts: ReportFacts, language: Language): TableBlock[] {
  const telling = { facts, say: (text: LocalizedText) => inLanguage(text, language) };
  const tables = [entered(telling), notEntered(telling)];
  const filledIn = tables.filter(({ rows }) => rows.length > 0);
  return filledIn.length > 0 ? filledIn : tables.slice(0, 1);
}

/** Municipalities of one name are told apart by district and SOATE code. */
function entered(telling: Telling): TableBlock {
  const { facts, say } = telling;
  const places = facts.providers.flatMap(({ provider, ...place }) => (provider ? [{ provider, ...place }] : []));
  return {
    kind: 'table',
    caption: say(reportWords.providersTable),
    columns: [
      { title: say(reportWords.municipality), weight: 2 },
      { title: say(reportWords.district), weight: 2 },
      { title: say(reportWords.soate) },
      { title: say(reportWords.provider), weight: 3 },
      { title: say(reportWords.object), weight: 2 },
    ],
    rows: places.map((place) => [
      say(municipalityName(place)),
      say(place.district ?? place.region),
      place.soate,
      say(place.provider),
      objectsOf(telling, place.objectCodes),
    ]),
    source: source(telling, places.length),
  };
}

/** One row for the municipalities of a region that lack the same: their number, and all their names by district. */
function notEntered(telling: Telling): TableBlock {
  const { facts, say } = telling;
  const places = facts.providers.filter(({ provider }) => provider === null);
  const groups = [...Map.groupBy(places, ({ region, objectCodes }) => `${region.ky} ${objectCodes.join(' ')}`).values()];
  return {
    kind: 'table',
    caption: say(reportWords.noProvidersTable),
    columns: [
      { title: say(reportWords.region) },
      { title: say(reportWords.howMany), align: 'end' },
      { title: say(reportWords.municipality), weight: 6 },
      { title: say(reportWords.object) },
    ],
    rows: groups.flatMap((group) => {
      const [first] = group;
      return first
        ? [[say(first.region), { value: group.length, digits: 0 }, namesByDistrict(telling, group), objectsOf(telling, first.objectCodes)]]
        : [];
    }),
    source: source(telling, places.length),
  };
}

function namesByDistrict(telling: Telling, group: readonly ProviderFacts[]): string {
  const byDistrict = [...Map.groupBy(group, ({ district }) => (district ? telling.say(district) : ''))];
  return byDistrict
    .map(([district, places]) => {
      const names = places.map((place) => {
        const name = telling.say(municipalityName(place));
        const isTwice = places.some((other) => other.soate !== place.soate && other.municipality.ky === place.municipality.ky);
        return isTwice ? `${name} (${place.soate})` : name;
      });
      return district === '' ? names.join(', ') : `${district}: ${names.join(', ')}`;
    })
    .join('\n');
}

function objectsOf({ facts, say }: Telling, codes: readonly string[]): string {
  return codes.length === facts.objects.length ? say(reportWords.everyObject) : codes.join(', ');
}

function source({ facts, say }: Telling, n: number): FigureSource {
  return { n, text: say(sourceOf(facts, 'serviceOffers')) };
}
