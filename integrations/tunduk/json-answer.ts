import { dataFault, type FaultyAnswer } from './fault.ts';
import { parseStrictJson } from './strict-json.ts';

/** The JSON of a 200 answer. Throws SourceFaultError of class DATA if it is not UTF-8 JSON, strictly read. */
export function jsonOf(answer: FaultyAnswer): unknown {
  if (answer.status !== 200) throw dataFault('Hub.UnexpectedStatus', `HTTP ${answer.status} instead of 200`, answer);
  if (!isJson(answer.contentTypes))
    throw dataFault('Hub.WrongContentType', answer.contentTypes.join(', ') || 'none', answer);
  return parsed(decoded(answer), answer);
}

/**
 * Metadata services copy our request's headers into the answer, so the type may be there twice; all must be JSON
 * in UTF-8.
 */
function isJson(contentTypes: readonly string[]): boolean {
  const json = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;
  return contentTypes.length > 0 && contentTypes.every((type) => json.test(type.trim()));
}

function decoded(answer: FaultyAnswer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(answer.body);
  } catch {
    throw dataFault('Hub.InvalidUtf8', 'the body is not UTF-8', answer);
  }
}

function parsed(text: string, answer: FaultyAnswer): unknown {
  try {
    return parseStrictJson(text);
  } catch (error) {
    throw dataFault('Hub.InvalidJson', error instanceof Error ? error.message : 'not JSON', answer);
  }
}
