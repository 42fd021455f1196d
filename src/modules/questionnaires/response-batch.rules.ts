import type { LocalDate } from '../../shared/calendar.ts';
import { badInput, conflict, type HubError, ruleViolated, type Violation } from '../../shared/errors.ts';
import type { FormKind } from '../forms/form.rules.ts';

export const batchStates = ['CHECKING', 'DRY_RUN_PASSED', 'REJECTED', 'STORED', 'WITHDRAWN'] as const;
export type BatchState = (typeof batchStates)[number];

/** In one call; more go in further batches. */
const mostResponses = 500;
/** Of what is wrong with a batch, so many are kept; the rest is only counted. */
export const mostViolations = 100;

// ---- workflow ------------------------------------------------------------------------------------------------------

/** Where the checks leave a batch. All or nothing: one response that is wrong rejects the whole. */
export function outcomeOf({ isDryRun, violationCount }: { isDryRun: boolean; violationCount: number }): BatchState {
  if (violationCount > 0) return 'REJECTED';
  return isDryRun ? 'DRY_RUN_PASSED' : 'STORED';
}

/** The states in which a batch is a report only: its key may be filed again, with other content too. */
const reports: readonly BatchState[] = ['CHECKING', 'DRY_RUN_PASSED', 'REJECTED'];

export function isReport(state: BatchState): boolean {
  return reports.includes(state);
}

/** What filing finds under its batch key: nothing or a report (undefined), or a batch that was kept. */
export interface KeptBatch {
  state: BatchState;
  /** Whether it was made of exactly what is filed now. */
  isSameContent: boolean;
}

/** What refuses filing under a key in use. Ours: a key names one batch for good; the same again is answered with that batch. */
export function batchKeyRefusal({ state, isSameContent }: KeptBatch): HubError | undefined {
  if (state === 'WITHDRAWN') return keyOfWithdrawn();
  return isSameContent ? undefined : keyInUse();
}

/** Whether something is wrong with what only the given responses hold, and their kept form does not: answers, and whose they are. */
export function isOfContent({ path }: Violation): boolean {
  return path?.some((step) => step === 'answers' || step === 'municipalityId') === true;
}

export interface WithdrawalFacts {
  state: BatchState;
  /** Since when it stands as it is: see `ResponseBatch`; null = it does not, or its submission was returned. */
  lockedAt?: Date | null;
  /** Whose; null = the responsible unit's own, of a survey. */
  municipalityId?: string | null;
  /** When the unit accepted what holds it; null = it did not (yet). */
  acceptedAt?: Date | null;
}

/** R10, R12: what refuses the withdrawal of a batch: it stands as it was filed once it is handed in, for good once it is accepted, or its survey is closed. */
export function withdrawalRefusal({ state, lockedAt, acceptedAt, municipalityId }: WithdrawalFacts): Violation | undefined {
  if (state === 'WITHDRAWN') return alreadyWithdrawn();
  if (state !== 'STORED') return notStored();
  if (acceptedAt) return accepted();
  if (!lockedAt) return undefined;
  return municipalityId == null ? surveyClosed() : handedIn(['input', 'id']);
}

// ---- filing --------------------------------------------------------------------------------------------------------

const longestKey = 100;
const keyPattern = /^[\p{L}\p{N}][\p{L}\p{N} ._:/-]*$/u;

export interface FilingFacts {
  batchKey: string;
  /** Of what came in the input; null = nothing did. */
  responseCount: number | null;
  /** Whether a file is named. */
  hasFile: boolean;
  formKind: FormKind;
}

/** R10: what is wrong with a filing as a whole, apart from its responses: its key, its size, and which form it is on. */
export function filingViolations({ formKind, ...batch }: FilingFacts): Violation[] {
  return [...batchViolations(batch), ...(formKind === 'QUESTIONNAIRE' ? [] : [notAQuestionnaire()])];
}

/** What is wrong with a batch as a whole, on whichever form: its key, its size, and that it comes in one of the two ways. */
export function batchViolations({ batchKey, responseCount, hasFile }: Omit<FilingFacts, 'formKind'>): Violation[] {
  return [
    batchKey.length <= longestKey && keyPattern.test(batchKey) ? undefined : badKey(),
    hasFile === (responseCount !== null) ? eitherOr() : undefined,
    responseCount === null || (responseCount >= 1 && responseCount <= mostResponses) ? undefined : badNumber(responseCount),
  ].filter((violation) => violation !== undefined);
}

/** Ours: while a file is being checked its key is not filed again, but for the very same once more. */
export function underCheck(): HubError {
  const error = conflict(
    ['input', 'batchKey'],
    {
      ky: 'Бул ачкычтагы топтом азыр текшерилип жатат.',
      ru: 'Пакет с этим ключом сейчас проверяется.',
      en: 'The batch of this key is being checked.',
    },
    {
      ky: 'Бүткүчө күтүңүз же ишти cancelJob менен токтотуңуз.',
      ru: 'Дождитесь окончания или отмените работу через cancelJob.',
      en: 'Wait for its end, or cancel the work with cancelJob.',
    },
  );
  error.violation.rule = 'ours:one-check-at-a-time';
  return error;
}

