import { randomUUID } from 'node:crypto';
import { catalogue, connectors, type XRoadSettings } from '../integrations/index.ts';
import type { Ctx } from './kit/ctx.ts';
import { SourceFaultError } from './modules/ingestion/connector.ts';
import { connectorSettings, getVolumeSource } from './modules/ingestion/volume-source.service.ts';
import { addMonths, dayOf, monthOf } from './shared/calendar.ts';
import { inLanguage } from './shared/localized-text.ts';

export const probeUsage = 'npm run xroad:probe -- SOURCE';
export const probeAbout =
  'Asks a source, by its code, step by step what a pull asks, stores nothing, and says what is wrong and what to do.';

/** Tries a source; 0 when a pull would work, 1 when it would not. */
export async function probe(ctx: Ctx, xroad: XRoadSettings, code: string, say: (text: string) => void): Promise<number> {
  const row = await getVolumeSource(ctx, { code });
  const source = connectorSettings(row);
  const quick = { ...xroad, calls: { ...xroad.calls, retryDelaysMs: { TRANSIENT: [], OPERATOR: [], UNKNOWN: [] } } };
  const known = catalogue(quick);
  const connector = connectors(quick, undefined, () => ctx.now).find((each) => each.adapter === row.adapter);
  const provider = source.providerId.join('/');
  const periodTo = monthOf(dayOf(ctx.now));
  const periodFrom = addMonths(periodTo, -1);
  let wrong = 0;
  let isUnreachable = false;

  const step = async (what: string, look: () => Promise<string | undefined>): Promise<void> => {
    if (isUnreachable) return say(`—     ${what}: not tried`);
    try {
      const problem = await look();
      say(`${problem === undefined ? 'ok   ' : 'WRONG'} ${what}${problem === undefined ? '' : `: ${problem}`}`);
      if (problem !== undefined) wrong += 1;
    } catch (error) {
      if (!(error instanceof SourceFaultError)) throw error;
      const { fault } = error;
      wrong += 1;
      say(`WRONG ${what}: ${inLanguage(fault.message, 'EN')} ${inLanguage(fault.hint, 'EN')}`);
      say(
        `      ${[fault.origin, fault.code, fault.detail, fault.reported, fault.xroadId && `X-Road-Id ${fault.xroadId}`].filter(Boolean).join(' | ')}`,
      );
      if (fault.origin !== 'NETWORK') return;
      isUnreachable = true;
      say('      Check XROAD_SECURITY_SERVER_URL, its port and the firewall between.');
    }
  };

  await step(`the own security server at ${xroad.securityServerUrl} answers`, async () => {
    await known.clients();
    return undefined;
  });
  await step(`the provider ${provider} is registered`, async () => {
    const clients = await known.clients(source.providerId[0]);
    const isThere = clients.some(({ id }) => id.join('/') === provider);
    return isThere
      ? undefined
      : 'it is not among the members that the exchange knows: compare the id letter by letter, it is case-sensitive';
  });
  await step(`the hub (${xroad.clientId}) may call ${source.serviceCode}`, async () => {
    const granted = await known.methods(source.providerId, 'allowedMethods');
    const isGranted = granted.some((method) => method.split(' ')[0] === source.serviceCode);
    return isGranted ? undefined : `ask the provider's administrator for the right; granted now: ${granted.join(', ') || 'nothing'}`;
  });
  await step(`${source.serviceCode} gives ${periodFrom} to ${periodTo}`, async () => {
    if (!connector) return `there is no adapter ${row.adapter}`;
    const page = await connector.fetchPage(source, { mode: 'FULL', periodFrom, periodTo, issue: `probe-${randomUUID()}` });
    say(`      ${page.items.length} rows on the first page, as of ${page.asOf}${page.complete ? '' : ', not complete'}`);
    return undefined;
  });
  say(wrong === 0 ? 'A pull would work.' : `${isUnreachable ? 'The network failed' : `${wrong} of 4 steps failed`}; nothing was stored.`);
  return wrong === 0 ? 0 : 1;
}
