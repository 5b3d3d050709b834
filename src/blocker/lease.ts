import { LeaseLostError } from './apply.ts';
import type { BlockerDeps } from './ports.ts';

/** Does `work` as the only process that calls Meta for this number: POST, DELETE and GET alike. */
export async function underLease<T>(
  phoneNumberId: string,
  deps: Pick<BlockerDeps, 'numbers' | 'newToken' | 'callTimeoutMs' | 'settleMarginMs'>,
  work: (lease: string, leaseMs: number) => Promise<T>,
): Promise<T | 'busy' | 'lease-lost'> {
  const lease = deps.newToken();
  // Renewed before every call, it outlives the call's claims.
  const leaseMs = deps.callTimeoutMs + 3 * deps.settleMarginMs;
  if (!(await deps.numbers.acquireLease(phoneNumberId, lease, leaseMs))) return 'busy';
  try {
    return await work(lease, leaseMs);
  } catch (error) {
    if (error instanceof LeaseLostError) return 'lease-lost';
    throw error;
  } finally {
    await deps.numbers.releaseLease(phoneNumberId, lease);
  }
}
