import { ruleViolated, type Violation } from '../shared/errors.ts';
import type { LocalizedText } from '../shared/localized-text.ts';

/** Who acts: a person or a system. */
interface Doer {
  /** As `Actor` has it: `user:<id>`, `key:<id>` … */
  key: string;
  /** Null = nobody in particular. */
  id: string | null;
  madeKeyIds?: readonly string[];
  keyMakerId?: string;
}

/**
 * Whether somebody is among those who did something, kept as keys or as the stamps that they left. It is the person who counts: neither
 * the roles that they have by now nor the head for whom they act. Who used an API key is not known: it counts as whoever made it.
 */
export function isAmong({ key, id, madeKeyIds = [], keyMakerId }: Doer, doers: readonly (string | Pick<Doer, 'id'>)[]): boolean {
  const selves = [id, keyMakerId, ...madeKeyIds];
  return doers.some((doer) => (typeof doer === 'string' ? doer === key : doer.id !== null && selves.includes(doer.id)));
}

/** Two acts that are two people's, in the words of the refusal. */
export interface Separation {
  /** The requirement that gives the acts to different sides; that the person counts is ours. */
  rule: string;
  /** "Whoever … ": what they did. */
  preparing: Required<LocalizedText>;
  /** "… cannot …": what they may not do then. */
  deciding: Required<LocalizedText>;
  /** Who decides instead. */
  decider: 'ANALYST' | 'HEAD' | 'INTERAGENCY_BODY';
}

const others: Readonly<Record<Separation['decider'], Required<LocalizedText>>> = {
  ANALYST: {
    ky: 'жооптуу аткаруучунун башка кызматкери',
    ru: 'другой сотрудник ответственного исполнителя',
    en: 'another analyst of the responsible unit',
  },
  HEAD: { ky: 'башка жетекчи', ru: 'другой руководитель', en: 'another head' },
  INTERAGENCY_BODY: {
    ky: 'ведомстволор аралык аракеттешүүгө жооптуу органдын башка кызматкери',
    ru: 'другой сотрудник органа межведомственного взаимодействия',
    en: 'another person of the inter-agency body',
  },
};

/** Whoever prepared, handed in, proposed or asked for something does not decide on it: what refuses them; undefined = they took no part. */
export function separationRefusal(tookPart: boolean, { rule, preparing, deciding, decider }: Separation): Violation | undefined {
  if (!tookPart) return undefined;
  const other = others[decider];
  return ruleViolated(
    rule,
    {
      ky: `${preparing.ky} адам ${deciding.ky}.`,
      ru: `Тот, кто ${preparing.ru}, не может сам ${deciding.ru}.`,
      en: `Whoever ${preparing.en} cannot ${deciding.en}.`,
    },
    {
      ky: `Чечимди буга катышпаган ${other.ky} кабыл алсын.`,
      ru: `Пусть решение примет ${other.ru}, не участвовавший в этом.`,
      en: `Let ${other.en} decide, who took no part in it.`,
    },
  ).violation;
}
