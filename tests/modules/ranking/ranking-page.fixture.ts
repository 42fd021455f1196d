/** The portal's ranking page, as clients are promised it. */
export const rankingPage = `query ($year: Int!, $after: String) {
  ranking(year: $year, by: QUALITY) { minimumSample run { isDraft method { version } }
    entries(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { rank tiedWith service { code name } qualityScore n deliveries { value missing isComplete } demandLevel quadrant } }
    unranked(first: 20) { totalCount nodes { service { name } unrankedReason n } } } }`;
