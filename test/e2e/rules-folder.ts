import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const SPAM_WORD = 'zzspam';
export const BLOCK_WORD = 'zzforever';

export interface RulesOptions {
  /** How long an offender is kept out, e.g. `3s`. */
  cooldown: string;
  /** Phone numbers or BSUIDs that are never blocked. */
  protect?: readonly string[];
  /** `actions.warn` of the policy, as YAML. @default off */
  warn?: string;
}

/** One word is a cooldown, one a block for good; the brake never trips, whatever the share of offenders. */
export function writeRules(folder: string, { cooldown, protect = [], warn = 'off' }: RulesOptions): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'words.yaml'),
    `rules:
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
`,
  );
  writeFileSync(
    join(folder, 'policy.yaml'),
    `actions:
  warn: ${warn}
  cooldown: { ladder: [${cooldown}], jitter: 0% }
protect: { staff: ${JSON.stringify(protect)} }
brake: { established_senders: 1000000 per 10m, share_of_active_senders: 100%, min_blocks: 1000000, blocks_per_minute: 1000000 }
`,
  );
}
