import { isOwn } from '../../access/actor.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { found } from '../../kit/lookup.ts';
import { assertVersion } from '../../kit/transaction.ts';
import { assertAllowed, assertNone } from '../../kit/workflow.ts';
import { HubError, notFound } from '../../shared/errors.ts';
import { awaitFilingTurn } from '../monitoring-cycle/turns.service.ts';
import { linesOf, type VolumeLineRow } from './volume-line.service.ts';
import { VolumeLine, VolumeReport } from './volume-report.entity.ts';
import { changeRefusal, nothingObserved, observedFigure, takingRefusal } from './volume-report.rules.ts';

export interface TakenVolumes {
  id: string;
  expectedVersion: number;
  lineIds?: readonly string[] | null;
}

/**
 * R12: takes over what sources state, as the figures of lines; of all lines that are observed in full unless some are named. They say
 * from then on that they came from a connector, and with which X-Road-Ids.
 */
export async function takeObservedVolumes(ctx: Ctx, { id, expectedVersion, lineIds }: TakenVolumes): Promise<VolumeReport> {
  const report = await ctx.em.findOne(VolumeReport, { id });
  if (!report || !isOwn(ctx.actor, report.municipalityId)) throw notFound(['input', 'id']);
  await awaitFilingTurn(ctx, report.municipalityId);
  await ctx.em.refresh(report);
  assertAllowed(changeRefusal(report));
  assertVersion(report, expectedVersion);
  const lines = await linesOf(ctx, report);
  const taken = lineIds == null ? lines.filter((line) => observedFigure(line).state === 'VALUE') : namedLines(lines, lineIds);
  if (taken.length === 0) throw new HubError(nothingObserved());
  const stored = await ctx.em.find(VolumeLine, { id: { $in: taken.map((line) => line.id) } });
  const observed = new Map(taken.map((line) => [line.id, line]));
  for (const line of stored) Object.assign(line, takenFields(found(observed.get(line.id))));
  report.edits += 1;
  return report;
}

function namedLines(lines: readonly VolumeLineRow[], lineIds: readonly string[]): VolumeLineRow[] {
  const byId = new Map(lines.map((line) => [line.id, line]));
  const named = lineIds.map((id, index) => ({ path: ['input', 'lineIds', String(index)], line: byId.get(id) }));
  const taken = named.map(({ line, path }) => ({ line: found(line, path), path }));
  assertNone(taken.flatMap(({ line, path }) => takingRefusal(line, path) ?? []));
  return taken.map(({ line }) => line);
}

function takenFields({ observedSum, observedAt, observedReference }: VolumeLineRow) {
  return {
    deliveredState: 'VALUE' as const,
    deliveredValue: observedSum,
    deliveredReason: null,
    deliveredSource: 'CONNECTOR' as const,
    deliveredReference: observedReference,
    deliveredAt: observedAt,
    deliveredBy: null,
  };
}
