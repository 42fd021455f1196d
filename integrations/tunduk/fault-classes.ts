import type { FaultClass, FaultOrigin } from '../../src/modules/ingestion/connector.ts';

/**
 * X-Road error codes and what may be done about them; the first row that fits decides.
 * `*.` is either security server, with or without `servicefailed.`; a trailing `*` is any ending; sub-codes
 * (`loggingfailed.insert`) fall under their code. `message` narrows a row to errors that say so.
 * HTTP status plays no part: X-Road answers AccessDenied with 500, and mixed versions turn 500 into 400.
 */
const codeRules = [
  { code: 'client.*', class: 'PERMANENT' },
  {
    code: '*.internalerror',
    message: /invalid request uri|invalid client id|invalid character|client '[^']*' not found/i,
    class: 'PERMANENT',
  },
  { code: '*.sslauthenticationfailed', message: /client \(/i, class: 'PERMANENT' },
  { code: '*.accessdenied', class: 'PERMANENT' },
  { code: '*.unknownservice', class: 'PERMANENT' },
  { code: '*.unknownmember', class: 'PERMANENT' },
  { code: '*.servicetype', class: 'PERMANENT' },
  { code: '*.invalidservicetype', class: 'PERMANENT' },
  { code: '*.invalidclientidentifier', class: 'PERMANENT' },
  { code: '*.invalidsecurityserver', class: 'PERMANENT' },
  { code: '*.servicemissingurl', class: 'PERMANENT' },
  { code: '*.servicemalformedurl', class: 'PERMANENT' },

  { code: '*.maintenancemode', class: 'PLANNED' },
  { code: '*.servicedisabled', class: 'PLANNED' },

  { code: '*.invalidsignaturevalue', class: 'SECURITY' },
  { code: '*.signatureverification', class: 'SECURITY' },
  { code: '*.inconsistentresponse', class: 'SECURITY' },
  { code: '*.certvalidation', class: 'SECURITY' },
  { code: '*.incorrectvalidationinfo', class: 'SECURITY' },
  { code: '*.missingsignature', class: 'SECURITY' },

  { code: '*.globalconfoutdated', class: 'OPERATOR' },
  { code: '*.loggingfailed', class: 'OPERATOR' },
  { code: '*.timestampingfailed', class: 'OPERATOR' },
  { code: '*.timestamperfailed', class: 'OPERATOR' },
  { code: '*.cannotcreatesignature', class: 'OPERATOR' },
  { code: '*.cannotsign', class: 'OPERATOR' },
  { code: '*.token*', class: 'OPERATOR' },
  { code: '*.hsmnonoperational', class: 'OPERATOR' },
  { code: '*.keynotfound', class: 'OPERATOR' },
  { code: '*.sslauthenticationfailed', class: 'OPERATOR' },

  { code: '*.servicefailed.invalidsoap', class: 'DATA' },
  { code: '*.servicefailed.invalidcontenttype', class: 'DATA' },
  { code: '*.servicefailed.missingbody', class: 'DATA' },
  { code: '*.servicefailed.invalidbody', class: 'DATA' },
  { code: '*.servicefailed.invalidmessage', class: 'DATA' },
  { code: '*.servicefailed.missingheader*', class: 'DATA' },

  { code: 'server.clientproxy.networkerror', class: 'TRANSIENT' },
  // An IOError that wraps a failed message log is found by its text: a full disk does not pass in two seconds.
  { code: 'server.clientproxy.ioerror', message: /loggingfailed|logging_failed/i, class: 'OPERATOR' },
  { code: 'server.clientproxy.ioerror', class: 'TRANSIENT' },
  { code: 'server.clientproxy.httperror', class: 'TRANSIENT' },
  { code: 'server.clientproxy.databaseerror', class: 'TRANSIENT' },
  { code: 'server.clientproxy.servicefailed.ioerror', class: 'TRANSIENT' },
  { code: 'server.serverproxy.networkerror', class: 'TRANSIENT' },
  { code: 'server.serverproxy.ioerror', class: 'TRANSIENT' },
  { code: 'server.serverproxy.databaseerror', class: 'TRANSIENT' },
  { code: 'server.serverproxy.servicefailed.networkerror', class: 'TRANSIENT' },
  { code: 'server.serverproxy.servicefailed.ioerror', class: 'TRANSIENT' },
  { code: 'server.serverproxy.servicefailed.httperror', class: 'TRANSIENT' },
  { code: 'server.serverproxy.servicefailed.unknownhost', class: 'TRANSIENT' },
] as const satisfies readonly { code: string; message?: RegExp; class: FaultClass }[];

