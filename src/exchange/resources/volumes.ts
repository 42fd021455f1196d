import { z } from 'zod';
import { channels, figureStates } from '../../kit/figure.rules.ts';
import { columnsOf, sql } from '../../kit/sql.ts';
import { SubmissionRevisionLine } from '../../modules/submissions/submission.entity.ts';
import { reportQuarters } from '../../modules/volume-reports/volume-report.rules.ts';
import { codeParameter, defineResource, idField, yearParameter } from '../resource.ts';

/** Of each submission the latest revision whose report was accepted: an earlier one is history, a later one is not accepted yet. */
const acceptedRevision = sql`(
  select distinct on (r.submission_id) r.id, r.submission_id, r.municipality_id, r.cycle_id, r.number, p.accepted_at
  from submission_revision r join submission_revision_part p on p.revision_id = r.id
  where p.part = 'VOLUME_REPORT' and p.accepted_at is not null
  order by r.submission_id, r.number desc
)`;

type AcceptedLine = SubmissionRevisionLine & {
  submissionId: string;
  revision: number;
  acceptedAt: Date;
  municipalityId: string;
  soate: string;
  year: number;
  serviceCode: string;
};

export const acceptedVolumes = defineResource<AcceptedLine>()({
  name: 'accepted-volumes',
  type: 'AcceptedVolumes',
  scope: 'VOLUMES',
  about:
    'Services delivered by quarter, from nine-month reports that the responsible unit has accepted. R12. The subject is the submission: ' +
    '`ids` are ids of submissions, and what is answered replaces all that was known of them. A municipality without an accepted report is absent, which is not 0.',
  item: z.strictObject({
    id: idField,
    submissionId: idField,
    revision: z.number().int().describe('The accepted revision; grows when a later one is accepted.'),
    acceptedAt: z.iso.datetime(),
    municipalityId: idField,
    soate: z.string(),
    serviceId: idField,
    serviceCode: z.string(),
    year: z.number().int(),
    quarter: z.enum(reportQuarters),
    channel: z.enum(channels),
    delivered: z
      .strictObject({ state: z.enum(figureStates), value: z.number().int().nonnegative().nullable() })
      .describe('VALUE with its number, 0 too; NOT_OFFERED and MISSING with null, never 0.'),
  }),
  filter: { soate: codeParameter.optional(), year: yearParameter.optional(), serviceCode: codeParameter.optional() },
  select: (ctx) =>
    sql`${columnsOf(ctx, SubmissionRevisionLine, 't')}, a.submission_id, a.number as revision, a.accepted_at, a.municipality_id, m.soate, c.year, s.code as service_code`,
  from: sql`${acceptedRevision} a join submission_revision_line t on t.revision_id = a.id join municipality m on m.id = a.municipality_id
    join monitoring_cycle c on c.id = a.cycle_id join municipal_service s on s.id = t.service_id`,
  where: (filter) => [
    filter.soate !== undefined && sql`m.soate = ${filter.soate}`,
    filter.year !== undefined && sql`c.year = ${filter.year}`,
    filter.serviceCode !== undefined && sql`s.code = ${filter.serviceCode}`,
  ],
  subject: sql`a.submission_id`,
  present: (_, row) => {
    const { id, submissionId, revision, municipalityId, soate, serviceId, serviceCode, year, quarter, channel } = row;
    return {
      id,
      submissionId,
      revision,
      municipalityId,
      soate,
      serviceId,
      serviceCode,
      year,
      quarter,
      channel,
      acceptedAt: row.acceptedAt.toISOString(),
      delivered: { state: row.deliveredState, value: row.deliveredState === 'VALUE' ? (row.deliveredValue ?? null) : null },
    };
  },
});
