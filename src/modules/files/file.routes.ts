import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Express, Request, Response } from 'express';
import type { Ctx } from '../../kit/ctx.ts';
import { readContent } from './content.service.ts';
import type { StoredFile } from './file.entity.ts';
import { auditDownload, fileOfLink, getPublicFile } from './file.service.ts';

/** What the routes of files need of the edge. */
export interface FileEdge {
  /** The context of a request; an `Authorization` that is sent must be good. */
  contextOf(request: Request): Promise<Ctx>;
  /** The hub's clock, for what takes longer than its request's `now` stays true. */
  now(): Date;
}

/** Downloads: by signed link, and public files at addresses that stay. */
export function fileRoutes(app: Express, { contextOf }: FileEdge): void {
  app.get('/files/public/:sha256', async (request, response) => {
    const ctx = await contextOf(request);
    const file = await getPublicFile(ctx, request.params.sha256);
    // The address names the content, so that what a cache keeps cannot become wrong.
    response.set('Cache-Control', 'public, max-age=86400, immutable');
    await sendFile(ctx, file, request, response);
  });

  app.get('/files/:fileId', async (request, response) => {
    const ctx = await contextOf(request);
    const { file, holder } = await fileOfLink(ctx, request.params.fileId, queryOf(request));
    if (request.method === 'GET' && !file.isPublic) await auditDownload({ ...ctx, actor: holder }, file, request.get('range'));
    await sendFile(ctx, file, request, response);
  });
}

/** The edge leaves queries unread. */
export function queryOf(request: Request): URLSearchParams {
  return new URLSearchParams(request.originalUrl.split('?')[1]);
}

/** Streams a file, the whole or the one part asked for, never to be shown in place. */
async function sendFile(ctx: Ctx, file: StoredFile, request: Request, response: Response): Promise<void> {
  response.attachment(file.name);
  // Express would guess the type from the name, and a charset that nobody stated.
  response.setHeader('Content-Type', file.mediaType);
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('ETag', `"${file.sha256}"`);
  response.setHeader('Repr-Digest', `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`);
  if (request.fresh) return void response.status(304).end();
  const { from, to } = partOf(file, request, response);
  response.setHeader('Content-Length', to - from);
  if (request.method === 'HEAD') return void response.end();
  await pipeline(Readable.from(readContent(ctx, file.contentId, from, to)), response).catch((error: unknown) => {
    // Whoever leaves during a download has not met with a fault.
    if (!request.socket.destroyed) throw error;
  });
}

/** The bytes to send: one range of the content that the caller has begun to fetch, in every other case all. */
function partOf({ bytes, sha256 }: StoredFile, request: Request, response: Response): { from: number; to: number } {
  const ifRange = request.get('if-range');
  const isSameContent = ifRange === undefined || ifRange === `"${sha256}"`;
  const ranges = isSameContent ? request.range(bytes) : undefined;
  const [range, ...others] = Array.isArray(ranges) && ranges.type === 'bytes' ? ranges : [];
  if (!range || others.length > 0) return { from: 0, to: bytes };
  response.status(206).setHeader('Content-Range', `bytes ${range.start}-${range.end}/${bytes}`);
  return { from: range.start, to: range.end + 1 };
}
