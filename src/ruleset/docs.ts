import { CONDITIONS } from '../conditions/index.ts';
import { formatDuration } from '../core/duration.ts';
import type { LoadedRuleset } from './parse.ts';
import type { LoadedRule } from './rule-file.ts';

/** The table of conditions for the README, made from what the conditions say of themselves. */
export function conditionsTable(): string {
  const rows = CONDITIONS.map(({ meta: { name, summary, example, absence } }) => [
    `\`${name}\``,
    summary,
    `\`${name}: ${example}\``,
    absence,
  ]);
  return table(['Condition', 'Looks at', 'Example', 'With nothing to look at'], rows);
}

/** The packs of a ruleset with their rules, for the README. */
export function packsMap({ packs, loaded }: Pick<LoadedRuleset, 'packs' | 'loaded'>): string {
  return packs
    .map(({ name, file, about }) => {
      const rules = loaded.filter((rule) => rule.file === file);
      const rows = rules.map((rule) => [`\`${rule.id}\``, pointsOf(rule), rule.description]);
      return `**\`${name}\`**: ${about}\n\n${table(['Rule', 'Points', 'What it looks for'], rows)}`;
    })
    .join('\n\n');
}

function pointsOf({ score, then, mode }: LoadedRule): string {
  const length = then?.cooldownMs ?? null;
  const parts = [
    score === 0 ? null : String(score),
    then === null ? null : length === null ? then.action : `${then.action} ${formatDuration(length)}`,
    mode === 'enforce' ? null : mode,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

const table = (titles: readonly string[], rows: readonly (readonly string[])[]): string =>
  [titles, titles.map(() => '---'), ...rows.map((row) => row.map(cell))]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
