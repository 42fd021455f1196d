import type { Ctx } from '../../kit/ctx.ts';
import { inForceDay, inForceOn } from '../../kit/lookup.ts';
import { columnsOf, rows, sql } from '../../kit/sql.ts';
import type { LocalDate } from '../../shared/calendar.ts';
import { HubError } from '../../shared/errors.ts';
import { StandardTemplate } from './service-standard.entity.ts';

/** The revision of the typical standard in force on a day (today unless given). NOT_FOUND, which names the codes that there are then. */
export async function getStandardTemplate(ctx: Ctx, code: string, on: LocalDate | null | undefined): Promise<StandardTemplate> {
  const templates = await rows<StandardTemplate>(
    ctx,
    sql`select ${columnsOf(ctx, StandardTemplate, 't')} from standard_template t where ${inForceOn('t', inForceDay(ctx, on))} order by t.code`,
  );
  const template = templates.find((each) => each.code === code);
  if (!template)
    throw noSuchTemplate(
      code,
      templates.map((each) => each.code),
    );
  return template;
}

function noSuchTemplate(code: string, codes: readonly string[]): HubError {
  const there = codes.join(', ') || '–';
  return new HubError({
    code: 'NOT_FOUND',
    path: ['code'],
    message: {
      ky: `Ал күнү ${code} коддуу типтүү стандарт жок.`,
      ru: `Типового стандарта с кодом ${code} на этот день нет.`,
      en: `There is no typical standard with the code ${code} on that day.`,
    },
    hint: { ky: `Бар коддор: ${there}.`, ru: `Есть коды: ${there}.`, en: `Codes that there are: ${there}.` },
  });
}
