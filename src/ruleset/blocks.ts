import type { Lists } from './lists.ts';
import type { Problem } from './problem.ts';
import { didYouMean } from './suggest.ts';
import type { Compiled, Use } from './compiled.ts';

/** Blocks that use blocks that use blocks …: beyond this nobody can tell what a rule asks. */
const MAX_USED = 16;

type CompileBlock = () => { compiled: Compiled | null; problems: Problem[] };

/** The blocks of conditions a folder defines. Each is compiled once, when it is first used. */
export class Blocks {
  readonly problems: Problem[] = [];
  readonly #lists: Lists;
  readonly #complete: boolean;
  readonly #pending = new Map<string, CompileBlock>();
  readonly #done = new Map<string, Use>();
  readonly #stack: string[] = [];

  /** `complete` is false when a file could not be read: a name nobody knows may stand there. */
  constructor(lists: Lists, complete: boolean) {
    this.#lists = lists;
    this.#complete = complete;
  }

  define(name: string, compile: CompileBlock): void {
    this.#pending.set(name, compile);
  }

  use(name: string): Use {
    const done = this.#done.get(name);
    if (done !== undefined) return this.#stack.length + lengthOf(done) > MAX_USED ? refuse(TOO_DEEP) : done;
    const from = this.#stack.indexOf(name);
    if (from !== -1) {
      const circle = [...this.#stack.slice(from), name].join(' → ');
      return refuse(`these definitions use each other in a circle: ${circle}`);
    }
    const compile = this.#pending.get(name);
    if (compile === undefined) return refuse(this.#unknown(name));
    if (this.#stack.length >= MAX_USED) return refuse(TOO_DEEP);
    this.#stack.push(name);
    const { compiled, problems } = compile();
    this.#stack.pop();
    this.problems.push(...problems);
    const made: Use =
      compiled === null ? refuse(null) : { compiled, block: { name, node: compiled.node }, message: null };
    this.#done.set(name, made);
    return made;
  }

  /** Compiles those nobody used, too: their mistakes are reported like any other. */
  compileAll(): void {
    for (const name of this.#pending.keys()) this.use(name);
  }

  #unknown(name: string): string | null {
    if (this.#lists.isDefined(name))
      return `'${name}' is a list of texts, not a block of conditions; write { list: ${name} } inside a condition, e.g. text.words: { list: ${name} }`;
    if (!this.#complete) return null;
    const hint = didYouMean(name, this.#pending.keys());
    return `there is no definition '${name}'${hint || '; blocks of conditions are defined under define:'}`;
  }
}

const TOO_DEEP = `definitions use each other through more than ${MAX_USED} steps`;
const refuse = (message: string | null): Use => ({ compiled: null, block: null, message });
/** How many blocks lie behind each other, this one included. */
const lengthOf = ({ compiled }: Use): number => (compiled?.useDepth ?? 0) + 1;
