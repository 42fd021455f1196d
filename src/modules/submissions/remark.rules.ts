import { channels } from '../../kit/figure.rules.ts';
import { badInput, ruleViolated, type Violation } from '../../shared/errors.ts';
import { isBlank } from '../../shared/plain-text.ts';
import { isReportQuarter } from '../volume-reports/volume-report.rules.ts';
import { type ObligationPart, partWords } from './submission.rules.ts';

export interface RemarkInput {
  path: readonly string[];
  text: string;
}

const mostRemarks = 100;
const longestRemark = 2000;

/** Where a remark may point, and to which part it then belongs; undefined = nowhere. */
export function partOfPath([place, ...rest]: readonly string[]): ObligationPart | undefined {
  const [, quarter, channel] = rest;
  if (place === 'lines') {
    const isWhole = rest.length === 1;
    const isLine = rest.length === 3 && isReportQuarter(quarter as never) && channels.some((each) => each === channel);
    return isWhole || isLine ? 'VOLUME_REPORT' : undefined;
  }
  if (place === 'volumeReport') return rest.length === 0 ? 'VOLUME_REPORT' : undefined;
  if (place === 'findings' || place === 'questionnaires') return rest.length === 0 ? 'QUESTIONNAIRES' : undefined;
  return (place === 'questions' || place === 'batches') && rest.length === 1 ? 'QUESTIONNAIRES' : undefined;
}

/** What a submission has of each kind of thing that remarks are about, as their paths name it. */
export type RemarkPlaces = Readonly<Record<'lines' | 'batches' | 'questions', readonly (readonly string[])[]>>;

/** What there is where a remark points to nothing; undefined = it is there. */
function placesInstead([place, ...rest]: readonly string[], places: RemarkPlaces): readonly (readonly string[])[] | undefined {
  if (place !== 'lines' && place !== 'batches' && place !== 'questions') return undefined;
  const isThere = places[place].some((known) => rest.every((word, index) => word === known[index]));
  return isThere ? undefined : places[place];
}

/** R12: a part is returned with remarks, each of which says what it is about: all that is wrong with them at once. */
export function remarkViolations(remarks: readonly RemarkInput[], parts: readonly ObligationPart[], places: RemarkPlaces): Violation[] {
  if (remarks.length === 0 || remarks.length > mostRemarks) return [badNumberOfRemarks()];
  const about = new Set(remarks.map(({ path }) => partOfPath(path)));
  const silent = parts.filter((part) => !about.has(part));
  return [
    ...remarks.flatMap(({ path, text }, index) => {
      const at = ['input', 'remarks', String(index)];
      const part = partOfPath(path);
      const isReturned = part !== undefined && parts.includes(part);
      const instead = isReturned ? placesInstead(path, places) : undefined;
      return [
        isReturned ? undefined : badPath([...at, 'path']),
        instead ? aboutNothing([...at, 'path'], path, instead) : undefined,
        !isBlank(text) && text.length <= longestRemark ? undefined : badText([...at, 'text']),
      ].filter((violation) => violation !== undefined);
    }),
    ...silent.map(returnedInSilence),
  ];
}

// ---- words ---------------------------------------------------------------------------------------------------------

function badNumberOfRemarks(): Violation {
  return ruleViolated(
    'R12',
    {
      ky: `Кайтарууда 1ден ${mostRemarks} чейин эскертүү болот.`,
      ru: `При возврате указывают от 1 до ${mostRemarks} замечаний.`,
      en: `A return comes with 1 to ${mostRemarks} remarks.`,
    },
    { ky: 'Эмнени оңдоо керегин жазыңыз.', ru: 'Укажите, что исправить.', en: 'Say what is to be mended.' },
    ['input', 'remarks'],
  ).violation;
}

function badPath(path: readonly string[]): Violation {
  return badInput(
    path,
    {
      ky: 'Эскертүүнүн жолу кайтарылган бөлүктүн эч бир жерин көрсөтпөйт.',
      ru: 'Путь замечания не указывает ни на что в возвращаемой части.',
      en: 'The path of the remark points to nothing in the parts that are returned.',
    },
    {
      ky: '["lines", код, квартал, канал], ["lines", код], ["volumeReport"], ["questions", код], ["batches", ачкыч], ["questionnaires"], ["findings"].',
      ru: '["lines", код, квартал, канал], ["lines", код], ["volumeReport"], ["questions", код], ["batches", ключ], ["questionnaires"], ["findings"].',
      en: '["lines", code, quarter, channel], ["lines", code], ["volumeReport"], ["questions", code], ["batches", key], ["questionnaires"], ["findings"].',
    },
  ).violation;
}

const mostPlacesNamed = 20;

/** Says what the submission has, by the first word: a service has the same lines as another. */
function aboutNothing(at: readonly string[], path: readonly string[], instead: readonly (readonly string[])[]): Violation {
  const what = JSON.stringify(path);
  const there = [...new Set(instead.map(([first]) => first))];
  const named = `${there.slice(0, mostPlacesNamed).join(', ')}${there.length > mostPlacesNamed ? ' …' : ''}`;
  return badInput(
    at,
    {
      ky: `Өткөрүлгөндө мындай жер жок: ${what}.`,
      ru: `В представленном такого нет: ${what}.`,
      en: `What was handed in has no such place: ${what}.`,
    },
    {
      ky: `["${path[0]}", …] үчүн барлары: ${named || 'эч нерсе'}.`,
      ru: `Для ["${path[0]}", …] есть: ${named || 'ничего'}.`,
      en: `For ["${path[0]}", …] there is: ${named || 'nothing'}.`,
    },
  ).violation;
}

function badText(path: readonly string[]): Violation {
  return badInput(
    path,
    {
      ky: `Эскертүү 1ден ${longestRemark} белгиге чейин.`,
      ru: `Замечание — от 1 до ${longestRemark} знаков.`,
      en: `A remark has 1 to ${longestRemark} characters.`,
    },
    { ky: 'Эмнени оңдоо керегин жазыңыз.', ru: 'Напишите, что исправить.', en: 'Write what is to be mended.' },
  ).violation;
}

function returnedInSilence(part: ObligationPart): Violation {
  const { ky, ru, en } = partWords[part];
  return ruleViolated(
    'R12',
    { ky: `${ky}: эскертүү жок.`, ru: `${ru}: нет замечаний.`, en: `${en}: there is no remark.` },
    {
      ky: 'Ар бир кайтарылган бөлүккө жок дегенде бир эскертүү жазыңыз.',
      ru: 'К каждой возвращаемой части напишите хотя бы одно замечание.',
      en: 'Write at least one remark for each part that is returned.',
    },
    ['input', 'remarks'],
  ).violation;
}
