import { addDays, type LocalDate } from '../../shared/calendar.ts';
import { ruleViolated, type Violation } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import { isInForce, type SuccessionKind, type Validity } from './organization.rules.ts';

/** Ours: how many predecessors and successors each kind of succession has. */
export function successionShape(kind: SuccessionKind, predecessors: number, successors: number): Violation | undefined {
  const fits = {
    MERGE: predecessors >= 1 && successors === 1,
    SPLIT: predecessors === 1 && successors >= 2,
    RENAME: predecessors === 1 && successors === 1,
  }[kind];
  if (fits) return undefined;
  return ruleViolated(
    'ours:succession-shape',
    {
      ky: 'Кайра түзүүнүн түрү органдардын санына туура келбейт.',
      ru: 'Вид преобразования не соответствует числу органов.',
      en: 'The kind of succession does not fit the number of bodies.',
    },
    {
      ky: 'MERGE: бирден көп мурунку, бир жаңы; SPLIT: бир мурунку, экиден кем эмес жаңы; RENAME: бирден.',
      ru: 'MERGE: один или больше предшественников и один преемник; SPLIT: один предшественник и не менее двух преемников; RENAME: по одному.',
      en: 'MERGE: one or more predecessors, one successor; SPLIT: one predecessor, two or more successors; RENAME: one of each.',
    },
  ).violation;
}

/** A municipality that is named in a succession. */
export interface SuccessionBody extends Validity {
  id: string;
  name: LocalizedText;
  /** It went over into another body already. */
  isSucceeded: boolean;
}

export interface SuccessionFacts {
  kind: SuccessionKind;
  onDate: LocalDate;
  /** When the act was adopted. */
  adoptedOn: LocalDate;
  predecessors: readonly SuccessionBody[];
  successors: readonly SuccessionBody[];
}

/**
 * Ours, as of an imported classifier: a body goes on or ends once. Who ends was there on the eve and has not ended otherwise, who follows is
 * there on the day, and the act does not come after it. The past as such is right: the reform of 2024-25 is entered after the fact.
 */
export function successionViolations({ kind, onDate, adoptedOn, predecessors, successors }: SuccessionFacts): Violation[] {
  const misshapen = successionShape(kind, predecessors.length, successors.length);
  if (misshapen) return [{ ...misshapen, path: ['input', 'kind'] }];
  const following = new Set(successors.map(({ id }) => id));
  const eve = addDays(onDate, -1);
  return [
    ...(adoptedOn <= onDate ? [] : [beforeItsAct(adoptedOn)]),
    ...predecessors.flatMap((body, index) => {
      const path = ['input', 'predecessorIds', String(index)];
      // A body that is renamed may go on as itself.
      if (kind !== 'RENAME' && following.has(body.id)) return [goesOn(body, path)];
      if (body.validTo != null && (body.isSucceeded || body.validTo !== onDate)) return [hasEnded(body, body.validTo, path)];
      return isInForce(body, eve) ? [] : [beginsLater(body, path)];
    }),
    ...successors.flatMap((body, index) =>
      isInForce(body, onDate) ? [] : [notThere(body, onDate, ['input', 'successorIds', String(index)])],
    ),
  ];
}

function beforeItsAct(adoptedOn: LocalDate): Violation {
  return ruleViolated(
    'ours:succession-before-act',
    {
      ky: `Кайра түзүү өзүнүн актысынан (${adoptedOn}) мурда күчүнө кире албайт.`,
      ru: `Преобразование не может вступить в силу раньше своего акта (${adoptedOn}).`,
      en: `A succession cannot take effect before its act was adopted (${adoptedOn}).`,
    },
    {
      ky: 'onDate жана act.adoptedOn күндөрүн текшериңиз.',
      ru: 'Проверьте onDate и act.adoptedOn.',
      en: 'Check onDate and act.adoptedOn.',
    },
    ['input', 'onDate'],
  ).violation;
}

function goesOn({ name }: SuccessionBody, path: readonly string[]): Violation {
  return ruleViolated(
    'ours:succession-contradiction',
    {
      ky: `${name.ky} бир эле учурда жоюлуп да, уланып да жатат.`,
      ru: `${name.ru ?? name.ky}: орган и прекращается, и продолжает работу.`,
      en: `${name.en ?? name.ky} both ends and goes on.`,
    },
    {
      ky: 'predecessorIds — жоюлган органдар гана; башкаларды кошуп алган орган successorIds ичинде гана болот.',
      ru: 'predecessorIds — только прекращаемые органы; орган, к которому присоединяют, указывается только в successorIds.',
      en: 'predecessorIds are only the bodies that end; one that takes in others stands in successorIds alone.',
    },
    path,
  ).violation;
}

function hasEnded({ name }: SuccessionBody, validTo: LocalDate, path: readonly string[]): Violation {
  return ruleViolated(
    'ours:succession-once',
    {
      ky: `${name.ky}: анын жоюлган күнү мурунтан эле жазылган (${validTo}).`,
      ru: `${name.ru ?? name.ky}: его прекращение уже внесено (${validTo}).`,
      en: `The end of ${name.en ?? name.ky} is recorded already (${validTo}).`,
    },
    {
      ky: 'Орган бир жолу гана жоюлат. Жазылганын municipality(id) { validTo successors { onDate } } көрсөтөт; аны кайра жазуунун кереги жок.',
      ru: 'Орган прекращается один раз. Внесённое показывает municipality(id) { validTo successors { onDate } }; вносить его снова не нужно.',
      en: 'A body ends once. municipality(id) { validTo successors { onDate } } shows what is recorded; it need not be recorded again.',
    },
    path,
  ).violation;
}

function beginsLater({ name, validFrom }: SuccessionBody, path: readonly string[]): Violation {
  return ruleViolated(
    'ours:succession-in-force',
    {
      ky: `${name.ky} ${validFrom} күнү гана түзүлгөн.`,
      ru: `${name.ru ?? name.ky}: орган образован только ${validFrom}.`,
      en: `${name.en ?? name.ky} began only on ${validFrom}.`,
    },
    {
      ky: 'onDate ал күндөн кийин болушу керек; органды жана күндү текшериңиз.',
      ru: 'onDate должен быть позже этого дня; проверьте орган и дату.',
      en: 'onDate must come after that day; check the body and the day.',
    },
    path,
  ).violation;
}

function notThere({ name, validFrom, validTo }: SuccessionBody, onDate: LocalDate, path: readonly string[]): Violation {
  const years = `${validFrom ?? '…'} – ${validTo ?? '…'}`;
  return ruleViolated(
    'ours:succession-in-force',
    {
      ky: `${onDate} күнү ${name.ky} жок (${years}).`,
      ru: `${name.ru ?? name.ky}: на ${onDate} такого органа нет (${years}).`,
      en: `On ${onDate} there is no ${name.en ?? name.ky} (${years}).`,
    },
    {
      ky: 'Мурункулардын милдеттери өтө турган орган ошол күнү күчүндө болушу керек; органды жана күндү текшериңиз.',
      ru: 'Орган, к которому переходят обязанности, должен в этот день действовать; проверьте орган и дату.',
      en: 'A body that takes over obligations must be in force on that day; check the body and the day.',
    },
    path,
  ).violation;
}
