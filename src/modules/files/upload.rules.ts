import { badInput, conflict, HubError, ruleViolated } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';

/** The largest file, in bytes: 64 MB. */
export const maximumBytes = 67_108_864;
/** The most files that one actor may have under way, and not yet named in an act. */
export const maximumOpenUploads = 20;

const minute = 60_000;
const beginWithin = 15 * minute;
const resumeWithin = 24 * 60 * minute;

export interface UploadTimes {
  createdAt: Date;
  begunAt?: Date | null;
}

/** Ours: sending begins within 15 minutes; what was begun may be gone on with, and named in an act, for 24 hours. */
export function expiryOf({ createdAt, begunAt }: UploadTimes): Date {
  return new Date(createdAt.getTime() + (begunAt ? resumeWithin : beginWithin));
}

/** Before this instant no upload is gone on with any more. */
export function abandonedBefore(now: Date): Date {
  return new Date(now.getTime() - resumeWithin);
}

/** Ours: a file has 1 byte to 64 MB. Throws BAD_USER_INPUT. */
export function assertUploadSize(bytes: number): void {
  if (bytes >= 1 && bytes <= maximumBytes) return;
  throw withRule(
    'ours:upload-size',
    badInput(
      ['input', 'bytes'],
      { ky: 'Файл 1 байттан 64 МБга чейин болсун.', ru: 'Файл — от 1 байта до 64 МБ.', en: 'A file has 1 byte to 64 MB.' },
      { ky: 'Чоң файлды бөлүктөргө бөлүңүз.', ru: 'Разделите большой файл на части.', en: 'Divide a larger file into parts.' },
    ),
  );
}

/** Ours: the SHA-256 is stated before, so that a file damaged on its way is not taken. Answers it in lower case. */
export function uploadSha256(given: string): string {
  if (/^[0-9a-f]{64}$/i.test(given)) return given.toLowerCase();
  throw withRule(
    'ours:upload-sha256',
    badInput(
      ['input', 'sha256'],
      {
        ky: 'SHA-256 64 он алтылык белгиден турат.',
        ru: 'SHA-256 — это 64 шестнадцатеричных знака.',
        en: 'A SHA-256 is 64 hexadecimal digits.',
      },
      { ky: 'Файлдын SHA-256 суммасын эсептеңиз.', ru: 'Вычислите SHA-256 файла.', en: "Compute the file's SHA-256." },
    ),
  );
}

/** Ours: whoever begins many files names them or waits, so that nobody fills the store. */
export function tooManyOpen(): HubError {
  return ruleViolated(
    'ours:open-uploads',
    {
      ky: `Бир убакта ${maximumOpenUploads} файлдан ашык жүктөлбөйт.`,
      ru: `Одновременно загружается не больше ${maximumOpenUploads} файлов.`,
      en: `No more than ${maximumOpenUploads} files are uploaded at a time.`,
    },
    {
      ky: 'Жүктөлгөн файлдарды колдонуңуз же 24 саат күтүңүз.',
      ru: 'Используйте загруженные файлы или подождите 24 часа.',
      en: 'Use the files that you have uploaded, or wait for 24 hours.',
    },
  );
}

// ---- what a PUT says of itself --------------------------------------------------------------------------------------

/** A part of a file: bytes from one place to another (included), of so many in all. */
export interface ContentRange {
  from: number;
  to: number;
  total: number;
}

/** Reads `Content-Range: bytes 0-99/200`; undefined = it is none, or not within its own total. */
export function parseContentRange(header: string): ContentRange | undefined {
  const [, ...numbers] = /^bytes (\d{1,10})-(\d{1,10})\/(\d{1,10})$/.exec(header) ?? [];
  const [from, to, total] = numbers.map(Number);
  if (from === undefined || to === undefined || total === undefined || from > to || to >= total) return undefined;
  return { from, to, total };
}

export interface PutHeaders {
  contentRange?: string;
  contentLength?: string;
}

/** What is to be sent: from which place (undefined = the whole file, from the beginning) and how many bytes. */
export interface Sending {
  from?: number;
  bytes: number;
}

/** Throws BAD_REQUEST for headers that do not fit the file or one another, PAYLOAD_TOO_LARGE for more than the file has. */
export function sendingOf({ contentRange, contentLength }: PutHeaders, fileBytes: number): Sending {
  const range = contentRange === undefined ? undefined : parseContentRange(contentRange);
  if (contentRange !== undefined && range?.total !== fileBytes) throw badRange(fileBytes);
  const bytes = range ? range.to - range.from + 1 : fileBytes;
  if (contentLength !== undefined && Number(contentLength) > bytes) throw tooMuch(bytes);
  if (contentLength !== undefined && Number(contentLength) !== bytes) throw badRange(fileBytes);
  return { from: range?.from, bytes };
}

