import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BLOCK_WORD, COOLDOWNS_MS, SPAM_WORD } from './cast.ts';

const WORDS = `rules:
  - id: spam-word
    description: The word that makes an offender of a sender
    when: { text.words: { any: [${SPAM_WORD}] } }
    then: cooldown
    reason: "wrote '{{match}}'"
  - id: block-word
    description: The word that is never forgiven
    when: { text.words: { any: [${BLOCK_WORD}] } }
    then: block
    reason: "wrote '{{match}}'"
`;

const policy = (protectedIds: readonly string[]): string => `actions:
  cooldown: { ladder: [${COOLDOWNS_MS.map((ms) => `${ms / 1000}s`).join(', ')}], jitter: 0% }
protect: { staff: ${JSON.stringify(protectedIds)} }
brake: { established_senders: 1000000 per 10m, share_of_active_senders: 100%, min_blocks: 1000000, blocks_per_minute: 1000000 }
`;

/** The rules of a run, and what careless hands make of them while it runs. None of it may change who is blocked. */
export class RulesFolder {
  readonly path: string;
  readonly #policy: string;
  #edits = 0;

  constructor(path: string, protectedIds: readonly string[]) {
    this.path = path;
    this.#policy = policy(protectedIds);
    mkdirSync(path, { recursive: true });
    this.mend();
  }

  mend(): void {
    this.#write('words.yaml', WORDS);
    this.#write('policy.yaml', this.#policy);
  }

  /** A new rule nobody meets, by which the version of the rules changes. */
  good(): void {
    this.mend();
    this.#edits += 1;
    const rule = `  - { id: edit-${this.#edits}, description: An edit, when: { text.words: { any: [zzedit${this.#edits}] } }, score: 1, reason: edited }\n`;
    this.#write('words.yaml', WORDS + rule);
  }

  /** One of several broken states, by a number drawn from [0, 1). */
  broken(drawn: number): void {
    const ways: (() => void)[] = [
      () => this.#write('words.yaml', WORDS.slice(0, WORDS.indexOf('then: block') + 4)),
      () => this.#write('words.yaml', WORDS.replace('text.words', 'text.wrods')),
      () => this.#write('words.yaml', ''),
      () => this.#write('policy.yaml', ''),
      () => this.#write('policy.yaml', this.#policy.replace(/staff: .*/, 'staff: [] }')),
      () => this.#write('words.yaml', `${WORDS}  - id: spam-word\n`),
    ];
    ways[Math.floor(drawn * ways.length)]?.();
  }

  #write(name: string, text: string): void {
    writeFileSync(join(this.path, name), text);
  }
}
