/**
 * Web pages that mails lead to, for those who have no portal of their own. They are GraphQL clients and nothing else.
 */
import type { Express } from 'express';
import { contactPage } from './contact-page.ts';
import { listPage } from './list-page.ts';
import type { Page } from './page.ts';

/** Adds the pages to the edge. */
export function portalPages(app: Express): void {
  const serve = (path: string, { html, policy }: Page): void => {
    app.get(path, (_request, response) => {
      response.set('Content-Security-Policy', policy).type('html').send(html);
    });
  };
  serve('/contacts/confirm', contactPage);
  serve('/lists/:id', listPage);
}
