import type { ErrorCode } from '../../shared/errors.ts';
import type { LocalizedText } from '../../shared/localized-text.ts';

/** What the edge itself says to a caller. */
export const edgeMessages = {
  internal: {
    ky: 'Биздин тараптан ката кетти. Кайрылганда суроонун номерин (requestId) айтыңыз.',
    ru: 'Ошибка на нашей стороне. При обращении назовите номер запроса (requestId).',
    en: 'Something went wrong on our side. Quote the requestId when you write to us.',
  },
  taken: {
    ky: 'Мындай жазуу мурунтан эле бар.',
    ru: 'Такая запись уже есть.',
    en: 'Such a record exists already.',
  },
  unknownReference: {
    ky: 'Көрсөтүлгөн жазуу жок же колдонулуп жатат.',
    ru: 'Указанной записи нет, или она используется.',
    en: 'A record that this refers to does not exist or is in use.',
  },
  unfitValue: {
    ky: 'Маани уруксат берилген чектен тышкары.',
    ru: 'Значение вне допустимых границ.',
    en: 'A value is outside what is allowed.',
  },
  concurrent: {
    ky: 'Ошол эле жазуу бир убакта өзгөртүлдү; эч нерсе жасалган жок.',
    ru: 'Та же запись изменялась одновременно; ничего не сделано.',
    en: 'The same record was being changed at the same time; nothing was done.',
  },
  wrongType: {
    ky: 'Маани өзүнүн түрүнө туура келбейт.',
    ru: 'Значение не подходит по типу.',
    en: 'The value does not fit its type.',
  },
  brokenText: {
    ky: 'Текстте NUL же бузук Unicode белгиси бар.',
    ru: 'В тексте есть знак NUL или повреждённый Unicode.',
    en: 'The text contains NUL or broken Unicode.',
  },
  unknownOperation: {
    ky: 'Мындай операция документте жок же операциянын аты (operationName) көрсөтүлгөн эмес.',
    ru: 'Такой операции в документе нет, или не указано её имя (operationName).',
    en: 'The document has no such operation, or operationName is missing.',
  },
  noSubscriptions: {
    ky: 'Жазылуулар (subscription) жок: жазууну же өзгөрүүлөр агымын кайра сураңыз.',
    ru: 'Подписок (subscription) нет: опрашивайте запись или ленту изменений.',
    en: 'There are no subscriptions: poll the record or the feed of changes.',
  },
  onlyFiling: {
    ky: 'Бул дарек маалымат тапшыруу мутацияларын гана кабыл алат.',
    ru: 'Этот адрес принимает только мутации подачи данных.',
    en: 'This address takes filing mutations only.',
  },
  noPersistedQueries: {
    ky: 'Автоматтык сакталган суроолор колдоого алынбайт: толук суроону жөнөтүңүз.',
    ru: 'Автоматически сохраняемые запросы не поддерживаются: отправьте запрос целиком.',
    en: 'Automatic persisted queries are not supported: send the whole query.',
  },
  untrustedDocument: {
    ky: 'Бул суроо макулдашылган суроолордун тизмесинде жок.',
    ru: 'Этого запроса нет в списке согласованных.',
    en: 'This document is not among the trusted ones.',
  },
  noIntrospection: {
    ky: 'Схеманы сурап алуу өчүрүлгөн.',
    ru: 'Запрос схемы отключён.',
    en: 'Introspection is turned off.',
  },
  fragmentCycle: {
    ky: 'Фрагмент өзүн өзү камтыйт.',
    ru: 'Фрагмент включает сам себя.',
    en: 'A fragment contains itself.',
  },
  rateLimited: {
    ky: 'Суроо өтө көп. Бир аздан кийин кайталаңыз.',
    ru: 'Слишком много запросов. Повторите чуть позже.',
    en: 'Too many requests. Try again shortly.',
  },
  noSuchAddress: {
    ky: 'Мындай дарек жок.',
    ru: 'Такого адреса нет.',
    en: 'There is no such address.',
  },
  wrongMethod: {
    ky: 'Бул дарек мындай HTTP ыкмасын кабыл албайт.',
    ru: 'Этот адрес не принимает такой метод HTTP.',
    en: 'This address does not take this HTTP method.',
  },
  wrongMediaType: {
    ky: 'Content-Type: application/json, UTF-8, кысылбаган түрдө жөнөтүңүз.',
    ru: 'Отправьте Content-Type: application/json в UTF-8, без сжатия.',
    en: 'Send Content-Type: application/json in UTF-8, uncompressed.',
  },
  notAcceptable: {
    ky: 'Жооп application/json же application/graphql-response+json түрүндө гана берилет.',
    ru: 'Ответ даётся только как application/json или application/graphql-response+json.',
    en: 'Answers are application/json or application/graphql-response+json only.',
  },
  malformed: {
    ky: 'Суроону окууга мүмкүн эмес: UTF-8 менен жазылган JSON объект күтүлөт.',
    ru: 'Запрос не читается: ожидается объект JSON в UTF-8.',
    en: 'The request cannot be read: a JSON object in UTF-8 is expected.',
  },
  tooLarge: {
    ky: 'Суроо өтө чоң.',
    ru: 'Запрос слишком большой.',
    en: 'The request is too large.',
  },
  inParts: {
    ky: 'Көп саптар /graphql/filing дарегине (2 МБ чейин) же файл менен (createUpload, андан кийин uploadId) жөнөтүлөт.',
    ru: 'Много строк отправляют на /graphql/filing (до 2 МБ) или файлом (createUpload, затем uploadId).',
    en: 'Many rows go to /graphql/filing (up to 2 MB), or in a file (createUpload, then uploadId).',
  },
  tooSlow: {
    ky: 'Суроо убагында келип бүткөн жок.',
    ru: 'Запрос не был передан вовремя.',
    en: 'The request did not arrive in time.',
  },
  askForLess: {
    ky: 'Азыраак сураңыз: `first` маанисин кичирейтиңиз, кабатталган тизмелерди азайтыңыз же суроону бир нечеге бөлүңүз.',
    ru: 'Запросите меньше: уменьшите `first`, число вложенных списков или разделите запрос на несколько.',
    en: 'Ask for fewer with `first`, or fewer nested lists, or split the query into several.',
  },
  restricted: {
    ky: 'Бул дарек башкаруучулар үчүн гана.',
    ru: 'Этот адрес только для операторов.',
    en: 'This address is for operators only.',
  },
} as const satisfies Record<string, LocalizedText>;

