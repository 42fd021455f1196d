import type { Violation } from '../../shared/errors.ts';

const addressRefusals: readonly (number | null)[] = [521, 550, 551, 553, 556];

/** Whether what the relay answered is about the address: a full mailbox or a refused text is not. */
export function isAddressRefused({ outcome, smtpCode }: { outcome: string; smtpCode: number | null }): boolean {
  return outcome === 'failed' && addressRefusals.includes(smtpCode);
}

/** Ours: after so many refused mails in a row the region is told. */
export const refusalsBeforeEscalation = 2;

/** What staff are told of an address that takes no mail. */
export function addressProblem(isOfficial: boolean): Violation {
  return {
    code: 'RULE_VIOLATED',
    rule: 'R9',
    message: {
      ky: 'Бул дарекке каттар жеткен жок: почта сервери даректи кабыл албайт.',
      ru: 'Письма на этот адрес не доходят: почтовый сервер его не принимает.',
      en: 'Mail to this address does not arrive: the mail server refuses it.',
    },
    hint: isOfficial
      ? {
          ky: 'Органдан иштеген расмий даректи сурап, updateMunicipality менен жазыңыз; ага чейин кат аркылуу же жеке билдириңиз (recordNoticeGiven).',
          ru: 'Узнайте у органа действующий официальный адрес и внесите его (updateMunicipality); затем уведомите письмом или лично (recordNoticeGiven).',
          en: 'Ask the municipality for a working official address and enter it (updateMunicipality); meanwhile give notice by letter or in person (recordNoticeGiven).',
        }
      : {
          ky: 'Байланыштын дарегин оңдоңуз (updateContact) же байланышты алып салыңыз (removeContact).',
          ru: 'Исправьте адрес контакта (updateContact) или удалите контакт (removeContact).',
          en: 'Correct the contact’s address (updateContact) or remove the contact (removeContact).',
        },
  };
}
