import { describe, expect, it } from 'vitest';
import { assertUploadType, safeFileName, uploadName } from '../../../src/modules/files/file-name.rules.ts';
import { HubError } from '../../../src/shared/errors.ts';

function refusalOf(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof HubError) return error.violation.rule;
    throw error;
  }
  return undefined;
}

describe('the name of a file', () => {
  it.each([
    ['an ordinary one stays', 'Көлөмдөр 2026.csv', 'Көлөмдөр 2026.csv'],
    ['a path is cut off', '../../etc/passwd.csv', 'passwd.csv'],
    ['of Windows too', 'C:\\Users\\me\\a.csv', 'a.csv'],
    ['controls and line breaks go', 'a\0b\r\n.csv', 'ab.csv'],
    ['marks that turn the writing round go', 'evil\u202Evsc.csv', 'evilvsc.csv'],
    ['what shells and folders take for themselves goes', 'a<b>:"|?*.csv', 'ab.csv'],
    ['dots and blanks at its ends go', ' ..a.csv. ', 'a.csv'],
    ['blanks are one blank', 'a \t b.csv', 'a b.csv'],
    ['half a character goes', 'a\uD83D.csv', 'a.csv'],
    ['nothing is left of nothing', '../..', ''],
  ])('%s', (_, given, kept) => {
    expect(safeFileName(given)).toBe(kept);
  });

  it('has at most 200 characters, its ending kept', () => {
    const name = safeFileName(`${'ө'.repeat(300)}.xlsx`);
    expect([[...name].length, name.slice(-6)]).toEqual([200, 'ө.xlsx']);
    expect([...safeFileName('\u{1F600}'.repeat(300))].length).toBe(200);
  });
});

describe('an upload', () => {
  it.each([
    'text/csv',
    'application/json',
    'application/pdf',
    'image/png',
    'image/jpeg',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ])('may be %s', (mediaType) => {
    expect(refusalOf(() => assertUploadType(mediaType))).toBeUndefined();
  });

  it.each([
    'image/svg+xml',
    'text/html',
    'application/zip',
    'application/x-msdownload',
    'text/csv; charset=utf-8',
    'TEXT/CSV',
    '',
    'toString',
    '__proto__',
  ])('may not be %j', (mediaType) => {
    expect(refusalOf(() => assertUploadType(mediaType))).toBe('ours:upload-types');
  });

  it('is named as its type says', () => {
    expect(uploadName('a/b.JPG', 'image/jpeg')).toBe('b.JPG');
    expect(refusalOf(() => uploadName('a.csv.exe', 'text/csv'))).toBe('ours:name-fits-type');
    expect(refusalOf(() => uploadName('csv', 'text/csv'))).toBe('ours:name-fits-type');
    expect(refusalOf(() => uploadName('.csv', 'text/csv'))).toBe('ours:name-fits-type');
    expect(refusalOf(() => uploadName('../', 'text/csv'))).toBe('ours:name-fits-type');
  });
});