/** Ours: a dry run of a file looks into what is to be filed. Under a key that is stored nothing is: neither the file nor the batch is touched. */
export function storedAlready(): HubError {
  const error = conflict(
    ['input', 'batchKey'],
    {
      ky: 'Бул ачкыч менен топтом сакталган: анын астында файлды текшерип көрүүгө болбойт.',
      ru: 'Под этим ключом пакет уже сохранён: проверять под ним файл нельзя.',
      en: 'A batch is stored under this key already: no file is tried out under it.',
    },
    {
      ky: 'Башка файлды жаңы ачкыч менен текшериңиз. Ушул эле файлды isDryRun жок кайра жөнөтсөңүз, жооп — сакталган топтом.',
      ru: 'Другой файл проверьте под новым ключом. Если отправить тот же файл снова без isDryRun, ответом будет сохранённый пакет.',
      en: 'Check another file under a new key. The same file again without isDryRun is answered with the stored batch.',
    },
  );
  error.violation.rule = 'ours:dry-run-of-a-new-key';
  return error;
}

/** What refuses a file of a kind in which the hub reads no data. */
export function unreadableFormat(): HubError {
  const error = badInput(
    ['input', 'uploadId'],
    { ky: 'Бул түрдөгү файл окулбайт.', ru: 'Файл этого вида не читается.', en: 'A file of this kind is not read.' },
    { ky: 'CSV, XLSX же JSON жөнөтүңүз.', ru: 'Отправьте CSV, XLSX или JSON.', en: 'Send CSV, XLSX or JSON.' },
  );
  error.violation.rule = 'ours:data-files';
  return error;
}

/** R12: what refuses another batch: the municipality's questionnaires of the year are handed in. */
export function handedInRefusal(isHandedIn: boolean): Violation | undefined {
  return isHandedIn ? handedIn(['input', 'year']) : undefined;
}

/** The days that responses of a cycle may be of: its year, up to today. */
export interface CycleDays {
  first: LocalDate;
  last: LocalDate;
}

export function cycleDays(year: number, today: LocalDate): CycleDays {
  const end = `${year}-12-31`;
  return { first: `${year}-01-01`, last: today < end ? today : end };
}

// ---- words ---------------------------------------------------------------------------------------------------------

function badKey(): Violation {
  return badInput(
    ['input', 'batchKey'],
    {
      ky: `Топтомдун ачкычы 1ден ${longestKey} белгиге чейин: тамга, цифра, боштук, . _ : / -; тамга же цифра менен башталат.`,
      ru: `Ключ пакета — от 1 до ${longestKey} знаков: буквы, цифры, пробел, . _ : / -; начинается с буквы или цифры.`,
      en: `A batch key has 1 to ${longestKey} characters: letters, digits, space, . _ : / -; it begins with a letter or digit.`,
    },
    { ky: 'Мисалы: 2026-03/1.', ru: 'Например: 2026-03/1.', en: 'For example 2026-03/1.' },
  ).violation;
}

function eitherOr(): Violation {
  return badInput(
    ['input', 'uploadId'],
    {
      ky: 'Анкеталар же responses менен, же файл (uploadId) менен өткөрүлөт.',
      ru: 'Анкеты подаются или в responses, или файлом (uploadId).',
      en: 'Questionnaires are filed either as responses or as a file (uploadId).',
    },
    { ky: 'Экөөнүн бирин гана бериңиз.', ru: 'Укажите одно из двух.', en: 'Give exactly one of the two.' },
  ).violation;
}

function badNumber(responseCount: number): Violation {
  return badInput(
    ['input', 'responses'],
    {
      ky: `Бир топтомдо 1ден ${mostResponses} чейин анкета болот.`,
      ru: `В одном пакете от 1 до ${mostResponses} анкет.`,
      en: `A batch has 1 to ${mostResponses} responses.`,
    },
    responseCount === 0
      ? {
          ky: 'Жок дегенде бир анкета бериңиз; анкета жок болсо, эч нерсе өткөрүүнүн кереги жок.',
          ru: 'Укажите хотя бы одну анкету; если анкет нет, подавать нечего.',
          en: 'Give at least one response; where there are none, there is nothing to file.',
        }
      : {
          ky: 'Калганын башка ачкыч менен экинчи топтомдо же баарын файл менен өткөрүңүз.',
          ru: 'Остальные подайте другим пакетом с другим ключом или все сразу файлом.',
          en: 'File the rest in another batch, with another key, or all of them as a file.',
        },
  ).violation;
}

