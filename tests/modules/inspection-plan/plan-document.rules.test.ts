import { describe, expect, it } from 'vitest';
import type { DocumentBlock, TableBlock } from '../../../src/kit/document/document.rules.ts';
import type { PlanContent, PlannedInspection } from '../../../src/modules/inspection-plan/plan-content.rules.ts';
import { planDocument } from '../../../src/modules/inspection-plan/plan-document.rules.ts';
import { languages } from '../../../src/shared/localized-text.ts';
import { planContent, plannedInspection } from './plan.fixture.ts';

const textOf = (plan: PlanContent, language: 'KY' | 'RU' | 'EN' = 'RU'): string => JSON.stringify(planDocument(plan, language));

const tablesOf = (blocks: readonly DocumentBlock[]): TableBlock[] => blocks.filter((block) => block.kind === 'table');

/** The cells of the first inspection. */
function rowOf(change: Partial<PlannedInspection> = {}): string[] {
  const { blocks } = planDocument(planContent({ inspections: [plannedInspection(change)] }), 'RU');
  return (tablesOf(blocks)[0]?.rows[0] ?? []).map(String);
}

describe('the document of the plan', () => {
  it.each(languages)('R-III.6: in %s says all that the plan does, every table with its source', (language) => {
    const plan = planContent();
    const { blocks, title } = planDocument(plan, language);
    expect(title).toContain('2027');
    const tables = tablesOf(blocks);
    expect(tables.map(({ rows }) => rows.length)).toEqual([2, 1, 4, 2, 1]);
    expect(tables.every(({ columns, rows }) => rows.every((row) => row.length === columns.length))).toBe(true);
    expect(tables.filter(({ source }) => !source?.text.includes(plan.run.id) || source.n === undefined)).toEqual([]);
    expect(textOf(plan, language)).not.toMatch(/undefined|null|\{\{|NaN/);
  });

  it('R-III.6: is marked as a draft until the head has consented', () => {
    const marked = (['DRAFT', 'SUBMITTED', 'RETURNED', 'CONSENTED'] as const).map(
      (state) => planDocument(planContent({ state }), 'KY').isWatermarked,
    );
    expect(marked).toEqual([true, true, true, false]);
  });

  it('R-III.6: says who prepared it and who consented, when and for whom, and on which report and analysis it rests', () => {
    const { facts } = planDocument(planContent(), 'RU');
    expect(Object.fromEntries((facts ?? []).map(({ label, value }) => [label, value]))).toEqual({
      Состояние: 'согласован',
      Составитель: 'Айгүл Аналитик, 25 ноября 2026 г.',
      'Согласие руководителя': 'Бакыт Заместитель (за: Чолпон Руководитель), 26 ноября 2026 г.',
      Основание: 'итоговый доклад за 2026 год, редакция 2, 14 ноября 2026 г.',
      Анализ: planContent().run.id,
      Методика: '1',
      'Реестры на дату': '25 октября 2026 г.',
      'Выбрано проверок': '3 (предложено кандидатов: 6)',
    });
  });

  it.each([
    ['consented to in time', {}, [true, true, true, true]],
    ['consented to too late', { isInTime: false }, [true, true, false, true]],
    ['not consented to', { state: 'SUBMITTED', consent: null, isInTime: false }, [true, false, false, true]],
    ['empty', { state: 'DRAFT', consent: null, isInTime: false, inspections: [] }, [true, false, false, false]],
  ] as const)('R-III.6, R13: what the regulation requires is checked off: %s', (_, change, met) => {
    const checklist = planDocument(planContent(change), 'RU').blocks.find((block) => block.kind === 'checklist');
    expect(checklist?.items.map(({ isMet }) => isMet)).toEqual(met);
    expect(checklist?.items.map(({ requirement }) => requirement)).toEqual(['III.6', 'III.6', 'III.6', 'I.13']);
  });

  it('R-III.6: lists inspections quarter by quarter and leaves out quarters without any', () => {
    const headings = planDocument(planContent(), 'RU').blocks.flatMap((block) => (block.kind === 'heading' ? block.text : []));
    expect(headings).toEqual(['Требования Положения', 'Проверки', '1-й квартал', '3-й квартал', 'Кандидаты', 'Не выбранные кандидаты']);
  });

  it('R-III.6: an inspection names the municipality so that it is told from its namesakes, the provider, the service and the finding', () => {
    expect(rowOf()).toEqual([
      'Ак-Суу ru\nЧүй ru, Москва ru\nСОАТЕ 41708000000010\nАйыл өкмөтү ru; Мекеме ru',
      'Справка ru\nMS-001',
      'Большое отклонение от нормы.\nЗатраты времени в среднем на 140 % больше нормы.\n' +
        'II.2 Затраты времени: не достигнут; соответствует 12,5\u00a0% [8–19]; порог 90\u00a0%; n\u00a0=\u00a01\u00a0204\n' +
        'норма 5 раб. дн.; фактически в среднем 12, самое большее 40 раб. дн.',
      'С выездом',
    ]);
  });

  it('says what is not known: nobody is entered, no norm, no share; and what was merged meanwhile', () => {
    const finding = {
      ...plannedInspection().finding!,
      share: null,
      lower: null,
      upper: null,
      threshold: null,
      comparison: null,
      norms: [],
    };
    const [place, , ground, note] = rowOf({ isMerged: true, region: null, district: null, providers: [], note: null, finding });
    expect(place).toBe('Ак-Суу ru (преобразован ко дню анализа)\nСОАТЕ 41708000000010\nисполнитель не указан');
    expect(ground?.split('\n')[2]).toBe('II.2 Затраты времени: не достигнут; n\u00a0=\u00a01\u00a0204');
    expect(note).toBe('');
    const silent = rowOf({ finding: null, facts: { rule: 'NOTHING_FILED', parts: ['QUESTIONNAIRES'] } });
    expect(silent[2]).toBe('Ничего не представлено.\nНе представлено и после срока: анкеты.');
  });

  it('R13: counts candidates by rule, with the thresholds of the method, and by object; those not picked by municipality', () => {
    const [rules, objects, others] = tablesOf(planDocument(planContent(), 'RU').blocks).slice(-3);
    expect(rules?.rows[1]).toEqual([
      'Большое отклонение от нормы',
      'затраты времени или денег в среднем больше нормы на 50 % и более или есть при норме 0',
      { value: 3, digits: 0 },
      { value: 2, digits: 0 },
    ]);
    expect(objects?.rows[1]).toEqual(['MS-002', 'Вода ru', { value: 2, digits: 0 }, { value: 0, digits: 0 }]);
    expect(others?.rows).toEqual([
      ['Ак-Суу ru', 'Ысык-Көл ru', '41702000000020', 'Большое отклонение от нормы: MS-002\nНичего не представлено: все объекты'],
    ]);
  });

  it('a plan of nothing, or with every candidate picked, says so', () => {
    expect(textOf(planContent({ inspections: [] }))).toContain('Не выбрано ни одной проверки.');
    expect(textOf(planContent({ others: [] }))).toContain('Выбраны все кандидаты.');
    expect(textOf(planContent({ objects: [], others: [], inspections: [] }))).toContain('не предложен ни один кандидат');
  });

  it('what people wrote stays letter for letter, however long, but for personal and phone numbers', () => {
    const typed = '=1+1 <b>#set</b> {{n}} ИНН 20101199000123, тел. +996 555 12 34 56 ';
    const long = `${typed}${'я'.repeat(10_000)}`;
    const scrubbed = `=1+1 <b>#set</b> {{n}} ИНН [***], тел. [***] ${'я'.repeat(10_000)}`;
    expect(rowOf({ note: long })[3]).toBe(scrubbed);
    const callout = planDocument(planContent({ state: 'SUBMITTED', remarks: { text: long, returnedOn: '2026-11-20' } }), 'KY').blocks[0];
    const title = 'Жетекчинин эскертүүлөрү, 20-ноябрь 2026-ж. кайтарылган';
    expect(callout).toMatchObject({ kind: 'callout', tone: 'warning', title, text: scrubbed });
  });
});
