import { describe, expect, it } from 'vitest';
import { providerTables } from '../../../src/modules/final-report/provider-table.rules.ts';
import type { ProviderFacts } from '../../../src/modules/final-report/report-facts.rules.ts';
import { reportFacts } from './report.fixture.ts';

const said = (text: string) => ({ ky: text, ru: text });

function place(municipality: string, soate: string, change: Partial<ProviderFacts> = {}): ProviderFacts {
  const of = { municipality: said(municipality), region: said('Ош облусу'), district: said('Алай району') };
  return { ...of, soate, isMerged: false, provider: null, objectCodes: ['A', 'B'], ...change };
}

const tablesOf = (providers: readonly ProviderFacts[]) => providerTables(reportFacts({ providers }), 'KY');

describe('who answers for what (R-III.2.1)', () => {
  it('municipalities of one name are told apart by district and SOATE code', () => {
    const provider = said('Айыл өкмөтү');
    const [table, ...others] = tablesOf([
      place('Ленин', '1', { provider }),
      place('Ленин', '2', { provider, district: said('Ноокат району'), objectCodes: ['A'] }),
      place('Ош', '3', { provider, district: null }),
    ]);
    expect(others).toEqual([]);
    expect(table?.rows).toEqual([
      ['Ленин', 'Алай району', '1', 'Айыл өкмөтү', 'Тизменин бардык объектилери'],
      ['Ленин', 'Ноокат району', '2', 'Айыл өкмөтү', 'A'],
      ['Ош', 'Ош облусу', '3', 'Айыл өкмөтү', 'Тизменин бардык объектилери'],
    ]);
    expect(table?.source?.n).toBe(3);
  });

  it('where nobody is entered is told in a row of the region and of what lacks, with every name', () => {
    const [table, ...others] = tablesOf([
      place('Ленин', '1'),
      place('Ленин', '2'),
      place('Кашка-Суу', '3'),
      place('Кызыл-Суу', '4', { district: said('Ноокат району') }),
      place('Ленин', '5', { objectCodes: ['B'] }),
      place('Ак-Суу', '6', { region: said('Чүй облусу'), district: null }),
    ]);
    expect(others).toEqual([]);
    expect(table?.rows).toEqual([
      [
        'Ош облусу',
        { value: 4, digits: 0 },
        'Алай району: Ленин (1), Ленин (2), Кашка-Суу\nНоокат району: Кызыл-Суу',
        'Тизменин бардык объектилери',
      ],
      ['Ош облусу', { value: 1, digits: 0 }, 'Алай району: Ленин', 'B'],
      ['Чүй облусу', { value: 1, digits: 0 }, 'Ак-Суу', 'Тизменин бардык объектилери'],
    ]);
    expect(table?.source?.n).toBe(6);
  });

  it('no municipality at all is an empty table, and is there', () => {
    expect(tablesOf([]).map(({ rows }) => rows)).toEqual([[]]);
  });
});
