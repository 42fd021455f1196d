import {
  createLocalJWKSet,
  createRemoteJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTVerifyGetKey,
  jwtVerify,
  SignJWT,
} from 'jose';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unauthenticated } from '../shared/errors.ts';

/** Says whose a bearer token is. Throws UNAUTHENTICATED for every token that is not good. */
export interface TokenVerifier {
  subjectOf(token: string): Promise<string>;
}

interface Trust {
  keys: JWTVerifyGetKey;
  issuer: string;
  audience: string;
  algorithm: string;
}

function verifier({ keys, issuer, audience, algorithm }: Trust): TokenVerifier {
  return {
    async subjectOf(token) {
      const subject = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: [algorithm],
        requiredClaims: ['sub', 'exp'],
        clockTolerance: 5,
      }).then(
        ({ payload }) => payload.sub,
        () => undefined,
      );
      if (!subject) throw badToken();
      return subject;
    },
  };
}

/** Tokens of the ministry's issuer, by its published keys, in the one algorithm that is configured. */
export function oidcVerifier(oidc: { issuer: string; audience: string; jwksUrl: string; algorithm: string }): TokenVerifier {
  return verifier({ ...oidc, keys: createRemoteJWKSet(new URL(oidc.jwksUrl), { timeoutDuration: 5_000, cooldownDuration: 30_000 }) });
}

const ownIssuer = { issuer: 'urn:hub:embedded', audience: 'urn:hub:embedded', algorithm: 'EdDSA' } as const;
const tokenHours = 12;

/** On the embedded database the hub is its own issuer: its key lies in the data folder. */
export interface OwnIssuer extends TokenVerifier {
  /** A token for a subject, good for twelve hours. */
  issue(subject: string): Promise<string>;
}

export async function ownTokenIssuer(dataDir: string): Promise<OwnIssuer> {
  const { d, ...publicJwk } = await ownKey(dataDir);
  const privateKey = await importJWK({ ...publicJwk, d }, ownIssuer.algorithm);
  const { subjectOf } = verifier({ ...ownIssuer, keys: createLocalJWKSet({ keys: [publicJwk] }) });
  return {
    subjectOf,
    issue: (subject) =>
      new SignJWT()
        .setProtectedHeader({ alg: ownIssuer.algorithm })
        .setIssuer(ownIssuer.issuer)
        .setAudience(ownIssuer.audience)
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime(`${tokenHours}h`)
        .sign(privateKey),
  };
}

async function ownKey(dataDir: string): Promise<JWK> {
  const path = join(dataDir, 'issuer-key.json');
  const kept = await readFile(path, 'utf8').catch(() => undefined);
  if (kept) return JSON.parse(kept) as JWK;
  const { privateKey } = await generateKeyPair(ownIssuer.algorithm, { extractable: true });
  return JSON.parse(await keepSecret(dataDir, 'issuer-key.json', JSON.stringify(await exportJWK(privateKey)))) as JWK;
}

/** Writes a secret for the owner's eyes only, unless another process was first; answers what is kept. */
export async function keepSecret(dataDir: string, name: string, secret: string): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, name);
  await writeFile(path, secret, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return readFile(path, 'utf8');
}

function badToken() {
  return unauthenticated({
    ky: 'Токен жараксыз же мөөнөтү өткөн.',
    ru: 'Токен недействителен или просрочен.',
    en: 'The token is not valid, or has expired.',
  });
}
