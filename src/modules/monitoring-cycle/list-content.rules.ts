import { ruleViolated, type Violation } from '../../shared/errors.ts';
import { inLanguage, type Language, type LocalizedText } from '../../shared/localized-text.ts';
import { writtenText } from '../../shared/plain-text.ts';

export interface ObjectFacts {
  code: string;
  name: LocalizedText;
  municipalities: number;
  /** Municipalities of it that are no longer in force; without those that stay on an amendment, since the approved List has them and others followed them. */
  lapsedMunicipalities: number;
  /** Codes of its services that were closed or delegated since. */
  unfitServices: readonly string[];
}

export interface ContentFacts {
  objects: readonly ObjectFacts[];
  /** Whether it is an amendment that says what the revision before it says. */
  isUnchanged: boolean;
}

/** R8, R9: what keeps a List from being submitted or approved, all at once. */
export function contentProblems({ objects, isUnchanged }: ContentFacts): Violation[] {
  if (objects.length === 0) return [emptyList()];
  return [
    ...(isUnchanged ? [nothingAmended()] : []),
    ...among(objects, ({ municipalities }) => municipalities === 0, withoutMunicipality),
    ...among(objects, ({ name }) => writtenText(name.ru) === null, withoutRussian),
    ...among(objects, ({ unfitServices }) => unfitServices.length > 0, withUnfitService),
    ...among(objects, ({ lapsedMunicipalities }) => lapsedMunicipalities > 0, withLapsedMunicipality),
  ];
}

function among(
  objects: readonly ObjectFacts[],
  isWrong: (object: ObjectFacts) => boolean,
  violation: (codes: string) => Violation,
): Violation[] {
  const codes = objects.filter(isWrong).map(({ code }) => code);
  return codes.length === 0 ? [] : [violation(shortList(codes))];
}

/** Up to ten codes, so that a message stays one line. */
function shortList(codes: readonly string[]): string {
  return codes.length > 10 ? `${codes.slice(0, 10).join(', ')} …` : codes.join(', ');
}

function emptyList(): Violation {
  return ruleViolated(
    'R8',
    {
      ky: 'Тизмеде мониторингдин бир да объектиси жок.',
      ru: 'В Перечне нет ни одного объекта мониторинга.',
      en: 'The List has no monitoring object.',
    },
    { ky: 'addObjects менен объект кошуңуз.', ru: 'Добавьте объект через addObjects.', en: 'Add an object with addObjects.' },
  ).violation;
}

/** Ours: an amendment would be notified to every municipality, and they would look in it for what is new. */
function nothingAmended(): Violation {
  return ruleViolated(
    'ours:amendment-changes-something',
    {
      ky: 'Бул түзөтүү Тизмеде эч нерсени өзгөртпөйт.',
      ru: 'Это изменение ничего не меняет в Перечне.',
      en: 'This amendment changes nothing on the List.',
    },
    {
      ky: 'updateMonitoringList менен объект кошуңуз же алып салыңыз.',
      ru: 'Добавьте или удалите объекты через updateMonitoringList.',
      en: 'Put objects on it or take them off with updateMonitoringList.',
    },
  ).violation;
}

function withoutMunicipality(codes: string): Violation {
  return ruleViolated(
    'R9',
    {
      ky: `Муниципалитети көрсөтүлбөгөн объекттер: ${codes}.`,
      ru: `Объекты без муниципалитетов: ${codes}.`,
      en: `Objects without a municipality: ${codes}.`,
    },
    {
      ky: 'Объектини алып салып, муниципалитеттери менен кайра кошуңуз.',
      ru: 'Удалите объект и добавьте его заново с муниципалитетами.',
      en: 'Remove the object and add it again with its municipalities.',
    },
  ).violation;
}

/** Ours: a text is in Russian too before it is published or mailed. */
function withoutRussian(codes: string): Violation {
  return ruleViolated(
    'ours:translated-before-published',
    {
      ky: `Орусча аталышы жок объекттер: ${codes}.`,
      ru: `Объекты без русского названия: ${codes}.`,
      en: `Objects without a Russian name: ${codes}.`,
    },
    {
      ky: 'Объектини алып салып, name.ru менен кайра кошуңуз.',
      ru: 'Удалите объект и добавьте его заново с name.ru.',
      en: 'Remove the object and add it again with name.ru.',
    },
  ).violation;
}

function withUnfitService(codes: string): Violation {
  return ruleViolated(
    'R8',
    {
      ky: `Кызматы жабылган же мамлекеттик деп табылган объекттер: ${codes}.`,
      ru: `Объекты, чьи услуги закрыты или признаны государственными: ${codes}.`,
      en: `Objects whose services were closed or found to be state services: ${codes}.`,
    },
    { ky: 'Бул объекттерди алып салыңыз.', ru: 'Удалите эти объекты.', en: 'Remove these objects.' },
  ).violation;
}

function withLapsedMunicipality(codes: string): Violation {
  return ruleViolated(
    'ours:units-in-force',
    {
      ky: `Күчүндө эмес муниципалитети бар объекттер: ${codes}.`,
      ru: `Объекты с муниципалитетами, которые больше не действуют: ${codes}.`,
      en: `Objects with municipalities that are no longer in force: ${codes}.`,
    },
    {
      ky: 'Объектини алып салып, күчүндөгү муниципалитеттер менен кайра кошуңуз.',
      ru: 'Удалите объект и добавьте его заново с действующими муниципалитетами.',
      en: 'Remove the object and add it again with municipalities in force.',
    },
  ).violation;
}

/** Ours: the loaded division is older than the reform, so a unit not found in the current classifier is a warning, never a refusal. */
export function unconfirmedWarning({
  municipalities,
  named,
}: {
  municipalities: number;
  /** The first of them; several have the same name, so each is told with its code. */
  named: readonly { name: LocalizedText; soate: string }[];
}): Violation | undefined {
  if (municipalities === 0) return undefined;
  const list = (language: Language) =>
    `${named.map(({ name, soate }) => `${inLanguage(name, language)} ${soate}`).join(', ')}${municipalities > named.length ? ' …' : ''}`;
  return ruleViolated(
    'ours:units-confirmed',
    {
      ky: `Учурдагы классификатордо табыла элек муниципалитеттер: ${municipalities} (${list('KY')}).`,
      ru: `Муниципалитеты, не найденные в действующем классификаторе: ${municipalities} (${list('RU')}).`,
      en: `Municipalities not found in the current classifier: ${municipalities} (${list('EN')}).`,
    },
    {
      ky: 'Алардын күчүндө экенин жана дарегин текшериңиз.',
      ru: 'Проверьте, действуют ли они, и их адреса.',
      en: 'Check that they are in force, and their addresses.',
    },
  ).violation;
}
