import { randomUUID } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { consoleCtx } from '../../src/app.ts';
import { sql } from '../../src/kit/sql.ts';
import { inTransaction } from '../../src/kit/transaction.ts';
import type { Ctx } from '../../src/kit/ctx.ts';
import { issueReceipt, writeForm } from '../../src/modules/files/receipt.service.ts';
import { MunicipalService } from '../../src/modules/service-registry/municipal-service.entity.ts';
import {
  SubmissionRevision,
  SubmissionRevisionLine,
  SubmissionRevisionPart,
  Submission,
} from '../../src/modules/submissions/submission.entity.ts';
import type { FigureState } from '../../src/kit/figure.rules.ts';
import { canonicalJson } from '../../src/shared/canonical-json.ts';
import type { TestHub } from '../support/hub.ts';

/** What came back, byte for byte. */
export interface Received {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  /** The connection ended in the midst of the answer. */
  isCut: boolean;
}

export interface Asked {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string;
  tls?: https.RequestOptions;
  /** Stops reading and hangs up after so many bytes. */
  hangUpAfter?: number;
}

/** Sends a request as it is: nothing of the path is normalised. */
export function send(base: string, path: string, { method = 'GET', headers = {}, body, tls, hangUpAfter }: Asked = {}): Promise<Received> {
  const { hostname, port, protocol } = new URL(base);
  return new Promise((resolve, reject) => {
    const options = { hostname, port, path, method, headers, agent: false, ...tls };
    const request = (protocol === 'https:' ? https : http).request(options, (response) => {
      let text = '';
      const answer = (isCut: boolean) => resolve({ status: response.statusCode ?? 0, headers: response.headers, text, isCut });
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
        if (hangUpAfter !== undefined && text.length >= hangUpAfter) request.destroy();
      });
      response.on('end', () => answer(false));
      response.on('error', () => answer(true));
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** What an agency's information system gets through the two security servers. */
export function agencyOf(hub: TestHub, clientId: string) {
  const base = hub.hub.exchangeUrl;
  if (!base) throw new Error('the hub was started without the exchange');
  const call = (path: string, asked: Asked = {}) =>
    send(base, path, {
      ...asked,
      headers: {
        'X-Road-Client': clientId,
        'X-Road-Id': randomUUID(),
        'X-Road-Request-Id': randomUUID(),
        'Accept-Language': 'en',
        ...asked.headers,
      },
    });
  return {
    call,
    async get(path: string) {
      const { status, text } = await call(path);
      if (status !== 200) throw new Error(`${status} ${text}`);
      return JSON.parse(text);
    },
    /** Status and body of a refusal. */
    async refused(path: string, asked?: Asked) {
      const { status, headers, text } = await call(path, asked);
      if (status < 400) throw new Error(`not refused: ${text}`);
      return { status, headers, ...JSON.parse(text) };
    },
  };
}

export const allScopes = ['TERRITORY', 'REGISTRY', 'STANDARDS', 'OFFERS', 'VOLUMES', 'RESULTS'];

/** Enters a subsystem, as an ADMIN does. */
export async function enterClient(hub: TestHub, clientId: string, fields: Record<string, unknown> = {}): Promise<{ version: number }> {
  const admin = await hub.as('ADMIN');
  const { saveExchangeClient } = await admin.must(
    'mutation($input: SaveExchangeClientInput!) { saveExchangeClient(input: $input) { exchangeClient { id version clientId scopes role } } }',
    {
      input: {
        clientId,
        name: 'Сынак мекеме',
        role: 'AGENCY_SYSTEM',
        scopes: allScopes,
        validFrom: '2026-01-01',
        idempotencyKey: hub.key(),
        ...fields,
      },
    },
  );
  return saveExchangeClient.exchangeClient;
}

export function acting<T>(hub: TestHub, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return inTransaction(consoleCtx(hub.hub.orm, hub.clock, 'test'), work);
}

/** A nine-month report that was handed in, and accepted if so said. Answers the id of its submission. */
export async function handIn(
  hub: TestHub,
  { soate, number, isAccepted, figures }: { soate: string; number: number; isAccepted: boolean; figures: [FigureState, number | null][] },
): Promise<string> {
  const [cycle] = await hub.rows<{ id: string }>(sql`select id from monitoring_cycle limit 1`);
  const [municipality] = await hub.rows<{ id: string }>(sql`select id from municipality where soate = ${soate}`);
  const place = { cycleId: cycle?.id ?? '', municipalityId: municipality?.id ?? '' };
  return acting(hub, async (ctx) => {
    const submission =
      (await ctx.em.findOne(Submission, place)) ??
      ctx.em.create(Submission, { ...place, findings: null, revision: 0, firstSubmittedAt: ctx.now, edits: 0 });
    submission.revision = number;
    await ctx.em.flush();
    const receipt = await issueReceipt(ctx, {
      municipalityId: place.municipalityId,
      subject: { type: 'Submission', id: submission.id },
      form: await writeForm(ctx, canonicalJson({ number })),
      isLate: false,
    });
    await ctx.em.flush();
    const revision = ctx.em.create(SubmissionRevision, {
      ...place,
      submissionId: submission.id,
      number,
      submittedAt: ctx.now,
      submittedBy: { id: null, name: null, role: 'PROVIDER', municipalityId: place.municipalityId },
      findings: null,
      receiptId: receipt.id,
    });
    await ctx.em.flush();
    const acceptedAt = isAccepted ? ctx.now : null;
    ctx.em.create(SubmissionRevisionPart, { revisionId: revision.id, part: 'VOLUME_REPORT', isNil: false, acceptedAt });
    const services = await ctx.em.find(MunicipalService, {}, { orderBy: { code: 'asc' }, limit: figures.length });
    for (const [index, [deliveredState, deliveredValue]] of figures.entries()) {
      ctx.em.create(SubmissionRevisionLine, {
        revisionId: revision.id,
        serviceId: services[index]?.id ?? '',
        offerId: null,
        quarter: 'Q1',
        channel: 'IN_PERSON',
        deliveredState,
        deliveredValue,
        deliveredReason: null,
        deliveredSource: null,
        paidTotal: null,
      });
    }
    return submission.id;
  });
}

/** Until no transaction that wrote before is under way, in whatever database of this server. */
export async function settled(hub: TestHub): Promise<void> {
  const [last] = await hub.rows<{ xid: string }>(sql`select pg_current_xact_id() as xid`);
  for (;;) {
    const [now] = await hub.rows<{ isOver: boolean }>(sql`select pg_snapshot_xmin(pg_current_snapshot()) > ${last?.xid}::xid8 as is_over`);
    if (now?.isOver) return;
    await delay(5);
  }
}
