import type { IncomingMessage } from 'node:http';
import { canonicalClientId } from '../modules/exchange-clients/exchange-client.rules.ts';
import { badHeader } from './refusal.ts';

/** Who asks, in the words of X-Road's message protocol for REST. */
export interface Caller {
  clientId: string;
  xroadId: string;
  /** As given; null = none. */
  userId: string | null;
}

const longestId = 200;
const longestUserId = 255;

/** Reads X-Road's headers. Whoever sends them is trusted already: only the security server comes as far as here. */
export function callerOf(request: IncomingMessage): Caller {
  const clientId = canonicalClientId(only(request, 'X-Road-Client') ?? '');
  if (clientId === undefined) {
    throw badHeader('X-Road-Client', {
      ky: 'Сурам коопсуздук серверинен келиши керек: instance/class/member/subsystem.',
      ru: 'Запрос должен прийти от сервера безопасности: instance/class/member/subsystem.',
      en: 'The request must come through the security server: instance/class/member/subsystem.',
    });
  }
  const xroadId = only(request, 'X-Road-Id') ?? '';
  if (!/^[\x21-\x7e]+$/.test(xroadId) || xroadId.length > longestId) {
    throw badHeader('X-Road-Id', {
      ky: 'Ар бир сурамга жаңы UUID бериңиз.',
      ru: 'Передайте новый UUID на каждый запрос.',
      en: 'Send a new UUID with each request.',
    });
  }
  const userId = only(request, 'X-Road-UserId');
  return { clientId, xroadId, userId: userId?.slice(0, longestUserId) ?? null };
}

/** A header that is there once; one that is repeated counts as wrong, whichever of the two the sender meant. */
function only(request: IncomingMessage, name: string): string | undefined {
  const given = request.headersDistinct[name.toLowerCase()] ?? [];
  if (given.length > 1) {
    throw badHeader(name, { ky: 'Аны бир жолу гана жөнөтүңүз.', ru: 'Передайте его один раз.', en: 'Send it once.' });
  }
  return given[0];
}
