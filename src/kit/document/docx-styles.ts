import { AlignmentType, type IStylesOptions, LineRuleType } from 'docx';
import type { Language } from '../../shared/localized-text.ts';
import { tableTextSizes } from './table-size.ts';

const locales: Readonly<Record<Language, string>> = { KY: 'ky-KG', RU: 'ru-RU', EN: 'en-GB' };
const ink = '1F2933';
// Every office program has it or one of its widths, with ң, ө and ү.
const font = 'Arial';

// Sizes in half points, distances in twentieths of a point.
const heading = (size: number) => ({
  run: { font, size, bold: true, color: ink },
  paragraph: { keepNext: true, keepLines: true, spacing: { before: 320, after: 160 } },
});

/** The styles by which a reader may change the whole document at once. */
export function docxStyles(language: Language): IStylesOptions {
  return {
    default: {
      document: {
        run: { font, size: 20, color: ink, language: { value: locales[language] } },
        paragraph: { spacing: { after: 140, line: 276, lineRule: LineRuleType.AUTO } },
      },
      title: { run: { font, size: 40, bold: true }, paragraph: { spacing: { after: 120 } } },
      heading1: heading(30),
      heading2: heading(25),
      heading3: heading(22),
    },
    paragraphStyles: [
      { id: 'Subtitle', name: 'Subtitle', basedOn: 'Normal', run: { size: 26 } },
      { id: 'Contents', name: 'TOC Heading', basedOn: 'Normal', run: { size: 30, bold: true }, paragraph: { keepNext: true } },
      { id: 'TOC1', name: 'toc 1', basedOn: 'Normal', paragraph: { spacing: { after: 60 } } },
      { id: 'TOC2', name: 'toc 2', basedOn: 'Normal', paragraph: { spacing: { after: 60 }, indent: { left: 300 } } },
      {
        id: 'Caption',
        name: 'caption',
        basedOn: 'Normal',
        run: { size: 19, bold: true },
        paragraph: { keepNext: true, spacing: { before: 240, after: 80 } },
      },
      {
        id: 'Note',
        name: 'Note',
        basedOn: 'Normal',
        run: { size: 17, color: '52606D' },
        paragraph: { spacing: { before: 60, after: 60 } },
      },
      { id: 'Foot', name: 'Foot', basedOn: 'Normal', run: { size: 16, color: '52606D' }, paragraph: { alignment: AlignmentType.CENTER } },
      ...tableTextSizes.flatMap(cellStyles),
    ],
  };
}

/** The name of a cell's style; sizes of text in points, of styles in half points. */
export function cellStyle(id: 'Cell' | 'HeadCell', isEnd: boolean, textSize: number): string {
  return `${id}${isEnd ? 'End' : ''}${2 * textSize}`;
}

function cellStyles(textSize: number) {
  const cell = (id: 'Cell' | 'HeadCell', isBold: boolean, isEnd: boolean) => ({
    id: cellStyle(id, isEnd, textSize),
    name: cellStyle(id, isEnd, textSize),
    basedOn: 'Normal',
    run: { size: 2 * textSize, bold: isBold },
    paragraph: { spacing: { after: 0, line: 240, lineRule: LineRuleType.AUTO }, ...(isEnd ? { alignment: AlignmentType.END } : {}) },
  });
  return [cell('Cell', false, false), cell('Cell', false, true), cell('HeadCell', true, false), cell('HeadCell', true, true)];
}
