import type { Express } from 'express';
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { languageOf } from '../shared/localized-text.ts';
import { explorerRouter } from './explorer.ts';
import { graphqlPath } from './graphql/doors.ts';
import { indexPage } from './index-page.ts';
import { onlyMethods } from './refusal.ts';
import { currentScope } from './request-scope.ts';

export function pageRoutes(app: Express, schema: GraphQLSchema, settings: { explorer: boolean; introspection: boolean }): void {
  app.all('/', onlyMethods('GET', 'HEAD'));
  app.get('/', (request, response) => {
    const [, asked] = /[?&]lang=(ky|ru|en)\b/.exec(request.originalUrl) ?? [];
    const language = asked ? languageOf(asked) : currentScope().language;
    const { html, policy } = indexPage(language, settings);
    response.set({ 'Content-Security-Policy': policy, 'Content-Language': language.toLowerCase() }).type('html').send(html);
  });
  if (settings.introspection) {
    const sdl = printSchema(lexicographicSortSchema(schema));
    app.get('/schema.graphql', (_request, response) => {
      response.type('text/plain').send(sdl);
    });
  }
  if (settings.explorer) app.use(explorerRouter(graphqlPath));
}
