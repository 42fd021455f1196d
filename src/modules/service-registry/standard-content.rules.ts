import { blankText, untranslated } from '../../kit/written-text.rules.ts';
import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LegalAct } from '../../shared/legal-act.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import type { FeeKind, Provision } from './municipal-service.rules.ts';
import { type MeasureUnit, type NormKind, normKinds } from './service-standard.rules.ts';

export const itemChanges = ['SAME', 'ADDED', 'CHANGED', 'REMOVED'] as const;
export type ItemChange = (typeof itemChanges)[number];

/** A passport item as the template lays it down. */
export interface TemplateItem {
  code: string;
  order: number;
  section: string;
  title: LocalizedText;
  /** What to write there. */
  help: LocalizedText | null;
  /** The typical text; null = the template leaves it to the standard. */
  text: LocalizedText | null;
  isRequired: boolean;
}

/** A kind of norm that the template asks for, and the units it may be given in. */
export interface TemplateNormKind {
  kind: NormKind;
  units: MeasureUnit[];
}

/** A redaction's own text of a passport item. */
export interface StandardText {
  code: string;
  text: LocalizedText;
}

/** A norm as it is proposed. */
export interface NormFields {
  kind: NormKind;
  /** An exact decimal. */
  amount: string;
  unit: MeasureUnit;
  basis?: LocalizedText | null;
  act?: LegalAct | null;
}

interface Template {
  items: readonly TemplateItem[];
  normKinds: readonly TemplateNormKind[];
}

/** All that is wrong with a redaction's texts. R6: its items are those of its template. */
export function itemViolations(template: Pick<Template, 'items'>, items: readonly StandardText[]): Violation[] {
  const known = new Set(template.items.map(({ code }) => code));
  return items.flatMap(({ code, text }, index) => {
    const path = ['input', 'items', String(index)];
    if (!known.has(code)) return [notOfTheTemplate([...path, 'code'])];
    if (items.findIndex((other) => other.code === code) < index) return [twice([...path, 'code'])];
    return blankText([...path, 'text'], text) ?? [];
  });
}

/** How many decimals a norm's unit may have; any number where it is not said. */
const decimalsOf: Partial<Record<MeasureUnit, number>> = { SOM: 2, VISIT: 0, DOCUMENT: 0, COUNT: 0 };

/** A redaction's norms are read as a plain list, which the API keeps below 100. */
const mostNorms = 99;

/** All that is wrong with a redaction's norms. R6: kinds and units are those of its template; R2: what is free has no fee. */
export function normViolations(template: Pick<Template, 'normKinds'>, feeKind: FeeKind, norms: readonly NormFields[]): Violation[] {
  if (norms.length > mostNorms) return [tooManyNorms()];
  return norms.flatMap((norm, index) => {
    const path = ['input', 'norms', String(index)];
    const units = template.normKinds.find(({ kind }) => kind === norm.kind)?.units;
    if (!units) return [notOfTheTemplate([...path, 'kind'])];
    if (!units.includes(norm.unit)) return [notOfTheTemplate([...path, 'unit'])];
    if (norms.findIndex((other) => isSameNorm(other, norm)) < index) return [twice([...path, 'kind'])];
    return (
      amountViolation(norm, [...path, 'amount']) ??
      freeWithFee(feeKind, norm, [...path, 'amount']) ??
      blankText([...path, 'basis'], norm.basis) ??
      []
    );
  });
}

function tooManyNorms(): Violation {
  return badInput(
    ['input', 'norms'],
    { ky: `Ченемдер ${mostNorms}дон ашпасын.`, ru: `Норм не больше ${mostNorms}.`, en: `At most ${mostNorms} norms.` },
    { ky: 'Негизгилерин калтырыңыз.', ru: 'Оставьте основные.', en: 'Keep the main ones.' },
  ).violation;
}

function isSameNorm(one: NormFields, other: NormFields): boolean {
  return one.kind === other.kind && one.basis?.ky === other.basis?.ky;
}

function amountViolation({ amount, unit }: NormFields, path: readonly string[]): Violation | undefined {
  const decimals = amount.split('.')[1]?.length ?? 0;
  if (!amount.startsWith('-') && decimals <= (decimalsOf[unit] ?? decimals)) return undefined;
  return badInput(
    path,
    {
      ky: 'Ченем терс болбойт: акы эң көп эки ондук белги менен, келүүлөр жана документтер бүтүн сан менен.',
      ru: 'Норма не бывает отрицательной: плата — не более двух знаков после точки, посещения и документы — целые.',
      en: 'A norm is not negative; a fee has at most two decimals, visits and documents are whole.',
    },
    {
      ky: '0 — чыныгы нөл; ченем бекитилбесе, аны киргизбеңиз.',
      ru: '0 — это настоящий ноль; если норма не утверждена, не вносите её.',
      en: '0 is a real zero; where no norm is approved, leave it out.',
    },
  ).violation;
}

