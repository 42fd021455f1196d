import type { Client, TestHub } from '../../support/hub.ts';

/** Two municipalities of one region, and one of another. */
export const home = '41708213826000';
export const elsewhere = '41702215835000';

export interface Place {
  id: string;
  regionCode: string;
  /** The self-government body itself. */
  providerId: string;
}

export async function placeOf(hub: TestHub, soate: string): Promise<Place> {
  const { municipality } = await hub.anonymous.must(
    'query($soate: String!) { municipality(soate: $soate) { id region { code } providers { nodes { id } } } }',
    {
      soate,
    },
  );
  return { id: municipality.id, regionCode: municipality.region.code, providerId: municipality.providers.nodes[0].id };
}

export async function serviceOf(hub: TestHub, code: string): Promise<{ id: string; version: number }> {
  return (await hub.anonymous.must('query($code: String!) { municipalService(code: $code) { id version } }', { code })).municipalService;
}

export async function templateOf(hub: TestHub): Promise<{ id: string; required: string[] }> {
  const { standardTemplate } = await hub.anonymous.must('{ standardTemplate(code: "STANDARD_TEMPLATE") { id items { code isRequired } } }');
  const items = standardTemplate.items as { code: string; isRequired: boolean }[];
  return { id: standardTemplate.id, required: items.filter(({ isRequired }) => isRequired).map(({ code }) => code) };
}

/** An act, believable and invented. */
export const act = (number: string, adoptedOn = '2026-02-01') => ({
  kind: 'decree',
  number,
  adoptedOn,
  title: { ky: `Токтом ${number}`, ru: `Постановление ${number}` },
});

/** Texts for items, each with its code in it. */
export const texts = (codes: readonly string[], word = 'текст') =>
  codes.map((code) => ({ code, text: { ky: `${word} ${code} ky`, ru: `${word} ${code} ru` } }));

export interface Refusal {
  code: string;
  rule?: string;
  path?: string[];
  hint?: string;
  [key: string]: unknown;
}

/** Calls a mutation by its name with an input; the client's key unless one is given. */
export function commands(hub: TestHub) {
  const document = (mutation: string, selection: string) => {
    const input = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    return `mutation($input: ${input}!) { ${mutation}(input: $input) ${selection} }`;
  };
  return {
    async done(client: Client, mutation: string, input: Record<string, unknown>, selection: string) {
      const data = await client.must(document(mutation, selection), { input: { idempotencyKey: hub.key(), ...input } });
      return Object.values(data[mutation] as Record<string, unknown>)[0] as never;
    },
    /** The first refusal's extensions. */
    async refused(client: Client, mutation: string, input: Record<string, unknown>): Promise<Refusal> {
      const [error] = await client.refused(document(mutation, '{ __typename }'), { input: { idempotencyKey: hub.key(), ...input } });
      return error?.extensions as Refusal;
    },
  };
}

/** Every entry of a list, page by page. `list` is the field with its other arguments, `($page)` standing for first and after. */
export async function everyPage<T>(client: Client, list: (page: string) => string, selection: string, first = 7): Promise<T[]> {
  const nodes: T[] = [];
  for (let after: string | null = null; ;) {
    const data = await client.must(
      `query($after: String) { list: ${list(`first: ${first}, after: $after`)} { nodes { ${selection} } pageInfo { hasNextPage endCursor } } }`,
      {
        after,
      },
    );
    nodes.push(...(data.list.nodes as T[]));
    if (!data.list.pageInfo.hasNextPage) return nodes;
    after = data.list.pageInfo.endCursor as string;
  }
}
