/**
 * Compares whole values with entries in which `*` stands for anything, in time linear in the value for each entry with a star;
 * entries without one are looked up together. Answers the entry that fits.
 */
export function compileGlobs(entries: readonly string[]): (value: string) => string | null {
  const exact = new Set(entries.filter((entry) => !entry.includes('*')));
  const starred = entries
    .filter((entry) => entry.includes('*'))
    .map((entry) => ({ entry, parts: entry.split(/\*+/) }));
  return (value) => {
    if (exact.has(value)) return value;
    return starred.find(({ parts }) => fits(parts, value))?.entry ?? null;
  };
}

function fits(parts: readonly string[], value: string): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop() ?? '';
  if (!value.startsWith(first) || !value.endsWith(last)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = value.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return from <= value.length - last.length;
}
