import { z } from 'zod';
import type { VolumeSourceSettings } from '../../src/modules/ingestion/connector.ts';
import { dataFault } from './fault.ts';
import { jsonOf } from './json-answer.ts';
import type { XRoadClient } from './xroad-client.ts';

/** As the code answers (snake case, `service`), not as the schema of pr-mrest's Annex A has it. */
const grantedServices = z.object({
  service: z.array(
    z.object({
      service_code: z.string().max(255),
      endpoint_list: z.array(z.object({ method: z.string().max(16), path: z.string().max(1024) })).optional(),
    }),
  ),
});

/** What the provider's subsystem lets the hub call, such as `service-volumes GET /v1/volumes`; sorted, each once. */
export async function allowedMethods(
  client: XRoadClient,
  source: VolumeSourceSettings,
  issue: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const answer = await client.get({
    providerId: source.providerId,
    serviceCode: 'allowedMethods',
    path: [],
    query: {},
    issue,
    signal,
  });
  const granted = grantedServices.safeParse(jsonOf(answer));
  if (!granted.success) throw dataFault('Hub.InvalidShape', z.prettifyError(granted.error), answer);
  const lines = granted.data.service.flatMap(({ service_code, endpoint_list = [] }) =>
    endpoint_list.length === 0
      ? [service_code]
      : endpoint_list.map(({ method, path }) => `${service_code} ${method} ${path}`),
  );
  return [...new Set(lines)].toSorted();
}
