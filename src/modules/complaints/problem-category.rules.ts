import { blankText, untranslated } from '../../kit/written-text.rules.ts';
import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';

/** The indicators of part II, by their paragraphs. */
export const indicatorRequirements = ['R-II.1', 'R-II.2', 'R-II.3', 'R-II.4', 'R-II.5', 'R-II.6', 'R-II.7', 'R-II.8'] as const;
export type IndicatorRequirement = (typeof indicatorRequirements)[number];

const codePattern = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/;
const longestCode = 40;
const longestName = 300;
/** A list that is answered whole stays below a hundred. */
const mostCategories = 99;

export interface CategoryFields {
  code: string;
  name: LocalizedText;
  indicator: string | null;
}

/** R-III.1.2: all that is wrong with a category. Russian is required, since the taxonomy is public from the start. */
export function categoryViolations({ code, name, indicator }: CategoryFields): Violation[] {
  const path = ['input', 'name'];
  return [
    code.length <= longestCode && codePattern.test(code) ? undefined : badCode(),
    blankText(path, name),
    ...untranslated([{ path, text: name }]),
    Object.values(name).some((text: string | null | undefined) => (text?.length ?? 0) > longestName) ? nameTooLong(path) : undefined,
    indicator === null || isIndicator(indicator) ? undefined : badIndicator(),
  ].filter((violation) => violation !== undefined);
}

/** Whether a text names an indicator of part II. */
export function isIndicator(text: string): text is IndicatorRequirement {
  return (indicatorRequirements as readonly string[]).includes(text);
}

export interface ParentFacts {
  /** The category as it is to be, and the one it is to stand under. */
  code: string;
  parent: { code: string; isTop: boolean } | null;
  hasChildren: boolean;
}

/** Ours: two levels, groups and the problems in them, so that no category can come to stand under itself. */
export function parentRefusal({ code, parent, hasChildren }: ParentFacts): Violation | undefined {
  if (parent === null || (parent.isTop && parent.code !== code && !hasChildren)) return undefined;
  return ruleViolated(
    'ours:two-levels',
    {
      ky: 'Көйгөйлөр эки деңгээлге бөлүнөт: топтор жана алардагы көйгөйлөр.',
      ru: 'У проблем два уровня: группы и проблемы в них.',
      en: 'Problems have two levels: groups, and the problems in them.',
    },
    {
      ky: 'parentCode катары башка топту бериңиз; ичинде көйгөйлөрү бар топ башка топко кирбейт.',
      ru: 'Укажите в parentCode другую группу; группа с проблемами в другую не входит.',
      en: 'Give another group as parentCode; a group with problems in it goes under none.',
    },
    ['input', 'parentCode'],
  ).violation;
}

/** Ours: what refuses one category more. */
export function oneMoreRefusal(categories: number): Violation | undefined {
  if (categories < mostCategories) return undefined;
  return ruleViolated(
    'ours:taxonomy-size',
    {
      ky: `Көйгөйлөрдүн тизмеси ${mostCategories} саптан ашпайт.`,
      ru: `В перечне проблем не больше ${mostCategories} строк.`,
      en: `The taxonomy has at most ${mostCategories} categories.`,
    },
    { ky: 'Барын өзгөртүңүз.', ru: 'Измените одну из имеющихся.', en: 'Change one that is there.' },
  ).violation;
}

function badCode(): Violation {
  return badInput(
    ['input', 'code'],
    {
      ky: 'Көйгөйдүн коду баш латын тамгалардан, цифралардан жана астынкы сызыктан турат.',
      ru: 'Код проблемы состоит из заглавных латинских букв, цифр и подчёркиваний.',
      en: 'A category code is made of capital Latin letters, digits and underscores.',
    },
    { ky: 'Мисалы: TIME_QUEUE.', ru: 'Например: TIME_QUEUE.', en: 'For example: TIME_QUEUE.' },
  ).violation;
}

function nameTooLong(path: readonly string[]): Violation {
  return badInput(
    path,
    {
      ky: `Аталышы ${longestName} белгиден ашпасын.`,
      ru: `Название не длиннее ${longestName} знаков.`,
      en: `A name has at most ${longestName} characters.`,
    },
    { ky: 'Кыскартыңыз.', ru: 'Сократите его.', en: 'Shorten it.' },
  ).violation;
}

function badIndicator(): Violation {
  return badInput(
    ['input', 'indicator'],
    { ky: 'Мындай көрсөткүч жок.', ru: 'Такого показателя нет.', en: 'There is no such indicator.' },
    {
      ky: `Бири: ${indicatorRequirements.join(', ')}.`,
      ru: `Один из: ${indicatorRequirements.join(', ')}.`,
      en: `One of: ${indicatorRequirements.join(', ')}.`,
    },
  ).violation;
}
