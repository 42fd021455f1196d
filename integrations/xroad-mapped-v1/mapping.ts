import { z } from 'zod';
import type { VolumeSourceSettings } from '../../src/modules/ingestion/connector.ts';
import type { Violation } from '../../src/shared/errors.ts';
import type { LocalizedText } from '../../src/shared/localized-text.ts';
import { channel, serviceCode, soate } from '../tunduk/volume-page.ts';
import { problemOfPart } from '../tunduk/xroad-id.ts';
import { isTemplate } from './template.ts';

/** Each municipality and service is asked about alone, month by month: more than this would not be read in a night. */
const mostPairs = 3_000;

const template = z.string().max(500).refine(isTemplate, 'UNKNOWN_PLACEHOLDER');
/** RFC 6901. */
const pointer = z
  .string()
  .max(200)
  .regex(/^(?:\/(?:[^~/]|~[01])*)+$/, 'NOT_A_POINTER');
/** How the source calls what the hub knows by a code. */
const sourceCode = z
  .string()
  .max(64)
  .refine((code) => problemOfPart(code) === undefined, 'UNUSABLE_CODE');
/** Codes of answers, as text: a source's 0 is '0'. */
const answerCodes = z.array(z.string().min(1).max(64)).max(20);

/** A JSON body whose texts are templates. */
type BodyTemplate = string | number | boolean | null | BodyTemplate[] | { [key: string]: BodyTemplate };
const bodyTemplate: z.ZodType<BodyTemplate> = z.lazy(() =>
  z.union([template, z.int(), z.boolean(), z.null(), z.array(bodyTemplate).max(20), z.record(z.string().max(64), bodyTemplate)]),
);

const common = {
  /** Below the service, such as `/counts/{soate}`. */
  path: template.refine(
    (path) => path.startsWith('/') && !path.endsWith('/') && path.split('/').slice(1).every(isSegment),
    'UNUSABLE_PATH',
  ),
  query: z.record(z.string().min(1).max(64), template).default({}),
  /** What `{periodTo}` is. */
  periodEnd: z.enum(['FIRST_DAY_AFTER', 'LAST_DAY']).default('FIRST_DAY_AFTER'),
  municipalities: z
    .array(z.strictObject({ soate, sourceCode: sourceCode.optional() }))
    .min(1)
    .max(500),
  services: z
    .array(z.strictObject({ code: serviceCode, sourceCode: sourceCode.optional() }))
    .min(1)
    .max(500),
  /** How many closed months are read again where only changes are asked for: the source has no list of them. */
  monthsBack: z.int().min(1).max(12).default(3),
  answer: z.strictObject({
    /** Where the source says in its own words whether it answered; without it every 200 is an answer. */
    code: z.strictObject({ pointer, ok: answerCodes.min(1), absent: answerCodes.default([]) }).optional(),
    message: pointer.optional(),
    /** What it means that the source has nothing to say. Only that no count is stated: missing is never zero. */
    noContent: z.literal('ABSENT').optional(),
    nullCount: z.literal('ABSENT').optional(),
    counts: z.array(z.strictObject({ channel, pointer })).min(1).max(2),
  }),
};

const mappingShape = z
  .discriminatedUnion('method', [
    z.strictObject({ method: z.literal('GET'), ...common }),
    z.strictObject({ method: z.literal('POST'), idempotent: z.literal(true, 'POST_MUST_READ'), body: bodyTemplate.optional(), ...common }),
  ])
  .refine(({ municipalities, services }) => municipalities.length * services.length <= mostPairs, {
    message: 'TOO_MANY_CALLS',
    path: ['services'],
  })
  .refine(({ municipalities }) => isEachOnce(municipalities.map((entry) => entry.soate)), {
    message: 'SAID_TWICE',
    path: ['municipalities'],
  })
  .refine(({ services }) => isEachOnce(services.map((entry) => entry.code)), { message: 'SAID_TWICE', path: ['services'] })
  .refine(({ answer }) => isEachOnce(answer.counts.map((entry) => entry.channel)), { message: 'SAID_TWICE', path: ['answer', 'counts'] });

/** How a legacy REST service is asked and understood: all of it configuration. */
export type Mapping = z.infer<typeof mappingShape>;

function isSegment(segment: string): boolean {
  return problemOfPart(segment) === undefined;
}

