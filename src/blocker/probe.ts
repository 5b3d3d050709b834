import { probeFailed, resumed } from './control.ts';
import { outcomeOfRequest } from './outcome.ts';
import type { BlockerDeps } from './ports.ts';
import type { NumberControl } from './number-control.ts';

/** Halted numbers try one harmless read; when Meta lets it pass, everything resumes. */
export async function probe(
  phoneNumberId: string,
  control: NumberControl,
  deps: BlockerDeps,
): Promise<NumberControl> {
  const outcome = outcomeOfRequest(await deps.api.probe(phoneNumberId), 'list');
  deps.events.called('probe', outcome.reason, 0);
  if (outcome.class !== 'done') return probeFailed(control, deps.now());
  deps.events.resumed(phoneNumberId);
  return resumed(control);
}
