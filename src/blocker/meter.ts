import type { BatchAnswer, ListAnswer } from '../whatsapp/answers.ts';
import type { Api } from './ports.ts';

export interface Reading {
  calls: number;
  /** What Meta told last of its quota; null = nothing. */
  percent: number | null;
}

/** The same calls, counted, with what their answers say of Meta's quota. `take` gives what there was since it was last asked. */
export function metered(api: Api): { api: Api; take: () => Reading } {
  let reading: Reading = { calls: 0, percent: null };
  const note = <T extends BatchAnswer | ListAnswer>(answer: T): T => {
    const usage = answer.kind === 'no-answer' ? null : answer.usage;
    // Without a sendable user there was no call.
    if (answer.kind === 'answered' && usage === null) return answer;
    reading = { calls: reading.calls + 1, percent: usage?.percent ?? reading.percent };
    return answer;
  };
  return {
    api: {
      block: async (phoneNumberId, targets) => note(await api.block(phoneNumberId, targets)),
      lift: async (phoneNumberId, targets) => note(await api.lift(phoneNumberId, targets)),
      list: async (phoneNumberId, page) => note(await api.list(phoneNumberId, page)),
      probe: async (phoneNumberId) => note(await api.probe(phoneNumberId)),
    },
    take() {
      const taken = reading;
      reading = { calls: 0, percent: null };
      return taken;
    },
  };
}
