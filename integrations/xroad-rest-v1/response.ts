import type { PullRequest, VolumePage } from '../../src/modules/ingestion/connector.ts';
import { jsonOf } from '../tunduk/json-answer.ts';
import type { RestAnswer } from '../tunduk/rest-call.ts';
import { volumePageOf } from '../tunduk/volume-page.ts';

/** The page of an answer: `VolumePage` of service-volumes.openapi.yaml. Throws SourceFaultError of class DATA. */
export function readVolumePage(answer: RestAnswer, request: PullRequest): VolumePage {
  return volumePageOf(jsonOf(answer), answer, request);
}
