import { defineNotice } from '../../kit/notice.ts';

/** To the contact, when it is added or its address changed; until it answers it receives nothing else. */
export const contactVerification = defineNotice({ name: 'contact-verification', kind: 'CONTACT_VERIFICATION' });
