import {
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  ImageRun,
  ImportedXmlComponent,
  type ISectionOptions,
  LevelFormat,
  Packer,
  PageBreak,
  PageNumber,
  PageOrientation,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableOfContents,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { pngOf } from './chart-picture.ts';
import { wordsOf } from './document-words.ts';
import { cellStyle, docxStyles } from './docx-styles.ts';
import type { LaidOutBlock, LaidOutDocument, LaidOutPicture, LaidOutTable } from './layout.ts';
import { sectionsOf } from './sections.ts';
import { pageWidths } from './table-size.ts';
import { corePropertiesOf, withTime } from './office-package.ts';

const twipsPerPoint = 20;
const pixelsPerPoint = 96 / 72;

type Content = Paragraph | Table | TableOfContents;

/** A laid-out document for Word: real headings, lists and tables, charts as pictures. The same document gives the same bytes. */
export async function docxOf(document: LaidOutDocument): Promise<Buffer> {
  const place = placer();
  const sections = sectionsOf(document.blocks).map(({ isAcross, blocks }) => sectionOf(document, isAcross, blocks.flatMap(place)));
  const [first = sectionOf(document, false, []), ...others] = sections;
  const file = new Document({
    title: document.title,
    creator: document.author,
    styles: docxStyles(document.language),
    features: { updateFields: document.contents !== null },
    numbering: { config: [orderedLists] },
    sections:
      first.properties?.page?.size?.orientation === PageOrientation.LANDSCAPE
        ? [sectionOf(document, false, frontOf(document)), first, ...others]
        : [{ ...first, children: [...frontOf(document), ...first.children] }, ...others],
  });
  const overrides = [{ path: 'docProps/core.xml', data: corePropertiesOf(document) }];
  return withTime(await Packer.toBuffer(file, undefined, overrides), document.date);
}

const orderedLists = {
  reference: 'ordered',
  levels: [{ level: 0, format: LevelFormat.DECIMAL, text: '%1.', style: { paragraph: { indent: { left: 500, hanging: 400 } } } }],
};

function sectionOf(document: LaidOutDocument, isAcross: boolean, children: Content[]): ISectionOptions {
  const orientation = isAcross ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT;
  const margin = { top: 1134, bottom: 1247, left: 1134, right: 1134 };
  return {
    properties: { page: { size: { width: 11_906, height: 16_838, orientation }, margin } },
    headers: { default: new Header({ children: [watermarkOf(document)] }) },
    footers: { default: new Footer({ children: [new Paragraph({ style: 'Foot', children: pageNumbers(document) })] }) },
    children,
  };
}

/** The library's own watermark has a random id, and two files of one document would differ. */
function watermarkOf({ watermark }: LaidOutDocument): Paragraph {
  const paragraph = new Paragraph({});
  if (!watermark) return paragraph;
  const centre = ['horizontal', 'vertical'].map((way) => `mso-position-${way}:center;mso-position-${way}-relative:margin`).join(';');
  const picture =
    ImportedXmlComponent.fromXmlString(`<w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" path="m0,0l21600,0m0,21600l21600,21600e"><v:textpath on="t" fitshape="t"/></v:shapetype>
<v:shape id="PowerPlusWaterMarkObject1" type="#_x0000_t136" style="position:absolute;width:420pt;height:105pt;rotation:315;z-index:-251657216;${centre}" fillcolor="#eceff2" stroked="f"><v:textpath style="font-family:Arial;font-size:1pt" string="${watermark.word}"/></v:shape></w:pict></w:r>`);
  paragraph.addChildElement(picture);
  return paragraph;
}

/** `Page 2 of 17`, in the language's own order. */
function pageNumbers({ language }: LaidOutDocument): TextRun[] {
  const fields: Readonly<Record<string, string>> = { '{{page}}': PageNumber.CURRENT, '{{pages}}': PageNumber.TOTAL_PAGES };
  return wordsOf(language)
    .page.split(/(\{\{pages?\}\})/u)
    .map((part) => new TextRun({ children: [fields[part] ?? part] }));
}

function frontOf(document: LaidOutDocument): Content[] {
  const facts = document.facts.map(
    ({ label, value }) => new Paragraph({ children: [...runsOf(`${label}: `, { bold: true }), ...runsOf(value)] }),
  );
  return [
    new Paragraph({ heading: HeadingLevel.TITLE, children: runsOf(document.title) }),
    ...(document.subtitle ? [new Paragraph({ style: 'Subtitle', children: runsOf(document.subtitle) })] : []),
    ...(document.watermark ? [new Paragraph({ children: runsOf(document.watermark.notice, { bold: true }) })] : []),
    ...facts,
    ...contentsOf(document),
  ];
}

/** The headings as links; Word asks, when it opens the document, whether to put the pages in. */
function contentsOf({ contents, blocks }: LaidOutDocument): Content[] {
  if (contents === null) return [];
  const headings = blocks.filter((block) => block.kind === 'heading').filter(({ level }) => level <= 2);
  const cachedEntries = headings.map(({ text, level }) => ({ title: text.replaceAll('\n', ' '), level }));
  return [
    new Paragraph({ style: 'Contents', children: runsOf(contents) }),
    new TableOfContents(contents, { headingStyleRange: '1-2', hyperlink: true, cachedEntries }),
  ];
}

/** Places blocks; each ordered list counts from 1 on its own, each picture has its own id. */
function placer(): (block: LaidOutBlock) => Content[] {
  let lists = 0;
  let pictures = 0;
  return (block) => {
    if (block.kind === 'heading') return [new Paragraph({ heading: headingLevels[block.level], children: runsOf(block.text) })];
    if (block.kind === 'paragraph') return [new Paragraph({ children: runsOf(block.text) })];
    if (block.kind === 'pageBreak') return [new Paragraph({ children: [new PageBreak()] })];
    if (block.kind === 'table') return tableOf(block);
    if (block.kind === 'figure') return block.pictures.flatMap((picture) => pictureOf(picture, (pictures += 1)));
    if (block.kind === 'callout') return calloutOf(block);
    lists += 1;
    const manner = block.isOrdered
      ? { numbering: { reference: orderedLists.reference, level: 0, instance: lists } }
      : { bullet: { level: 0 } };
    return block.items.map((item) => new Paragraph({ ...manner, children: runsOf(item) }));
  };
}

const headingLevels = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3 } as const;