/** R2: a free service is paid from the budget and free to the consumer. */
function freeWithFee(feeKind: FeeKind, { kind, amount }: NormFields, path: readonly string[]): Violation | undefined {
  if (feeKind !== 'FREE' || kind !== 'FEE' || Number(amount) === 0) return undefined;
  return ruleViolated(
    'R2',
    { ky: 'Акысыз кызматтын акысы болбойт.', ru: 'У бесплатной услуги не бывает платы.', en: 'A free service has no fee.' },
    {
      ky: 'Ченемди 0 деп жазыңыз же кызматтын feeKind маанисин өзгөртүңүз.',
      ru: 'Укажите 0 или измените feeKind услуги.',
      en: "Set the norm to 0, or change the service's feeKind.",
    },
    path,
  ).violation;
}

function notOfTheTemplate(path: readonly string[]): Violation {
  return ruleViolated(
    'R6',
    { ky: 'Типтүү стандартта мындай жок.', ru: 'В типовом стандарте такого нет.', en: 'The typical standard has no such thing.' },
    {
      ky: 'standardTemplate суроосундагы коддорду, түрлөрдү жана бирдиктерди колдонуңуз.',
      ru: 'Используйте коды, виды и единицы из запроса standardTemplate.',
      en: 'Use the codes, kinds and units that the query standardTemplate gives.',
    },
    path,
  ).violation;
}

function twice(path: readonly string[]): Violation {
  return badInput(
    path,
    { ky: 'Бул экинчи жолу берилди.', ru: 'Это указано дважды.', en: 'This is given twice.' },
    {
      ky: 'Бирин калтырыңыз; ченем түрү жана негизи (basis) боюнча бирөө гана.',
      ru: 'Оставьте одно; на вид и основу (basis) нормы — одна запись.',
      en: 'Keep one; there is one norm per kind and basis.',
    },
  ).violation;
}

export interface ContentFacts {
  template: Template;
  items: readonly StandardText[];
  norms: readonly NormFields[];
  feeKind: FeeKind;
}

/** What keeps a draft from being approved. R6: every item that the typical standard requires is written, in both languages. */
export function approvalDefects({ template, items, norms, feeKind }: ContentFacts): Violation[] {
  const written = new Set(items.map(({ code }) => code));
  const missing = template.items.filter(({ code, isRequired }) => isRequired && !written.has(code)).map(requiredItemMissing);
  const texts = [
    ...items.map(({ code, text }) => ({ path: ['items', code], text })),
    ...norms.map(({ kind, basis }) => ({ path: ['norms', kind, 'basis'], text: basis })),
  ];
  return [...missing, ...untranslated(texts), ...norms.flatMap((norm) => freeWithFee(feeKind, norm, ['norms', norm.kind]) ?? [])];
}

function requiredItemMissing({ code, title }: TemplateItem): Violation {
  return ruleViolated(
    'R6',
    {
      ky: `Типтүү стандарт талап кылган пункт жазылган эмес: ${title.ky}.`,
      ru: `Не заполнен пункт, которого требует типовой стандарт: ${title.ru ?? title.ky}.`,
      en: `An item that the typical standard requires is not written: ${title.en ?? title.ky}.`,
    },
    {
      ky: 'updateServiceStandard менен кошуңуз.',
      ru: 'Добавьте его через updateServiceStandard.',
      en: 'Add it with updateServiceStandard.',
    },
    ['items', code],
  ).violation;
}

export interface ItemDifference {
  code: string;
  change: ItemChange;
  templateText: LocalizedText | null;
  localText: LocalizedText | null;
}

/**
 * R6: how a redaction's items differ from what it was developed from, in the template's order. Items that neither side has a text
 * for are left out.
 */
export function itemDifferences(
  order: readonly TemplateItem[],
  base: readonly StandardText[],
  own: readonly StandardText[],
): ItemDifference[] {
  const textIn = (items: readonly StandardText[], code: string) => items.find((item) => item.code === code)?.text ?? null;
  return order
    .map(({ code }) => ({ code, templateText: textIn(base, code), localText: textIn(own, code) }))
    .filter(({ templateText, localText }) => templateText !== null || localText !== null)
    .map((pair) => ({ ...pair, change: changeOf(pair.templateText, pair.localText) }));
}

function changeOf(before: LocalizedText | null, after: LocalizedText | null): ItemChange {
  if (before === null) return 'ADDED';
  if (after === null) return 'REMOVED';
  const isSame = before.ky === after.ky && (before.ru ?? null) === (after.ru ?? null) && (before.en ?? null) === (after.en ?? null);
  return isSame ? 'SAME' : 'CHANGED';
}

/**
 * R-III.1.5: the norms that somebody should have approved for a service, of those that its template knows. A service for the
 * territory has no applicant, so no time, visits or documents; where it is free, no fee either (ours).
 */
export function askedNormKinds(provision: Provision, feeKind: FeeKind): readonly NormKind[] {
  if (provision === 'ON_REQUEST') return normKinds;
  return feeKind === 'FREE' ? [] : ['FEE'];
}
