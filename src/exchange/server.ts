import { X509Certificate } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { createServe, type ServeOptions } from './serve.ts';

const headersTimeout = 10_000;
const requestTimeout = 30_000;
const maxHeaderSize = 16_384;
const drainTimeoutMs = 10_000;

export interface ExchangeOptions extends ServeOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Base URL by which the security server finds the hub; the listening address unless given. */
  url?: string;
  /** The hub's certificate and key, and the security server's certificate, all PEM. Without it plain HTTP: on loopback only. */
  tls?: { cert: string; key: string; ca: string };
}

export interface ExchangeServer {
  readonly url: string;
  /** Takes no new connections, waits up to 10 s for what runs, then closes what is left. */
  stop(): Promise<void>;
}

/**
 * Starts the door for the hub's own security server, apart from the API: who comes through it is believed to be X-Road, so nobody else
 * may. With TLS the caller must hold the key of exactly the pinned certificate.
 */
export async function startExchange(options: ExchangeOptions): Promise<ExchangeServer> {
  const serve = createServe(options, () => options.url ?? urlOf(server, options.tls !== undefined));
  const listener: http.RequestListener = (request, response) => void serve(request, response);
  const limits = { headersTimeout, requestTimeout, maxHeaderSize };
  const server = options.tls ? httpsServer(options.tls, limits, listener) : http.createServer(limits, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    url: urlOf(server, options.tls !== undefined),
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const deadline = setTimeout(() => server.closeAllConnections(), drainTimeoutMs);
      await closed;
      clearTimeout(deadline);
    },
  };
}

function httpsServer({ cert, key, ca }: NonNullable<ExchangeOptions['tls']>, limits: http.ServerOptions, listener: http.RequestListener) {
  const pinned = new X509Certificate(ca);
  const server = https.createServer(
    // The certificate that X-Road gives out is its own root, or one of a chain that is not ours to follow: it is compared whole.
    { ...limits, cert, key, ca, requestCert: true, rejectUnauthorized: true, allowPartialTrustChain: true, minVersion: 'TLSv1.2' },
    listener,
  );
  return server.on('secureConnection', (socket: TLSSocket) => {
    if (!socket.getPeerX509Certificate()?.raw.equals(pinned.raw)) socket.destroy();
  });
}

function urlOf(server: http.Server, isTls: boolean): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `${isTls ? 'https' : 'http'}://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
