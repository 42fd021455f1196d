import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** Notes the port of every outgoing TCP connection of this process, whatever library opens it. */
export function watchOutbound(): { readonly ports: ReadonlySet<number>; stop(): void } {
  const ports = new Set<number>();
  const onSocket = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    socket.once('connect', () => ports.add(socket.remotePort ?? 0));
  };
  subscribe('net.client.socket', onSocket);
  return { ports, stop: () => void unsubscribe('net.client.socket', onSocket) };
}
