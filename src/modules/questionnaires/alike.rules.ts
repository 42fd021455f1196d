import { ruleViolated, type Violation } from '../../shared/errors.ts';
import type { FormKind } from '../forms/form.rules.ts';

/** A batch that holds responses which are alike in everything, and how many. */
export interface AlikeCount {
  batchKey: string;
  /** To some in other batches too; otherwise to others of this batch alone. */
  isAcross: boolean;
  responses: number;
}

/** What the responses to a form are called, of many. */
const filledForms: Readonly<Record<FormKind, Record<'ky' | 'ru' | 'en', string>>> = {
  QUESTIONNAIRE: { ky: 'анкеталар', ru: 'анкеты', en: 'questionnaires' },
  SURVEY_SHEET: { ky: 'сурамжылоо баракчалары', ru: 'опросные листы', en: 'survey sheets' },
};

/** Ours: people do answer alike, and nothing of it is refused; what was filed a second time under another key would count twice in silence. */
export function alikeWarning(alike: readonly AlikeCount[], kind: FormKind): Violation[] {
  return alike.length > 0 ? [filedAlike(alike, kind)] : [];
}

const mostShownBatches = 10;

/** How many in all, and in which batches; undefined = none. */
function inBatches(alike: readonly AlikeCount[]): string | undefined {
  if (alike.length === 0) return undefined;
  const total = alike.reduce((sum, { responses }) => sum + responses, 0);
  const shown = alike.slice(0, mostShownBatches).map(({ batchKey, responses }) => `${batchKey} – ${responses}`);
  return `${total} (${[...shown, ...(alike.length > mostShownBatches ? ['…'] : [])].join('; ')})`;
}

function filedAlike(alike: readonly AlikeCount[], kind: FormKind): Violation {
  const { ky, ru, en } = filledForms[kind];
  const across = inBatches(alike.filter(({ isAcross }) => isAcross));
  const within = inBatches(alike.filter(({ isAcross }) => !isAcross));
  const counted = (inSeveral: string, inOne: string) =>
    [...(across ? [`${inSeveral} ${across}`] : []), ...(within ? [`${inOne} ${within}`] : [])].join(', ');
  return ruleViolated(
    'ours:questionnaires-alike',
    {
      ky: `Баары бирдей ${ky} бар (кызмат, күндөр, бардык жооптор): ${counted('ар башка топтомдордо', 'бир топтомдун ичинде')}.`,
      ru: `Есть ${ru}, одинаковые во всём (услуга, дни, все ответы): ${counted('в разных пакетах', 'внутри одного пакета')}.`,
      en: `Some ${en} are alike in everything (service, days, all answers): ${counted('in different batches', 'within one batch')}.`,
    },
    {
      ky: `Адамдар бирдей жооп бериши мүмкүн. Эгер ${ky} эки жолу өткөрүлсө, ашык топтомду withdrawResponseBatch менен кайра алыңыз; болбосо калтырыңыз.`,
      ru: `Люди могут отвечать одинаково. Если ${ru} поданы дважды, отзовите лишний пакет через withdrawResponseBatch; если нет — оставьте как есть.`,
      en: `People may answer alike. If ${en} were filed twice, withdraw the superfluous batch with withdrawResponseBatch; otherwise leave all as it is.`,
    },
    ['batches'],
  ).violation;
}
