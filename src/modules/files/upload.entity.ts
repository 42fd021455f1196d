import { defineEntity, p } from '@mikro-orm/postgresql';
import { count, id, instant } from '../../kit/entity.ts';
import { maximumBytes } from './upload.rules.ts';

const UploadSchema = defineEntity({
  name: 'Upload',
  properties: {
    /** Also the id of its content, which a file made of it takes over. */
    id: id(),
    fileName: p.string(),
    mediaType: p.string(),
    /** Announced; the last byte makes it whole. */
    bytes: count(),
    /** Announced, in hexadecimal. */
    sha256: p.string().length(64),
    /** Who announced it: nobody else may name it. */
    actorKey: p.string().index(),
    createdAt: instant(),
    begunAt: instant().nullable(),
    receivedBytes: count(),
    /** The request that writes; the latest to begin takes over from a line that is cut and does not know it yet. */
    writerId: p.uuid().nullable(),
    receivedAt: instant().nullable(),
    usedAt: instant().nullable(),
    /** When its content was thrown away: it was another than announced, or nobody named it in time. */
    discardedAt: instant().nullable(),
  },
  checks: [
    { name: 'upload_bytes', expression: `bytes >= 1 and bytes <= ${maximumBytes}` },
    {
      name: 'upload_received',
      expression: 'received_bytes >= 0 and received_bytes <= bytes and (received_at is null or received_bytes = bytes)',
    },
  ],
});

/** A file on its way in, announced by a caller and sent to a link of its own. */
export class Upload extends UploadSchema.class {}
UploadSchema.setClass(Upload);
