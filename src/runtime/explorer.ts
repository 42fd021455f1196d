import { createHash } from 'node:crypto';
import type { Response, Router } from 'express';
import express from 'express';
import { ruruHTML } from 'ruru/server';
import { getStaticFile } from 'ruru/static';

const staticPath = '/explorer/static/';

/** The page needs no other host: its scripts, styles, fonts and workers come from the ruru package itself. */
function explorerPage(graphqlPath: string): string {
  return ruruHTML({ staticPath, endpoint: graphqlPath });
}

/** CSP sources for the inline blocks of a page, so that no other inline code runs on it. */
export function inlineSources(html: string, tag: 'script' | 'style'): string {
  return [...html.matchAll(new RegExp(`<${tag}[^>]*>([\\s\\S]*?)</${tag}>`, 'g'))]
    .map(([, block = '']) => `'sha256-${createHash('sha256').update(block).digest('base64')}'`)
    .join(' ');
}

function explorerPolicy(html: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${inlineSources(html, 'script')}`,
    // The editor writes its themes into style elements as it runs.
    "style-src 'self' 'unsafe-inline'",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Scripts and styles are of one pinned version of the package, so a browser may keep them for a while. */
async function sendStatic(url: string, acceptEncoding: string | undefined, response: Response): Promise<boolean> {
  const file = await getStaticFile({ staticPath, urlPath: url, acceptEncoding, disallowDevAssets: true });
  if (!file) return false;
  response.set(file.headers).set('Cache-Control', 'public, max-age=3600').vary('Accept-Encoding').end(file.content);
  return true;
}

/** The API explorer at /explorer. Works with no internet. */
export function explorerRouter(graphqlPath: string): Router {
  const html = explorerPage(graphqlPath);
  const policy = explorerPolicy(html);
  const router = express.Router();
  router.get('/explorer', (_request, response) => {
    response.set('Content-Security-Policy', policy).type('html').send(html);
  });
  router.get(`${staticPath}*file`, async (request, response, next) => {
    if (!(await sendStatic(request.originalUrl, request.get('accept-encoding'), response))) next();
  });
  return router;
}
