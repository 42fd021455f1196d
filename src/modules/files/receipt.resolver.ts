import { Arg, Ctx as CtxArg, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Ctx } from '../../kit/ctx.ts';
import { Localized } from '../../kit/graphql.ts';
import { mustRowById } from '../../kit/sql.ts';
import { StoredFile } from './file.entity.ts';
import { FileType } from './file.type.ts';
import type { Receipt } from './receipt.entity.ts';
import { checkReceipt, type ReceiptVerdict } from './receipt.service.ts';
import { ReceiptCheckType, ReceiptType } from './receipt.type.ts';

@Resolver(() => ReceiptType)
export class ReceiptResolver {
  @FieldResolver(() => FileType, { description: 'The canonical content that was received.' })
  file(@Root() { fileId }: Receipt, @CtxArg() ctx: Ctx): Promise<StoredFile> {
    return mustRowById(ctx, StoredFile, fileId);
  }
}

@Resolver(() => ReceiptCheckType)
@Localized({ municipalityName: { nullable: true, description: 'Whose filing it was.' } })
export class ReceiptCheckResolver {
  @Query(() => ReceiptCheckType, {
    description:
      'Checks a receipt; for anybody who holds one. It proves what was received and when, also where that was taken back or filed anew since.',
  })
  receiptCheck(
    @Arg('number', () => String, { description: 'Its number.' }) number: string,
    @Arg('sha256', () => String, { description: 'SHA-256 of the content, hexadecimal.' }) sha256: string,
    @CtxArg() ctx: Ctx,
  ): Promise<ReceiptVerdict> {
    return checkReceipt(ctx, number, sha256);
  }
}
