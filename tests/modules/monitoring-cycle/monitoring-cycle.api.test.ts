import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';

const cycleFields = `id year noticeYear deadlines { id version kind quarter dueOn dueAt isInclusive requirement responsibleRole metAt daysLeft isLate history { fromState toState reason } }
  list { id amendment state version } lists { id }`;
const open = `mutation ($input: OpenMonitoringCycleInput!) { openMonitoringCycle(input: $input) { monitoringCycle { ${cycleFields} } } }`;
const change = `mutation ($input: ChangeCycleDeadlineInput!) { changeCycleDeadline(input: $input) { deadline { version dueOn dueAt isInclusive updatedBy { role } history { action fromState toState reason } } } }`;
const cycleOf = `query ($year: Int!) { monitoringCycle(year: $year) { ${cycleFields} } }`;

interface Deadline {
  id: string;
  version: number;
  kind: string;
  quarter: string | null;
  dueOn: string;
}

let hub: TestHub;
let analyst: Client;
beforeAll(async () => {
  hub = await startHub({ now: '2026-03-02T09:00:00+06:00' });
  analyst = await hub.as('ANALYST');
});
afterAll(() => hub.stop());

async function deadline(kind: string, quarter: string | null = null): Promise<Deadline> {
  const { monitoringCycle } = await analyst.must(cycleOf, { year: 2027 });
  return monitoringCycle.deadlines.find((row: Deadline) => row.kind === kind && row.quarter === quarter);
}

describe('opening the monitoring of a year', () => {
  it('makes its nine deadlines and the first draft of its List (R9)', async () => {
    const input = { year: 2027, noticeYear: 2026, idempotencyKey: hub.key() };
    const { openMonitoringCycle } = await analyst.must(open, { input });
    const { deadlines, list, lists } = openMonitoringCycle.monitoringCycle;
    expect(deadlines.map(({ kind, dueAt }: Record<string, string>) => [kind, dueAt])).toEqual([
      ['LIST_NOTIFIED', '2026-04-19T17:59:59.999Z'],
      ['QUARTERLY_RESULT', '2027-04-20T17:59:59.999Z'],
      ['QUARTERLY_RESULT', '2027-07-20T17:59:59.999Z'],
      ['QUARTERLY_RESULT', '2027-10-20T17:59:59.999Z'],
      ['SUBMISSION', '2027-10-20T17:59:59.999Z'],
      ['FINAL_REPORT', '2027-11-14T17:59:59.999Z'],
      ['REPORT_HANDED_OVER', '2027-11-19T17:59:59.999Z'],
      ['INSPECTION_PLAN', '2027-11-29T17:59:59.999Z'],
      ['QUARTERLY_RESULT', '2028-01-20T17:59:59.999Z'],
    ]);
    expect(list).toMatchObject({ amendment: 0, state: 'DRAFT' });
    expect(lists).toHaveLength(1);

    const again = await analyst.must(open, { input });
    expect(again).toEqual({ openMonitoringCycle });
  });

  it('is done once for a year', async () => {
    const [error] = await analyst.refused(open, { input: { year: 2027, noticeYear: 2027, idempotencyKey: hub.key() } });
    expect(error?.extensions).toMatchObject({ code: 'CONFLICT', path: ['input', 'year'] });
  });

  it('R9 refuses a notice year before last', async () => {
    const [error] = await analyst.refused(open, { input: { year: 2029, noticeYear: 2027, idempotencyKey: hub.key() } });
    expect(error?.extensions).toMatchObject({
      code: 'RULE_VIOLATED',
      rule: 'R9',
      path: ['input', 'noticeYear'],
      hint: 'Give noticeYear 2028 or 2029.',
    });
  });

  it('is not for the head, a provider or the public', async () => {
    const input = { year: 2030, noticeYear: 2030, idempotencyKey: hub.key() };
    for (const other of [await hub.as('HEAD'), await hub.as('ADMIN'), hub.anonymous]) {
      const [error] = await other.refused(open, { input });
      expect(['FORBIDDEN', 'UNAUTHENTICATED']).toContain(error?.extensions.code);
    }
  });

  it('shows everyone the cycle and its deadlines, and nobody a year that is not open', async () => {
    const { monitoringCycle, monitoringCycles } = await hub.anonymous.must(
      `{ monitoringCycle(year: 2027) { year noticeYear deadlines { kind } list { id } lists { id } } monitoringCycles { totalCount nodes { year } } }`,
    );
    expect(monitoringCycle).toMatchObject({ year: 2027, noticeYear: 2026, list: null, lists: [] });
    expect(monitoringCycle.deadlines).toHaveLength(9);
    expect(monitoringCycles).toEqual({ totalCount: 1, nodes: [{ year: 2027 }] });
    const [error] = await hub.anonymous.refused('{ monitoringCycle(year: 2031) { year } }');
    expect(error).toMatchObject({
      message: 'The monitoring of 2031 is not opened yet.',
      extensions: { code: 'NOT_FOUND', path: ['year'], hint: expect.stringContaining('openMonitoringCycle') },
    });
  });
});

describe('moving a deadline', () => {
  it('takes a reason, which stays in its history and the audit log', async () => {
    const { id, version } = await deadline('LIST_NOTIFIED');
    const input = {
      id,
      expectedVersion: version,
      dueOn: '2026-04-20',
      isInclusive: true,
      reason: 'Read as "no later than"',
      idempotencyKey: hub.key(),
    };
    const { changeCycleDeadline } = await analyst.must(change, { input });
    expect(changeCycleDeadline.deadline).toMatchObject({
      dueAt: '2026-04-20T17:59:59.999Z',
      isInclusive: true,
      updatedBy: { role: 'ANALYST' },
      history: [
        { action: 'changeCycleDeadline', fromState: '2026-04-20 EXCLUSIVE', toState: '2026-04-20 INCLUSIVE', reason: input.reason },
      ],
    });
    const audited = await hub.rows(sql`select before, after from audit_entry where subject_id = ${id} and action = 'changeCycleDeadline'`);
    expect(audited).toMatchObject([{ before: { isInclusive: false }, after: { isInclusive: true } }]);
  });

  it.each([
    [
      'R12: 20 October is extended for nobody',
      'SUBMISSION',
      { dueOn: '2027-10-25', reason: 'Harvest' },
      { code: 'RULE_VIOLATED', rule: 'R12' },
    ],
    ['a reason is not blank', 'FINAL_REPORT', { dueOn: '2027-11-16', reason: '  ' }, { code: 'BAD_USER_INPUT', path: ['input', 'reason'] }],
    [
      'a stale version is a conflict',
      'FINAL_REPORT',
      { dueOn: '2027-11-16', reason: 'Late', expectedVersion: 9 },
      { code: 'CONFLICT', currentVersion: 1 },
    ],
  ])('%s', async (_title, kind, given, refusal) => {
    const { id, version } = await deadline(kind);
    const [error] = await analyst.refused(change, { input: { id, expectedVersion: version, idempotencyKey: hub.key(), ...given } });
    expect(error?.extensions).toMatchObject(refusal);
  });
});
