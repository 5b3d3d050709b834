import { waitFor } from '../helpers/wait-for.ts';
import type { Crash } from './cordon-child.ts';
import type { Stage } from './stage.ts';

export type Random = () => number;

export const pick = <T>(items: readonly T[], random: Random): T =>
  items[Math.floor(random() * items.length)]!;

export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let at = result.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [result[at], result[other]] = [result[other]!, result[at]!];
  }
  return result;
}

/**
 * Keeps one worker running, and killing it: from outside at any time, or from inside at one of the points that matter. `spare`
 * leaves the next one alone until `doom`.
 */
export class DoomedWorker implements AsyncDisposable {
  kills = 0;
  #mood: 'deadly' | 'gentle' | 'over' = 'deadly';
  #spared = false;
  readonly #done: Promise<void>;

  constructor(stage: Stage, random: Random) {
    this.#done = this.#run(stage, random);
  }

  /** Resolves when one is up that will not die. */
  async spare(): Promise<void> {
    this.#mood = 'gentle';
    await waitFor(() => this.#spared, { timeoutMs: 60_000, what: 'a worker that lives' });
  }

  doom(): void {
    this.#mood = 'deadly';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#mood = 'over';
    await this.#done;
  }

  async #run(stage: Stage, random: Random): Promise<void> {
    while (this.#mood !== 'over') {
      const gentle = this.#mood === 'gentle';
      const at = pick(['observed', 'claimed', 'called', 'journaled'] as const, random);
      const crash: Crash = { at, nth: 1 + Math.floor(random() * 3) };
      const fromInside = random() < 0.4 && !gentle;
      const lifeMs = 300 + random() * 3_000;
      // null: it died before it was up.
      const worker = await stage.start({ role: 'worker', ...(fromInside && { crash }) }).catch(() => null);
      if (worker !== null && gentle) {
        this.#spared = true;
        await waitFor(() => this.#mood !== 'gentle', { timeoutMs: 600_000 });
        this.#spared = false;
      }
      if (worker !== null) {
        await Promise.race([worker.ended(), new Promise((resolve) => setTimeout(resolve, lifeMs))]);
        await worker.kill9();
      }
      this.kills += 1;
    }
  }
}
