import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { approveObjects } from './submission.fixture.ts';

const rushing = 24;
const document = `mutation($input: SubmitSubmissionInput!) { submitSubmission(input: $input) { submission { id revision state } receipt { number sha256 } } }`;

/** What a client does that is told to try again shortly with the same key. */
async function answered(client: Client, input: object): Promise<Awaited<ReturnType<Client['query']>>> {
  const answer = await client.query(document, { input });
  return answer.errors?.[0]?.extensions.code === 'SERVICE_BUSY' ? answered(client, input) : answer;
}

let hub: TestHub;
let clerks: { client: Client; id: string; version: number }[];
beforeAll(async () => {
  hub = await startHub({ now: '2026-10-20T23:59:00+06:00' });
  const places = await hub.rows<{ soate: string }>(
    sql`select soate from municipality where valid_to is null order by soate limit ${rushing}`,
  );
  const soates = places.map(({ soate }) => soate);
  await approveObjects(hub, [
    { code: 'MS-002', soates },
    { code: 'MS-003', soates },
  ]);
  clerks = await Promise.all(
    soates.map(async (soate) => {
      const client = await hub.as('PROVIDER', { soate, user: `clerk-${soate}` });
      const { submissions } = await client.must('{ submissions(filter: { year: 2026 }) { nodes { id version } } }');
      return { client, ...submissions.nodes[0] };
    }),
  );
});
afterAll(() => hub.stop());

describe('the last minute of 20 October', () => {
  it('every municipality hands in at once, with double clicks and retries, and each is there once', async () => {
    const answers = await Promise.all(
      clerks.map(async ({ client, id, version }) => {
        const input = {
          id,
          expectedVersion: version,
          parts: ['QUESTIONNAIRES', 'VOLUME_REPORT'],
          nilReturn: true,
          idempotencyKey: hub.key(),
        };
        const clicks = await Promise.all([1, 2].map(() => answered(client, input)));
        return [...clicks, await answered(client, input)];
      }),
    );
    for (const ofOne of answers) {
      expect(ofOne.flatMap(({ errors }) => errors ?? [])).toEqual([]);
      expect(new Set(ofOne.map(({ data }) => data?.submitSubmission.receipt.number)).size, 'one receipt however often').toBe(1);
    }
    const [stored] = await hub.rows(
      sql`select (select count(*) from submission) as submissions, (select count(*) from submission_revision) as revisions,
            (select count(*) from receipt where subject_type = 'SubmissionRevision') as receipts,
            (select count(*) from submission_revision_line) as lines, (select count(*) from volume_line) as volumes`,
    );
    expect(stored).toEqual({ submissions: rushing, revisions: rushing, receipts: rushing, lines: rushing * 12, volumes: rushing * 12 });
    const analyst = await hub.as('ANALYST');
    expect(
      (await analyst.must('{ submissions(filter: { states: [SUBMITTED], isLate: false }) { totalCount } }')).submissions.totalCount,
    ).toBe(rushing);
  });
});
