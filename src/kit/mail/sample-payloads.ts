import { codeValue, dayValue, instantValue, type NoticePayload } from './notice-payload.ts';
import type { NoticeName } from './notice-texts.ts';

const municipality = { ky: 'Кара-Кулжа айыл өкмөтү', ru: 'Кара-Кульджинский айыл окмоту' };
const serviceName = { ky: 'Ичүүчү суу менен камсыз кылуу', ru: 'Обеспечение питьевой водой' };
const toMunicipality = {
  contactName: 'Айгүл Өмүрова',
  municipality,
  cycleYear: 2026,
};
const toUnit = { contactName: 'Азамат', cycleYear: 2026 };
const id = '01900000-0000-7000-8000-000000000000';
const hub = 'https://hub.example.kg';
const dueOn = dayValue('2026-10-20');

/** One usual payload for every notice of the catalogue: what a preview shows. */
export const samplePayloads: Readonly<Record<NoticeName, NoticePayload>> = {
  'list-notified': {
    ...toMunicipality,
    link: `${hub}/lists/${id}`,
    approvedOn: dayValue('2026-04-10'),
    listRevision: 1,
    count: 21,
    submissionDueOn: dueOn,
  },
  'list-taken-off': {
    ...toMunicipality,
    link: `${hub}/lists/${id}`,
    approvedOn: dayValue('2026-05-12'),
    listRevision: 2,
  },
  'submission-reminder': { ...toMunicipality, link: `${hub}/obligations`, dueOn, count: 14, missingPart: codeValue('BOTH') },
  'submission-overdue': { ...toMunicipality, link: `${hub}/obligations`, dueOn, count: 7, missingPart: codeValue('VOLUME_REPORT') },
  'submission-overdue-digest': {
    ...toUnit,
    link: `${hub}/filing?year=2026`,
    dueOn,
    count: 3,
    regionLines: [
      { ky: 'Ош облусу: 2 (анкеталар: 2, отчет: 1)', ru: 'Ошская область: 2 (анкеты: 2, отчёт: 1)' },
      { ky: 'Нарын облусу: 1 (анкеталар: 0, отчет: 1)', ru: 'Нарынская область: 1 (анкеты: 0, отчёт: 1)' },
    ],
  },
  'submission-received': {
    ...toMunicipality,
    link: `${hub}/submissions/${id}`,
    receivedAt: instantValue(new Date('2026-10-20T11:45:30Z')),
    receiptNumber: '2026-000123',
    sha256: 'a3f5c1d2'.repeat(8),
    revision: 2,
    count: 12,
    missingPart: codeValue('BOTH'),
  },
  'submission-returned': {
    ...toMunicipality,
    link: `${hub}/submissions/${id}`,
    count: 2,
    firstRemark: 'MS-005, 2-квартал: сан туура эмес.',
    correctBy: dayValue('2026-11-01'),
  },
  'submission-accepted': {
    ...toMunicipality,
    link: `${hub}/submissions/${id}`,
    acceptedOn: dayValue('2026-10-25'),
    missingPart: codeValue('BOTH'),
  },
  'variant-decided': {
    ...toMunicipality,
    link: `${hub}/variants/${id}`,
    variantTitle: 'Суу боюнча эки кошумча суроо',
    serviceName,
    decision: codeValue('CONSENTED'),
    decisionReason: 'Өзөктүү суроолор өзгөргөн жок.',
    decidedOn: dayValue('2026-05-05'),
  },
  'obligation-deferred': {
    ...toMunicipality,
    link: `${hub}/submissions/${id}`,
    missingPart: codeValue('QUESTIONNAIRES'),
    dueOn,
    deferredUntil: dayValue('2026-11-03'),
    deferralReason: 'Сел жүрдү.',
  },
  'discrepancy-found': {
    ...toMunicipality,
    link: `${hub}/volume-reports/${id}/2026`,
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
    link: `${hub}/deadlines`,
    deadlineKind: codeValue('FINAL_REPORT'),
    dueOn: dayValue('2026-11-15'),
    count: 3,
    requirement: 'R-III.2',
  },
  'unit-deadline-digest': {
    ...toUnit,
    link: `${hub}/deadlines`,
    count: 2,
    deadlineLines: [
      { ky: 'Квартал сайынкы жыйынтыкты чыгаруу: 20-октябрь 2026-ж.', ru: 'Подведение ежеквартальных итогов: 20 октября 2026 г.' },
      { ky: 'Жыйынтыктоочу докладды даярдоо: 14-ноябрь 2026-ж.', ru: 'Подготовка итогового доклада: 14 ноября 2026 г.' },
    ],
  },
  'connector-failing': {
    ...toUnit,
    link: `${hub}/sources/${id}`,
    sourceName: 'Санарип Аймак',
    problem: codeValue('SILENT'),
    lastGoodAt: instantValue(new Date('2026-09-30T20:10:00Z')),
    count: 5,
    errorText: 'ECONNREFUSED',
  },
  'contact-verification': { ...toMunicipality, link: `${hub}/contacts/confirm#` },
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
