import { page } from './page.ts';

/** Whether a receipt is genuine: for anybody who holds its number and the SHA-256 of the content. */
export const receiptPage = page({
  title: { ky: 'Дүмүрчөктү текшерүү', ru: 'Проверка квитанции' },
  needsPerson: false,
  operations: {
    check:
      'query ($number: String!, $sha256: String!) { receiptCheck(number: $number, sha256: $sha256) { isGenuine receivedAt municipalityName } }',
  },
  script: `
const verdict = ({ isGenuine, receivedAt, municipalityName }) =>
  isGenuine
    ? note('good', el('strong', {}, t('Дүмүрчөк чыныгы.', 'Квитанция подлинная.')), facts([t('Ким өткөрдү', 'Кто представил'), municipalityName], [t('Кабыл алынган', 'Принято'), receivedAt && moment(receivedAt)]), el('p', { class: 'quiet' }, t('Андан кийин кайра алынган же жаңыртылганын дүмүрчөк көрсөтпөйт.', 'Отозвано ли это или подано заново позже, квитанция не показывает.')))
    : note('bad', el('strong', {}, t('Мындай дүмүрчөк берилген эмес.', 'Такая квитанция не выдавалась.')), el('p', {}, t('Номерди жана SHA-256 маанисин каттагыдай көчүрүп, дагы бир жолу текшериңиз.', 'Скопируйте номер и SHA-256 точно как в письме и проверьте ещё раз.')));
const content = () => {
  const [givenNumber, givenHash] = decodeURIComponent(location.hash.slice(1)).split('/');
  const receipt = el('input', { id: 'number', required: true, autocomplete: 'off', value: givenNumber, placeholder: 'KG-2027-000002-7' });
  const hash = el('input', { id: 'sha256', required: true, autocomplete: 'off', spellcheck: 'false', value: givenHash, 'aria-describedby': 'hash-help' });
  const answer = el('div', { 'aria-live': 'polite' });
  const check = async (event) => {
    event?.preventDefault();
    try {
      const { receiptCheck } = await ask('check', { number: receipt.value, sha256: hash.value });
      answer.replaceChildren(verdict(receiptCheck));
    } catch (error) {
      answer.replaceChildren(refusalOf(error));
    }
  };
  if (givenNumber && givenHash) check();
  return [
    el('p', {}, t('Материалдар хабга түшкөндө дүмүрчөк берилет. Анын номери жана мазмундун SHA-256 мааниси катта жазылган.', 'При получении материалов хаб выдаёт квитанцию. Её номер и SHA-256 содержимого указаны в письме.')),
    el('form', { submit: check },
      el('label', { for: 'number' }, t('Дүмүрчөктүн номери', 'Номер квитанции')), receipt,
      el('label', { for: 'sha256' }, 'SHA-256'), hash,
      el('p', { class: 'quiet', id: 'hash-help' }, t('64 белги: 0–9 жана a–f.', '64 знака: 0–9 и a–f.')),
      el('button', {}, t('Текшерүү', 'Проверить'))),
    answer,
  ];
};
`,
});
