import { Field, ID, ObjectType } from 'type-graphql';
import { CountScalar, DateTimeScalar } from '../../kit/scalars.ts';

@ObjectType('File', { description: 'A file that was uploaded or made. It never changes.' })
export class FileType {
  @Field(() => ID, { description: 'UUID v7.' })
  id!: string;
  @Field(() => String, { description: 'Its name, without a path.' })
  name!: string;
  @Field(() => String, { description: 'Media type: text/csv and the like.' })
  mediaType!: string;
  @Field(() => CountScalar, { description: 'Size in bytes.' })
  bytes!: number;
  @Field(() => String, { description: 'SHA-256 of the content, hexadecimal. A public file is also at /files/public/<sha256>.' })
  sha256!: string;
  @Field(() => DateTimeScalar, { description: 'When it was uploaded or made.' })
  createdAt!: Date;
}
