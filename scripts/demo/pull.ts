import { addMonths, dayOf, monthOf } from '../../src/shared/calendar.ts';
import { sampleVolumes } from '../../tests/support/sample-volumes.ts';
import { behaviours } from '../../tests/support/security-server.ts';
import { chapter, line, type Person, type Stage, until } from './stage.ts';

const provider = ['central-server', 'GOV', '70000050', 'sanaripaymak-service'];

/** A pull through the exchange: counts with their provenance, and a failure that shows. */
export async function showPull(stage: Stage, admin: Person, analyst: Person, soates: readonly string[]): Promise<void> {
  chapter('A pull of service volumes through the data exchange');
  const thisMonth = monthOf(dayOf(stage.hub.clock.now()));
  const months = [-3, -2, -1].map((back) => addMonths(thisMonth, back));
  const volumes = sampleVolumes({ soates, serviceCodes: ['MS-001', 'MS-002', 'MS-005'], months });
  stage.exchange.setVolumes(volumes);
  const { volumeSource } = await admin.act(
    'saveVolumeSource',
    {
      code: 'sanarip-aimak',
      name: 'Sanarip Aimak (simulated)',
      adapter: 'xroad-rest-v1',
      providerId: provider,
      serviceCode: 'service-volumes',
      schedule: '0 3 * * *',
    },
    '{ volumeSource { id code health nextSlotAt } }',
  );
  line(`Source ${volumeSource.code} saved; its next slot is ${volumeSource.nextSlotAt}`);

  const period = { periodFrom: months[0], periodTo: thisMonth };
  const pull = () => pullVolumes(analyst, volumeSource.id as string, period);
  const good = await pull();
  line(`Pulled over HTTP: ${good.stored} counts stored of ${volumes.length} offered, ${good.quarantined} in quarantine`);
  const { volumeObservations } = await analyst.ask(
    '{ volumeObservations(first: 2) { totalCount nodes { municipality { name } service { code } periodFrom channel delivered { state value } source { code } asOf xroadId } } }',
  );
  for (const seen of volumeObservations.nodes) {
    line(
      `${seen.municipality.name}, ${seen.service.code}, ${seen.periodFrom}, ${seen.channel}: ${seen.delivered.value} (from ${seen.source.code}, as of ${seen.asOf}, X-Road-Id ${seen.xroadId})`,
    );
  }

  stage.exchange.behave(behaviours.xroadError('Server.ServerProxy.AccessDenied'));
  const bad = await pull();
  stage.exchange.behave();
  line(`A refused pull shows too: ${bad.fault.code}. ${bad.fault.message} ${bad.fault.hint}`);
  const { volumeObservations: kept } = await analyst.ask('{ volumeObservations { totalCount } }');
  line(`The ${kept.totalCount} counts pulled before stay as they were`);
}

/** Asks a source for some months and waits for what comes of it. */
export async function pullVolumes(analyst: Person, sourceId: string, period: { periodFrom?: string; periodTo: string }) {
  const { run } = await analyst.act('startPull', { sourceId, mode: 'FULL', ...period }, '{ run { id } }');
  return until('the pull', async () => {
    const { ingestionRun } = await analyst.ask(
      `{ ingestionRun(id: "${run.id}") { state stored unchanged quarantined fault { code message hint xroadId } } }`,
    );
    return ['COMMITTED', 'FAILED'].includes(ingestionRun.state as string) ? ingestionRun : undefined;
  });
}
