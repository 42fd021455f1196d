import type { Ctx } from '../../kit/ctx.ts';
import { firstRow, sql } from '../../kit/sql.ts';
import { laneIntervalMs, type LaneName } from './relay-lane.rules.ts';

/** Reserves the lane's next place, over all hubs: now if it is free, otherwise the instant to wait for. Not given back. */
export async function reservePlace(ctx: Ctx, lane: LaneName, perMinute: number): Promise<Date> {
  const interval = sql`${laneIntervalMs(lane, perMinute)} * interval '1 millisecond'`;
  const place = await firstRow<{ at: Date }>(
    ctx,
    sql`insert into relay_lane (name, free_at) values (${lane}, ${ctx.now}::timestamptz + ${interval})
        on conflict (name) do update set free_at = greatest(relay_lane.free_at, ${ctx.now}::timestamptz) + ${interval}
        returning free_at - ${interval} as at`,
  );
  return place?.at ?? ctx.now;
}
