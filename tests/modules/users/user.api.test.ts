import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { OAuth2Server } from 'oauth2-mock-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../../src/kit/sql.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';

const soate = '41708213826000';
const whoAmI = '{ viewer { roles user { name } municipality { soate } can(mutation: "approveMonitoringList") } }';

let hub: TestHub;
let admin: Client;
let municipalityId: string;
beforeAll(async () => {
  hub = await startHub({ now: '2026-03-02T09:00:00+06:00' });
  admin = await hub.as('ADMIN');
  municipalityId = (await admin.must(`{ municipality(soate: "${soate}") { id } }`)).municipality.id;
});
afterAll(() => hub.stop());

const withToken = (authorization: string) => hub.anonymous.query(whoAmI, {}, { authorization });

describe('who is asking', () => {
  it('is the public without a token', async () => {
    expect((await hub.anonymous.must(whoAmI)).viewer).toEqual({ roles: ['PUBLIC'], user: null, municipality: null, can: false });
  });

  it('has the roles and the municipality of the users table', async () => {
    const clerk = await hub.as('PROVIDER', { soate });
    expect((await clerk.must(whoAmI)).viewer).toMatchObject({ roles: ['PROVIDER'], municipality: { soate }, can: false });
    const head = await hub.as('HEAD');
    expect((await head.must(whoAmI)).viewer).toMatchObject({ roles: ['HEAD'], can: true });
  });

  it('is nobody with a bad token: 401, never the public', async () => {
    const stranger = await generateKeyPair('EdDSA');
    const claims = (sub: string) =>
      new SignJWT().setSubject(sub).setIssuer('urn:hub:embedded').setAudience('urn:hub:embedded').setExpirationTime('1h');
    const forged = await claims('own:local-admin').setProtectedHeader({ alg: 'EdDSA' }).sign(stranger.privateKey);
    const symmetric = await claims('own:local-admin')
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(JSON.stringify(await exportJWK(stranger.publicKey))));
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"own:local-admin","exp":99999999999}').toString('base64url')}.`;
    const unknown = await hub.hub.issuer?.issue('own:nobody');
    for (const authorization of [
      'Bearer',
      'Bearer x',
      `Bearer ${forged}`,
      `Bearer ${symmetric}`,
      `Bearer ${none}`,
      `Bearer ${unknown}`,
      'Basic YTpi',
      'Bearer msq_x',
    ]) {
      const { status, errors, data } = await withToken(authorization);
      expect({ authorization, status, code: errors?.[0]?.extensions.code, data: data ?? null }).toEqual({
        authorization,
        status: 401,
        code: 'UNAUTHENTICATED',
        data: null,
      });
    }
  });
});

