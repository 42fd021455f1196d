import { inflateRawSync, inflateSync } from 'node:zlib';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { renderDocument } from '../../src/kit/document/render.ts';
import { reportModel, typed } from '../support/report-model.ts';

const models = { KY: reportModel('KY'), RU: reportModel('RU') };

for (const language of ['KY', 'RU'] as const) {
  test(`a document for Word is well-formed, literal and the same twice (${language})`, async () => {
    const docx = await renderDocument(models[language], 'DOCX');
    expect((await renderDocument(models[language], 'DOCX')).equals(docx)).toBe(true);
    const files = filesOf(docx);
    const texts = new Map(
      [...files].filter(([name]) => /\.(xml|rels)$/u.test(name)).map(([name, data]) => [name, textOf(data.toString())]),
    );
    const text = texts.get('word/document.xml') ?? '';
    for (const line of typed.split('\n')) expect(text).toContain(line);
    for (const name of models[language].names) expect(text).toContain(name);
    const xml = files.get('word/document.xml')?.toString() ?? '';
    expect(xml).toContain('<w:tblHeader/>');
    expect(files.get('word/settings.xml')?.toString()).toContain('<w:updateFields/>');
    expect(xml).toMatch(/<wp:docPr [^>]*descr="[^"]+"/u);
    expect(files.get('word/styles.xml')?.toString()).toContain(`w:val="${language.toLowerCase()}-${language === 'KY' ? 'KG' : 'RU'}"`);
  });

  test(`the page escapes what people typed (${language})`, async () => {
    const html = (await renderDocument(models[language], 'HTML')).toString();
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toContain('<script');
    for (const name of models[language].names) expect(html).toContain(name);
  });

  test(`the PDF is tagged, says its language, and its letters can be read out again (${language})`, async () => {
    const text = plainOf(await renderDocument(models[language], 'PDF'));
    expect(text).toMatch(/\/MarkInfo\s*<<\s*\/Marked true/u);
    expect(text).toMatch(new RegExp(`/Lang\\s*\\(${language.toLowerCase()}`, 'u'));
    expect(text.match(/\/S\s*\/TH\b/gu)?.length).toBeGreaterThan(9);
    expect([...'ңөүҢӨҮ'].filter((letter) => !readable(text).has(letter))).toEqual([]);
  });
}

test('an aborted rendering ends with the reason, also while it waits, and the next one is served', async () => {
  const stop = new AbortController();
  const running = renderDocument(models.KY, 'PDF', { signal: stop.signal });
  const waiting = renderDocument(models.KY, 'PDF', { signal: stop.signal });
  const next = renderDocument(models.KY, 'HTML');
  stop.abort(new Error('no longer wanted'));
  await expect(running).rejects.toThrow('no longer wanted');
  await expect(waiting).rejects.toThrow('no longer wanted');
  expect((await next).toString()).toContain('<!doctype html>');
});

test('a failure is told with its cause', async () => {
  const broken = { ...models.KY, language: 'XX' as 'KY' };
  await expect(renderDocument(broken, 'HTML')).rejects.toThrow(/not rendered as HTML: TypeError/u);
});

/** A zip's files, by its directory. */
function filesOf(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  let entry = zip.readUInt32LE(zip.length - 6);
  for (let left = zip.readUInt16LE(zip.length - 12); left > 0; left -= 1) {
    const nameLength = zip.readUInt16LE(entry + 28);
    const start = zip.readUInt32LE(entry + 42);
    const data = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
    const packed = zip.subarray(data, data + zip.readUInt32LE(entry + 20));
    files.set(
      zip.toString('utf8', entry + 46, entry + 46 + nameLength),
      zip.readUInt16LE(entry + 10) === 0 ? packed : inflateRawSync(packed),
    );
    entry += 46 + nameLength + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
  }
  return files;
}

/** The text of an XML file; throws if it is not well-formed. */
function textOf(xml: string): string {
  let text = '';
  const parser = new SaxesParser();
  parser.on('text', (part) => (text += part));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  return text;
}

/** A PDF with its compressed streams opened. */
function plainOf(pdf: Buffer): string {
  const raw = pdf.toString('latin1');
  const streams = [...raw.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/gu)].map(([, body = '']) => {
    try {
      return inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
    } catch {
      return '';
    }
  });
  return [raw, ...streams].join('\n');
}

/** The letters that the fonts' tables (ToUnicode) give back for glyphs. */
function readable(text: string): Set<string> {
  const tables = [...text.matchAll(/beginbfchar([\s\S]*?)endbfchar/gu)].map(([, table = '']) => table);
  const pairs = tables.flatMap((table) => [...table.matchAll(/<[\dA-Fa-f]+>\s*<([\dA-Fa-f]+)>/gu)]);
  return new Set(pairs.map(([, code = '']) => Buffer.from(code, 'hex').swap16().toString('utf16le')));
}
