import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { readFileSync } from 'node:fs';
import { wordsOf } from './document-words.ts';
import { breakable, fontFiles } from './font.ts';
import type { LaidOutBlock, LaidOutDocument, LaidOutTable } from './layout.ts';
import { inShownLetters } from './pdf-letters.ts';
import { pdfTemplate } from './pdf-template.ts';
import { sectionsOf } from './sections.ts';
import { cellPadding, pageWidths } from './table-size.ts';

/** A laid-out document as a tagged PDF (PDF/UA-1): language, title, bookmarks, table headers, alternatives. The same document gives the same bytes. */
export function pdfOf(laidOut: LaidOutDocument): Buffer {
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: Object.values(fontFiles).map((file) => readFileSync(file)) }] });
  const document = inShownLetters(laidOut, compiler);
  const day = document.date.split('-').map(Number);
  const sections = sectionsOf(document.blocks).map(({ isAcross, blocks }) => ({
    isAcross,
    blocks: blocks.map((block) => withBreaks(block, isAcross)),
  }));
  const facts = document.facts.map(({ label, value }) => ({ label, value: breakable(value, 440, 10) }));
  const input = {
    ...document,
    sections,
    facts,
    heading: breakable(document.title, 440, 20, 'bold'),
    day,
    lang: document.language.toLowerCase(),
    page: wordsOf(document.language).page,
  };
  const compiled = compiler.compile({ mainFileContent: pdfTemplate, inputs: { document: JSON.stringify(input) } });
  if (!compiled.result) throw new Error(`The document cannot be laid out: ${JSON.stringify(compiled.takeDiagnostics()?.shortDiagnostics)}`);
  try {
    return compiler.pdf(compiled.result, { pdfStandard: 'ua-1', creationTimestamp: Date.parse(document.date) / 1000 });
  } finally {
    compiler.evictCache(0);
  }
}

/** With a place to break in every word that would run out of its line: typst breaks none by itself. */
function withBreaks(block: LaidOutBlock, isAcross: boolean): LaidOutBlock {
  const width = pageWidths[isAcross ? 'across' : 'upright'];
  const text = (value: string, size = 10) => breakable(value, width - 40, size, 'bold');
  if (block.kind === 'table')
    return { ...block, ...cellsWithBreaks(block, width), caption: text(block.caption), notes: block.notes.map((note) => text(note)) };
  if (block.kind === 'heading') return { ...block, text: text(block.text, 15) };
  if (block.kind === 'paragraph') return { ...block, text: text(block.text) };
  if (block.kind === 'list') return { ...block, items: block.items.map((item) => text(item)) };
  if (block.kind === 'callout') return { ...block, title: text(block.title), text: text(block.text) };
  if (block.kind === 'figure')
    return { ...block, pictures: block.pictures.map((picture) => ({ ...picture, caption: text(picture.caption) })) };
  return block;
}

function cellsWithBreaks({ columns, rows, textSize }: LaidOutTable, width: number): Pick<LaidOutTable, 'columns' | 'rows'> {
  const room = columns.map(({ share }) => share * width - cellPadding);
  return {
    columns: columns.map((column, index) => ({ ...column, title: breakable(column.title, room[index] ?? 0, textSize, 'bold') })),
    rows: rows.map((row) => row.map((cell, index) => breakable(cell, room[index] ?? 0, textSize))),
  };
}