/** A text letter for letter, its line breaks kept. */
function runsOf(text: string, manner: { readonly bold?: boolean } = {}): TextRun[] {
  return text.split('\n').map((line, index) => new TextRun({ ...manner, text: line, ...(index > 0 ? { break: 1 } : {}) }));
}

function calloutOf({ isWarning, title, text }: LaidOutBlock & { kind: 'callout' }): Paragraph[] {
  const left = { style: BorderStyle.SINGLE, size: 24, space: 8, color: isWarning ? 'B3261E' : '12436D' };
  const common = { border: { left }, indent: { left: 200 } };
  return [
    new Paragraph({ ...common, keepNext: true, children: runsOf(title, { bold: true }) }),
    new Paragraph({ ...common, children: runsOf(text) }),
  ];
}

/** A PNG alone: an SVG's labels would be set in whatever font the reader's machine has in place of ours. */
function pictureOf({ svg, width, height, caption, alternative }: LaidOutPicture, id: number): Paragraph[] {
  const shown = pageWidths.upright * pixelsPerPoint;
  const picture = new ImageRun({
    type: 'png',
    data: pngOf(svg),
    transformation: { width: shown, height: (shown * height) / width },
    altText: { id: String(id), name: `${id}`, description: alternative },
  });
  return [new Paragraph({ style: 'Caption', children: runsOf(caption) }), new Paragraph({ children: [picture] })];
}

function tableOf({ caption, columns, rows, keptTogether, notes, isWide, textSize }: LaidOutTable): Content[] {
  const width = pageWidths[isWide ? 'across' : 'upright'] * twipsPerPoint;
  const columnWidths = columns.map(({ share }) => Math.round(share * width));
  const cell = (text: string, index: number, id: 'Cell' | 'HeadCell', shading?: { fill: string }) =>
    new TableCell({
      ...(shading ? { shading } : {}),
      children: [new Paragraph({ style: cellStyle(id, columns[index]?.isNumber ?? false, textSize), children: runsOf(text) })],
    });
  const head = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: columns.map(({ title }, index) => cell(title, index, 'HeadCell', { fill: 'E8ECF0' })),
  });
  const body = rows.map(
    (row, index) =>
      new TableRow({
        cantSplit: keptTogether[index] ?? false,
        children: row.map((text, place) => cell(text, place, 'Cell')),
      }),
  );
  const line = { style: BorderStyle.SINGLE, size: 4, color: 'B8C0C8' };
  const none = { style: BorderStyle.NONE };
  return [
    new Paragraph({ style: 'Caption', children: runsOf(caption) }),
    new Table({
      layout: TableLayoutType.FIXED,
      width: { size: width, type: WidthType.DXA },
      columnWidths,
      margins: { top: 40, bottom: 40, left: 80, right: 80 },
      borders: { top: none, left: none, right: none, insideVertical: none, bottom: line, insideHorizontal: line },
      rows: [head, ...body],
    }),
    ...notes.map((note) => new Paragraph({ style: 'Note', children: runsOf(note) })),
  ];
}
