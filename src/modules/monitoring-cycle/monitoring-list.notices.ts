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

/** To a municipality that was told of the List and is on its new revision no more: the same addresses, once per revision. */
export const listTakenOff = defineNotice({ name: 'list-taken-off', kind: 'LIST_NOTIFIED', priority: 10 });
