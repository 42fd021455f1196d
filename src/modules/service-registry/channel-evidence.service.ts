import type { Ctx } from '../../kit/ctx.ts';
import { fileFromUpload } from '../files/upload.service.ts';
import type { InformationChannel } from './service-offer.rules.ts';

/** A channel as it is stated: its picture, if any, as an upload. */
export type GivenChannel = Omit<InformationChannel, 'fileId'> & { uploadId?: string | null };

/**
 * R-II.6: channels with the files that show them. A channel that is stated again with the same kind and evidence keeps its file, unless
 * another is given, or null. NOT_FOUND for another's upload.
 */
export async function channelsWithFiles(
  ctx: Ctx,
  given: readonly GivenChannel[],
  before: readonly InformationChannel[],
): Promise<InformationChannel[]> {
  const channels: InformationChannel[] = [];
  for (const [index, { uploadId, ...channel }] of given.entries()) {
    const path = ['input', 'informationChannels', String(index), 'uploadId'];
    const known = before.find(({ kind, evidence }) => kind === channel.kind && evidence === channel.evidence);
    const fileId = uploadId === undefined ? known?.fileId : uploadId && (await fileFromUpload(ctx, uploadId, path)).id;
    channels.push(fileId ? { ...channel, fileId } : channel);
  }
  return channels;
}
