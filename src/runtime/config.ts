import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';

const url = (protocols: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be a URL that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`,
  });
const flag = z.enum(['true', 'false'], { message: 'must be true or false' }).transform((text) => text === 'true');
const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be a whole number from ${min} to ${max}`);
const file = z.string().transform((path, ctx) => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    ctx.addIssue({ code: 'custom', message: `must name a file that can be read (${(error as NodeJS.ErrnoException).code})` });
    return z.NEVER;
  }
});
const xroadClient = z.string().regex(/^[^/\s]+(\/[^/\s]+){2,3}$/, 'must be instance/class/member[/subsystem]');
const proxy = z
  .string()
  .refine(
    (text) => /^\d{1,2}$/.test(text) || text.split(',').every((part) => isProxy(part.trim())),
    'must be addresses or ranges such as 10.0.0.0/8, or how many proxies there are',
  );
const address = z.string().regex(/^[^\s@,"<>]+@[^\s@,"<>]+\.[^\s@,"<>]+$/, 'must be one e-mail address');

function isProxy(part: string): boolean {
  const [host = '', bits] = part.split('/');
  return ['loopback', 'linklocal', 'uniquelocal'].includes(part) || (isIP(host) !== 0 && (bits === undefined || /^\d{1,3}$/.test(bits)));
}

/**
 * Every setting: its form, its default, and what it is for. `.env.example` lists the same names in the same order, and a test
 * keeps the two together.
 */
export const settings = {
  PORT: { form: whole(0, 65_535).default(4000), about: 'Port of the API.' },
  HOST: { form: z.string().min(1).default('127.0.0.1'), about: 'Address that the API listens on.' },
  PUBLIC_URL: { form: url(['http:', 'https:']).optional(), about: "Base of the links in mails. Unset = the hub's own address." },
  TRUST_PROXY: {
    form: proxy.optional(),
    about: 'Address or range of the reverse proxy whose X-Forwarded-For is believed. Unset = none.',
  },
  HUB_DATA_DIR: { form: z.string().min(1).default('.data'), about: 'Folder of the embedded database, keys and written mails.' },
  DATABASE_URL: { form: url(['postgres:', 'postgresql:']).optional(), about: 'PostgreSQL 15 or later. Unset = the embedded one.' },
  DATABASE_OWNER_URL: {
    form: url(['postgres:', 'postgresql:']).optional(),
    about: 'The owner role that migrations run as. Unset = DATABASE_URL.',
  },
  DATABASE_POOL: { form: whole(2, 100).default(10), about: 'Connections of the API; the worker has as many of its own.' },
  SMTP_URL: {
    form: url(['smtp:', 'smtps:']).optional(),
    about: 'Mail relay. Required with DATABASE_URL; unset on the embedded database = mails are written as .eml files.',
  },
  MAIL_FROM: { form: address.default('hub@msq.example'), about: 'Sender address.' },
  MAIL_FROM_NAME: { form: z.string().min(1).default('Муниципалдык кызматтардын сапатына мониторинг'), about: 'Sender name.' },
  MAIL_BOUNCES_TO: { form: address.optional(), about: 'Envelope sender, where bounces go. Unset = MAIL_FROM.' },
  MAIL_PER_MINUTE: {
    form: whole(1, 1_000_000).optional(),
    about: 'Mails that the relay is handed in a minute by all hubs together, a fifth of them kept for urgent ones. Unset = no limit.',
  },
  MAIL_DKIM_DOMAIN: { form: z.string().min(1).optional(), about: 'DKIM: signing domain. All three DKIM settings or none.' },
  MAIL_DKIM_SELECTOR: { form: z.string().min(1).optional(), about: 'DKIM: selector.' },
  MAIL_DKIM_KEY_FILE: { form: file.optional(), about: 'DKIM: PEM file of the private key.' },
  UNIT_NAME: { form: z.string().min(1).default('Жооптуу аткаруучу'), about: 'Name of the responsible unit, in the footer of mails.' },
  UNIT_NAME_RU: { form: z.string().min(1).default('Ответственный исполнитель'), about: 'The same in Russian.' },
  UNIT_PHONE: { form: z.string().min(1).optional(), about: 'Its telephone. Unset = mails give none.' },
  UNIT_EMAIL: { form: address.default('unit@msq.example'), about: 'Its e-mail.' },
  XROAD_SECURITY_SERVER_URL: {
    form: url(['http:', 'https:']).optional(),
    about: "The hub's own X-Road security server. Unset = no pulls.",
  },
  XROAD_CLIENT: {
    form: xroadClient.optional(),
    about: "The hub's subsystem: instance/class/member/subsystem. Required with XROAD_SECURITY_SERVER_URL.",
  },
  XROAD_USER_ID: {
    form: z.string().min(1).default('KG-SYSTEM-hub'),
    about: 'X-Road-UserId of pulls: a service account, never a personal number.',
  },
  XROAD_TLS_CERT_FILE: { form: file.optional(), about: "PEM file of the hub's client certificate. All three TLS settings or none." },
  XROAD_TLS_KEY_FILE: { form: file.optional(), about: 'PEM file of its private key.' },
  XROAD_TLS_CA_FILE: { form: file.optional(), about: "PEM file of the security server's certificate, pinned." },
  EXCHANGE_PORT: {
    form: whole(0, 65_535).optional(),
    about: "Port on which the hub's own security server reads for other agencies. Unset = the exchange is off.",
  },
  EXCHANGE_HOST: { form: z.string().min(1).default('127.0.0.1'), about: 'Address of it; other than loopback only with TLS.' },
  EXCHANGE_URL: {
    form: url(['http:', 'https:']).optional(),
    about: 'Base URL by which the security server finds it, in the OpenAPI document. Unset = its own address.',
  },
  EXCHANGE_TLS_CERT_FILE: { form: file.optional(), about: "PEM file of the exchange's certificate. All three TLS settings or none." },
  EXCHANGE_TLS_KEY_FILE: { form: file.optional(), about: 'PEM file of its private key.' },
  EXCHANGE_TLS_CA_FILE: {
    form: file.optional(),
    about: "PEM file of the security server's internal certificate: nobody else may connect.",
  },
  OIDC_ISSUER: {
    form: url(['http:', 'https:']).optional(),
    about: 'Issuer of bearer tokens. Required with DATABASE_URL; unset on the embedded database = the hub is its own issuer.',
  },
  OIDC_AUDIENCE: { form: z.string().min(1).optional(), about: 'Audience of bearer tokens. Required with OIDC_ISSUER.' },
  OIDC_JWKS_URL: { form: url(['http:', 'https:']).optional(), about: 'Keys of the issuer. Required with OIDC_ISSUER.' },
  OIDC_ALGORITHM: {
    form: z.enum(['RS256', 'PS256', 'ES256', 'EdDSA']).default('RS256'),
    about: 'The one algorithm that a token may be signed with.',
  },
  RATE_LIMIT_PER_MINUTE_USER: { form: whole(1, 1_000_000).default(1200), about: 'Requests a minute of one user or API key.' },
  RATE_LIMIT_PER_MINUTE_ADDRESS: { form: whole(1, 1_000_000).default(600), about: 'Requests a minute of one address without a token.' },
  RATE_LIMIT_PER_MINUTE_EXCHANGE: {
    form: whole(1, 1_000_000).default(600),
    about: 'Requests a minute of one subsystem through the exchange.',
  },
  INTROSPECTION: { form: flag.optional(), about: 'Whether the schema may be asked for. Unset = on with the embedded database only.' },
  EXPLORER: { form: flag.optional(), about: 'Whether /explorer is served. Unset = on with the embedded database only.' },
  TRUSTED_DOCUMENTS_FILE: { form: file.optional(), about: 'JSON list of SHA-256 of the only documents that are answered. Unset = all.' },
  METRICS_TOKEN: { form: z.string().min(16).optional(), about: 'Bearer token for /metrics from elsewhere. Unset = loopback only.' },
  AUDIT_KEY: {
    form: z
      .string()
      .regex(/^[0-9a-f]{64,}$/i, 'must be at least 64 hexadecimal digits')
      .optional(),
    about:
      'Secret of the audit seal, kept outside the database. Required with DATABASE_URL; unset on the embedded one = made in HUB_DATA_DIR.',
  },
  AUDIT_HEAD_EMAIL: {
    form: address.optional(),
    about: "Address outside the hub's reach that the head of the audit log is mailed to every day at 06:00. Unset = to nobody.",
  },
  LOG_LEVEL: {
    form: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
    about: 'Least serious line that is logged.',
  },
  HUB_CLOCK: {
    form: z
      .string()
      .refine(
        (text) => !Number.isNaN(Date.parse(text)) && /T.*(Z|[+-]\d\d:\d\d)$/.test(text),
        'must be an RFC 3339 instant, such as 2026-04-20T09:00:00+06:00',
      )
      .optional(),
    about: 'Starts the clock at this instant. Embedded database only.',
  },
} as const satisfies Record<string, { form: z.ZodType; about: string }>;

type Name = keyof typeof settings;
export type Settings = { [N in Name]: z.output<(typeof settings)[N]['form']> };

export interface Config extends Settings {
  dataDir: string;
  isEmbedded: boolean;
  introspection: boolean;
  explorer: boolean;
  /** Started as an npm script: between npm and the hub stands a shell, which passes no signal on. */
  isNpmScript: boolean;
}

/** All that is wrong with the settings, in one error. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      `The settings are not right:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\nEvery setting is described in .env.example.`,
    );
    this.name = 'ConfigError';
  }
}

const togetherOrNone: readonly (readonly Name[])[] = [
  ['MAIL_DKIM_DOMAIN', 'MAIL_DKIM_SELECTOR', 'MAIL_DKIM_KEY_FILE'],
  ['XROAD_SECURITY_SERVER_URL', 'XROAD_CLIENT'],
  ['XROAD_TLS_CERT_FILE', 'XROAD_TLS_KEY_FILE', 'XROAD_TLS_CA_FILE'],
  ['EXCHANGE_TLS_CERT_FILE', 'EXCHANGE_TLS_KEY_FILE', 'EXCHANGE_TLS_CA_FILE'],
  ['OIDC_ISSUER', 'OIDC_AUDIENCE', 'OIDC_JWKS_URL'],
];
const neededWithDatabase: readonly Name[] = ['SMTP_URL', 'OIDC_ISSUER', 'AUDIT_KEY'];

const loopback = /^(?:127\.\d+\.\d+\.\d+|::1|localhost)$/;

/** Over plain HTTP anybody could say that they are X-Road, so it is for this machine only; certificates must be some, and fit. */
function exchangeProblems(values: Partial<Settings>): string[] {
  const { EXCHANGE_TLS_CERT_FILE: cert, EXCHANGE_TLS_KEY_FILE: key, EXCHANGE_TLS_CA_FILE: ca, EXCHANGE_HOST: host = '' } = values;
  const problems: string[] = [];
  if (values.EXCHANGE_PORT !== undefined && ca === undefined && !loopback.test(host))
    problems.push('EXCHANGE_HOST must be a loopback address, such as 127.0.0.1, unless the three EXCHANGE_TLS_ settings are set');
  for (const [name, pem] of [['EXCHANGE_TLS_CERT_FILE', cert] as const, ['EXCHANGE_TLS_CA_FILE', ca] as const])
    if (pem !== undefined && !certificateOf(pem)) problems.push(`${name} must hold a certificate in PEM`);
  if (cert !== undefined && key !== undefined && certificateOf(cert) && !fits(cert, key))
    problems.push('EXCHANGE_TLS_KEY_FILE must hold the private key of EXCHANGE_TLS_CERT_FILE, in PEM and without a passphrase');
  return problems;
}

function certificateOf(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function fits(cert: string, key: string): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

/**
 * Reads the settings once. Throws one ConfigError that lists everything wrong, with what to do.
 * An empty value counts as unset.
 */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const problems: string[] = [];
  const values: Partial<Record<Name, unknown>> = {};
  for (const name of Object.keys(settings) as Name[]) {
    const parsed = settings[name].form.safeParse(environment[name] || undefined);
    if (parsed.success) values[name] = parsed.data;
    else problems.push(`${name} ${parsed.error.issues.map(({ message }) => message).join('; ')}`);
  }
  const isSet = (name: Name): boolean => Boolean(environment[name]);
  for (const group of togetherOrNone) {
    const missing = group.filter((name) => !isSet(name));
    if (missing.length > 0 && missing.length < group.length)
      problems.push(`${missing.join(', ')} must be set together with ${group.filter(isSet).join(', ')}`);
  }
  if (isSet('DATABASE_URL')) {
    for (const name of neededWithDatabase) if (!isSet(name)) problems.push(`${name} must be set when DATABASE_URL is`);
    if (isSet('HUB_CLOCK')) problems.push('HUB_CLOCK moves the clock of the embedded database only: unset it or DATABASE_URL');
  } else if (isSet('DATABASE_OWNER_URL')) {
    problems.push('DATABASE_OWNER_URL needs DATABASE_URL');
  }
  problems.push(...exchangeProblems(values as Partial<Settings>));
  if (problems.length > 0) throw new ConfigError(problems);
  const complete = values as Settings;
  const isEmbedded = complete.DATABASE_URL === undefined;
  return {
    ...complete,
    dataDir: resolve(complete.HUB_DATA_DIR),
    isEmbedded,
    introspection: complete.INTROSPECTION ?? isEmbedded,
    explorer: complete.EXPLORER ?? isEmbedded,
    isNpmScript: environment.npm_lifecycle_event !== undefined,
  };
}