describe('a user', () => {
  const create = 'mutation($input: CreateUserInput!) { createUser(input: $input) { user { id version roles isActive } } }';
  const person = (subject: string) => ({
    name: 'Бакыт',
    email: 'bakyt@ministry.example',
    subject,
    roles: ['ANALYST'],
    idempotencyKey: hub.key(),
  });

  it('belongs to a municipality as a PROVIDER, and only then', async () => {
    for (const wrong of [{ roles: ['PROVIDER'] }, { roles: ['ANALYST'], municipalityId }]) {
      const [error] = await admin.refused(create, { input: { ...person('s-1'), ...wrong } });
      expect(error?.extensions).toMatchObject({ code: 'RULE_VIOLATED', rule: 'ours:provider-has-one-municipality' });
    }
    for (const roles of [[], ['PUBLIC'], ['SYSTEM'], ['AGENCY_SYSTEM']]) {
      const [error] = await admin.refused(create, { input: { ...person('s-1'), roles } });
      expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', path: ['input', 'roles'] });
    }
  });

  it('as a PROVIDER has no other role, from the first or later', async () => {
    const both = { roles: ['PROVIDER', 'ANALYST'], municipalityId };
    const [error] = await admin.refused(create, { input: { ...person('s-both'), ...both } });
    const refusal = { code: 'RULE_VIOLATED', rule: 'ours:provider-has-no-other-role', hint: expect.any(String) };
    expect(error?.extensions).toMatchObject(refusal);
    const { createUser } = await admin.must(create, { input: person('s-later') });
    const { id, version } = createUser.user;
    const [later] = await admin.refused('mutation($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }', {
      input: { id, expectedVersion: version, ...both, idempotencyKey: hub.key() },
    });
    expect(later?.extensions).toMatchObject(refusal);
  });

  it('as an ADMIN approves nothing', async () => {
    const [error] = await admin.refused(create, { input: { ...person('s-all'), roles: ['ADMIN', 'HEAD'] } });
    expect(error?.extensions).toMatchObject({ code: 'RULE_VIOLATED', rule: 'ours:admin-approves-nothing', path: ['input', 'roles'] });
    await admin.must(create, { input: { ...person('s-most'), roles: ['ADMIN', 'ANALYST'] } });
  });

  it('who has roles from before that no longer go together acts in those that decide the less', async () => {
    const rolesOf = async (client: Client) => (await client.must(whoAmI)).viewer;
    const [keeper, filer] = await Promise.all([hub.as('HEAD', { user: 'keeper' }), hub.as('ANALYST', { user: 'filer' })]);
    expect(await rolesOf(keeper)).toMatchObject({ roles: ['HEAD'], can: true });
    await hub.rows(sql`update hub_user set roles = '{ADMIN,HEAD}' where name like 'keeper%' returning id`);
    await hub.rows(sql`update hub_user set roles = '{PROVIDER,ANALYST}' where name like 'filer%' returning id`);
    expect(await rolesOf(keeper)).toMatchObject({ roles: ['ADMIN'], can: false });
    expect(await rolesOf(filer)).toMatchObject({ roles: ['ANALYST'] });
  });

  it('as a PROVIDER with another role gets no token of the hub either, new or known', async () => {
    const refusal = { violation: { rule: 'ours:provider-has-no-other-role' } };
    await expect(hub.as(['PROVIDER', 'ANALYST'], { soate, user: 'both' })).rejects.toMatchObject(refusal);
    await hub.as('PROVIDER', { soate, user: 'of-old' });
    const [known] = await hub.rows(sql`update hub_user set roles = '{PROVIDER,ANALYST}' where name like 'of-old-%' returning subject`);
    expect(known).toBeDefined();
    await expect(hub.as('PROVIDER', { soate, user: 'of-old' })).rejects.toMatchObject(refusal);
  });

  it('is one per subject', async () => {
    await admin.must(create, { input: person('s-2') });
    const [error] = await admin.refused(create, { input: person('s-2') });
    expect(error?.extensions).toMatchObject({ code: 'CONFLICT', path: ['input', 'subject'] });
  });

  it('loses every right at once when deactivated', async () => {
    const { createUser } = await admin.must(create, { input: person('s-3') });
    const token = await hub.hub.issuer?.issue('s-3');
    expect((await withToken(`Bearer ${token}`)).data.viewer.roles).toEqual(['ANALYST']);
    const { id, version } = createUser.user;
    await admin.must('mutation($input: DeactivateUserInput!) { deactivateUser(input: $input) { user { isActive } } }', {
      input: { id, expectedVersion: version, reason: 'left', idempotencyKey: hub.key() },
    });
    expect((await withToken(`Bearer ${token}`)).status).toBe(401);
  });
});

describe('an API key', () => {
  const create = 'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { id role } secret } }';
  const input = () => ({
    label: 'AIS',
    role: 'PROVIDER',
    municipalityId,
    expiresAt: '2026-12-31T00:00:00+06:00',
    idempotencyKey: hub.key(),
  });

  it('is shown once, kept as its hash, and acts for its municipality until it is revoked', async () => {
    const mine = input();
    const { createApiKey } = await admin.must(create, { input: mine });
    expect(createApiKey.secret).toMatch(/^msq_[\w-]{43}$/);
    expect((await admin.must(create, { input: mine })).createApiKey).toEqual({ apiKey: createApiKey.apiKey, secret: null });
    const kept = await hub.rows<{ text: string }>(
      sql`select row_to_json(k)::text as text from api_key k union all select row_to_json(a)::text from audit_entry a union all select row_to_json(i)::text from idempotency_key i`,
    );
    expect(kept.filter(({ text }) => text.includes(createApiKey.secret)).length).toBe(0);
    expect((await withToken(`Bearer ${createApiKey.secret}`)).data.viewer).toMatchObject({ roles: ['PROVIDER'], municipality: { soate } });
    await admin.must('mutation($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { apiKey { revokedAt } } }', {
      input: { id: createApiKey.apiKey.id, reason: 'lost', idempotencyKey: hub.key() },
    });
    expect((await withToken(`Bearer ${createApiKey.secret}`)).status).toBe(401);
  });

  it('ends on its day', async () => {
    const { createApiKey } = await admin.must(create, { input: input() });
    hub.clock.set('2026-12-30T23:59:59.999+06:00');
    expect((await withToken(`Bearer ${createApiKey.secret}`)).status).toBe(200);
    hub.clock.set('2026-12-31T00:00:00+06:00');
    expect((await withToken(`Bearer ${createApiKey.secret}`)).status).toBe(401);
    hub.clock.set('2026-03-02T09:00:00+06:00');
  });

  it('is for systems: it cannot be of a role that prepares or approves', async () => {
    for (const role of ['ANALYST', 'HEAD', 'ADMIN']) {
      const [error] = await admin.refused(create, { input: { ...input(), role, municipalityId: null } });
      expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    }
  });
});

