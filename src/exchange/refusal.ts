import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { type ErrorCode, HubError } from '../shared/errors.ts';
import type { LocalizedText } from '../shared/localized-text.ts';

/** A refusal of the exchange, with its HTTP status and the name of the problem in the answer's `type`. */
export class Refusal extends HubError {
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    readonly status: number,
    readonly problem: string,
    { code, message, hint, path }: { code: ErrorCode; message: LocalizedText; hint?: LocalizedText; path?: readonly string[] },
    headers: Readonly<Record<string, string>> = {},
  ) {
    super({ code, message, hint, path });
    this.headers = headers;
  }
}

/** RFC 9457. X-Road-Error is never sent: it would say that the fault is X-Road's, and here it is ours or the caller's. */
export const problemSchema = z
  .strictObject({
    type: z.string().describe('urn:msq:problem:<name>; stable.'),
    title: z.string().describe('The HTTP status in words.'),
    status: z.number().int(),
    detail: z.string().describe('What is wrong, in the language of Accept-Language.'),
    hint: z.string().optional().describe('What to do.'),
    path: z.array(z.string()).optional().describe('The parameter or header that it is about.'),
    requestId: z.string().describe("To quote to the hub's operators."),
    xroadId: z.string().optional().describe('The X-Road-Id of the request.'),
  })
  .describe('What is wrong, by RFC 9457.');

const problemName = /^[a-z-]+$/;

export function problemType(name: string): string {
  if (!problemName.test(name)) throw new Error(`${name} is no name of a problem`);
  return `urn:msq:problem:${name}`;
}

/** The status of a refusal that a service throws. */
export const statusOfCode: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 403,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  BAD_REQUEST: 400,
  RULE_VIOLATED: 400,
  CONFLICT: 409,
  OPERATION_NOT_SUPPORTED: 405,
  RATE_LIMITED: 429,
  SERVICE_BUSY: 503,
};

export function noSuchPath(): Refusal {
  return new Refusal(404, 'no-such-path', {
    code: 'NOT_FOUND',
    message: { ky: 'Мындай дарек жок.', ru: 'Такого адреса нет.', en: 'There is no such path.' },
    hint: {
      ky: 'Так даректер /v1/openapi.json документинде.',
      ru: 'Точные адреса — в /v1/openapi.json.',
      en: 'The exact paths are in /v1/openapi.json; nothing is normalised.',
    },
  });
}

export function wrongMethod({ method = '' }: IncomingMessage): Refusal {
  return new Refusal(
    405,
    'read-only',
    {
      code: 'OPERATION_NOT_SUPPORTED',
      message: {
        ky: `Бул жерде окуу гана болот, ${method} эмес.`,
        ru: `Здесь только чтение, не ${method}.`,
        en: `This is read-only: no ${method}.`,
      },
      hint: { ky: 'GET же HEAD колдонуңуз.', ru: 'Используйте GET или HEAD.', en: 'Use GET or HEAD.' },
    },
    { Allow: 'GET, HEAD' },
  );
}

export function noBodyHere(): Refusal {
  return new Refusal(400, 'no-body', {
    code: 'BAD_REQUEST',
    message: { ky: 'Сурамдын денеси болбошу керек.', ru: 'У запроса не должно быть тела.', en: 'A read has no body.' },
    hint: { ky: 'Параметрлерди дарекке жазыңыз.', ru: 'Укажите параметры в адресе.', en: 'Give parameters in the query.' },
  });
}

export function badHeader(name: string, hint: LocalizedText): Refusal {
  return new Refusal(400, 'bad-header', {
    code: 'BAD_REQUEST',
    path: [name],
    message: {
      ky: `${name} башы жок, кайталанган же туура эмес.`,
      ru: `Заголовок ${name} отсутствует, повторён или неверен.`,
      en: `The header ${name} is missing, repeated or wrong.`,
    },
    hint,
  });
}

