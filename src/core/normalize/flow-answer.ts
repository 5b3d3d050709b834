import { stringLeaves } from './string-leaves.ts';

const MAX_JSON_LENGTH = 262_144;

/** The string answers of a flow's `response_json`, without the token that belongs to the business. Not JSON: the string itself. */
export function flowAnswers(responseJson: unknown): string[] {
  if (typeof responseJson !== 'string') return answers(responseJson);
  if (responseJson.length > MAX_JSON_LENGTH) return [responseJson];
  try {
    return answers(JSON.parse(responseJson));
  } catch {
    return [responseJson];
  }
}

function answers(value: unknown): string[] {
  return stringLeaves(value)
    .filter(({ key }) => key !== 'flow_token')
    .map(({ text }) => text);
}
