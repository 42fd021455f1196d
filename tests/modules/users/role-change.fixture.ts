import type { Role } from '../../../src/access/actor.ts';
import type { Client, TestHub } from '../../support/hub.ts';

/** Gives a person other roles than they had; a PROVIDER those of a municipality. Their token stays the same. */
export async function becomes(hub: TestHub, person: Client, roles: readonly Role[], municipalityId: string | null = null): Promise<void> {
  const { id, version } = (await person.must('{ viewer { user { id version } } }')).viewer.user;
  const admin = await hub.as('ADMIN');
  await admin.must('mutation($input: UpdateUserInput!) { updateUser(input: $input) { user { roles } } }', {
    input: { id, expectedVersion: version, roles, municipalityId, idempotencyKey: hub.key() },
  });
}