const limitNames = {
  tokens: { ky: 'лексемалар', ru: 'лексем', en: 'tokens' },
  brackets: { ky: 'кашаалардын тереңдиги', ru: 'вложенность скобок', en: 'bracket depth' },
  depth: { ky: 'тереңдик', ru: 'глубина', en: 'depth' },
  fields: { ky: 'талаалар', ru: 'полей', en: 'fields' },
  aliases: { ky: 'лакап аттар (alias)', ru: 'псевдонимов (alias)', en: 'aliases' },
  directives: { ky: 'директивалар', ru: 'директив', en: 'directives' },
  introspectionDepth: { ky: 'схеманы суроонун тереңдиги', ru: 'глубина запроса схемы', en: 'introspection depth' },
  introspectionFields: { ky: 'схеманы суроонун талаалары', ru: 'полей в запросе схемы', en: 'introspection fields' },
  cost: { ky: 'баасы', ru: 'стоимость', en: 'cost' },
} as const satisfies Record<string, LocalizedText>;

export type LimitName = keyof typeof limitNames;

/** Says which limit, the limit and the measure, so that the caller knows how much to take away. */
export function overLimit(limit: LimitName, allowed: number, measured: number): LocalizedText {
  const name = limitNames[limit];
  return {
    ky: `Суроо өтө татаал (${name.ky}): эң көбү ${allowed}, сиздики ${measured}.`,
    ru: `Запрос слишком сложен (${name.ru}): не больше ${allowed}, у вас ${measured}.`,
    en: `The query is too complex (${name.en}): at most ${allowed}, yours has ${measured}.`,
  };
}

/** Names the field, or the argument, that has to be given. */
export function required(field: string): LocalizedText {
  return {
    ky: `Маани берилиши керек: ${field}.`,
    ru: `Значение обязательно: ${field}.`,
    en: `A value is required: ${field}.`,
  };
}

export function unknownField(field: string): LocalizedText {
  return {
    ky: `Мындай талаа жок: ${field}.`,
    ru: `Такого поля нет: ${field}.`,
    en: `There is no such field: ${field}.`,
  };
}

/** `allowed` in characters. */
export function tooLong(allowed: number): LocalizedText {
  return {
    ky: `Текст өтө узун: эң көбү ${allowed} белги.`,
    ru: `Текст слишком длинный: не больше ${allowed} знаков.`,
    en: `The text is too long: at most ${allowed} characters.`,
  };
}

/** How each code is answered in HTTP when it refuses the whole request before anything was executed (api.md 1.4). */
export const statusBeforeExecution: Readonly<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  RULE_VIOLATED: 422,
  CONFLICT: 409,
  RATE_LIMITED: 429,
  SERVICE_BUSY: 503,
  INTERNAL_SERVER_ERROR: 500,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  QUERY_TOO_COMPLEX: 400,
  DOCUMENT_NOT_TRUSTED: 400,
  OPERATION_NOT_SUPPORTED: 400,
  BAD_REQUEST: 400,
  PAYLOAD_TOO_LARGE: 413,
};
