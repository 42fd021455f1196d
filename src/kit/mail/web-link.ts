/**
 * A link that may stand in a letter, as its normal spelling: http or https, with no user name in it.
 * Throws a plain Error otherwise, for links are made by the hub and never by a person.
 */
export function webLink(link: string): string {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password) {
    throw new Error('A link in a letter must be an http or https address without a user name');
  }
  return url.href;
}
