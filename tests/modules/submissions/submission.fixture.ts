import { questionnaire } from '../forms/sample-forms.fixture.ts';
import { fewAnswers, questionnairesOf } from '../questionnaires/questionnaire.fixture.ts';
import { sql } from '../../../src/kit/sql.ts';
import { addDays } from '../../../src/shared/calendar.ts';
import { commands, placeOf, type Refusal, serviceOf } from '../service-registry/registry.fixture.ts';
import { reportOf, stated } from '../volume-reports/volume-report.fixture.ts';
import type { Client, TestHub } from '../../support/hub.ts';

type Given = Record<string, unknown>;

export interface Part {
  part: string;
  state: string;
  isNil: boolean;
  missing: { rule: string; path: string[]; message: string; hint: string }[];
  missingCount: number;
  warnings: { rule: string; path: string[]; message: string }[];
  obligations: { id: string; status: string; timeliness: string; responses: number | null; object: { code: string } }[];
}

export interface SubmissionAnswer {
  id: string;
  version: number;
  state: string;
  findings: string | null;
  revision: number;
  isLate: boolean;
  firstSubmittedAt: string | null;
  parts: [Part, Part];
  revisions: {
    number: number;
    submittedAt: string;
    parts: string[];
    acceptedParts: string[];
    receipt: { number: string; sha256: string; isLate: boolean };
  }[];
  remarks: { path: string[]; text: string; revision: number; isResolved: boolean }[];
  history: { action: string; fromState: string; toState: string; reason: string }[];
  availableActions: { mutation: string; isAllowed: boolean; refusal: { code: string; rule: string; message: string } | null }[];
}

const partFields = `part state isNil missing { rule path message hint } missingCount warnings { rule path message }
  obligations { id status timeliness responses object { code } }`;
export const submissionFields = `id version state findings revision isLate firstSubmittedAt parts { ${partFields} }
  revisions { number submittedAt parts acceptedParts receipt { number sha256 isLate } } remarks { path text revision isResolved }
  history { action fromState toState reason } availableActions { mutation isAllowed refusal { code rule message } }`;

/** A questionnaire on a service, as somebody fills it who says little. */
export const filledOn = (serviceCode: string) => ({
  serviceCode,
  appliedOn: '2026-03-01',
  servedOn: '2026-03-05',
  answers: fewAnswers(questionnaire, { CHANNEL: 'OFFICE' }),
});

/** The submission of a municipality for 2026, with what its clerk and the unit do with it. */
export async function submissionOf(hub: TestHub, soate: string, clerk: Client) {
  const { id: municipalityId } = await placeOf(hub, soate);
  const call = commands(hub);
  const report = await reportOf(hub, clerk, soate);
  const questionnaires = await questionnairesOf(hub, clerk);
  const read = async (as = clerk): Promise<SubmissionAnswer> =>
    (await as.must(`query($id: ID!) { submission(municipalityId: $id, year: 2026) { ${submissionFields} } }`, { id: municipalityId }))
      .submission;
  const current = async () => {
    const { id, version } = await read();
    return { id, expectedVersion: version };
  };
  let filed = 0;
  return {
    municipalityId,
    call,
    report,
    questionnaires,
    read,
    current,
    /** Files so many questionnaires on a service, no two of them alike. */
    file: (key: string, serviceCode: string, count = 1) =>
      questionnaires.file(
        key,
        Array.from({ length: count }, () => ({ ...filledOn(serviceCode), appliedOn: addDays('2026-03-01', -(filed += 1)) })),
      ),
    act: async (as: Client, mutation: string, input: Given): Promise<SubmissionAnswer> =>
      call.done(as, mutation, { ...(await current()), ...input }, `{ submission { ${submissionFields} } }`),
    refused: async (as: Client, mutation: string, input: Given): Promise<Refusal> =>
      call.refused(as, mutation, { ...(await current()), ...input }),
  };
}

/** A municipality that files, and its clerk. */
export interface Filer {
  soate: string;
  clerk: Client;
  filing: Awaited<ReturnType<typeof submissionOf>>;
}

/** The SOATE codes of municipalities in force, one a name. */
export async function soatesFor<Name extends string>(hub: TestHub, names: readonly Name[]): Promise<Record<Name, string>> {
  const found = await hub.rows<{ soate: string }>(
    sql`select soate from municipality where valid_to is null order by soate limit ${names.length}`,
  );
  return Object.fromEntries(names.map((name, index) => [name, found[index]?.soate])) as Record<Name, string>;
}

