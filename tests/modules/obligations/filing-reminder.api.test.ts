import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, type LocalDate } from '../../../src/shared/calendar.ts';
import { type Client, startHub, type TestHub } from '../../support/hub.ts';
import { commands, elsewhere, home } from '../service-registry/registry.fixture.ts';
import { approveObjects, submissionOf } from '../submissions/submission.fixture.ts';

const both = ['QUESTIONNAIRES', 'VOLUME_REPORT'];
const offices = { [home]: 'office@home.example', [elsewhere]: 'office@elsewhere.example' };

let hub: TestHub;
let clerk: Client;
let here: Awaited<ReturnType<typeof submissionOf>>;

beforeAll(async () => {
  hub = await startHub({ now: '2026-09-01T09:00:00+06:00' });
  clerk = await hub.as('PROVIDER', { soate: home });
  await approveObjects(
    hub,
    ['MS-002', 'MS-003'].map((code) => ({ code, soates: [home, elsewhere] })),
  );
  here = await submissionOf(hub, home, clerk);
  const there = await submissionOf(hub, elsewhere, await hub.as('PROVIDER', { soate: elsewhere }));
  const admin = await hub.as('ADMIN');
  for (const [soate, id] of [
    [home, here.municipalityId],
    [elsewhere, there.municipalityId],
  ] as const) {
    const change = { id, expectedVersion: 1, officialEmail: offices[soate] };
    await commands(hub).done(admin, 'updateMunicipality', change, '{ municipality { id } }');
  }
});
afterAll(() => hub.stop());

async function look(instant: string): Promise<void> {
  hub.clock.set(instant);
  await hub.remind();
}

async function lookDaily(from: LocalDate, to: LocalDate): Promise<void> {
  for (let day = from; day <= to; day = addDays(day, 1)) {
    await look(`${day}T08:00:00+06:00`);
    // Mails of one day are sent before those of the next: at the same moment they would arrive in any order.
    await hub.runJobs();
  }
}

const subjectsTo = (address: string) => hub.mails.messagesTo(address).map(({ parsed }) => parsed.subject);

describe('the filing of a year', () => {
  it('is reminded of 30, 14, 7, 3 and 1 days before 20 October and on it, until it is filed: one mail for all that is owed', async () => {
    await lookDaily('2026-09-01', '2026-10-14');
    expect(subjectsTo('office@home.example')).toEqual([30, 14, 7].map((days) => `Эскертүү: мөөнөткө ${days} күн калды`));
    const [mail] = hub.mails.messagesTo('office@home.example');
    expect(mail?.parsed.text).toContain('заполненные анкеты и отчёт о количественных показателях');
    expect(mail?.parsed.attachments.map(({ filename }) => filename)).toEqual(['deadline.ics']);
    await here.act(clerk, 'submitSubmission', { parts: both, nilReturn: true });
    await lookDaily('2026-10-15', '2026-10-20');
    expect(subjectsTo('office@home.example').filter((subject) => subject?.startsWith('Эскертүү'))).toHaveLength(3);
    expect(subjectsTo('office@elsewhere.example').slice(3)).toEqual([
      'Эскертүү: мөөнөткө 3 күн калды',
      'Эскертүү: мөөнөткө 1 күн калды',
      'Эскертүү: бүгүн - акыркы күн',
    ]);
  });

  it('that did not come is told 1 and 7 days after, and to the unit in one digest by region', async () => {
    hub.mails.clear();
    await lookDaily('2026-10-21', '2026-11-30');
    expect(hub.mails.messagesTo('office@home.example')).toEqual([]);
    expect(subjectsTo('office@elsewhere.example')).toEqual([
      'Мөөнөт 1 күн мурун бүттү: маалымат күтүлүүдө',
      'Мөөнөт 7 күн мурун бүттү: маалымат күтүлүүдө',
    ]);
    const digests = hub.mails.messagesTo('local-analyst@hub.example').filter(({ parsed }) => parsed.subject?.startsWith('Өткөрө элек'));
    expect(digests.map(({ parsed }) => parsed.subject)).toEqual(Array(2).fill('Өткөрө элек: 1 орган'));
    expect(digests[0]?.parsed.text).toMatch(/: 1 \(анкеты: 1, отчёт: 1\)/);
  });
});
