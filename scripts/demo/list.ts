import { chapter, idOf, line, type Person, type Stage, until } from './stage.ts';

const region = '41707000000000';

/** The List: drafted, approved by another person, and brought to every municipality's attention, with proof. */
export async function showList(
  stage: Stage,
  people: { year: number; admin: Person; analyst: Person; head: Person; clerk: Person },
): Promise<void> {
  const { year, admin, analyst, head, clerk } = people;
  chapter('The List of monitoring objects');
  const { municipalities } = await admin.ask(
    `{ municipalities(filter: { regionCode: "${region}" }, first: 100) { nodes { id version soate name } } }`,
  );
  const [without, ...others] = municipalities.nodes as { id: string; version: number; soate: string; name: string }[];
  for (const { id, version, soate } of others) {
    await admin.act(
      'updateMunicipality',
      { id, expectedVersion: version, officialEmail: `ayil-${soate}@municipality.example` },
      '{ municipality { id } }',
    );
  }
  line(`${others.length} municipalities of the Talas region have an official e-mail; ${without?.name} has none`);

  const { monitoringCycle } = await analyst.act(
    'openMonitoringCycle',
    { year, noticeYear: year },
    '{ monitoringCycle { deadlines { kind dueOn dueAt requirement daysLeft } list { id version } } }',
  );
  line(
    `Cycle ${year}: ${monitoringCycle.deadlines.map((deadline: { kind: string; dueOn: string }) => `${deadline.kind} ${deadline.dueOn}`).join(', ')}`,
  );

  const { municipalServices } = await analyst.ask(
    '{ municipalServices(filter: { codes: ["MS-001", "MS-002", "MS-005"] }) { nodes { id code } } }',
  );
  const addObjects = municipalServices.nodes.map(({ id }: { id: string }) => ({
    kind: 'SERVICE',
    serviceIds: [id],
    expectedResponses: 30,
    regionCodes: [region],
  }));
  const drafted = await analyst.act(
    'updateMonitoringList',
    { id: monitoringCycle.list.id, expectedVersion: monitoringCycle.list.version, addObjects },
    '{ monitoringList { id version objects { code } } }',
  );
  const submitted = await analyst.act('submitMonitoringList', idOf(drafted.monitoringList), '{ monitoringList { id version state } }');
  line(`Drafted with ${drafted.monitoringList.objects.length} objects, ${submitted.monitoringList.state} by the analyst`);

  const own = await analyst.refused('approveMonitoringList', idOf(submitted.monitoringList));
  line(`Whoever prepared it may not approve it, though they hold the role (${own.rule}): ${own.message}`);
  const approved = await head.act(
    'approveMonitoringList',
    { ...idOf(submitted.monitoringList), actNumber: 'SAMPLE-1' },
    '{ monitoringList { id version state } }',
  );
  await analyst.act('notifyMonitoringList', idOf(approved.monitoringList), '{ monitoringList { state } }');
  await until('the mails of the List', () => (stage.mails.messages.length >= others.length ? true : undefined));
  line(
    `Approved by the head, notified: ${stage.mails.messages.length} mails received over SMTP, such as "${stage.mails.messages[0]?.parsed.subject}"`,
  );

  await clerk.act('acknowledgeMonitoringList', { listId: approved.monitoringList.id }, '{ proofOfNotice { acknowledgedAt } }');
  const proof = await until('the proof of notice', async () => {
    const { monitoringList } = await analyst.ask(
      `{ monitoringList(id: "${approved.monitoringList.id}") { unprovenCount proofOfNotice(filter: { hasProblem: true }) { nodes { municipality { name } problem { message hint } } } } }`,
    );
    return monitoringList.unprovenCount === 1 ? monitoringList : undefined;
  });
  const [problem] = proof.proofOfNotice.nodes;
  line(
    `Notice is proven for all but ${proof.unprovenCount}: ${problem.municipality.name}. ${problem.problem.message} ${problem.problem.hint}`,
  );
}
