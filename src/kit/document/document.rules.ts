import type { LocalDate } from '../../shared/calendar.ts';
import type { Language } from '../../shared/localized-text.ts';
import type { ChartModel, ChartPoint } from './chart.rules.ts';

/**
 * A document in one language as plain data: what a report says, and nothing of how it looks. All texts are plain: whatever
 * stands in them (`<b>`, `=1+1`, `#set`) is shown letter for letter, and line breaks are kept.
 */
export interface DocumentModel {
  readonly language: Language;
  readonly title: string;
  readonly subtitle?: string;
  /** A draft says so across every page. */
  readonly isWatermarked: boolean;
  /** The body that issues it. */
  readonly author: string;
  /** The document's own date; nothing is taken from the machine's clock. */
  readonly date: LocalDate;
  /** More facts for the title: number, period, edition. */
  readonly facts?: readonly { readonly label: string; readonly value: string }[];
  readonly hasContents: boolean;
  readonly blocks: readonly DocumentBlock[];
}

export type DocumentBlock =
  | HeadingBlock
  | ParagraphBlock
  | ListBlock
  | TableBlock
  | ChartBlock
  | CalloutBlock
  | ChecklistBlock
  | PageBreakBlock;

export interface HeadingBlock {
  readonly kind: 'heading';
  readonly level: 1 | 2 | 3;
  readonly text: string;
  /** 1, 1.1, 1.1.1; not numbered if not said. */
  readonly isNumbered?: boolean;
}

export interface ParagraphBlock {
  readonly kind: 'paragraph';
  readonly text: string;
}

export interface ListBlock {
  readonly kind: 'list';
  readonly isOrdered?: boolean;
  readonly items: readonly string[];
}

export interface TableColumn {
  readonly title: string;
  /** `end` for numbers; `start` if not said. */
  readonly align?: 'start' | 'end';
  /** The column's share beside the others' ; 1 if not said. No column gets narrower than its longest word. */
  readonly weight?: number;
}

/** A number in the language's own manner, and how many records it rests on. */
export type NumberCell = ChartPoint & { readonly digits?: number };
export type TableCell = string | NumberCell;

/** What the figures rest on: `n = 1 204, source: …`. */
export interface FigureSource {
  readonly n?: number;
  readonly text: string;
}

export interface TableBlock {
  readonly kind: 'table';
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  /** As many cells as there are columns; the first names the row. */
  readonly rows: readonly (readonly TableCell[])[];
  readonly notes?: readonly string[];
  readonly source?: FigureSource;
}

/** A chart with the table of its numbers beneath. */
export interface ChartBlock {
  readonly kind: 'chart';
  readonly chart: ChartModel;
  readonly notes?: readonly string[];
  readonly source: FigureSource;
}

export interface CalloutBlock {
  readonly kind: 'callout';
  readonly tone: 'info' | 'warning';
  readonly title: string;
  readonly text: string;
}

/** Requirements, and whether each is met. */
export interface ChecklistBlock {
  readonly kind: 'checklist';
  readonly caption: string;
  readonly items: readonly {
    /** Its number in the regulation: `III.2.1`. */
    readonly requirement: string;
    readonly text: string;
    readonly isMet: boolean;
    readonly note?: string;
  }[];
}

export interface PageBreakBlock {
  readonly kind: 'pageBreak';
}
