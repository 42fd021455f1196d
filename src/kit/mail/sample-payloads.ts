import { codeValue, dayValue, instantValue, type NoticePayload } from './notice-payload.ts';
import type { NoticeName } from './notice-texts.ts';

const municipality = { ky: 'Кара-Кулжа айыл өкмөтү', ru: 'Кара-Кульджинский айыл окмоту' };
const serviceName = { ky: 'Ичүүчү суу менен камсыз кылуу', ru: 'Обеспечение питьевой водой' };
const toMunicipality = {
  contactName: 'Айгүл Өмүрова',
  municipality,
  cycleYear: 2026,
  link: 'https://hub.example.kg/cycles/2026?tab=list&from=mail',
};
const toUnit = { contactName: 'Азамат', cycleYear: 2026, link: 'https://hub.example.kg/unit' };
const dueOn = dayValue('2026-10-20');

/** One usual payload for every notice of the catalogue: what a preview shows. */
export const samplePayloads: Readonly<Record<NoticeName, NoticePayload>> = {
  'list-notified': {
    ...toMunicipality,
    approvedOn: dayValue('2026-04-10'),
    listRevision: 1,
    count: 21,
    submissionDueOn: dueOn,
  },
  'submission-reminder': { ...toMunicipality, dueOn, count: 14, missingPart: codeValue('BOTH') },
  'submission-overdue': { ...toMunicipality, dueOn, count: 7, missingPart: codeValue('VOLUME_REPORT') },
  'submission-overdue-digest': {
    ...toUnit,
    dueOn,
    count: 3,
    regionLines: [
      { ky: 'Ош облусу: 2 (анкеталар: 2, отчет: 1)', ru: 'Ошская область: 2 (анкеты: 2, отчёт: 1)' },
      { ky: 'Нарын облусу: 1 (анкеталар: 0, отчет: 1)', ru: 'Нарынская область: 1 (анкеты: 0, отчёт: 1)' },
    ],
  },
  'submission-received': {
    ...toMunicipality,
    receivedAt: instantValue(new Date('2026-10-20T11:45:30Z')),
    receiptNumber: '2026-000123',
    sha256: 'a3f5c1d2'.repeat(8),
    revision: 2,
    count: 12,
    missingPart: codeValue('BOTH'),
  },
  'submission-returned': {
    ...toMunicipality,
    count: 2,
    firstRemark: 'MS-005, 2-квартал: сан туура эмес.',
    correctBy: dayValue('2026-11-01'),
  },
  'submission-accepted': { ...toMunicipality, acceptedOn: dayValue('2026-10-25'), missingPart: codeValue('BOTH') },
  'variant-decided': {
    ...toMunicipality,
    variantTitle: 'Суу боюнча эки кошумча суроо',
    serviceName,
    decision: codeValue('CONSENTED'),
    decisionReason: 'Өзөктүү суроолор өзгөргөн жок.',
    decidedOn: dayValue('2026-05-05'),
  },
  'obligation-deferred': {
    ...toMunicipality,
    missingPart: codeValue('QUESTIONNAIRES'),
    dueOn,
    deferredUntil: dayValue('2026-11-03'),
    deferralReason: 'Сел жүрдү.',
  },
  'discrepancy-found': {
    ...toMunicipality,
    serviceName,
    period: { ky: '2026-жылдын 2-кварталы', ru: '2-й квартал 2026 года' },
    reported: 120,
    pulled: 143,
    sourceName: 'Санарип Аймак',
    count: 1,
    answerBy: dayValue('2026-10-15'),
  },
  'unit-deadline': {
    ...toUnit,
    deadlineKind: codeValue('FINAL_REPORT'),
    dueOn: dayValue('2026-11-15'),
    count: 3,
    requirement: 'R-III.2',
  },
  'unit-deadline-digest': {
    ...toUnit,
    count: 2,
    deadlineLines: [
      { ky: 'Квартал сайынкы жыйынтыкты чыгаруу: 20-октябрь 2026-ж.', ru: 'Подведение ежеквартальных итогов: 20 октября 2026 г.' },
      { ky: 'Жыйынтыктоочу докладды даярдоо: 14-ноябрь 2026-ж.', ru: 'Подготовка итогового доклада: 14 ноября 2026 г.' },
    ],
  },
  'connector-failing': {
    ...toUnit,
    sourceName: 'Санарип Аймак',
    problem: codeValue('SILENT'),
    lastGoodAt: instantValue(new Date('2026-09-30T20:10:00Z')),
    count: 5,
    errorText: 'ECONNREFUSED',
  },
  'contact-verification': { ...toMunicipality },
  'address-failing': {
    contactName: 'Айгүл Өмүрова',
    municipality,
    address: 'office@kara-kulja.example',
    answer: '550 5.1.1 No such mailbox',
  },
  'audit-head': {
    sequence: 48_211,
    sealedAt: instantValue(new Date('2026-10-20T18:00:00Z')),
    head: '0f1e2d3c'.repeat(8),
  },
};
