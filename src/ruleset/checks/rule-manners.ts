import type { Problem } from '../problem.ts';
import type { LoadedRule } from '../rule-file.ts';
import { didYouMean } from '../suggest.ts';
import { finding } from './finding.ts';
import type { Check } from './subject.ts';

export const noTests: Check = ({ rules, off }) =>
  [...rules, ...off].flatMap((rule) => {
    const lacks = (['match', 'ignore'] as const).filter(
      (expect) => !rule.tests.some((test) => test.expect === expect),
    );
    return lacks.length === 0
      ? []
      : [finding('no-tests', rule, `rule '${rule.id}' has no ${lacks.join(' and no ')} tests`)];
  });

export const noDescription: Check = ({ rules, off }) =>
  [...rules, ...off]
    .filter(({ description }) => description === '')
    .map((rule) => finding('no-description', rule, `rule '${rule.id}' has no description`));

export const unsentWarnings: Check = ({ rules, warns }) =>
  rules
    .filter(({ then }) => !warns && then?.action === 'warn')
    .map((rule) =>
      finding(
        'warn-unsent',
        rule,
        `rule '${rule.id}' says warn, but policy.yaml has no 'warn' among its actions: nothing is sent`,
      ),
    );

/** Under `match` and `ignore` alike a test that is there twice proves nothing twice. */
export const duplicateTests: Check = ({ rules, off }) =>
  [...rules, ...off].flatMap(({ file, tests }) => {
    const first = new Map<string, number>();
    return tests.flatMap(({ expect, test, line, column }): Problem[] => {
      const key = JSON.stringify([expect, test]);
      const known = first.get(key);
      if (known === undefined) first.set(key, line);
      return known === undefined
        ? []
        : [
            finding(
              'duplicate-test',
              { file, line, column },
              `this test is the same as that in line ${known}`,
            ),
          ];
    });
  });

export const expiredRules: Check = ({ rules, now }) =>
  rules.flatMap((rule) => {
    const { id, expires } = rule;
    return isOver(rule, now)
      ? [
          finding(
            'expired',
            rule,
            `rule '${id}' expired (${expires?.text ?? ''}) and does nothing any more; remove it or give it a new date`,
          ),
        ]
      : [];
  });

const isOver = ({ expires }: LoadedRule, now: number): boolean => expires !== null && expires.at <= now;

/** `matched` waits for something that does not come any more. That a rule is off is said when it is read. */
export const deadReferences: Check = ({ rules, now }) => {
  const over = new Set(rules.filter((rule) => isOver(rule, now)).map(({ id }) => id));
  return rules.flatMap(({ asks }) =>
    asks.flatMap((node) =>
      node.kind === 'score'
        ? []
        : node.ids
            .filter((id) => over.has(id))
            .map((id) => {
              const place = { file: node.file, ...node.at };
              return finding('dead-reference', place, `rule '${id}' expired, so it never matches`);
            }),
    ),
  );
};

/** A group of one whose name is nearly that of another group. */
export const lonelyGroups: Check = ({ rules, off }) => {
  const all = [...rules, ...off];
  const sizes = new Map<string, number>();
  for (const { group } of all) if (group !== null) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const shared = [...sizes].filter(([, size]) => size > 1).map(([name]) => name);
  return all.flatMap((rule) => {
    if (rule.group === null || sizes.get(rule.group) !== 1) return [];
    const meant = didYouMean(rule.group, shared);
    return meant === ''
      ? []
      : [finding('lonely-group', rule, `rule '${rule.id}' is alone in group '${rule.group}'${meant}`)];
  });
};
