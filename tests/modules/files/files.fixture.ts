import { createHash } from 'node:crypto';
import { consoleCtx } from '../../../src/app.ts';
import type { Role } from '../../../src/access/actor.ts';
import type { Ctx } from '../../../src/kit/ctx.ts';
import type { Linking } from '../../../src/modules/files/file.service.ts';
import type { Client, TestHub } from '../../support/hub.ts';

export const sha256Of = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Bytes in which every place can be told from the others. */
export function sampleBytes(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let place = 0; place + 4 <= size; place += 4) bytes.writeUInt32LE((place * 2_654_435_761) >>> 0, place);
  return bytes;
}

/** The context that a signed-in client's request would have, for use cases that no operation reaches yet. */
export async function contextOf(hub: TestHub, client: Client): Promise<Ctx & Linking> {
  const { viewer } = await client.must('{ viewer { roles user { id name } municipality { id } } }');
  const { user, roles, municipality } = viewer as {
    user: { id: string; name: string } | null;
    roles: Role[];
    municipality: { id: string } | null;
  };
  const actor = {
    key: user ? `user:${user.id}` : 'public',
    id: user?.id ?? null,
    name: user?.name ?? null,
    roles,
    municipalityId: municipality?.id ?? null,
  };
  return { ...consoleCtx(hub.hub.orm, hub.clock, 'test'), actor, publicUrl: hub.url };
}
