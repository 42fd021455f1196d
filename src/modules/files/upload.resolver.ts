import { Ctx as CtxArg, FieldResolver, Resolver, Root } from 'type-graphql';
import { Command } from '../../kit/command.ts';
import type { Ctx } from '../../kit/ctx.ts';
import { entityField, payload } from '../../kit/graphql.ts';
import { CountScalar, DateTimeScalar, UrlScalar } from '../../kit/scalars.ts';
import type { Linking } from './file.service.ts';
import { Upload } from './upload.entity.ts';
import { expiryOf } from './upload.rules.ts';
import { createUpload, uploadLink } from './upload.service.ts';
import { CreateUploadInput, UploadType } from './upload.type.ts';

@Resolver(() => UploadType)
export class UploadResolver {
  @FieldResolver(() => UrlScalar, {
    description:
      'Where the file is sent with PUT, whole or in parts (Content-Range). HEAD answers Upload-Offset: the place to go on from after a cut. One use; keep it to yourself.',
  })
  putUrl(@Root() { id }: Upload, @CtxArg() ctx: Ctx & Linking): string {
    return uploadLink(ctx, id);
  }

  @FieldResolver(() => CountScalar, { description: 'How many bytes it takes: as many as were announced.' })
  maxBytes(@Root() { bytes }: Upload): number {
    return bytes;
  }

  @FieldResolver(() => DateTimeScalar, {
    description: 'Until when sending must have begun (15 minutes); once begun, until when it may be gone on with and named (24 hours).',
  })
  expiresAt(@Root() row: Upload): Date {
    return expiryOf(row);
  }

  @FieldResolver(() => String, { nullable: true, description: 'SHA-256 of what was received, hexadecimal; null = not yet received.' })
  sha256(@Root() { receivedAt, sha256 }: Upload): string | null {
    return receivedAt ? sha256 : null;
  }

  @Command(
    payload('CreateUpload', { upload: entityField(() => UploadType, Upload, 'The upload, with where to send the file.') }),
    CreateUploadInput,
    {
      description: 'Announces a file, which is then sent to `putUrl` and named as `uploadId` in the act that it is for.',
    },
  )
  async createUpload(input: CreateUploadInput, ctx: Ctx) {
    return { upload: (await createUpload(ctx, input)).id };
  }
}
