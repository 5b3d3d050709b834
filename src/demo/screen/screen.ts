import type { Observer } from '../../events.ts';
import type { Progress } from '../sender/protocol.ts';
import type { Result } from '../verdict.ts';

type Heard<Name extends keyof Observer> = Parameters<NonNullable<Observer[Name]>>;
export type Judged = Heard<'decided'>[0];
export type Verb = Heard<'called'>[0];

export interface Opening {
  rules: number;
  rulesDir: string;
  webhookUrl: string;
  graphUrl: string;
  cooldownsMs: readonly number[];
  once: boolean;
}

export interface Closing {
  result: Result;
  problems: readonly string[];
  /** People of the story. */
  people: number;
  progress: Progress;
  tookMs: number;
}

/** Where the demo shows what happens. */
export interface Screen {
  opened: (opening: Opening) => void;
  scene: (title: string, about: string) => void;
  judged: (outcome: Judged) => void;
  called: (verb: Verb, reason: string, users: number) => void;
  settled: (direction: 'block' | 'lift', kind: string) => void;
  progress: (progress: Progress) => void;
  /** The story is told; what is left is to let everybody back in. */
  told: () => void;
  closed: (closing: Closing) => void;
  /** A later, calmer round is over. */
  roundOver: (result: Result, problems: readonly string[]) => void;
  /** Somebody pressed Ctrl-C. */
  stopped: () => void;
  /** Leaves the terminal as it was found. */
  end: () => void;
}
