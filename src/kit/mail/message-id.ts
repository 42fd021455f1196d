import { createHash } from 'node:crypto';

let senderDomain = 'localhost';

/** Sets the domain of Message-IDs: the sender's own. Once per process. */
export function useMessageIdDomain(domain: string): void {
  senderDomain = domain;
}

/** The Message-ID of a delivery: the same for every attempt at the same delivery key, and telling nothing of the key. */
export function messageIdOf(deliveryKey: string, domain: string = senderDomain): string {
  const digest = createHash('sha256').update(deliveryKey, 'utf8').digest('hex');
  return `<${digest.slice(0, 40)}@${domain}>`;
}
