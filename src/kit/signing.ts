import { createHmac, timingSafeEqual } from 'node:crypto';
import { auditHmac } from './audit.ts';

/**
 * A signature over a text, 256 bits in base64url, under a key of its own for each purpose. The keys are derived from the audit key as
 * HKDF expands one (RFC 5869): every hub of one configuration knows them, and none of them tells the audit key.
 */
export function signatureOf(purpose: string, content: string): string {
  const key = Buffer.from(auditHmac(`signing-key:${purpose}\u0001`), 'hex');
  return createHmac('sha256', key).update(content).digest('base64url');
}

/** Whether a signature is that of a text; takes as long for a wrong one as for the right one. */
export function isSigned(purpose: string, content: string, signature: string): boolean {
  const given = Buffer.from(signature);
  const expected = Buffer.from(signatureOf(purpose, content));
  return given.length === expected.length && timingSafeEqual(given, expected);
}
