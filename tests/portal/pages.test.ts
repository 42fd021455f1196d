import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHub, type TestHub } from '../support/hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

it.each(['/contacts/confirm', '/lists/01900000-0000-7000-8000-000000000000'])('%s runs only its own script and style', async (path) => {
  const response = await fetch(`${hub.url}${path}`);
  const html = await response.text();
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(response.status).toBe(200);
  for (const element of ['script', 'style']) {
    const source = new RegExp(`<${element}>([^]*?)</${element}>`).exec(html)?.[1] ?? '';
    expect(policy).toContain(`${element}-src 'sha256-${createHash('sha256').update(source).digest('base64')}'`);
  }
  expect(policy).toContain("default-src 'none'");
});
