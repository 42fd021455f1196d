import { defineExport, exportScope } from '../../kit/export.ts';
import { dataCuts, tableFormats } from '../../kit/export.rules.ts';
import { sql } from '../../kit/sql.ts';
import { codebookTables, groundOf, responseTable } from './response-export.service.ts';

/** R12, R-III.3: stored responses, with the codebook beside them in a workbook. Whoever makes it is in the audit log, as every reader is. */
const responses = defineExport({
  kind: 'RESPONSES',
  formats: tableFormats,
  cuts: dataCuts,
  roles: ['ANALYST', 'HEAD', 'ADMIN', 'COLLEGIUM_SECRETARY', 'PROVIDER'],
  takes: ['year', 'municipalityId'],
  async open(ctx, request) {
    const { cut, year } = request;
    const ofYear = year === null ? sql`true` : sql`t.cycle_id = (select c.id from monitoring_cycle c where c.year = ${year})`;
    const which = sql`b.state = 'STORED' and ${exportScope(ctx, request, sql`t.municipality_id`)} and ${ofYear}`;
    const ground = await groundOf(ctx, { which, cut });
    return {
      name: `responses-${cut.toLowerCase()}`,
      table: responseTable(ctx, ground),
      total: ground.counts.rows,
      beside: Object.values(codebookTables(ctx, ground)),
    };
  },
});

export const responseExports = [responses];
