import { badInput } from '../../shared/errors.ts';

const longestAddress = 254;
const longestLocalPart = 64;
const localPart = /^[A-Za-z0-9_+'=~&][A-Za-z0-9_+'=~&-]*(?:\.[A-Za-z0-9_+'=~&-]+)*$/;
const domainLabel = /^(?!-)[A-Za-z0-9-]{1,63}(?<!-)$/;
const topLevelLabel = /^(?:[A-Za-z]{2,63}|xn--[A-Za-z0-9-]{1,58}[A-Za-z0-9])$/i;

/**
 * Whether mail may be sent to an address. Narrower than RFC 5322 on purpose: a mail library reads quotes, comments, commas
 * and brackets its own way, and what it then sends to need not be what was checked. A domain in other letters is given in
 * its `xn--` form.
 */
export function isDeliverable(address: string): boolean {
  if (address.length > longestAddress) return false;
  const [local = '', domain = '', ...more] = address.split('@');
  if (more.length > 0 || local.length > longestLocalPart || !localPart.test(local)) return false;
  const labels = domain.split('.');
  return labels.length >= 2 && labels.every((label) => domainLabel.test(label)) && topLevelLabel.test(labels.at(-1) ?? '');
}

/** Refuses with `BAD_USER_INPUT` at `path` an address that mail may not be sent to. */
export function assertDeliverable(address: string, path: readonly string[] = ['input', 'email']): void {
  if (isDeliverable(address)) return;
  throw badInput(
    path,
    {
      ky: 'Электрондук дарек туура эмес.',
      ru: 'Неверный адрес электронной почты.',
      en: 'This is not an e-mail address that mail can be sent to.',
    },
    {
      ky: 'Бир гана дарек жазыңыз, мисалы office@example.kg: аты, тырмакчасы, үтүрү жана боштугу жок.',
      ru: 'Укажите один адрес, например office@example.kg: без имени, кавычек, запятых и пробелов.',
      en: 'Give one bare address such as office@example.kg: no name, quotes, commas or spaces.',
    },
  );
}
