import { describe, expect, it } from 'vitest';
import { consoleCtx } from '../src/app.ts';
import { sql } from '../src/kit/sql.ts';
import { sealAudit, verifyAudit } from '../src/modules/audit/audit.service.ts';
import { annexedTo, expectRecounted } from './appendix.fixture.ts';
import { recountRanking } from './support/appendix/ranking.ts';
import { counted, quarters, type Staff, type Year } from './year.fixture.ts';
import type { Data } from './support/hub.ts';

interface Raw {
  municipalityId: string;
  serviceCode: string;
  answers: Record<string, unknown>;
}

/** Every questionnaire that is stored, answer by answer. */
const questionnairesOf = ({ hub }: Year): Promise<Raw[]> =>
  hub.rows<Raw>(
    sql`select r.municipality_id, s.code as service_code, r.answers from response r join municipal_service s on s.id = r.service_id
        where not exists (select 1 from survey_batch b where b.batch_id = r.batch_id)`,
  );

const reportOf = async ({ ask, places }: Year, of: Staff): Promise<Data> =>
  (
    await ask(of, 'query($id: ID!) { volumeReport(municipalityId: $id, year: 2026) { total { value n missing isComplete } } }', {
      id: places[of].id,
    })
  ).volumeReport;

/** Every total that the year shows, against the rows that it is made of; one row after the other, by nothing of the hub's own. */
export function recountTheYear(year: () => Year): void {
  describe('what is shown is what a plain recount of the rows gives', () => {
    it('questionnaires, in all, by municipality and by object', async () => {
      const raw = await questionnairesOf(year());
      expect(raw).toHaveLength(12 + 11 + 10 + 10 + 4 + 3);
      const total =
        'query($of: ID, $object: ID) { monitoringCycle(year: 2026) { list { objects { id code services { code } } } responseTotal(municipalityId: $of, objectId: $object) { state value } } }';
      const { monitoringCycle } = await year().ask('analyst', total);
      expect(monitoringCycle.responseTotal).toEqual({ state: 'VALUE', value: raw.length });
      for (const { id } of Object.values(year().places)) {
        const own = raw.filter(({ municipalityId }) => municipalityId === id).length;
        const shown = (await year().ask('analyst', total, { of: id })).monitoringCycle.responseTotal;
        expect(shown).toEqual(own ? { state: 'VALUE', value: own } : { state: 'MISSING', value: null });
      }
      for (const object of monitoringCycle.list.objects) {
        const codes = object.services.map(({ code }: Data) => code);
        const own = raw.filter(({ serviceCode }) => codes.includes(serviceCode)).length;
        expect((await year().ask('analyst', total, { object: object.id })).monitoringCycle.responseTotal.value).toBe(own || null);
      }
    });

    it('the nine-month reports, what was accepted of them, and what the receipts hold', async () => {
      for (const name of ['diligent', 'late', 'idle'] as const) {
        const lines = await year().hub.rows<{ delivered: number; accepted: number }>(
          sql`select l.delivered_value as delivered, a.delivered_value as accepted
            from volume_line l join volume_report r on r.id = l.report_id
              join submission s on s.municipality_id = r.municipality_id join submission_revision v on v.submission_id = s.id and v.number = s.revision
              join submission_revision_line a on a.revision_id = v.id and a.service_id = l.service_id and a.quarter = l.quarter and a.channel = l.channel
            where r.municipality_id = ${year().places[name].id}`,
        );
        const { total } = await reportOf(year(), name);
        expect(total).toEqual({
          value: lines.reduce((sum, { delivered }) => sum + delivered, 0),
          n: lines.length,
          missing: 0,
          isComplete: true,
        });
        expect(
          lines.every(({ delivered, accepted }) => delivered === accepted),
          'what is locked is what was handed in',
        ).toBe(true);
      }
      expect((await reportOf(year(), 'diligent')).total.n).toBe(18);
      expect((await reportOf(year(), 'idle')).total).toMatchObject({ value: 0, n: 24 });
    });

    it('the progress of filing', async () => {
      const rows = await year().hub.rows<{ part: string; isAccepted: boolean; responses: number | null; expected: number | null }>(
        sql`select o.part, m.expected_responses as expected, a.accepted_at is not null as is_accepted, a.responses
          from obligation o join monitoring_object m on m.id = o.object_id
            left join submission_revision_obligation a on a.obligation_id = o.id
              and a.number = (select max(b.number) from submission_revision_obligation b where b.obligation_id = o.id)
          where o.ended_at is null`,
      );
      expect(rows).toHaveLength(4 + 4 + 6 + 4);
      const { monitoringCycle } = await year().ask(
        'analyst',
        '{ monitoringCycle(year: 2026) { filingProgress(groupBy: PART) { part total filed accepted partiallyFiled overdue } } }',
      );
      for (const { part, ...shown } of monitoringCycle.filingProgress) {
        const own = rows.filter((row) => row.part === part);
        const accepted = own.filter(({ isAccepted }) => isAccepted).length;
        expect(shown).toEqual({ total: own.length, filed: accepted, accepted, partiallyFiled: 0, overdue: 0 });
      }
    });

    it('complaints, by quarter: justified ones, confirmed zeros, and nothing where no record is kept', async () => {
      const raw = await year().hub.rows<{ municipalityId: string; quarter: string; finding: string }>(
        sql`select municipality_id, 'Q' || extract(quarter from received_on) as quarter, finding from complaint`,
      );
      for (const name of ['diligent', 'late', 'heir'] as const) {
        const { id } = year().places[name];
        const records = (
          await year().ask(
            name,
            'query($id: ID!) { complaintRecords(year: 2026, municipalityId: $id) { nodes { quarter received { state value } justified { state value } } } }',
            { id },
          )
        ).complaintRecords.nodes;
        for (const quarter of quarters) {
          const own = raw.filter((each) => each.municipalityId === id && each.quarter === quarter);
          const record = records.find((each: Data) => each.quarter === quarter);
          const told = name === 'heir' ? { state: 'MISSING', value: null } : { state: 'VALUE', value: own.length };
          expect(record.received, `${name} ${quarter}`).toEqual(told);
          if (name !== 'heir') expect(record.justified.value).toBe(own.filter(({ finding }) => finding === 'JUSTIFIED').length);
        }
      }
    });

    it('the analysis and the ranking, from the database that is annexed to the report alone (R-III.1 to R-III.3)', async () => {
      const { hub, people } = year();
      hub.clock.set('2026-11-05T09:00:00+06:00');
      const { id } = await year().act('analyst', 'startAnalysisRun', { year: 2026, kind: 'ANNUAL' }, '{ analysisRun { id } }');
      await hub.runJobs();
      const { full } = await annexedTo(hub, people.analyst, id);
      const figures = await expectRecounted(hub, people.analyst, id, full.files);
      const raw = await questionnairesOf(year());
      const answers = full.files.get('responses')?.filter(({ source }) => source === 'QUESTIONNAIRES');
      expect(answers, 'every questionnaire that is stored is annexed').toHaveLength(raw.length);
      const { analysisRun } = await year().ask(
        'analyst',
        `query($id: ID!) { analysisRun(id: $id) { state pinnedResponses
          achievement(groupBy: OBJECT) { indicator object { code } achieved notAchieved inconclusive noNorm noData notApplicable tooFew } } }`,
        { id },
      );
      expect(analysisRun).toMatchObject({ state: 'COMPLETED', pinnedResponses: raw.length });
      for (const { indicator, object, ...counts } of analysisRun.achievement) {
        const states = figures
          .filter((each) => each.indicator === indicator && each.objectCode === object.code && each.level === 'MUNICIPALITY')
          .map(({ state }) => state);
        const camel = (state: string) => state.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
        for (const [state, shown] of Object.entries(counts))
          expect(shown, `${indicator} ${object.code} ${state}`).toBe(states.filter((each) => camel(each) === state).length);
      }
      const ranked = recountRanking(full.files).quality;
      expect(
        ranked.map(({ code }) => code),
        'every service of the List, ranked or with the reason',
      ).toEqual(['MS-001', 'MS-002', 'MS-003', 'MS-005']);
      const within = ranked.filter(({ unrankedReason }) => unrankedReason === 'NOT_APPLICABLE');
      expect(
        within.map(({ code }) => code),
        'a complex is judged as a whole',
      ).toEqual(['MS-003', 'MS-005']);
    });

    it('and the audit log of the whole year verifies, refusals among it', async () => {
      const ctx = () => consoleCtx(year().hub.hub.orm, year().hub.clock, 'test');
      while ((await sealAudit(ctx())) > 0);
      expect(await verifyAudit(ctx())).toMatchObject({ firstBroken: null, unsealed: 0 });
      expect(await counted(year(), sql`select count(*) as n from audit_entry where subject_type = 'Refusal'`)).toBeGreaterThan(20);
    });
  });
}