/** These municipalities with their clerks, once the List asks them. */
export async function filersOf<Name extends string>(hub: TestHub, soates: Readonly<Record<Name, string>>): Promise<Record<Name, Filer>> {
  const filers = Object.entries<string>(soates).map(async ([name, soate]) => {
    const clerk = await hub.as('PROVIDER', { soate, user: name });
    return [name, { soate, clerk, filing: await submissionOf(hub, soate, clerk) }] as const;
  });
  return Object.fromEntries(await Promise.all(filers)) as Record<Name, Filer>;
}

/** Every line of a service, in person and electronic, of the three quarters. */
export const everyLine = (serviceCode: string, value: number) =>
  ['Q1', 'Q2', 'Q3'].flatMap((quarter) => ['IN_PERSON', 'ELECTRONIC'].map((channel) => stated(serviceCode, quarter, value, { channel })));

interface ListedObject {
  /** Of a service; of a complex its name. */
  code: string;
  /** Codes of the services of a complex. */
  complexOf?: readonly string[];
  soates: readonly string[];
  expectedResponses?: number;
}

/** Changes a draft of the List and submits it. */
async function submit(hub: TestHub, id: string, version: number, change: Given): Promise<ListVersion> {
  const call = commands(hub);
  const analyst = await hub.as('ANALYST');
  const step = async (mutation: string, expectedVersion: number, given: Given = {}): Promise<number> => {
    const list: { version: number } = await call.done(
      analyst,
      mutation,
      { id, expectedVersion, ...given },
      '{ monitoringList { version } }',
    );
    return list.version;
  };
  return { id, expectedVersion: await step('submitMonitoringList', await step('updateMonitoringList', version, change)) };
}

/** A version of the List, as an act names it. */
interface ListVersion {
  id: string;
  expectedVersion: number;
}

async function approve(hub: TestHub, list: ListVersion): Promise<void> {
  await commands(hub).done(await hub.as('HEAD'), 'approveMonitoringList', { ...list }, '{ monitoringList { version } }');
}

async function inputsOf(hub: TestHub, objects: readonly ListedObject[]) {
  return Promise.all(
    objects.map(async ({ code, complexOf, soates, expectedResponses }) => ({
      kind: complexOf ? 'COMPLEX' : 'SERVICE',
      name: complexOf && { ky: code, ru: code },
      serviceIds: (await Promise.all((complexOf ?? [code]).map((each) => serviceOf(hub, each)))).map(({ id }) => id),
      municipalityIds: (await Promise.all(soates.map((soate) => placeOf(hub, soate)))).map(({ id }) => id),
      expectedResponses,
    })),
  );
}

/** Opens the cycle of 2026 with these objects on its approved List. */
export async function approveObjects(hub: TestHub, objects: readonly ListedObject[]): Promise<void> {
  const cycle: { list: { id: string; version: number } } = await commands(hub).done(
    await hub.as('ANALYST'),
    'openMonitoringCycle',
    { year: 2026, noticeYear: 2026 },
    '{ monitoringCycle { list { id version } } }',
  );
  await approve(hub, await submit(hub, cycle.list.id, cycle.list.version, { addObjects: await inputsOf(hub, objects) }));
}

interface Amendment {
  add?: readonly ListedObject[];
  remove?: readonly string[];
}

/** Amends the List of 2026: takes objects off it by their codes, and puts others on. */
export async function amendObjects(hub: TestHub, amendment: Amendment): Promise<void> {
  await approve(hub, await submitAmendment(hub, amendment));
}

/** As `amendObjects`, up to its approval. */
export async function submitAmendment(hub: TestHub, { add = [], remove = [] }: Amendment): Promise<ListVersion> {
  const analyst = await hub.as('ANALYST');
  const { monitoringCycle } = await analyst.must('{ monitoringCycle(year: 2026) { list { id version } } }');
  const draft: { id: string; version: number; objects: { id: string; code: string }[] } = await commands(hub).done(
    analyst,
    'amendMonitoringList',
    { id: monitoringCycle.list.id, expectedVersion: monitoringCycle.list.version, reason: 'түзөтүү' },
    '{ monitoringList { id version objects { id code } } }',
  );
  const removeObjectIds = draft.objects.filter(({ code }) => remove.includes(code)).map(({ id }) => id);
  return submit(hub, draft.id, draft.version, { addObjects: await inputsOf(hub, add), removeObjectIds });
}
