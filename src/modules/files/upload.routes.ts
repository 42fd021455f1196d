import type { Express, Request, Response } from 'express';
import { HubError } from '../../shared/errors.ts';
import { type FileEdge, queryOf } from './file.routes.ts';
import type { Upload } from './upload.entity.ts';
import { expiryOf, sendingOf } from './upload.rules.ts';
import { completeUpload, getUpload, receiveBytes, uploadOfLink } from './upload.service.ts';

/**
 * Where files are sent to. `PUT` takes the whole file, or with `Content-Range` the part that comes next; `HEAD` and `GET` say how far it
 * is (`Upload-Offset`, `Upload-Length`, `Upload-Complete`), and so does every answer to a `PUT`. All of `/uploads/` may be slow.
 */
export function uploadRoutes(app: Express, { contextOf, now }: FileEdge): void {
  const path = '/uploads/:uploadId';

  app.get(path, async (request, response) => {
    const { ctx, upload } = await admit(request, response);
    answer(response, await completeUpload(ctx, upload.id));
  });

  app.put(path, async (request, response) => {
    const { ctx, upload } = await admit(request, response);
    try {
      const sending = sendingOf({ contentRange: request.get('content-range'), contentLength: request.get('content-length') }, upload.bytes);
      // Left open, so that a refusal half-way can still be answered.
      await receiveBytes(ctx, upload, sending, request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>);
      const after = await completeUpload({ ...ctx, now: now() }, upload.id);
      answer(response.status(after.receivedAt ? 200 : 202), after);
    } catch (error) {
      // The line was cut: there is nobody to answer, and what came is kept.
      if (request.readableAborted) return;
      request.resume();
      if (error instanceof HubError) showProgress(response, await getUpload(ctx, upload.id));
      throw error;
    }
  });

  async function admit(request: Request<{ uploadId: string }>, response: Response) {
    try {
      const ctx = await contextOf(request);
      return { ctx, upload: await uploadOfLink(ctx, request.params.uploadId, queryOf(request).get('token') ?? '') };
    } catch (error) {
      // Nobody holds a connection open with a body that is not wanted.
      response.set('Connection', 'close');
      throw error;
    }
  }
}

function showProgress(response: Response, { receivedBytes, bytes, receivedAt }: Upload): void {
  response.set({ 'Upload-Offset': String(receivedBytes), 'Upload-Length': String(bytes), 'Upload-Complete': receivedAt ? '?1' : '?0' });
}

function answer(response: Response, upload: Upload): void {
  const { id, receivedBytes, bytes, receivedAt, sha256 } = upload;
  showProgress(response, upload);
  response.json({
    id,
    receivedBytes,
    bytes,
    receivedAt: receivedAt ?? null,
    sha256: receivedAt ? sha256 : null,
    expiresAt: expiryOf(upload),
  });
}