export function badParameter(name: string, problem: string): Refusal {
  return new Refusal(400, 'bad-parameter', {
    code: 'BAD_USER_INPUT',
    path: [name],
    message: { ky: `${name} параметри туура эмес.`, ru: `Параметр ${name} неверен.`, en: `The parameter ${name} is wrong: ${problem}.` },
    hint: {
      ky: 'Параметрлер /v1/openapi.json документинде.',
      ru: 'Параметры описаны в /v1/openapi.json.',
      en: 'The parameters are described in /v1/openapi.json.',
    },
  });
}

export function unknownClient(clientId: string): Refusal {
  return new Refusal(403, 'unknown-client', {
    code: 'FORBIDDEN',
    path: ['X-Road-Client'],
    message: {
      ky: `${clientId} системасына окууга уруксат берилген эмес.`,
      ru: `Подсистеме ${clientId} чтение не разрешено.`,
      en: `The subsystem ${clientId} may not read here.`,
    },
    hint: {
      ky: 'Хабдын администраторунан бул подсистеманы киргизүүнү сураныңыз.',
      ru: 'Попросите администратора хаба внести эту подсистему.',
      en: "Ask the hub's administrator to enter this subsystem, with the days and scopes it needs.",
    },
  });
}

export function outOfScope(scope: string): Refusal {
  return new Refusal(403, 'out-of-scope', {
    code: 'FORBIDDEN',
    message: {
      ky: 'Бул маалымат силердин системага ачык эмес.',
      ru: 'Эти данные вашей подсистеме не открыты.',
      en: 'This is not open to your subsystem.',
    },
    hint: {
      ky: `Хабдын администраторунан ${scope} сураныңыз.`,
      ru: `Попросите администратора хаба добавить ${scope}.`,
      en: `Ask the hub's administrator for the scope ${scope}.`,
    },
  });
}

export function foreignWatermark(): Refusal {
  return new Refusal(400, 'foreign-watermark', {
    code: 'BAD_USER_INPUT',
    path: ['since'],
    message: {
      ky: 'Бул watermark бул базадан эмес.',
      ru: 'Этот watermark не из этой базы.',
      en: 'This watermark is not of this database.',
    },
    hint: startFromBulk,
  });
}

export function watermarkTooOld(): Refusal {
  return new Refusal(410, 'watermark-too-old', {
    code: 'NOT_FOUND',
    path: ['since'],
    message: {
      ky: 'Бул watermark эскирген: андан кийинки өзгөрүүлөр өчүрүлгөн.',
      ru: 'Этот watermark устарел: изменения после него уже удалены.',
      en: 'This watermark is too old: changes after it have been forgotten.',
    },
    hint: startFromBulk,
  });
}

const startFromBulk: LocalizedText = {
  ky: '/v1/bulk/… баштан окуп, анын X-Feed-Watermark башынан улантыңыз.',
  ru: 'Начните с /v1/bulk/… и продолжайте с его X-Feed-Watermark.',
  en: 'Begin anew from /v1/bulk/… and go on from its X-Feed-Watermark.',
};

export function tooManyStreams(): HubError {
  return new HubError(
    {
      code: 'SERVICE_BUSY',
      message: {
        ky: 'Көп толук көчүрмө жүрүп жатат.',
        ru: 'Идёт слишком много полных выгрузок.',
        en: 'Too many bulk reads are under way.',
      },
      hint: { ky: 'Бир аздан кийин кайталаңыз.', ru: 'Повторите чуть позже.', en: 'Try again shortly.' },
    },
    { retryAfterSeconds: 30 },
  );
}

export function tooManyRequests(retryAfterSeconds: number): HubError {
  return new HubError(
    {
      code: 'RATE_LIMITED',
      message: { ky: 'Сурамдар өтө көп.', ru: 'Слишком много запросов.', en: 'Too many requests.' },
      hint: { ky: 'Retry-After секунд күтүңүз.', ru: 'Подождите Retry-After секунд.', en: 'Wait for Retry-After seconds.' },
    },
    { retryAfterSeconds },
  );
}
