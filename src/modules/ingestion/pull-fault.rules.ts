import type { LocalizedText } from '../../shared/localized-text.ts';

export const faultOrigins = ['OWN_SECURITY_SERVER', 'PROVIDER_SECURITY_SERVER', 'PROVIDER', 'NETWORK', 'DATA'] as const;
export type FaultOrigin = (typeof faultOrigins)[number];

type FaultClass = 'TRANSIENT' | 'OPERATOR' | 'PLANNED' | 'PERMANENT' | 'DATA' | 'SECURITY' | 'UNKNOWN';

/** What went wrong with a run, as it is kept and shown. */
export interface StoredFault {
  origin: FaultOrigin;
  class: FaultClass;
  code: string;
  detail: string | null;
  /** The other side's own words. */
  reported: string | null;
  xroadId: string | null;
  isRetried: boolean;
  message: LocalizedText;
  hint: LocalizedText;
}

/** A fault as a connector throws it, or the hub itself finds it. */
export interface FaultFacts {
  origin: FaultOrigin;
  class: FaultClass;
  code: string;
  detail?: string;
  reported?: string;
  xroadId?: string;
  message: LocalizedText;
  hint: LocalizedText;
}

const triedAgainByItself: ReadonlySet<FaultClass> = new Set<FaultClass>(['TRANSIENT', 'OPERATOR', 'PLANNED', 'UNKNOWN']);

/** A fault as it is kept. `isRetried`: the hub tries again by itself, at the latest at the next slot, and that may help. */
export function storedFault(fault: FaultFacts): StoredFault {
  const { origin, code, message, hint, detail = null, reported = null, xroadId = null } = fault;
  return { origin, class: fault.class, code, detail, reported, xroadId, isRetried: triedAgainByItself.has(fault.class), message, hint };
}

type StepAfterFault = 'BEGIN_AGAIN' | 'PULL_FULL' | 'FAIL';

/** Two faults are steps of the protocol: 409, the snapshot is gone (begin again, once); 410, the watermark is too old (pull it all). */
export function stepAfterFault(what: 'SNAPSHOT_EXPIRED' | 'WATERMARK_TOO_OLD' | 'OTHER', beginnings: number): StepAfterFault {
  if (what === 'WATERMARK_TOO_OLD') return 'PULL_FULL';
  return what === 'SNAPSHOT_EXPIRED' && beginnings === 1 ? 'BEGIN_AGAIN' : 'FAIL';
}

// ---- faults that the hub itself finds ------------------------------------------------------------------------------

/** What keeps a hub that reads with these adapters from reading a source, whatever the source says; undefined = nothing. */
export function setupFault(adapters: readonly string[], adapter: string): FaultFacts | undefined {
  if (adapters.length === 0) return noSecurityServer;
  return adapters.includes(adapter) ? undefined : unknownAdapter(adapter);
}

const noSecurityServer: FaultFacts = {
  origin: 'OWN_SECURITY_SERVER',
  class: 'PERMANENT',
  code: 'Hub.NoSecurityServer',
  message: {
    ky: 'Хабда коопсуздук сервери жөндөлгөн эмес.',
    ru: 'В хабе не настроен сервер безопасности.',
    en: 'The hub has no security server configured.',
  },
  hint: {
    ky: 'XROAD_SECURITY_SERVER_URL жана XROAD_CLIENT жөндөөлөрүн берип, хабды кайра иштетиңиз.',
    ru: 'Задайте XROAD_SECURITY_SERVER_URL и XROAD_CLIENT и перезапустите хаб.',
    en: 'Set XROAD_SECURITY_SERVER_URL and XROAD_CLIENT, and restart the hub.',
  },
};

function unknownAdapter(adapter: string): FaultFacts {
  return {
    origin: 'OWN_SECURITY_SERVER',
    class: 'PERMANENT',
    code: 'Hub.UnknownAdapter',
    detail: adapter,
    message: { ky: 'Мындай адаптер хабда жок.', ru: 'В хабе нет такого адаптера.', en: 'The hub has no such adapter.' },
    hint: {
      ky: 'Булактын адаптерин saveVolumeSource менен оңдоңуз.',
      ru: 'Исправьте адаптер источника через saveVolumeSource.',
      en: "Correct the source's adapter with saveVolumeSource.",
    },
  };
}

export const sourceIsPaused: FaultFacts = {
  origin: 'OWN_SECURITY_SERVER',
  class: 'PLANNED',
  code: 'Hub.SourcePaused',
  message: {
    ky: 'Кезек келгиче булак токтотулду.',
    ru: 'Источник приостановили до начала получения.',
    en: 'The source was paused before the pull began.',
  },
  hint: { ky: 'resumeSource, андан кийин startPull.', ru: 'resumeSource, затем startPull.', en: 'Use resumeSource, then startPull.' },
};

export const notStored: FaultFacts = {
  origin: 'DATA',
  class: 'UNKNOWN',
  code: 'Hub.NotStored',
  message: {
    ky: 'Хаб жоопту сактай алган жок; эч нерсе өзгөргөн жок.',
    ru: 'Хаб не смог сохранить ответ; ничего не изменилось.',
    en: 'The hub could not store the answer; nothing has changed.',
  },
  hint: {
    ky: 'Хабдын журналын караңыз, андан кийин startPull менен кайталаңыз.',
    ru: 'Посмотрите журнал хаба, затем повторите через startPull.',
    en: "Look at the hub's log, then pull again with startPull.",
  },
};

/** What is wrong with an answer as a whole, though each page is well formed. */
export type AnswerFlaw = 'Hub.SnapshotChanged' | 'Hub.DuplicateRow' | 'Hub.WrongTotal' | 'Hub.TooManyPages';

export function flawedAnswer(code: AnswerFlaw, detail: string, xroadId: string): FaultFacts {
  return {
    origin: 'DATA',
    class: 'DATA',
    code,
    detail,
    xroadId,
    message: {
      ky: 'Булактын жообунун барактары бири-бирине туура келбейт; эч нерсе сакталган жок.',
      ru: 'Страницы ответа источника не согласуются между собой; ничего не сохранено.',
      en: "The pages of the source's answer do not fit together; nothing was stored.",
    },
    hint: {
      ky: 'Булактын ээсине X-Road-Id менен кабарлаңыз.',
      ru: 'Сообщите владельцу источника, указав X-Road-Id.',
      en: "Tell the source's owner, quoting the X-Road-Id.",
    },
  };
}
