import type { ListEntry, Lists } from './lists.ts';
import { ListError } from './lists.ts';
import type { PolicyParts } from './policy-schema.ts';
import type { Problem } from './problem.ts';
import { problem } from './problem.ts';
import { protectedId } from './protected-id.ts';
import type { Path, YamlSource } from './yaml-source.ts';

/** Hold even when policy.yaml does not name them: forgetting a line must never unprotect people. */
export const PROTECTED_LIST = 'lists/protected.txt';
export const CUSTOMERS_LIST = 'lists/customers.txt';

/** The people a policy names, as phones in digits and BSUIDs. */
export interface People {
  protectedSenders: ReadonlySet<string>;
  customers: ReadonlySet<string>;
}

export const NOBODY: People = { protectedSenders: new Set(), customers: new Set() };

export const together = (a: People, b: People): People => ({
  protectedSenders: new Set([...a.protectedSenders, ...b.protectedSenders]),
  customers: new Set([...a.customers, ...b.customers]),
});

/** The people of one part of policy.yaml. `general` = the part for all numbers, where the lists have default names. */
export function readPeople(
  source: YamlSource,
  base: Path,
  { protect, trust }: PolicyParts,
  lists: Lists,
  general: boolean,
): { people: People; problems: Problem[] } {
  const problems: Problem[] = [];
  const protectedSenders = new Set<string>();
  const customers = new Set<string>();
  const add = (ids: Set<string>, written: string, report: (message: string) => Problem): void => {
    const parsed = protectedId(written);
    if ('id' in parsed) ids.add(parsed.id);
    else problems.push(report(parsed.problem));
  };
  const addList = (ids: Set<string>, named: string | undefined, usual: string, path: Path): void => {
    const name = named ?? (general && lists.has(usual) ? usual : null);
    if (name === null) return;
    const file = name.replace(/^\.\//, '');
    const entries = entriesOf(lists, name, (message) =>
      problems.push(problem(source.file, source.at(path), message)),
    );
    for (const entry of entries) add(ids, entry.value, (message) => problem(file, entry, message));
  };
  for (const [index, member] of protect.staff.entries()) {
    const path = [...base, 'protect', 'staff', index];
    const report = (message: string): Problem => problem(source.file, source.at(path), message);
    add(protectedSenders, source.written(path) ?? String(member), report);
  }
  addList(protectedSenders, protect.senders, PROTECTED_LIST, [...base, 'protect', 'senders']);
  addList(customers, trust.customers, CUSTOMERS_LIST, [...base, 'trust', 'customers']);
  return { people: { protectedSenders, customers }, problems };
}

function entriesOf(lists: Lists, name: string, say: (message: string) => unknown): readonly ListEntry[] {
  try {
    return lists.people(name);
  } catch (error) {
    if (!(error instanceof ListError)) throw error;
    say(error.message);
    return [];
  }
}
