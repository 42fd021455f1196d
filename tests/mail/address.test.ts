import { describe, expect, test } from 'vitest';
import { assertDeliverable, isDeliverable } from '../../src/kit/mail/address.ts';
import { HubError } from '../../src/shared/errors.ts';

describe('mail may be sent to a bare, ordinary address', () => {
  test.each([
    'office@example.kg',
    'aigul.omurova@kara-kulja.gov.kg',
    'a+list@x.kg',
    "o'neil_2@mail.example.org",
    'A@B.KG',
    'office@xn--80ao21a.xn--p1ai',
    `${'a'.repeat(64)}@example.kg`,
  ])('%s', (address) => {
    expect(isDeliverable(address)).toBe(true);
    expect(() => assertDeliverable(address)).not.toThrow();
  });
});

describe('mail may not be sent to what could be read as another address, or as more than one', () => {
  test.each([
    ['', 'nothing'],
    ['office', 'no @'],
    ['@example.kg', 'no mailbox'],
    ['office@', 'no domain'],
    ['a@ours.kg, evil@theirs.example', 'two addresses'],
    ['a@ours.kg,evil@theirs.example', 'two addresses, no space'],
    ['a@ours.kg;evil@theirs.example', 'two addresses by semicolon'],
    ['a@ours.kg evil@theirs.example', 'two addresses by space'],
    ['a@ours.kg@theirs.example', 'two @'],
    ['"evil@theirs.example"@ours.kg', 'a quoted mailbox'],
    ['"a b"@ours.kg', 'a quoted space'],
    ['Name <a@ours.kg>', 'a name'],
    ['<a@ours.kg>', 'angle brackets'],
    ['a(comment)@ours.kg', 'a comment'],
    ['a@ours.kg(comment)', 'a comment after'],
    ['a@ours.kg\r\nBcc: evil@theirs.example', 'a new line'],
    ['a@ours.kg\n', 'a last new line'],
    [' a@ours.kg', 'a space before'],
    ['a@ours.kg\t', 'a tab after'],
    ['a\u0000@ours.kg', 'NUL'],
    ['a\u00a0@ours.kg', 'a no-break space'],
    ['айгүл@ours.kg', 'a mailbox in other letters'],
    ['a@сайт.kg', 'a domain in other letters'],
    ['a@ours\u2024kg', 'a look-alike dot'],
    ['a@[127.0.0.1]', 'an address literal'],
    ['a@127.0.0.1', 'a number'],
    ['a@localhost', 'one label'],
    ['a@-ours.kg', 'a label that begins with a hyphen'],
    ['a@ours-.kg', 'a label that ends with a hyphen'],
    ['a@ours..kg', 'an empty label'],
    ['a@ours.kg.', 'a last dot'],
    ['.a@ours.kg', 'a first dot'],
    ['a..b@ours.kg', 'two dots'],
    ['a.@ours.kg', 'a dot before the @'],
    ['-oQ/tmp@ours.kg', 'a mailbox that looks like an option'],
    ['evil%theirs.example@ours.kg', 'a percent route'],
    ['theirs.example!evil@ours.kg', 'a bang path'],
    ['a\\@ours.kg', 'a backslash'],
    ['=?utf-8?q?a@ours.kg?=', 'an encoded word'],
    [`${'a'.repeat(65)}@ours.kg`, 'a mailbox of 65 letters'],
    [`a@${'b'.repeat(64)}.kg`, 'a label of 64 letters'],
    [`a@${'bcd.'.repeat(63)}kg`, '256 letters in all'],
  ])('%j: %s', (address) => {
    expect(isDeliverable(address)).toBe(false);
  });

  test('the refusal names the field, says why in three languages, and what to do', () => {
    const refusal = (() => {
      try {
        assertDeliverable('a@ours.kg, evil@theirs.example', ['input', 'contacts', '2', 'email']);
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toBeInstanceOf(HubError);
    expect((refusal as HubError).violation).toMatchObject({
      code: 'BAD_USER_INPUT',
      path: ['input', 'contacts', '2', 'email'],
      message: { ky: expect.stringContaining('дарек'), ru: expect.stringContaining('адрес') },
      hint: { ky: expect.any(String), ru: expect.any(String), en: expect.any(String) },
    });
  });
});
