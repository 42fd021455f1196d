import { badInput, type HubError } from '../../shared/errors.ts';

/**
 * What may be uploaded, and how its name may end. No SVG, HTML or archives: they can carry scripts or bombs, and nobody files data or
 * evidence in them.
 */
export const uploadTypes = {
  'text/csv': ['csv'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/json': ['json'],
  'application/pdf': ['pdf'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
} as const satisfies Record<string, readonly string[]>;

export type UploadType = keyof typeof uploadTypes;

/** Ours: only kinds of file that the hub reads or that are plain evidence. Throws BAD_USER_INPUT. */
export function assertUploadType(mediaType: string): asserts mediaType is UploadType {
  if (Object.hasOwn(uploadTypes, mediaType)) return;
  const allowed = Object.values(uploadTypes).flat().join(', ');
  throw refusedField(
    'mediaType',
    'ours:upload-types',
    { ky: 'Мындай түрдөгү файл кабыл алынбайт.', ru: 'Файлы этого типа не принимаются.', en: 'Files of this type are not taken.' },
    { ky: `Кабыл алынат: ${allowed}.`, ru: `Принимаются: ${allowed}.`, en: `These are taken: ${allowed}.` },
  );
}

const longestName = 200;
// Controls, marks that turn the direction of writing (they hide a name's end), and what some system keeps for paths or commands.
const unfit = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"|?*]/gu;

/**
 * A name that is safe in every folder: no path, no invisible characters, at most 200 characters, the ending kept. Answers '' where
 * nothing is left.
 */
export function safeFileName(given: string): string {
  const [last = ''] = given.split(/[/\\]/).slice(-1);
  const clean = last
    .normalize('NFC')
    .replace(unfit, '')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const letters = [...clean];
  if (letters.length <= longestName) return clean;
  const ending = endingOf(clean);
  const kept = ending === undefined ? [] : [`.${ending}`];
  return [...letters.slice(0, longestName - (kept[0]?.length ?? 0)), ...kept].join('');
}

/** The name of an uploaded file, made safe. Ours: its ending says what it is. Throws BAD_USER_INPUT. */
export function uploadName(given: string, mediaType: UploadType): string {
  const endings: readonly string[] = uploadTypes[mediaType];
  const name = safeFileName(given);
  if (endings.includes(endingOf(name)?.toLowerCase() ?? '')) return name;
  throw refusedField(
    'fileName',
    'ours:name-fits-type',
    { ky: 'Файлдын аты түрүнө туура келбейт.', ru: 'Имя файла не соответствует его типу.', en: "The file's name does not fit its type." },
    {
      ky: `Аты төмөнкү менен бүтсүн: .${endings.join(', .')}.`,
      ru: `Имя должно оканчиваться на .${endings.join(', .')}.`,
      en: `Let the name end in .${endings.join(', .')}.`,
    },
  );
}

function endingOf(name: string): string | undefined {
  return /[^.]\.([a-z0-9]{1,8})$/i.exec(name)?.[1];
}

function refusedField(
  field: string,
  rule: string,
  message: HubError['violation']['message'],
  hint: HubError['violation']['hint'],
): HubError {
  const error = badInput(['input', field], message, hint);
  error.violation.rule = rule;
  return error;
}
