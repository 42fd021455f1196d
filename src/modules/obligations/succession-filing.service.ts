import type { Ctx } from '../../kit/ctx.ts';
import { firstRow, sql } from '../../kit/sql.ts';
import { assertAllowed } from '../../kit/workflow.ts';
import { dayOf, startOf } from '../../shared/calendar.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';
import type { RecordedSuccession } from './obligation-begin.service.ts';
import { endedBeforeFiling } from './obligation.rules.ts';

/** R9, ours: refuses a succession that would end a municipality before it last handed something in. */
export async function assertNothingFiledSince(ctx: Ctx, { onDate, predecessorIds, successorIds }: RecordedSuccession): Promise<void> {
  const gone = predecessorIds.filter((id) => !successorIds.includes(id));
  const filed = await firstRow<{ municipalityId: string; name: LocalizedText; submittedAt: Date }>(
    ctx,
    sql`select r.municipality_id, m.name, r.submitted_at from submission_revision r join municipality m on m.id = r.municipality_id
        where r.municipality_id = any(${gone}::uuid[]) and r.submitted_at >= ${startOf(onDate)} order by r.submitted_at desc limit 1`,
  );
  assertAllowed(filed && endedBeforeFiling({ ...filed, filedOn: dayOf(filed.submittedAt) }));
}
