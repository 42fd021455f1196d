import { decodeText } from './charset.ts';
import { dataFault, type FaultyAnswer } from './fault.ts';
import { parseStrictJson, type StrictJsonOptions } from './strict-json.ts';

/** The JSON of a 200 answer. Throws SourceFaultError of class DATA if it is not UTF-8 JSON, strictly read. */
export function jsonOf(answer: FaultyAnswer): unknown {
  if (answer.status !== 200) throw dataFault('Hub.UnexpectedStatus', `HTTP ${answer.status} instead of 200`, answer);
  return jsonBodyOf(answer);
}

/** The same, whatever the status. */
export function jsonBodyOf(answer: FaultyAnswer, options?: StrictJsonOptions): unknown {
  if (!isJson(answer.contentTypes)) throw dataFault('Hub.WrongContentType', answer.contentTypes.join(', ') || 'none', answer);
  return parsed(decodeText(answer.body, 'utf-8', answer), answer, options);
}

/**
 * Metadata services copy our request's headers into the answer, so the type may be there twice; all must be JSON
 * in UTF-8.
 */
function isJson(contentTypes: readonly string[]): boolean {
  const json = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;
  return contentTypes.length > 0 && contentTypes.every((type) => json.test(type.trim()));
}

function parsed(text: string, answer: FaultyAnswer, options?: StrictJsonOptions): unknown {
  try {
    return parseStrictJson(text, options);
  } catch (error) {
    throw dataFault('Hub.InvalidJson', error instanceof Error ? error.message : 'not JSON', answer);
  }
}