/** Answers of the provider's own system, by status. What is not listed: 4xx PERMANENT, 5xx UNKNOWN. */
const classByStatus: Readonly<Record<number, FaultClass>> = {
  408: 'TRANSIENT',
  425: 'TRANSIENT',
  429: 'TRANSIENT',
  500: 'UNKNOWN',
  502: 'TRANSIENT',
  503: 'TRANSIENT',
  504: 'TRANSIENT',
};

interface TransportRule {
  /** Node's, OpenSSL's or undici's error code, as a pattern. */
  error: RegExp;
  code: string;
  class: FaultClass;
  origin?: FaultOrigin;
}

/** Failures on the way to the own security server; the first row that fits decides, otherwise Hub.ConnectionFailed. */
const transportRules: readonly TransportRule[] = [
  {
    error: /^(UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT|TimeoutError)$/,
    code: 'Hub.AnswerTimeout',
    class: 'TRANSIENT',
  },
  { error: /^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/, code: 'Hub.ConnectTimeout', class: 'TRANSIENT' },
  { error: /^(ENOTFOUND|EAI_AGAIN)$/, code: 'Hub.HostNotFound', class: 'TRANSIENT' },
  { error: /^UND_ERR_RES_CONTENT_LENGTH_MISMATCH$/, code: 'Hub.AnswerCutShort', class: 'TRANSIENT' },
  // Anything here may be somebody between us and the security server.
  {
    error: /^(.*SELF_SIGNED_CERT.*|UNABLE_TO_(VERIFY|GET).*|CERT_.*|ERR_TLS_CERT_.*|HOSTNAME_MISMATCH|INVALID_CA)$/,
    code: 'Hub.ServerCertificateNotTrusted',
    class: 'SECURITY',
  },
  { error: /^(ERR_SSL_.*|ERR_TLS_.*|EPROTO)$/, code: 'Hub.TlsHandshakeFailed', class: 'PERMANENT' },
  { error: /^(HTTPParserError|HPE_.*|UND_ERR_HEADERS_OVERFLOW)$/, code: 'Hub.NotHttp', class: 'DATA', origin: 'DATA' },
];

/** One spelling for all X-Road versions: `Server.ServerProxy.AccessDenied` and `server.serverproxy.access_denied`. */
export function normaliseCode(code: string): string {
  return code
    .toLowerCase()
    .replaceAll('_', '')
    .replace(/\boutdatedglobalconf\b/, 'globalconfoutdated');
}

const compiledRules = codeRules.map((rule) => ({ message: undefined, ...rule, pattern: patternOf(rule.code) }));

function patternOf(code: string): RegExp {
  const anySide = '^(?:server\\.(?:clientproxy|serverproxy)\\.)(?:servicefailed\\.)?';
  const start = code.startsWith('*.') ? anySide : '^';
  const body = code.replace(/^\*\./, '').replace(/\*$/, '').replaceAll('.', '\\.');
  return new RegExp(start + body + (code.endsWith('*') ? '' : '(?:\\.|$)'));
}

/** Class of an X-Road error, from its code and, where the code is ambiguous, its message. */
export function classOfXRoadError(normalisedCode: string, message: string): FaultClass {
  const rule = compiledRules.find((row) => row.pattern.test(normalisedCode) && (!row.message || row.message.test(message)));
  return rule?.class ?? 'UNKNOWN';
}

/** The security server that reports the error; an unknown prefix is what our own one answered. */
export function originOfXRoadError(normalisedCode: string): FaultOrigin {
  return normalisedCode.startsWith('server.serverproxy') ? 'PROVIDER_SECURITY_SERVER' : 'OWN_SECURITY_SERVER';
}

/** Whether a SOAP faultcode is X-Road's: a provider's are `soap:Server`, `Client` or words of its own. */
export function isXRoadSoapCode(normalisedCode: string): boolean {
  return /^(?:server\.(?:clientproxy|serverproxy)(?:\.|$)|client\.)/.test(normalisedCode);
}

/** A provider's SOAP Fault: only SOAP's own words for "your message is wrong" say that repeating is useless. */
export function classOfProviderFault(normalisedCode: string): FaultClass {
  return /^(?:[^:]*:)?(?:client|versionmismatch|mustunderstand)(?:\.|$)/.test(normalisedCode) ? 'PERMANENT' : 'UNKNOWN';
}

export function classOfProviderStatus(status: number): FaultClass {
  return classByStatus[status] ?? (status >= 500 ? 'UNKNOWN' : 'PERMANENT');
}

/** What a failure of the connection is; `error` is Node's, OpenSSL's or undici's code. */
export function classifyTransport(error: string): { code: string; class: FaultClass; origin: FaultOrigin } {
  const rule = transportRules.find((row) => row.error.test(error));
  return {
    code: rule?.code ?? 'Hub.ConnectionFailed',
    class: rule?.class ?? 'TRANSIENT',
    origin: rule?.origin ?? 'NETWORK',
  };
}
