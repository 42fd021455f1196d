import { Ctx as CtxArg, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Ctx } from '../../kit/ctx.ts';
import { DateTimeScalar, UrlScalar } from '../../kit/scalars.ts';
import type { StoredFile } from './file.entity.ts';
import { fileLink, linkExpiresAt, type Linking } from './file.service.ts';
import { FileType } from './file.type.ts';

@Resolver(() => FileType)
export class FileResolver {
  @FieldResolver(() => UrlScalar, { description: 'Where it can be fetched by this caller for five minutes; made anew at each reading.' })
  url(@Root() { id }: StoredFile, @CtxArg() ctx: Ctx & Linking): string {
    return fileLink(ctx, id);
  }

  @FieldResolver(() => DateTimeScalar, { description: 'When `url` ends.' })
  urlExpiresAt(@CtxArg() ctx: Ctx): Date {
    return linkExpiresAt(ctx);
  }
}
