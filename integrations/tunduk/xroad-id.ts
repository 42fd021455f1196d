/** Parts of an X-Road identifier, decoded: instance, member class, member code, subsystem, service. */
export type XRoadIdParts = readonly string[];

/**
 * What is wrong with one decoded part, or undefined. X-Road forbids more characters than Tunduk's own codes keep to
 * (`abs_online_bank`), so only what cannot travel is refused: nothing, control characters, broken UTF-16, and the dot
 * segments that a proxy on the way would resolve.
 */
export function problemOfPart(part: string): 'EMPTY' | 'CONTROL_CHARACTER' | 'ILL_FORMED' | 'DOT_SEGMENT' | 'TOO_LONG' | undefined {
  if (part === '') return 'EMPTY';
  if (part.length > 255) return 'TOO_LONG';
  if (!part.isWellFormed()) return 'ILL_FORMED';
  if (/\p{Cc}/u.test(part)) return 'CONTROL_CHARACTER';
  if (part === '.' || part === '..') return 'DOT_SEGMENT';
  return undefined;
}

/** Each part percent-encoded on its own, `/` between them. Throws RangeError on a part that cannot travel. */
export function encodeXRoadId(parts: XRoadIdParts): string {
  for (const part of parts) {
    const problem = problemOfPart(part);
    if (problem) throw new RangeError(`X-Road identifier part ${JSON.stringify(part)}: ${problem}`);
  }
  return parts.map(encodeURIComponent).join('/');
}

/** The decoded parts of an identifier, or undefined if it is not one. `+` is a plus; case matters. */
export function parseXRoadId(text: string): XRoadIdParts | undefined {
  if (!/^[\x21-\x7e]+$/.test(text)) return undefined;
  try {
    const parts = text.split('/').map(decodeURIComponent);
    return parts.some(problemOfPart) ? undefined : parts;
  } catch {
    return undefined;
  }
}

/**
 * Whether an echoed identifier names these parts. The security server escapes by other rules than we do
 * (it leaves `$,;&=@:+` bare), so the decoded parts are compared, never the text.
 */
export function namesXRoadId(echoed: string, parts: XRoadIdParts): boolean {
  const decoded = parseXRoadId(echoed);
  return decoded?.length === parts.length && decoded.every((part, index) => part === parts[index]);
}
