import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { CommandInput } from '../../kit/graphql.ts';
import { CountScalar, DateTimeScalar } from '../../kit/scalars.ts';

@ObjectType('Upload', { description: 'A file on its way in.' })
export class UploadType {
  @Field(() => ID, { description: 'UUID v7; named as `uploadId` in the act that the file is for.' })
  id!: string;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When all of it was there and its SHA-256 was right; null = not yet.' })
  receivedAt?: Date | null;
}

@InputType({ description: 'Input of createUpload.' })
export class CreateUploadInput extends CommandInput {
  @Field(() => String, { description: 'Name of the file; paths and invisible characters are taken away. It ends as its type does.' })
  fileName!: string;
  @Field(() => String, { description: 'Media type of CSV, XLSX, JSON, PDF, PNG or JPEG.' })
  mediaType!: string;
  @Field(() => CountScalar, { description: 'Size in bytes, at most 67108864 (64 MB).' })
  bytes!: number;
  @Field(() => String, { description: 'SHA-256 of the file, hexadecimal.' })
  sha256!: string;
}
