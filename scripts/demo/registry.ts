import { chapter, line, type Person, type Stage } from './stage.ts';

const sampleAct = (number: string, adoptedOn: string, body: string) => ({
  kind: 'sample',
  number,
  adoptedOn,
  title: { ky: `Үлгү: ${body} чечими, расмий акт эмес`, ru: `Образец: решение, не официальный акт`, en: 'Sample: not an official act' },
});

/** The registry and the standards: what is there, what is approved and in force, what is refused, what is missing. */
export async function showRegistry(stage: Stage, analyst: Person, clerk: Person, soate: string): Promise<void> {
  chapter('The registry: services, standards, offers');
  const { administrativeUnits, municipalities, municipalServices } = await analyst
    .ask(`{
    administrativeUnits { totalCount } municipalities { totalCount }
    municipalServices(filter: { search: "суу менен камсыз кылуу" }, orderBy: RELEVANCE, first: 3) { nodes { code name(lang: KY) isSample } } all: municipalServices { totalCount } }`)
    .then((data) => data);
  line(`${administrativeUnits.totalCount} administrative units, ${municipalities.totalCount} municipalities`);
  line(
    `Found for "суу менен камсыз кылуу": ${municipalServices.nodes.map((node: { code: string; name: string }) => `${node.code} ${node.name}`).join('; ')}`,
  );

  const today = stage.hub.clock.now();
  const adoptedOn = new Date(today.getTime() - 60 * 86_400_000).toISOString().slice(0, 10);
  const { serviceStandards } = await analyst.ask(
    '{ serviceStandards(filter: { statuses: [DRAFT] }, first: 100) { nodes { id version isSample service { code } norms { kind } } } }',
  );
  for (const standard of serviceStandards.nodes.filter((node: { isSample: boolean }) => node.isSample)) {
    await analyst.act(
      'recordStandardApproval',
      {
        id: standard.id,
        expectedVersion: standard.version,
        body: 'GOVERNMENT',
        act: sampleAct(`SAMPLE-${standard.service.code}`, adoptedOn, 'Өкмөттүн'),
        validFrom: adoptedOn,
      },
      '{ serviceStandard { status isInForce } }',
    );
  }
  const { serviceStandards: inForce } = await analyst.ask(
    '{ serviceStandards(filter: { statuses: [APPROVED] }, first: 100) { nodes { isInForce service { code } norms { kind amount unit } } } }',
  );
  line(
    `${inForce.nodes.length} sample standards approved by sample acts; in force: ${inForce.nodes.map((node: { service: { code: string } }) => node.service.code).join(', ')}`,
  );

  const refusal = await analyst.refused('createMunicipalService', {
    code: 'MS-900',
    tier: 'BASIC',
    name: { ky: 'Муниципалдык жерлердин пайдаланылышын көзөмөлдөө', ru: 'Контроль за использованием муниципальных земель' },
    feeKind: 'FREE',
    provision: 'ON_REQUEST',
    countUnit: 'өтүнмө',
    isRegulatoryFunction: true,
    validFrom: adoptedOn,
  });
  line(`A control function is refused by ${refusal.rule}: ${refusal.message}`);
  const { refusedServices } = await analyst.ask('{ refusedServices { totalCount } }');
  line(`${refusedServices.totalCount} refused attempts are kept`);

  const { municipality, municipalService } = await clerk.ask(
    `{ municipality(soate: "${soate}") { name providers { nodes { id } } } municipalService(code: "MS-001") { id } }`,
  );
  const { serviceOffer } = await clerk.act(
    'saveServiceOffer',
    {
      providerId: municipality.providers.nodes[0].id,
      serviceId: municipalService.id,
      electronicLevel: 'APPLICATION',
      electronicUrl: 'https://aiyl.example/request',
      regulation: sampleAct('SAMPLE-7', adoptedOn, 'Айыл өкмөтүнүн'),
      informationChannels: [{ kind: 'NOTICE_BOARD', evidence: 'Айыл өкмөтүнүн имараты, 1-кабат', checkedOn: adoptedOn }],
      validFrom: adoptedOn,
    },
    '{ serviceOffer { service { code } electronicForm { level } informationChannels { kind } } }',
  );
  line(
    `${municipality.name} offers ${serviceOffer.service.code}: electronic ${serviceOffer.electronicForm.level}, told by ${serviceOffer.informationChannels.map((channel: { kind: string }) => channel.kind).join(', ')}`,
  );

  const { normGaps } = await analyst.ask('{ normGaps(first: 3) { totalCount nodes { service { code } missing standard { id } } } }');
  line(
    `Norms are missing for ${normGaps.totalCount} services, such as ${normGaps.nodes.map((gap: { service: { code: string } }) => gap.service.code).join(', ')}`,
  );
}
