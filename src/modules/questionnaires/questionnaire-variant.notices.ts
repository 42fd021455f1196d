import { defineNotice } from '../../kit/notice.ts';

/** R10: to the municipality whose changes of the questionnaire were consented to or refused. */
export const variantDecided = defineNotice({ name: 'variant-decided', kind: 'VARIANT_DECIDED' });
