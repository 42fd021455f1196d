import { defineNotice } from '../../kit/notice.ts';

/** To every ADMIN when a source is misconfigured or silent past its slot: once until it answers again or its settings change. */
export const connectorFailing = defineNotice({ name: 'connector-failing', kind: 'CONNECTOR_FAILING' });
