import { page } from './page.ts';

/**
 * Where the link of a contact's verification mail leads. A click asks the API, so that mail scanners which only open links confirm
 * nothing; the token stays behind the # and reaches no log.
 */
export const contactPage = page({
  title: 'Даректи ырастоо / Подтверждение адреса',
  body: `<h1>Даректи ырастоо</h1>
<p>Муниципалдык кызматтардын сапатына мониторинг каттарын ушул дарекке алуу үчүн басыңыз.</p>
<p lang="ru">Нажмите, чтобы получать на этот адрес письма мониторинга качества муниципальных услуг.</p>
<button type="button">Ырастоо / Подтвердить</button>
<output></output>`,
  script: `
const button = document.querySelector('button'), answer = document.querySelector('output');
button.addEventListener('click', async () => {
  button.disabled = true;
  const input = { token: location.hash.slice(1), idempotencyKey: crypto.randomUUID() };
  try {
    await ask('mutation ConfirmContact($input: ConfirmContactInput!) { confirmContact(input: $input) { isConfirmed } }', { input });
    answer.textContent = 'Дарек ырасталды. Рахмат! / Адрес подтверждён. Спасибо!';
  } catch (error) {
    answer.textContent = error.message;
    button.disabled = false;
  }
});
`,
});
