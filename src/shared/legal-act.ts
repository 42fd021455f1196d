import type { LocalDate } from './calendar.ts';
import type { LocalizedText } from './localized-text.ts';

/** An act that something rests on, as stored. */
export interface LegalAct {
  kind: string;
  number: string;
  adoptedOn: LocalDate;
  title: LocalizedText;
  url?: string | null;
}