function isEachOnce(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

/** A source's mapping; undefined = it has none that can be used. */
export function mappingOf({ mapping }: VolumeSourceSettings): Mapping | undefined {
  return mappingShape.safeParse(mapping).data;
}

/** All that is wrong with a source's mapping; paths begin at the settings. */
export function problemsOfMapping({ mapping }: VolumeSourceSettings): Violation[] {
  const issues = mappingShape.safeParse(mapping).error?.issues ?? [];
  return issues.map(({ path, message }) => ({
    code: 'BAD_USER_INPUT',
    path: ['mapping', ...path.map(String)],
    ...(words[message] ?? { message: wrongField, hint: asZodSays(message) }),
  }));
}

const wrongField: LocalizedText = {
  ky: 'Карталоонун бул талаасы жок же туура эмес.',
  ru: 'Этого поля сопоставления нет, или оно неверно.',
  en: 'This field of the mapping is missing or wrong.',
};

/** Zod speaks English; what it says is technical and names the field's shape. */
function asZodSays(message: string): LocalizedText {
  return { ky: `Күтүлгөнү: ${message}`, ru: `Ожидается: ${message}`, en: `Expected: ${message}` };
}

const words: Readonly<Record<string, { message: LocalizedText; hint: LocalizedText }>> = {
  UNKNOWN_PLACEHOLDER: {
    message: {
      ky: 'Үлгүдө белгисиз орун бар.',
      ru: 'В шаблоне есть неизвестная подстановка.',
      en: 'The template has a placeholder that does not exist.',
    },
    hint: {
      ky: 'Уруксат берилгендери: {soate} {serviceCode} {periodFrom} {periodTo} {year} {month}.',
      ru: 'Допустимы: {soate} {serviceCode} {periodFrom} {periodTo} {year} {month}.',
      en: 'Allowed are {soate} {serviceCode} {periodFrom} {periodTo} {year} {month}.',
    },
  },
  POST_MUST_READ: {
    message: {
      ky: 'POST кызматы окуу гана экени көрсөтүлгөн эмес.',
      ru: 'Не указано, что служба POST только читает.',
      en: 'It is not said that this POST only reads.',
    },
    hint: {
      ky: 'Хаб суроону кайталашы мүмкүн. Булактын ээси чакыруу эч нерсени өзгөртпөйт десе, "idempotent": true коюңуз.',
      ru: 'Хаб может повторить запрос. Поставьте "idempotent": true, если владелец источника подтвердил, что вызов ничего не меняет.',
      en: 'The hub may repeat the request. Set "idempotent": true once the owner has confirmed that a call changes nothing.',
    },
  },
  NOT_A_POINTER: {
    message: {
      ky: 'Бул JSON Pointer эмес.',
      ru: 'Это не JSON Pointer.',
      en: 'This is no JSON Pointer.',
    },
    hint: { ky: 'Мисалы: /response/data/count', ru: 'Например: /response/data/count', en: 'Such as /response/data/count' },
  },
  UNUSABLE_PATH: {
    message: {
      ky: 'Мындай жолду жөнөтүүгө болбойт.',
      ru: 'Такой путь передать нельзя.',
      en: 'This path cannot be sent.',
    },
    hint: {
      ky: 'Жол «/» менен башталат, бош, «.» же «..» бөлүктөрү жок, суроо белгилери query ичинде. Мисалы: /counts/{soate}',
      ru: 'Путь начинается с «/», в нём нет пустых частей, «.» и «..»; параметры — в query. Например: /counts/{soate}',
      en: 'A path begins with "/", has no empty, "." or ".." part, and its parameters stand in query. Such as /counts/{soate}',
    },
  },
  UNUSABLE_CODE: {
    message: {
      ky: 'Булактын бул кодун жөнөтүүгө болбойт.',
      ru: 'Этот код источника передать нельзя.',
      en: "This code of the source's cannot be sent.",
    },
    hint: {
      ky: 'Код бош болбойт жана башкаруучу белгилери жок.',
      ru: 'Код не пуст и не содержит управляющих символов.',
      en: 'A code is not empty and has no control characters.',
    },
  },
  TOO_MANY_CALLS: {
    message: {
      ky: `Муниципалитет менен кызматтын жуптары ${mostPairs} ашат.`,
      ru: `Пар «муниципалитет — услуга» больше ${mostPairs}.`,
      en: `There are more than ${mostPairs} pairs of municipality and service.`,
    },
    hint: {
      ky: 'Ар бир жуп өзүнчө суралат: булакты бир нечеге бөлүңүз.',
      ru: 'О каждой паре спрашивают отдельно: разделите источник на несколько.',
      en: 'Each pair is asked about alone: divide the source into several.',
    },
  },
  SAID_TWICE: {
    message: {
      ky: 'Тизмеде бир нерсе эки жолу бар.',
      ru: 'В списке что-то указано дважды.',
      en: 'The list has something twice.',
    },
    hint: {
      ky: 'Ар бир СОАТЕ, кызмат жана канал бир гана жолу болсун.',
      ru: 'Каждый код СОАТЕ, услуга и канал — только один раз.',
      en: 'Give each SOATE code, service and channel once.',
    },
  },
};
