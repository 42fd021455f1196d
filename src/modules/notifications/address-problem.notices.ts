import { defineNotice } from '../../kit/notice.ts';

/** Ours: to the region's and district's contacts, when a municipality's address has refused a second mail. */
export const addressFailing = defineNotice({ name: 'address-failing', kind: 'ADDRESS_FAILING' });