function badRange(fileBytes: number): HubError {
  return new HubError({
    code: 'BAD_REQUEST',
    rule: 'ours:content-range',
    message: {
      ky: 'Content-Range же узундук файлга туура келбейт.',
      ru: 'Content-Range или длина не соответствуют файлу.',
      en: 'Content-Range or the length does not fit the file.',
    },
    hint: same(`Content-Range: bytes <Upload-Offset>-${fileBytes - 1}/${fileBytes}`),
  });
}

/** More arrives than was announced. */
export function tooMuch(bytes: number): HubError {
  return new HubError({
    code: 'PAYLOAD_TOO_LARGE',
    rule: 'ours:upload-size',
    message: {
      ky: `Эң көбү ${bytes} байт күтүлгөн.`,
      ru: `Ожидалось не больше ${bytes} байт.`,
      en: `At most ${bytes} bytes were expected.`,
    },
    hint: {
      ky: 'Файлдын чыныгы өлчөмү менен жаңы жүктөө баштаңыз.',
      ru: 'Начните новую загрузку с верным размером файла.',
      en: "Create a new upload with the file's true size.",
    },
  });
}

const same = (text: string): LocalizedText => ({ ky: text, ru: text, en: text });

// ---- what refuses an upload -----------------------------------------------------------------------------------------

const newUpload: LocalizedText = {
  ky: 'createUpload менен жаңы жүктөө баштаңыз.',
  ru: 'Начните новую загрузку через createUpload.',
  en: 'Begin a new upload with createUpload.',
};

/** Too late to begin, or to go on. */
export function uploadExpired(): HubError {
  return new HubError({
    code: 'FORBIDDEN',
    rule: 'ours:uploads-last-a-day',
    message: { ky: 'Жүктөөнүн мөөнөтү өттү.', ru: 'Срок загрузки истёк.', en: 'The upload has expired.' },
    hint: newUpload,
  });
}

/** A link takes one file, once. */
export function receivedAlready(): HubError {
  return withRule(
    'ours:one-use',
    conflict([], { ky: 'Файл толук кабыл алынган.', ru: 'Файл уже принят целиком.', en: 'The file has been received already.' }, newUpload),
  );
}

/** The part does not begin where the last one ended, or another request has gone on with the same file. */
export function notNext(received: number): HubError {
  return withRule(
    'ours:parts-in-order',
    conflict(
      [],
      { ky: `Кабыл алынганы: ${received} байт.`, ru: `Принято ${received} байт.`, en: `${received} bytes have been received.` },
      {
        ky: 'HEAD менен Upload-Offset сурап, ошол жерден улантыңыз.',
        ru: 'Запросите Upload-Offset методом HEAD и продолжите с этого места.',
        en: 'Ask for Upload-Offset with HEAD and go on from there.',
      },
    ),
  );
}

/** What arrived was not what was announced: nothing else throws an upload away before it expires. */
function isDamaged({ discardedAt, ...times }: UploadFacts): boolean {
  return discardedAt != null && discardedAt < expiryOf(times);
}

/** What is said of an upload that was thrown away: why it was. */
export function discarded(facts: UploadFacts): HubError {
  return isDamaged(facts) ? wrongContent() : uploadExpired();
}

/** What arrived is not what was announced; it is not kept. */
export function wrongContent(): HubError {
  return ruleViolated(
    'ours:upload-sha256',
    {
      ky: 'Келген файлдын SHA-256 суммасы башка; файл сакталган жок.',
      ru: 'SHA-256 полученного файла не совпал; файл не сохранён.',
      en: 'What was received has another SHA-256; it was not kept.',
    },
    {
      ky: 'Файлды SHA-256 суммасы менен createUpload аркылуу кайра жарыялап, жаңы putUrl дарегине жөнөтүңүз.',
      ru: 'Снова объявите файл с его SHA-256 через createUpload и отправьте на новый putUrl.',
      en: 'Announce the file with its SHA-256 again with createUpload, and send it to the new putUrl.',
    },
  );
}

// ---- naming an upload in an act -------------------------------------------------------------------------------------

export interface UploadFacts extends UploadTimes {
  receivedAt?: Date | null;
  usedAt?: Date | null;
  discardedAt?: Date | null;
}

/** Ours: an act takes a file that is there whole, and once. */
export function useRefusal(facts: UploadFacts): HubError | undefined {
  const { receivedAt, usedAt, discardedAt } = facts;
  if (usedAt) {
    return ruleViolated(
      'ours:one-use',
      { ky: 'Бул файл мурда колдонулган.', ru: 'Этот файл уже использован.', en: 'This file was used already.' },
      newUpload,
    );
  }
  if (discardedAt) return discarded(facts);
  if (receivedAt) return undefined;
  return ruleViolated(
    'ours:whole-file',
    { ky: 'Файл али толук келе элек.', ru: 'Файл ещё не принят целиком.', en: 'The file has not been received whole.' },
    { ky: 'Аны putUrl дарегине аягына чейин жөнөтүңүз.', ru: 'Отправьте его до конца на putUrl.', en: 'Send all of it to putUrl.' },
  );
}

function withRule(rule: string, error: HubError): HubError {
  error.violation.rule = rule;
  return error;
}
