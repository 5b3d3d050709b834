import type { ConditionContext } from '../core/condition.ts';
import type { FactRequest } from '../core/facts.ts';
import type { Block, MatchedNode, RuleNode, RuleSpec, ScoreNode } from '../core/rule-node.ts';
import type { Lists } from './lists.ts';
import type { Problem } from './problem.ts';

/** Conditions as compiled, with what is known of everything below, the blocks they use included. */
export interface Compiled {
  node: RuleNode;
  /** The conditions used. */
  names: ReadonlySet<string>;
  facts: ReadonlySet<FactRequest>;
  /** What asks for the answers of other rules; to be filled in when all of them are read. */
  asks: ReadonlySet<MatchedNode | ScoreNode>;
  /** The blocks used right here. */
  uses: ReadonlySet<string>;
  /** How many blocks lie behind each other. */
  useDepth: number;
  /** How many conditions it would be with all blocks spelled out. */
  size: number;
}

export type Use =
  | { compiled: Compiled; block: Block; message: null }
  /** `message` is null when what is wrong was said where the block stands. */
  | { compiled: null; block: null; message: string | null };

/** What compiling takes, the same for a whole folder. */
export interface CompileContext {
  conditions: ConditionContext;
  /** Where their entries stand. */
  lists: Pick<Lists, 'get'>;
  /** What a name under `define:` stands for. */
  blocks: { use: (name: string) => Use };
  /** All rules written, the faulty ones included; null: not all files could be read. */
  ids: ReadonlySet<string> | null;
  /** The rules that make up the score; filled when all rules are read. */
  scored: RuleSpec[];
  /** Rules in monitor mode are compiled as enforced ones. */
  asEnforced: boolean;
}

/** What comes together while conditions are compiled. */
export class Findings {
  readonly problems: Problem[] = [];
  readonly names = new Set<string>();
  readonly facts = new Set<FactRequest>();
  readonly asks = new Set<MatchedNode | ScoreNode>();
  readonly uses = new Set<string>();
  useDepth = 0;
  size = 0;
  /** Something they build on is wrong; that was reported where it stands. */
  faulty = false;
  /** A condition is not known, so nobody can tell what else a rule may speak of. */
  partial = false;

  /** A block is used here: what is below it is below this, too. */
  take(name: string, { names, facts, asks, useDepth, size }: Compiled): void {
    this.size += size;
    this.uses.add(name);
    this.useDepth = Math.max(this.useDepth, useDepth + 1);
    for (const condition of names) this.names.add(condition);
    for (const ask of asks) this.asks.add(ask);
    for (const fact of facts) this.facts.add(fact);
  }

  with(node: RuleNode): Compiled {
    const { names, facts, asks, uses, useDepth, size } = this;
    return { node, names, facts, asks, uses, useDepth, size };
  }
}
