import type { CallPolicyOptions } from './call-policy.ts';
import { parseXRoadId, type XRoadIdParts } from './xroad-id.ts';

/** The hub's own security server: the only address that any connector talks to. */
export interface XRoadSettings {
  /** `https://10.0.0.5:8443`; plain http only where the subsystem's connection type is HTTP. */
  securityServerUrl: string;
  /** The hub's subsystem: `central-server/GOV/70000999/service-quality-hub`, parts percent-encoded if they need it. */
  clientId: string;
  /** A service account for the message logs (X-Road-UserId), never a person. */
  userId?: string;
  /** Required for https: the system's own trust store is never used. */
  tls?: {
    /** PEM of the security server's certificate, or of the authority that issued it. */
    ca: string | Buffer;
    /** PEM of the hub's client certificate, byte-equal to the one uploaded to the security server. */
    cert?: string | Buffer;
    key?: string | Buffer;
    /** The name in the server's certificate, where it is not the host of the URL. */
    servername?: string;
  };
  timeouts?: Partial<Timeouts>;
  /** Bytes of one answer; 8 MiB by default. */
  largestAnswerBytes?: number;
  calls?: Omit<CallPolicyOptions, 'onRetry' | 'onBreaker'>;
}

export interface Timeouts {
  connectMs: number;
  /** Until the answer's headers: above the server's own 30 s to connect and 60 s for the service. */
  headersMs: number;
  totalMs: number;
}

/** The security server's address. Throws Error in words for an operator if it cannot be used. */
export function checkedBase({ securityServerUrl, tls }: XRoadSettings): URL {
  const base = URL.parse(securityServerUrl);
  if (!base || !['http:', 'https:'].includes(base.protocol)) throw new Error('the security server needs an http or https URL');
  if (base.username || base.password || base.search || base.hash) {
    throw new Error("the security server's URL may have no credentials, query or fragment");
  }
  if (base.protocol === 'https:' && !tls?.ca) throw new Error("https needs the security server's certificate (tls.ca)");
  if (base.protocol === 'http:' && tls) throw new Error('TLS is configured but the security server URL is plain http');
  if (tls && !tls.cert !== !tls.key) throw new Error('the client certificate and its key go together');
  return base;
}

/** The decoded parts of the hub's own identifier: a member's, or a subsystem's. Throws Error. */
export function checkedClientId({ clientId }: XRoadSettings): XRoadIdParts {
  const parts = parseXRoadId(clientId);
  if (!parts || parts.length < 3 || parts.length > 4) {
    throw new Error('the X-Road client id needs 3 or 4 parts: instance/class/member[/subsystem]');
  }
  return parts;
}

/** Header values are words of ours: printable ASCII, so that nothing can end a header early. Throws Error. */
export function assertHeaderWord(name: string, value: string): void {
  if (!/^[\x21-\x7e]{1,100}$/.test(value)) throw new Error(`${name} must be 1 to 100 printable ASCII characters`);
}
