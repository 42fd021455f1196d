import { type DataCut, type ExportKind, type ExportRequest, type TableFormat } from '../../kit/export.rules.ts';
import { badInput, forbidden, HubError, type Violation } from '../../shared/errors.ts';

const keptDays = 7;

/** Ours: what was exported is kept for seven days; then it is exported anew. */
export function exportExpiry(madeAt: Date): Date {
  return new Date(madeAt.getTime() + keptDays * 86_400_000);
}

/** What an export's definition says of what may be asked. */
export interface ExportTerms {
  kind: ExportKind;
  formats: readonly TableFormat[];
  cuts: readonly DataCut[];
  roles: readonly string[];
  takes: readonly string[];
}

/** Whether any of the caller's roles may make the export at all. */
export function exportRoleRefusal({ roles }: ExportTerms, held: readonly string[]): Violation | undefined {
  return held.some((role) => roles.includes(role)) ? undefined : forbidden(roles);
}

/** Ours: whose rights have changed while an export waited does not get it. */
export function rightsChanged(): HubError {
  return new HubError({
    code: 'FORBIDDEN',
    rule: 'ours:exports-follow-rights',
    message: {
      ky: 'Экспортту сураган адамдын укуктары андан бери өзгөрдү.',
      ru: 'Права запросившего выгрузку с тех пор изменились.',
      en: 'The rights of whoever asked for the export have changed since.',
    },
    hint: {
      ky: 'Азыркы ролуңуз менен кайра сураңыз.',
      ru: 'Запросите её снова со своей нынешней ролью.',
      en: 'Ask for it again in the role that you have now.',
    },
  });
}

/** All that is wrong with what was asked for: a field that the kind does not know is refused, never ignored. */
export function exportViolations(terms: ExportTerms, request: ExportRequest): Violation[] {
  const { formats, cuts, takes } = terms;
  const unknown = (['year', 'municipalityId', 'subjectId'] as const).filter(
    (field) => request[field] !== null && !takes.includes(field) && !takes.includes(`${field}!`),
  );
  return [
    formats.includes(request.format) ? undefined : notOfferedAs('format', formats),
    cuts.includes(request.cut) ? undefined : notOfferedAs('cut', cuts),
    takes.includes('subjectId!') && request.subjectId === null ? subjectMissing() : undefined,
    ...unknown.map(notNarrowedBy),
  ].filter((violation) => violation !== undefined);
}

function notOfferedAs(field: 'format' | 'cut', offered: readonly string[]): Violation {
  const list = offered.join(', ');
  const { violation } = badInput(
    ['input', field],
    {
      ky: 'Экспорттун бул түрү мындай көрүнүштө берилбейт.',
      ru: 'Этот вид выгрузки в таком виде не выдаётся.',
      en: 'This kind of export is not given in that form.',
    },
    { ky: `${field}: ${list}.`, ru: `${field}: ${list}.`, en: `${field}: ${list}.` },
  );
  return { ...violation, rule: 'ours:export-forms' };
}

function subjectMissing(): Violation {
  return badInput(
    ['input', 'subjectId'],
    {
      ky: 'Эмненин экспорту керек экенин бериңиз.',
      ru: 'Укажите, что именно выгрузить.',
      en: 'Say which one is to be exported.',
    },
    {
      ky: 'PROOF_OF_NOTICE үчүн Тизменин id, FORM_TEMPLATE үчүн форма версиясынын id, RANKING жана INDICATOR_RESULTS үчүн талдоонун id.',
      ru: 'Для PROOF_OF_NOTICE — id Перечня, для FORM_TEMPLATE — id версии формы, для RANKING и INDICATOR_RESULTS — id расчёта.',
      en: 'PROOF_OF_NOTICE: the id of the List; FORM_TEMPLATE: of the form version; RANKING and INDICATOR_RESULTS: of the analysis run.',
    },
  ).violation;
}

function notNarrowedBy(field: string): Violation {
  return badInput(
    ['input', field],
    {
      ky: 'Экспорттун бул түрү муну менен тарытылбайт.',
      ru: 'Этот вид выгрузки этим не сужается.',
      en: 'This kind of export is not narrowed by this.',
    },
    { ky: `${field} бербеңиз.`, ru: `Не указывайте ${field}.`, en: `Leave ${field} out.` },
  ).violation;
}
