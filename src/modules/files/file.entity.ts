import { defineEntity, p } from '@mikro-orm/postgresql';
import { count, id, instant } from '../../kit/entity.ts';

const StoredFileSchema = defineEntity({
  name: 'StoredFile',
  tableName: 'file',
  properties: {
    id: id(),
    name: p.string(),
    mediaType: p.string(),
    bytes: count(),
    sha256: p.string().length(64),
    /** Whose chunks it is made of: an upload's are taken over, not copied. */
    contentId: p.uuid().unique(),
    /** Anybody may have it, at an address that stays. */
    isPublic: p.boolean(),
    createdAt: instant(),
  },
  indexes: [{ name: 'file_public', expression: 'create index file_public on file (sha256) where is_public' }],
});

/** A file that was uploaded or made. It never changes: a new content is a new file. */
export class StoredFile extends StoredFileSchema.class {}
StoredFileSchema.setClass(StoredFile);

const ContentChunkSchema = defineEntity({
  name: 'ContentChunk',
  properties: {
    contentId: p.uuid().primary(),
    /** Place in the content, from 0. */
    ordinal: p.integer().primary(),
    bytes: p.blob(),
    /** By gzip; not where it would not be smaller, and not in uploads, whose rows are filled up as they come. */
    isCompressed: p.boolean().default(false),
  },
});

/** 256 KB of a file's content; the last row of a content may be shorter, no other. */
export class ContentChunk extends ContentChunkSchema.class {}
ContentChunkSchema.setClass(ContentChunk);
