import { page } from './page.ts';

/**
 * Where the link of a contact's verification mail leads. A click asks the API, so that mail scanners which only open links confirm
 * nothing; the token stays behind the # and reaches no log.
 */
export const contactPage = page({
  title: { ky: 'Даректи ырастоо', ru: 'Подтверждение адреса' },
  needsPerson: false,
  operations: { confirm: 'mutation ($input: ConfirmContactInput!) { confirmContact(input: $input) { isConfirmed } }' },
  script: `
const token = location.hash.slice(1);
const content = () => {
  if (!token) return note('wait', t('Каттагы шилтемени толугу менен ачыңыз: анын аягы жок.', 'Откройте ссылку из письма целиком: её конец потерян.'));
  const confirmed = t('Дарек ырасталды. Рахмат! Барак жабылса болот.', 'Адрес подтверждён. Спасибо! Страницу можно закрыть.');
  const button = el('button', { type: 'button', click: async () => {
    button.disabled = true;
    try {
      await ask('confirm', { input: { token, idempotencyKey: newKey() } });
      button.replaceWith(note('good', confirmed));
    } catch (error) {
      button.disabled = false;
      answer.replaceChildren(refusalOf(error));
    }
  } }, t('Ырастоо', 'Подтвердить'));
  const answer = el('div');
  return [el('p', { class: 'lead' }, t('Муниципалдык кызматтардын сапатына мониторинг каттарын ушул дарекке алуу үчүн басыңыз.', 'Нажмите, чтобы получать на этот адрес письма мониторинга качества муниципальных услуг.')), button, answer];
};
`,
});
