import { describe, expect, it } from 'vitest';
import {
  confirmationRefusal,
  confirmationYearViolation,
  type OfferFields,
  offerRefusal,
  offerState,
  offerViolations,
} from '../../../src/modules/service-registry/service-offer.rules.ts';

const own = '01990000-0000-7000-8000-000000000001';
const other = '01990000-0000-7000-8000-000000000002';
const today = '2026-04-20';

describe('what a provider can offer', () => {
  const service = { isDelegated: false, municipalityId: null, validFrom: '2026-01-01', validTo: null };
  const provider = { municipalityId: own, validFrom: null, validTo: null };
  it.each([
    ['a basic service', {}, {}, undefined],
    ['the own additional service', { municipalityId: own }, {}, undefined],
    ["not another municipality's additional service", { municipalityId: other }, {}, 'ours:additional-of-another'],
    ['not a delegated state service (R5)', { isDelegated: true }, {}, 'R5'],
    ['on the first day of the service', { validFrom: today }, {}, undefined],
    ['not the day before', { validFrom: '2026-04-21' }, {}, 'ours:service-in-force'],
    ['on the last day of the service', { validTo: '2026-04-21' }, {}, undefined],
    ['not on its end', { validTo: today }, {}, 'ours:service-in-force'],
    ['not after the provider has ended', {}, { validTo: today }, 'ours:provider-in-force'],
    ['a service whose beginning is not known', { validFrom: null }, {}, undefined],
  ])('%s', (_, ofService, ofProvider, expected) => {
    const violation = offerRefusal({ service: { ...service, ...ofService }, provider: { ...provider, ...ofProvider } }, today);
    expect(violation?.rule).toBe(expected);
  });
});

describe('what an offer says', () => {
  const plain: OfferFields = {
    electronicLevel: null,
    electronicUrl: null,
    regulation: null,
    informationChannels: [],
    validFrom: today,
    validTo: null,
  };
  const url = 'https://portal.example/apply';
  const board = { kind: 'NOTICE_BOARD', evidence: 'Айыл өкмөтүнүн имараты', checkedOn: today } as const;
  const act = { kind: 'decision', number: '1', title: { ky: 'Регламент' } };
  it.each<[string, Partial<OfferFields>, string | undefined]>([
    ['nothing yet', {}, undefined],
    ['that there is no electronic form', { electronicLevel: 'NONE' }, undefined],
    ['that one can read about it, without saying where', { electronicLevel: 'INFORMATION' }, undefined],
    ['where one can apply', { electronicLevel: 'APPLICATION', electronicUrl: url }, undefined],
    ['not that one can apply without saying where (R-II.4)', { electronicLevel: 'APPLICATION' }, 'R-II.4 electronicUrl'],
    ['nor that all is done electronically (R-II.4)', { electronicLevel: 'FULL_CYCLE' }, 'R-II.4 electronicUrl'],
    ['no address of a form that is not there', { electronicLevel: 'NONE', electronicUrl: url }, 'BAD_USER_INPUT electronicUrl'],
    ['no address of a form that nobody told of', { electronicUrl: url }, 'BAD_USER_INPUT electronicUrl'],
    ['a channel seen today', { informationChannels: [board] }, undefined],
    ['not one seen tomorrow', { informationChannels: [board, { ...board, checkedOn: '2026-04-21' }] }, 'BAD_USER_INPUT checkedOn'],
    ['not one without evidence (R-II.6)', { informationChannels: [{ ...board, evidence: ' ' }] }, 'R-II.6 evidence'],
    ['not 51 channels', { informationChannels: Array.from({ length: 51 }, () => board) }, 'BAD_USER_INPUT informationChannels'],
    ['a regulation adopted today (R-II.5)', { regulation: { ...act, adoptedOn: today } }, undefined],
    ['not one of tomorrow', { regulation: { ...act, adoptedOn: '2026-04-21' } }, 'BAD_USER_INPUT adoptedOn'],
    ['an end after its beginning', { validTo: '2026-04-21' }, undefined],
    ['not on it', { validTo: today }, 'BAD_USER_INPUT validTo'],
  ])('%s', (_, change, expected) => {
    const [violation] = offerViolations({ ...plain, ...change }, today);
    expect(violation && `${violation.rule ?? violation.code} ${violation.path?.at(-1)}`).toBe(expected);
  });
});

describe('the yearly "confirm or change"', () => {
  it.each([
    [2025, '2026-04-20', false],
    [2026, '2026-04-20', true],
    [2027, '2026-04-20', true],
    [2028, '2026-04-20', false],
    [2027, '2026-12-31', true],
    [2026, '2027-01-01', false],
  ])('for %i, on %s: %s', (year, day, isAllowed) => expect(confirmationYearViolation(year, day) === undefined).toBe(isAllowed));
  it.each([
    ['an offer without an end', {}, {}, undefined],
    ['one that ends tomorrow', { validTo: '2026-04-21' }, {}, undefined],
    ['not one that has ended today', { validTo: today }, {}, 'ours:confirm-offers'],
    ['not one of a service that has ended', {}, { validTo: today }, 'ours:confirm-offers'],
  ])('%s', (_, offer, service, expected) => expect(confirmationRefusal(offer, service, today)?.rule).toBe(expected));
});

describe('where an offer stands', () => {
  it.each([
    [{ validTo: null, confirmedForYear: null }, 'OFFERED'],
    [{ validTo: null, confirmedForYear: 2026 }, 'CONFIRMED'],
    [{ validTo: '2026-05-01', confirmedForYear: 2026 }, 'ENDED'],
  ])('%o is %s', (offer, expected) => expect(offerState(offer)).toBe(expected));
});
