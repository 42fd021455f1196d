import type { VolumeRecord } from '../../src/modules/ingestion/connector.ts';
import { addMonths, type LocalDate } from '../../src/shared/calendar.ts';

interface SampleScope {
  soates: readonly string[];
  serviceCodes: readonly string[];
  /** First days of months; the last one is still preliminary. */
  months: readonly LocalDate[];
}

/**
 * Believable counts for each municipality, service, month and channel, the same every time: a steady level per
 * municipality and service with a slight season, some zeros, and a late correction here and there.
 */
export function sampleVolumes({ soates, serviceCodes, months }: SampleScope): VolumeRecord[] {
  return soates.flatMap((soate) =>
    serviceCodes.flatMap((serviceCode) =>
      months.flatMap((month) => [
        sampleVolume(soate, serviceCode, month, 'IN_PERSON', month === months.at(-1)),
        sampleVolume(soate, serviceCode, month, 'ELECTRONIC', month === months.at(-1)),
      ]),
    ),
  );
}

function sampleVolume(
  soate: string,
  serviceCode: string,
  periodFrom: LocalDate,
  channel: VolumeRecord['channel'],
  isLast: boolean,
): VolumeRecord {
  const level = 20 + 180 * fraction(`${soate}/${serviceCode}`);
  const season = 0.85 + 0.3 * fraction(`${soate}/${serviceCode}/${periodFrom}/${channel}`);
  const share = channel === 'IN_PERSON' ? 0.7 : 0.3 * fraction(`${soate}/${channel}`);
  const periodTo = addMonths(periodFrom, 1);
  const isCorrected = !isLast && fraction(`${soate}/${serviceCode}/${periodFrom}/corrected`) < 0.05;
  return {
    soate,
    serviceCode,
    periodFrom,
    periodTo,
    channel,
    delivered: Math.round(level * season * share),
    status: isLast ? 'PRELIMINARY' : 'FINAL',
    revision: isCorrected ? 2 : 1,
    recordedAt: `${periodTo}T${isCorrected ? '18:20:00' : '00:05:00'}+06:00`,
    ...(isCorrected ? { correctionReason: 'кагаз журнал кеч келди / late paper register' } : {}),
  };
}

/** A number in 0..1 that depends on nothing but the text (FNV-1a). */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return ((hash ^ (hash >>> 13)) >>> 0) / 0xffffffff;
}
