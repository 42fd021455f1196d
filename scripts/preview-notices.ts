import 'reflect-metadata';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useLetterSender } from '../src/kit/mail/letter-sender.ts';
import { noticeNames } from '../src/kit/mail/notice-texts.ts';
import { samplePayloads } from '../src/kit/mail/sample-payloads.ts';
import { modules } from '../src/modules/index.ts';
import { writeNotice } from '../src/modules/notifications/notice-letter.service.ts';
import { loadConfig } from '../src/runtime/config.ts';

/** Writes every notice to look at: as it is mailed by default and in Russian alone, with usual values. `npm run notices:preview [folder]` */
const usage = 'npm run notices:preview [-- FOLDER]\n  Writes every notice as HTML, text and calendar into FOLDER (notices-preview).';
const [folder = 'notices-preview', ...others] = process.argv.slice(2);
if (folder === '--help' || folder === '-h') {
  console.log(usage);
  process.exit(0);
}
if (folder.startsWith('-') || others.length > 0) {
  console.error(`The command is not right: name one folder, not ${[folder, ...others].join(' ')}.\n${usage}`);
  process.exit(1);
}
const config = loadConfig();
useLetterSender({ name: { ky: config.UNIT_NAME, ru: config.UNIT_NAME_RU }, phone: config.UNIT_PHONE, email: config.UNIT_EMAIL });
const definitions = modules.flatMap((module) => module.notices ?? []);
const forms = { 'ky-ru': null, ru: 'RU' } as const;

await mkdir(folder, { recursive: true });
for (const name of noticeNames) {
  const definition = definitions.find((each) => each.name === name) ?? { name, kind: 'LIST_NOTIFIED' };
  for (const [form, language] of Object.entries(forms)) {
    const notice = { subjectId: null, payload: samplePayloads[name], language, dueAt: new Date() };
    const { subject, html, text, calendar } = await writeNotice(definition, notice, 'https://hub.example');
    const file = join(folder, `${name}.${form}`);
    await writeFile(`${file}.html`, html);
    await writeFile(`${file}.txt`, `${subject}\n\n${text}`);
    if (calendar) await writeFile(`${file}.ics`, calendar);
  }
}
console.log(`${noticeNames.length} notices are in ${folder}.`);
