import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../../src/runtime/config.ts';

const problemsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    loadConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

const external = {
  DATABASE_URL: 'postgres://hub@db.example/hub',
  SMTP_URL: 'smtp://relay.example',
  OIDC_ISSUER: 'https://login.example',
  OIDC_AUDIENCE: 'hub',
  OIDC_JWKS_URL: 'https://login.example/jwks',
  AUDIT_KEY: 'a'.repeat(64),
};

describe('the settings', () => {
  it('need not be given at all: the embedded default', () => {
    expect(loadConfig({})).toMatchObject({
      PORT: 4000,
      HOST: '127.0.0.1',
      isEmbedded: true,
      introspection: true,
      explorer: true,
      LOG_LEVEL: 'info',
    });
  });

  it('count an empty value as unset', () => {
    expect(loadConfig({ PORT: '', SMTP_URL: '', OIDC_ISSUER: '' })).toMatchObject({ PORT: 4000, SMTP_URL: undefined });
  });

  it('close the schema and the explorer on a database of one’s own, unless asked', () => {
    expect(loadConfig(external)).toMatchObject({ isEmbedded: false, introspection: false, explorer: false });
    expect(loadConfig({ ...external, INTROSPECTION: 'true' })).toMatchObject({ introspection: true, explorer: false });
  });

  const wrong: [string, Record<string, string>, RegExp][] = [
    ['a port that is none', { PORT: '70000' }, /^PORT must be a whole number from 0 to 65535/],
    ['a port in words', { PORT: '4000x' }, /^PORT/],
    ['a URL of another kind', { SMTP_URL: 'https://relay.example' }, /^SMTP_URL must be a URL that begins with smtp:/],
    [
      'a file that is not there',
      { XROAD_TLS_CERT_FILE: '/nowhere/cert.pem' },
      /^XROAD_TLS_CERT_FILE must name a file that can be read \(ENOENT\)/,
    ],
    ['a flag that is neither', { EXPLORER: 'yes' }, /^EXPLORER must be true or false/],
    ['an audit key that is too short', { AUDIT_KEY: 'abc' }, /^AUDIT_KEY/],
    [
      'a client id without its parts',
      { XROAD_CLIENT: 'hub', XROAD_SECURITY_SERVER_URL: 'http://ss.example' },
      /^XROAD_CLIENT must be instance\/class\/member/,
    ],
    ['a sender that is two addresses', { MAIL_FROM: 'a@b.kg,c@d.kg' }, /^MAIL_FROM/],
    ['a clock without its zone', { HUB_CLOCK: '2026-04-20T09:00:00' }, /^HUB_CLOCK/],
    [
      'half of a pair',
      { XROAD_SECURITY_SERVER_URL: 'http://ss.example' },
      /^XROAD_CLIENT must be set together with XROAD_SECURITY_SERVER_URL/,
    ],
    [
      'the exchange over plain HTTP for others than this machine',
      { EXCHANGE_PORT: '4443', EXCHANGE_HOST: '10.0.0.5' },
      /^EXCHANGE_HOST must be a loopback address/,
    ],
    [
      'half of the exchange’s TLS',
      { EXCHANGE_TLS_CERT_FILE: 'package.json' },
      /^EXCHANGE_TLS_KEY_FILE, EXCHANGE_TLS_CA_FILE must be set together/,
    ],
    ['a file that holds no certificate', { EXCHANGE_TLS_CA_FILE: 'package.json' }, /^EXCHANGE_TLS_CA_FILE must hold a certificate in PEM/],
    ['a database of one’s own without a relay', { ...external, SMTP_URL: '' }, /^SMTP_URL must be set when DATABASE_URL is/],
    [
      'a moved clock on a database of one’s own',
      { ...external, HUB_CLOCK: '2026-04-20T09:00:00Z' },
      /^HUB_CLOCK moves the clock of the embedded database only/,
    ],
  ];
  it.each(wrong)('refuse %s', (_, environment, problem) => {
    expect(problemsOf(environment)).toEqual(expect.arrayContaining([expect.stringMatching(problem)]));
  });

  it('are refused all together, in one readable list', () => {
    const problems = problemsOf({ PORT: 'x', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://x', RATE_LIMIT_PER_MINUTE_USER: '0' });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'PORT',
      'DATABASE_URL',
      'RATE_LIMIT_PER_MINUTE_USER',
      'LOG_LEVEL',
      'SMTP_URL',
      'OIDC_ISSUER',
      'AUDIT_KEY',
    ]);
    expect(new ConfigError(problems).message).toContain('\n  - PORT');
  });
});
