import { describe, expect, it } from 'vitest';
import {
  complaintActRefusal,
  examinationViolations,
  nextState,
  registrationViolations,
} from '../../../src/modules/complaints/complaint.rules.ts';

describe('the workflow of a complaint', () => {
  it('is received, then examined, and there it ends', () => {
    expect(nextState('RECEIVED', 'examineComplaint')).toBe('EXAMINED');
    expect(nextState('EXAMINED', 'examineComplaint')).toBeUndefined();
  });

  it('refuses a second finding by our own rule, in three languages, with what to do', () => {
    expect(complaintActRefusal('examineComplaint', 'RECEIVED')).toBeUndefined();
    expect(complaintActRefusal('examineComplaint', 'EXAMINED')).toMatchObject({
      code: 'RULE_VIOLATED',
      rule: 'ours:examined-once',
      message: { ky: expect.any(String), ru: expect.any(String), en: expect.any(String) },
      hint: { ky: expect.any(String), ru: expect.any(String), en: expect.any(String) },
    });
  });
});

const facts = {
  today: '2026-04-01',
  receivedOn: '2026-03-31',
  text: null,
  municipality: { id: 'here', validFrom: '2026-01-01', validTo: null },
  service: { municipalityId: null, validFrom: null, validTo: '2026-06-01' },
};
const inBrief = (violations: ReturnType<typeof registrationViolations>) =>
  violations.map(({ code, rule, path }) => [rule ?? code, path?.join('.')]);

describe('a complaint to be registered (R-II.8)', () => {
  it.each([
    ['may have been received yesterday', {}, []],
    ['or today', { receivedOn: '2026-04-01' }, []],
    ['but not tomorrow', { receivedOn: '2026-04-02' }, [['BAD_USER_INPUT', 'input.receivedOn']]],
    ['may be of the first day of the municipality', { receivedOn: '2026-01-01' }, []],
    ['but not of the day before', { receivedOn: '2025-12-31' }, [['ours:complaint-in-force', 'input.receivedOn']]],
    ['may be of the last day of the municipality', { municipality: { id: 'here', validFrom: null, validTo: '2026-04-01' } }, []],
    [
      'but not of the day on which it is no more',
      { municipality: { id: 'here', validFrom: null, validTo: '2026-03-31' } },
      [['ours:complaint-in-force', 'input.receivedOn']],
    ],
    ['may be of the last day of the service', { service: { municipalityId: null, validFrom: null, validTo: '2026-04-01' } }, []],
    [
      'but not of the day on which the service is no more',
      { service: { municipalityId: null, validFrom: null, validTo: '2026-03-31' } },
      [['ours:complaint-in-force', 'input.serviceId']],
    ],
    [
      'nor of the day before the service began',
      { service: { municipalityId: null, validFrom: '2026-04-01' } },
      [['ours:complaint-in-force', 'input.serviceId']],
    ],
    ["may be about a service of the municipality's own register", { service: { municipalityId: 'here' } }, []],
    ["but not of another's", { service: { municipalityId: 'there' } }, [['ours:complaint-service-here', 'input.serviceId']]],
    ['has a text of up to 4,000 characters', { text: 'а'.repeat(4000) }, []],
    ['and not of more', { text: 'а'.repeat(4001) }, [['BAD_USER_INPUT', 'input.text']]],
    [
      'is told all that is wrong at once',
      {
        receivedOn: '2026-07-01',
        municipality: { id: 'here', validTo: '2026-07-01' },
        service: { municipalityId: 'there', validTo: '2026-07-01' },
      },
      [
        ['BAD_USER_INPUT', 'input.receivedOn'],
        ['ours:complaint-in-force', 'input.receivedOn'],
        ['ours:complaint-service-here', 'input.serviceId'],
        ['ours:complaint-in-force', 'input.serviceId'],
      ],
    ],
  ])('%s', (_title, change, wrong) => {
    expect(inBrief(registrationViolations({ ...facts, ...change }))).toEqual(wrong);
  });
});

describe('an examination (R-II.8)', () => {
  it.each([
    ['a justified complaint needs a reason and a remedy', { finding: 'JUSTIFIED' as const, reason: 'why', remedy: 'what' }, []],
    [
      'without the remedy it is refused by our own rule',
      { finding: 'JUSTIFIED' as const, reason: 'why', remedy: null },
      [['ours:remedy-for-justified', 'input.remedy']],
    ],
    ['an unjustified one needs a reason alone', { finding: 'UNJUSTIFIED' as const, reason: 'why', remedy: null }, []],
    ['and may have a remedy all the same', { finding: 'UNJUSTIFIED' as const, reason: 'why', remedy: 'explained' }, []],
    [
      'no finding goes without its reason',
      { finding: 'UNJUSTIFIED' as const, reason: null, remedy: null },
      [['BAD_USER_INPUT', 'input.reason']],
    ],
    ['texts have up to 2,000 characters', { finding: 'JUSTIFIED' as const, reason: 'а'.repeat(2000), remedy: 'а'.repeat(2000) }, []],
    [
      'and not more',
      { finding: 'JUSTIFIED' as const, reason: 'а'.repeat(2001), remedy: 'а'.repeat(2001) },
      [
        ['BAD_USER_INPUT', 'input.reason'],
        ['BAD_USER_INPUT', 'input.remedy'],
      ],
    ],
  ])('%s', (_title, examination, wrong) => {
    expect(inBrief(examinationViolations(examination))).toEqual(wrong);
  });
});
