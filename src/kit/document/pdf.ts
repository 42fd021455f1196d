import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { readFileSync } from 'node:fs';
import { wordsOf } from './document-words.ts';
import { fontFiles } from './font.ts';
import type { LaidOutDocument } from './layout.ts';
import { pdfTemplate } from './pdf-template.ts';

/** A laid-out document as a tagged PDF (PDF/UA-1): language, title, bookmarks, table headers, alternatives. The same document gives the same bytes. */
export function pdfOf(document: LaidOutDocument): Buffer {
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: Object.values(fontFiles).map((file) => readFileSync(file)) }] });
  const day = document.date.split('-').map(Number);
  const input = { ...document, day, lang: document.language.toLowerCase(), page: wordsOf(document.language).page };
  const compiled = compiler.compile({ mainFileContent: pdfTemplate, inputs: { document: JSON.stringify(input) } });
  if (!compiled.result) throw new Error(`The document cannot be laid out: ${JSON.stringify(compiled.takeDiagnostics()?.shortDiagnostics)}`);
  try {
    return compiler.pdf(compiled.result, { pdfStandard: 'ua-1', creationTimestamp: Date.parse(document.date) / 1000 });
  } finally {
    compiler.evictCache(0);
  }
}
