import { parseEnv } from 'node:util';

/** Thrown when a value or the file has a shape that cannot be written so that it reads back the same. */
export class EnvEditError extends Error {
  override name = 'EnvEditError' as const;
}

/**
 * The text of a `.env` with these variables set (null = unset) and everything else, comments too, as it was. A variable that stands
 * commented out is filled in where it stands. What is returned reads back exactly; otherwise throws EnvEditError.
 */
export function editEnv(text: string, changes: ReadonlyMap<string, string | null>): string {
  let lines = text.split('\n');
  for (const [name, value] of changes) lines = setVariable(lines, name, value);
  const edited = lines.join('\n');
  const expected: Record<string, string | undefined> = { ...parseEnv(text) };
  for (const [name, value] of changes) expected[name] = value ?? undefined;
  const found = parseEnv(edited);
  const differs = [...new Set([...Object.keys(expected), ...Object.keys(found)])].filter(
    (name) => found[name] !== expected[name],
  );
  if (differs.length === 0) return edited;
  throw new EnvEditError(
    `the file has lines that cannot be edited safely, near ${differs.sort().join(', ')}`,
  );
}

function setVariable(lines: readonly string[], name: string, value: string | null): string[] {
  const isSet = (line: string): boolean => new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`).test(line);
  const isTemplate = (line: string): boolean => new RegExp(`^#\\s*${name}=`).test(line);
  const active = lines.findIndex(isSet);
  if (value === null) return lines.map((line) => (isSet(line) ? `# ${name}=` : line));
  const assignment = `${name}=${quoted(name, value)}`;
  const place = active === -1 ? lines.findIndex(isTemplate) : active;
  if (place === -1) {
    const end = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
    return [...end, assignment, ''];
  }
  // Of a variable set twice the last one counts; afterwards there is only one.
  return lines.flatMap((line, index) => (index === place ? [assignment] : isSet(line) ? [] : [line]));
}

/** As little quoting as reads back the same. */
function quoted(name: string, value: string): string {
  const ways = [value, `'${value}'`, `"${value}"`, `\`${value}\``];
  const way = ways.find((written) => readsBack(written, value));
  if (way !== undefined) return way;
  throw new EnvEditError(
    `${name} has quotes of every kind in it; put it into a file and name that in ${name}_FILE`,
  );
}

function readsBack(written: string, value: string): boolean {
  const found = parseEnv(`A=${written}\nB=1`);
  return found.A === value && found.B === '1' && Object.keys(found).length === 2;
}
