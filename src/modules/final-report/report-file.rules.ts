import type { DataCut } from '../../kit/export.rules.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';

/** R-III.3: what whoever opens an appendix must know of its cut. */
export const cutNotes: Readonly<Record<DataCut, LocalizedText>> = {
  FULL: {
    ky: 'Толук база: CSV, XLSX, коддор китеби, формулалар жана көрсөткүчтөрдү кайра эсептөөгө керектин баары, ар бир файлдын SHA-256. Жеке номерлер жана телефондор тексттерден алынган.',
    ru: 'Полная база: CSV, XLSX, кодификатор, формулы и всё, что нужно для пересчёта показателей, SHA-256 каждого файла. Персональные номера и телефоны из текстов удалены.',
    en: 'The full database: CSV, XLSX, codebook, formulas and all that figures are recomputed from, the SHA-256 of each file. Personal numbers and phones are taken out of texts.',
  },
  DEIDENTIFIED: {
    ky: 'Жеке маалыматсыз база: күндөрдүн ордуна айлар; кызмат боюнча бештен аз сап берген муниципалитет жашырылган, аны менен кошо — керек болсо — аймак, кызмат же саптын өзү (notes.csv).',
    ru: 'Обезличенная база: месяцы вместо дней; муниципалитет, где строк по услуге меньше пяти, скрыт, а с ним, где нужно, регион, услуга или сама строка (notes.csv).',
    en: 'The de-identified database: months instead of days; a municipality with fewer than five rows of a service is withheld, and with it, where need be, the region, the service or the row itself (notes.csv).',
  },
};
