/**
 * Web pages that mails lead to, for those who have no portal of their own. They are GraphQL clients and nothing else.
 */
import type { Express } from 'express';
import { contactPage } from './contact-page.ts';
import { deadlinesPage } from './deadlines-page.ts';
import { filingPage } from './filing-page.ts';
import { listPage } from './list-page.ts';
import { obligationsPage } from './obligations-page.ts';
import type { Page } from './page.ts';
import { receiptPage } from './receipt-page.ts';
import { sourcePage } from './source-page.ts';
import { submissionPage } from './submission-page.ts';
import { variantPage } from './variant-page.ts';
import { volumeReportPage } from './volume-report-page.ts';

/** Every page by its path. */
export const pages: Readonly<Record<string, Page>> = {
  '/contacts/confirm': contactPage,
  '/deadlines': deadlinesPage,
  '/filing': filingPage,
  '/lists/:id': listPage,
  '/obligations': obligationsPage,
  '/receipts': receiptPage,
  '/sources/:id': sourcePage,
  '/submissions/:id': submissionPage,
  '/variants/:id': variantPage,
  '/volume-reports/:municipalityId/:year': volumeReportPage,
};

/** Adds the pages to the edge. */
export function portalPages(app: Express): void {
  for (const [path, { html, policy }] of Object.entries(pages)) {
    app.get(path, (_request, response) => {
      response.set('Content-Security-Policy', policy).type('html').send(html);
    });
  }
}
