import type { LocalDate } from '../../shared/calendar.ts';
import type { LaidOutDocument } from './layout.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const inXml = (text: string) => text.replaceAll(/[&<>]/gu, (letter) => entities[letter] ?? '');

/** Who wrote what and when, by the document and not by the machine's clock. */
export function corePropertiesOf({ title, author, date, language }: LaidOutDocument): string {
  const day = `${date}T00:00:00Z`;
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${inXml(title)}</dc:title><dc:creator>${inXml(author)}</dc:creator><cp:lastModifiedBy>${inXml(author)}</cp:lastModifiedBy><dc:language>${language.toLowerCase()}</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">${day}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${day}</dcterms:modified></cp:coreProperties>`;
}

const endOfDirectory = 0x06_05_4b_50;

/** A zip whose files are all of one day: the time of packing is the only thing that differs between two packings. */
export function withTime(zip: Buffer, date: LocalDate): Buffer {
  const [year = 1980, month = 1, day = 1] = date.split('-').map(Number);
  // As MS-DOS wrote it: two bytes of time, two of date.
  const time = Math.max(0, year - 1980) * 2 ** 25 + month * 2 ** 21 + day * 2 ** 16;
  const stamped = Buffer.from(zip);
  const end = stamped.length - 22;
  if (stamped.readUInt32LE(end) !== endOfDirectory) throw new Error('The package does not end as a zip without a comment does');
  let entry = stamped.readUInt32LE(end + 16);
  for (let left = stamped.readUInt16LE(end + 10); left > 0; left -= 1) {
    stamped.writeUInt32LE(time, entry + 12);
    stamped.writeUInt32LE(time, stamped.readUInt32LE(entry + 42) + 10);
    entry += 46 + stamped.readUInt16LE(entry + 28) + stamped.readUInt16LE(entry + 30) + stamped.readUInt16LE(entry + 32);
  }
  return stamped;
}
