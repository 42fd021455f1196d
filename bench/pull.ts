/**
 * A pull of 264 municipalities x 30 services x 9 months x 2 channels (142,560 counts) over real HTTP: how long it takes, and how much
 * memory the hub needs. The provider's system runs in a process of its own.
 *   npx tsx bench/pull.ts
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sql } from '../src/kit/sql.ts';
import { sampleVolumes } from '../tests/support/sample-volumes.ts';
import { startSecurityServer } from '../tests/support/security-server.ts';
import { peakMb, raise } from './stage.ts';

const municipalities = 264;
const services = 30;
const months = Array.from({ length: 9 }, (_, i) => `2026-0${i + 1}-01` as const);
const providerId = ['central-server', 'GOV', '70000050', 'sanaripaymak-service'];

interface Places {
  soates: string[];
  serviceCodes: string[];
}

async function provide(): Promise<void> {
  const server = await startSecurityServer({ provider: providerId.join('/') });
  process.on('message', ({ soates, serviceCodes }: Places) => {
    // A month more, so that none of those pulled is the source's last and preliminary one.
    server.setVolumes(sampleVolumes({ soates, serviceCodes, months: [...months, '2026-10-01'] }));
    process.send?.('stated');
  });
  process.send?.(server.url);
}

async function pull(): Promise<void> {
  const provider = fork(fileURLToPath(import.meta.url), ['provider'], { execArgv: process.execArgv });
  const [url] = (await once(provider, 'message')) as [string];
  const env = { XROAD_SECURITY_SERVER_URL: url, XROAD_CLIENT: 'central-server/GOV/70000999/service-quality-hub' };
  const stage = await raise({ now: '2026-10-05T09:00:00+06:00', env });
  try {
    const soates = await stage.rows<{ soate: string }>(
      sql`select soate from municipality where valid_to is null order by soate limit ${municipalities}`,
    );
    const [admin, analyst] = [await stage.person('ADMIN'), await stage.person('ANALYST')];
    const serviceCodes = Array.from({ length: services }, (_, i) => `BENCH-${i + 1}`);
    for (const code of serviceCodes) {
      const service = {
        code,
        tier: 'BASIC',
        name: { ky: code, ru: code },
        feeKind: 'FREE',
        provision: 'ON_REQUEST',
        isRegulatoryFunction: false,
        validFrom: '2026-01-01',
      };
      await analyst.act('createMunicipalService', service, '{ municipalService { id } }');
    }
    provider.send({ soates: soates.map(({ soate }) => soate), serviceCodes } satisfies Places);
    await once(provider, 'message');

    const source = { code: 'bench', name: 'Bench', adapter: 'xroad-rest-v1', providerId, serviceCode: 'service-volumes' };
    const { volumeSource } = await admin.act('saveVolumeSource', { ...source, schedule: '30 2 * * *' }, '{ volumeSource { id } }');
    console.log(`memory before: ${peakMb()} MB`);
    for (const round of ['everything is new', 'everything is known']) {
      const began = performance.now();
      const asked = { sourceId: volumeSource.id, mode: 'FULL', periodFrom: '2026-01-01', periodTo: '2026-10-01' };
      const { run } = await analyst.act('startPull', asked, '{ run { id } }');
      await stage.jobsDone();
      const seconds = (performance.now() - began) / 1000;
      const { ingestionRun } = await analyst.ask(
        'query ($id: ID!) { ingestionRun(id: $id) { state fetched stored unchanged quarantined fault { code detail } } }',
        { id: run.id },
      );
      console.log(`${round}: ${seconds.toFixed(1)} s, ${Math.round(ingestionRun.fetched / seconds)} counts/s, peak memory ${peakMb()} MB`);
      console.log(ingestionRun);
    }
  } finally {
    await stage.stop();
    provider.kill();
  }
}

await (process.argv[2] === 'provider' ? provide() : pull());
