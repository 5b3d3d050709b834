import { qualityOfRule } from '../../src/replay/quality.ts';
import type { Labels } from '../../src/replay/labels.ts';
import type { RuleCount } from '../../src/replay/rule-counts.ts';
import { aimOf, boundOf, type Bounded, type Standing } from './bounds.ts';
import { noTexts, type Count, type Group, type Mark } from './figures.ts';
import { wilson } from './wilson.ts';

const MAX_NAME = 40;
const MARKS: Record<Standing, string> = { kept: ' ✓', missed: ' ✗', open: ' ·' };

/** A name that came with the text, so that it can neither break a table nor carry a message into it. */
export const nameCell = (name: string): string =>
  name.slice(0, MAX_NAME).replace(/[^\p{L}\p{M}\p{N} ().,/@+-]/gu, '?');

/** `3 = 1.50 % (0.51–4.31)`; a dash where there is nothing to take a share of. */
export function shareCell(hits: number, all: number): string {
  if (all === 0) return '–';
  const { low, high } = wilson(hits, all);
  const [share, least, most] = [hits / all, low, high].map((part) => (part * 100).toFixed(2));
  return `${hits} = ${share} % (${least}–${most})`;
}

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const of = ({ byLabel }: Group, label: string): Count => byLabel.get(label) ?? noTexts();
const place = ({ source, lang }: Group): string[] => [
  nameCell(source),
  lang === null ? 'all' : nameCell(lang),
];
const share = ({ rows, ...hits }: Count, mark: Mark): string => shareCell(hits[mark], rows);

/** Harmless and unwanted texts of every source and language, with bounds and aims. */
export function mainTable(groups: readonly Group[]): string {
  const bound = (group: Group, bounded: Bounded): string => {
    const standing = boundOf(group, bounded);
    return `${share(of(group, 'ham'), bounded)}${standing === null ? '' : MARKS[standing]}`;
  };
  const aim = (group: Group): string => {
    const found = aimOf(group);
    return found === null ? '' : `, aim ${found.share * 100} % ${found.kept ? '✓' : '✗'}`;
  };
  const rows = groups
    .filter((group) => of(group, 'ham').rows + of(group, 'spam').rows > 0)
    .map((group) => [
      ...place(group),
      String(of(group, 'ham').rows),
      bound(group, 'cooldown'),
      bound(group, 'any'),
      String(of(group, 'spam').rows),
      share(of(group, 'spam'), 'cooldown'),
      `${share(of(group, 'spam'), 'any')}${aim(group)}`,
    ]);
  const head = ['Source', 'Language', 'Ham', 'Cooldown or harsher', 'Any level'];
  return table([...head, 'Spam', 'Cooldown or harsher', 'Any level'], rows);
}

/** Texts with other labels than ham and spam; empty where there are none. */
export function otherTable(groups: readonly Group[]): string {
  const rows = groups.flatMap((group) =>
    [...group.byLabel]
      .filter(([label]) => label !== 'ham' && label !== 'spam')
      .map(([label, count]) => [
        ...place(group),
        nameCell(label),
        String(count.rows),
        share(count, 'cooldown'),
        share(count, 'any'),
      ]),
  );
  if (rows.length === 0) return '';
  return table(['Source', 'Language', 'Label', 'Texts', 'Cooldown or harsher', 'Any level'], rows);
}

/** What every rule hit, the busiest first; then those that hit nothing. */
export function rulesTable(rules: readonly RuleCount[], labels: Labels): string {
  const [hit, silent] = [rules.filter(({ messages }) => messages > 0), rules.filter((r) => r.messages === 0)];
  const rows = hit
    .sort((a, b) => b.messages - a.messages)
    .map((rule) => {
      const { ham, spam, precision } = qualityOfRule(rule, labels, 0);
      const name = `${rule.id}${rule.mode === 'monitor' ? ' (monitor)' : ''}`;
      const right = precision === null ? '–' : `${(precision * 100).toFixed(1)} %`;
      return [name, ...[rule.messages, ham, spam, rule.messages - ham - spam].map(String), right];
    });
  const names = silent.map(({ id, mode }) => (mode === 'enforce' ? id : `${id} (${mode})`));
  const never = `Never hit: ${names.length === 0 ? 'none' : names.join(', ')}.`;
  const noRows =
    rows.length === 0 ? [] : [table(['Rule', 'Texts', 'Ham', 'Spam', 'Other', 'Precision'], rows)];
  return [...noRows, never].join('\n\n');
}

/** Rules and filter on the same texts, none of which the filter learned from. */
export function besideTable(groups: readonly Group[]): string {
  const rows = groups
    .filter((group) => of(group, 'ham').rows + of(group, 'spam').rows > 0)
    .map((group) => [
      ...place(group),
      ...(['cooldown', 'any', 'bayes', 'foreign'] as const).map((mark) => pair(group, mark)),
    ]);
  const head = ['Source', 'Language', 'Rules: cooldown or harsher', 'Rules: any level', 'Bayes'];
  return table([...head, 'Bayes, language left out'], rows);
}

/** Share of the harmless hit / share of the unwanted caught. */
const pair = (group: Group, mark: Mark): string =>
  (['ham', 'spam'] as const)
    .map((label) => of(group, label))
    .map(({ rows, ...hits }) => (rows === 0 ? '–' : `${((hits[mark] / rows) * 100).toFixed(2)} %`))
    .join(' / ');
