import { Field, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../kit/scalars.ts';

@ObjectType('Receipt', { description: 'That something was received: when, and exactly what.' })
export class ReceiptType {
  @Field(() => String, { description: 'Its number, such as KG-2026-000123-7; the last digit is a check digit.' })
  number!: string;
  @Field(() => DateTimeScalar, { description: 'When it was received.' })
  receivedAt!: Date;
  @Field(() => String, { description: 'SHA-256 of the canonical content (RFC 8785), hexadecimal; with the number it proves the receipt.' })
  sha256!: string;
  @Field(() => Boolean, { description: 'Whether the deadline was over.' })
  isLate!: boolean;
}

@ObjectType('ReceiptCheck', { description: 'Whether a receipt is genuine; the same answer for an unknown number and for another content.' })
export class ReceiptCheckType {
  @Field(() => Boolean, { description: 'Whether the hub gave this number for a content of this SHA-256.' })
  isGenuine!: boolean;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was received; null = not genuine.' })
  receivedAt?: Date | null;
}
