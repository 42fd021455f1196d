import { defineNotice } from '../../kit/notice.ts';

/** R9: to every municipality on the List, once per revision: its official address and its verified contacts. */
export const listNotified = defineNotice({
  name: 'list-notified',
  kind: 'LIST_NOTIFIED',
  calendar: {
    day: 'submissionDueOn',
    title: {
      ky: 'Анкеталарды жана отчетту өткөрүү мөөнөтү',
      ru: 'Срок представления анкет и отчёта',
      en: 'Questionnaires and the report are due',
    },
  },
  priority: 10,
});
