import type { LetterSender } from '../../src/kit/mail/letter.ts';

export { samplePayloads } from '../../src/kit/mail/sample-payloads.ts';

export const sender: LetterSender = {
  name: { ky: 'Мониторинг бөлүмү', ru: 'Отдел мониторинга' },
  phone: '+996 312 00 00 00',
  email: 'monitoring@example.kg',
};
