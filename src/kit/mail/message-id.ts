import { createHash } from 'node:crypto';

/** The Message-ID of a delivery: the same for every attempt at the same delivery key, and telling nothing of the key. */
export function messageIdOf(deliveryKey: string, domain: string): string {
  const digest = createHash('sha256').update(deliveryKey, 'utf8').digest('hex');
  return `<${digest.slice(0, 40)}@${domain}>`;
}
