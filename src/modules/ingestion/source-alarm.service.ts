import type { Ctx } from '../../kit/ctx.ts';
import { isDeliverable } from '../../kit/mail/address.ts';
import { codeValue, instantValue } from '../../kit/mail/notice-payload.ts';
import { notify } from '../../kit/notice.ts';
import { columnsOf, rows, sql } from '../../kit/sql.ts';
import { VolumeSource } from './ingestion.entity.ts';
import { problemOfSource } from './source-health.service.ts';
import { connectorFailing } from './volume-source.notices.ts';

interface WatchedSource extends VolumeSource {
  /** Runs that failed since the last good pull. */
  failures: number;
}

/** Ours: tells ADMIN of each source that needs a person. The figures stay as they are meanwhile, with their dates. */
export async function tellOfFailingSources(ctx: Ctx): Promise<void> {
  const sources = await rows<WatchedSource>(
    ctx,
    sql`select ${columnsOf(ctx, VolumeSource, 't')}, (select count(*) from ingestion_run r where r.source_id = t.id and r.state = 'FAILED'
          and r.finished_at > coalesce(t.last_good_pull_at, '-infinity'))::int as failures
        from volume_source t where t.paused_at is null`,
  );
  const failing = sources.flatMap((source) => {
    const found = problemOfSource(ctx, source);
    return found ? [{ source, ...found }] : [];
  });
  if (failing.length === 0) return;
  const recipients = await administrators(ctx);
  for (const { source, problem, reason } of failing) {
    const { id, name, version, lastGoodPullAt, failures } = source;
    const payload = {
      sourceName: name,
      problem: codeValue(problem),
      lastGoodAt: lastGoodPullAt ? instantValue(lastGoodPullAt) : never,
      count: failures,
      errorText: reason.message,
      link: `/sources/${id}`,
    };
    await notify(ctx, connectorFailing, {
      subjectId: id,
      offset: [problem, version, lastGoodPullAt?.toISOString() ?? ''].join(':'),
      to: recipients.map((recipient) => ({ recipient, payload: { ...payload, contactName: recipient.name } })),
    });
  }
}

async function administrators(ctx: Ctx) {
  const people = await rows<{ name: string; email: string }>(
    ctx,
    sql`select name, email from hub_user where is_active and 'ADMIN' = any(roles) order by id`,
  );
  return people.filter(({ email }) => isDeliverable(email)).map((person) => ({ ...person, language: null, municipalityId: null }));
}

const never = { ky: 'болгон эмес', ru: 'не было', en: 'never' };