function notAQuestionnaire(): Violation {
  return ruleViolated(
    'R10',
    {
      ky: 'Жеткирүүчүлөр анкетаны (2-тиркеме) гана өткөрүшөт.',
      ru: 'Поставщики подают только анкеты (приложение 2).',
      en: 'Providers file questionnaires (Appendix 2) only.',
    },
    {
      ky: 'form(kind: QUESTIONNAIRE) версиясын бериңиз.',
      ru: 'Укажите версию формы form(kind: QUESTIONNAIRE).',
      en: 'Give a version of form(kind: QUESTIONNAIRE).',
    },
    ['input', 'formVersionId'],
  ).violation;
}

function handedIn(path: readonly string[]): Violation {
  return ruleViolated(
    'R12',
    {
      ky: 'Бул жылдын анкеталары өткөрүлүп берилген.',
      ru: 'Анкеты этого года уже представлены.',
      en: 'The questionnaires of this year are handed in.',
    },
    {
      ky: 'Өзгөртүү үчүн жооптуу бөлүмдөн тапшырууну кайтарууну сураңыз.',
      ru: 'Чтобы изменить их, попросите ответственное подразделение вернуть представление.',
      en: 'To change them, ask the responsible unit to return the submission.',
    },
    path,
  ).violation;
}

function surveyClosed(): Violation {
  return ruleViolated(
    'ours:survey-open',
    { ky: 'Топтомдун сурамжылоосу жабылган.', ru: 'Опрос этого пакета закрыт.', en: 'The survey of this batch is closed.' },
    {
      ky: 'Баракчалар сурамжылоо жабылганга чейин гана кайра алынат.',
      ru: 'Листы можно отозвать, только пока опрос не закрыт.',
      en: 'Sheets can be withdrawn only until their survey is closed.',
    },
    ['input', 'id'],
  ).violation;
}

/** R12: also while the part is open for a supplement: what is accepted counts, and the analyses that were made of it name it. */
function accepted(): Violation {
  return ruleViolated(
    'R12',
    { ky: 'Бул топтом кабыл алынган.', ru: 'Этот пакет принят.', en: 'This batch is accepted.' },
    {
      ky: 'Кабыл алынган эсептелет жана ошол бойдон калат; толуктоодо кошула турганды башка ачкыч менен өткөрүңүз.',
      ru: 'Принятое учитывается и остаётся как есть; в дополнении подайте то, что добавляется, под другим ключом.',
      en: 'What is accepted counts and stays as it is; in a supplement file what is added under another key.',
    },
    ['input', 'id'],
  ).violation;
}

function notStored(): Violation {
  return ruleViolated(
    'ours:batch-workflow',
    {
      ky: 'Сакталган топтом гана кайра алынат.',
      ru: 'Отозвать можно только сохранённый пакет.',
      en: 'Only a stored batch can be withdrawn.',
    },
    {
      ky: 'Текшерүүнүн же четке кагуунун отчетунда анкеталар жок, аны кайра алуунун кереги жок.',
      ru: 'В отчёте о проверке или отказе анкет нет, отзывать нечего.',
      en: 'The report of a dry run or of a rejection holds no responses: there is nothing to withdraw.',
    },
    ['input', 'id'],
  ).violation;
}

function alreadyWithdrawn(): Violation {
  const { violation } = ruleViolated(
    'ours:batch-workflow',
    { ky: 'Бул топтом кайра алынган.', ru: 'Этот пакет уже отозван.', en: 'This batch is withdrawn already.' },
    {
      ky: 'Эч нерсе кылуунун кереги жок: анын анкеталары эсептелбейт. Аларды кайра өткөрүү үчүн жаңы ачкыч бериңиз.',
      ru: 'Делать ничего не нужно: его анкеты не учитываются. Чтобы подать их снова, дайте новый ключ.',
      en: 'There is nothing to do: its responses count nowhere. To file them again, give a new key.',
    },
  );
  return { ...violation, path: ['input', 'id'] };
}

function keyInUse(): HubError {
  return conflict(
    ['input', 'batchKey'],
    {
      ky: 'Бул ачкыч менен башка топтом сакталган.',
      ru: 'Под этим ключом сохранён другой пакет.',
      en: 'Another batch is stored under this key.',
    },
    {
      ky: 'Жаңы топтомго жаңы ачкыч бериңиз; сакталганды responseBatch(batchKey), сурамжылоонукун survey(id) { batches } көрсөтөт.',
      ru: 'Дайте новому пакету новый ключ; сохранённый показывает responseBatch(batchKey), а пакет опроса — survey(id) { batches }.',
      en: 'Give a new batch a new key; responseBatch(batchKey) shows the stored one, of a survey survey(id) { batches }.',
    },
  );
}

function keyOfWithdrawn(): HubError {
  return conflict(
    ['input', 'batchKey'],
    {
      ky: 'Бул ачкычтагы топтом кайра алынган.',
      ru: 'Пакет с этим ключом отозван.',
      en: 'The batch of this key was withdrawn.',
    },
    { ky: 'Кайра өткөрүү үчүн жаңы ачкыч бериңиз.', ru: 'Чтобы подать снова, дайте новый ключ.', en: 'To file again, give a new key.' },
  );
}