describe('an issuer of the ministry', () => {
  it('is believed for its own key, algorithm, issuer and audience, and no further', async () => {
    const oidc = new OAuth2Server();
    await oidc.issuer.keys.generate('RS256');
    await oidc.start(0, '127.0.0.1');
    const issuer = oidc.issuer.url ?? '';
    const second = await startHub({ env: { OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'hub', OIDC_JWKS_URL: `${issuer}/jwks` } });
    try {
      const person = await second.as('ADMIN', { user: 'oidc' });
      expect(person.token).toBeUndefined();
      const ask = async (change: (payload: Record<string, unknown>) => void, sub = 'own:oidc-admin') => {
        const token = await oidc.issuer.buildToken({
          scopesOrTransform: (_, payload) => {
            Object.assign(payload, { sub, aud: 'hub' });
            change(payload);
          },
        });
        return (await second.anonymous.query(whoAmI, {}, { authorization: `Bearer ${token}` })).status;
      };
      expect(await ask(() => undefined)).toBe(200);
      expect(await ask((payload) => (payload.aud = 'another'))).toBe(401);
      expect(await ask((payload) => (payload.iss = 'http://another.example'))).toBe(401);
      expect(await ask((payload) => (payload.exp = Math.floor(Date.now() / 1000) - 60))).toBe(401);
      expect(await ask((payload) => delete payload.exp)).toBe(401);
      expect(await ask(() => undefined, 'somebody-else')).toBe(401);
    } finally {
      await second.stop();
      await oidc.stop();
    }
  });
});

describe('an administrator', () => {
  const roles = 'mutation($input: UpdateUserInput!) { updateUser(input: $input) { user { roles } } }';
  const off = 'mutation($input: DeactivateUserInput!) { deactivateUser(input: $input) { user { isActive } } }';
  const self = async () => (await admin.must('{ viewer { user { id version } } }')).viewer.user as { id: string; version: number };

  it('cannot take ADMIN from themselves, nor leave the hub without one', async () => {
    const { id, version } = await self();
    const changed = await admin.refused(roles, { input: { id, expectedVersion: version, roles: ['ANALYST'], idempotencyKey: hub.key() } });
    const ended = await admin.refused(off, { input: { id, expectedVersion: version, reason: 'leaving', idempotencyKey: hub.key() } });
    for (const [error] of [changed, ended]) expect(error?.extensions).toMatchObject({ code: 'RULE_VIOLATED', rule: 'ours:an-admin-stays' });
  });

  it('is ended by another', async () => {
    const other = await hub.as('ADMIN', { user: 'second' });
    const { id, version } = (await other.must('{ viewer { user { id version } } }')).viewer.user;
    await admin.must(off, { input: { id, expectedVersion: version, reason: 'left', idempotencyKey: hub.key() } });
    expect((await other.query(whoAmI)).status).toBe(401);
  });

  it('gives names that can be read: not blank, one line, no links', async () => {
    for (const name of ['', '  ', 'a\nb', 'see https://evil.example', '\u202Eabc', 'x'.repeat(201)]) {
      const [error] = await admin.refused('mutation($input: CreateUserInput!) { createUser(input: $input) { user { id } } }', {
        input: { name, email: 'n@ministry.example', subject: `n-${hub.key()}`, roles: ['ANALYST'], idempotencyKey: hub.key() },
      });
      expect(error?.extensions, name).toMatchObject({ code: 'BAD_USER_INPUT', path: ['input', 'name'] });
    }
  });
});

describe('a retry with its key', () => {
  it('by somebody who has moved to another municipality since answers nothing of the first', async () => {
    const clerk = await hub.as('PROVIDER', { soate, user: 'moving' });
    const input = {
      municipalityId,
      contact: { name: 'Айжан', email: 'moving@aiyl.example' },
      idempotencyKey: hub.key(),
    };
    const add = 'mutation($input: AddContactInput!) { addContact(input: $input) { municipality { contacts { email } } } }';
    await clerk.must(add, { input });
    const { user } = (await clerk.must('{ viewer { user { id version } } }')).viewer;
    const other = (await admin.must('{ municipality(soate: "41702215835000") { id } }')).municipality.id;
    await admin.must('mutation($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }', {
      input: { id: user.id, expectedVersion: user.version, municipalityId: other, idempotencyKey: hub.key() },
    });
    expect((await clerk.refused(add, { input }))[0]?.extensions.code).toBe('CONFLICT');
  });
});
