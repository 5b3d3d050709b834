import type { ReportSummary } from './summary.ts';
import { customersOf } from './summary.ts';

/** Below either of these the rules have not seen enough to judge them by. */
const ENOUGH_DAYS = 3;
const ENOUGH_MESSAGES = 200;
const NAMED_RULES = 3;

export interface Recommendation {
  /**
   * `none`: no messages · `watch`: too little seen · `look`: customers would be, or were, hit · `enforce`: nothing speaks against it ·
   * `keep`: enforcing, nothing to do
   */
  advice: 'none' | 'watch' | 'look' | 'enforce' | 'keep';
  /** Plain sentences, the most important first. */
  text: string[];
}

/** What to do next, from what the report found. */
export function recommend(summary: ReportSummary): Recommendation {
  const { mode, total } = summary;
  if (mode === null || total === 0)
    return {
      advice: 'none',
      text: [
        'No message was judged in this time. Check that deliveries arrive: cordon doctor, cordon status.',
      ],
    };
  return mode === 'monitor' ? beforeEnforcing(summary) : whileEnforcing(summary);
}

function beforeEnforcing(summary: ReportSummary): Recommendation {
  const { people, rules } = summary.wouldBlock;
  const customers = customersOf(people);
  const seen = `${count(summary.total, 'message')} on ${count(summary.daysWithMessages, 'day')}`;
  if (customers > 0) {
    const text = [
      `Do not enforce yet: ${customers} of ${count(people.length, 'person', 'people')} who would have been blocked look like customers.`,
      `Read what they wrote (cordon senders show …). Mostly these rules: ${named(rules)}. Mend them, set them to mode: monitor, or protect these people.`,
    ];
    return { advice: 'look', text };
  }
  if (summary.daysWithMessages < ENOUGH_DAYS || summary.total < ENOUGH_MESSAGES) {
    const text = [
      `Watch longer: ${seen} is too little to trust. Look again after ${ENOUGH_DAYS} days and ${ENOUGH_MESSAGES} messages.`,
    ];
    return { advice: 'watch', text };
  }
  if (people.length === 0) {
    const text = [
      `Over ${seen} the rules would have blocked nobody. Enforcing is safe; whether the rules are sharp enough, the flagged messages tell.`,
    ];
    return { advice: 'enforce', text };
  }
  const text = [
    `Nothing speaks against CORDON_MODE=enforce: over ${seen}, ${count(people.length, 'person', 'people')} would have been blocked and none looks like a customer.`,
  ];
  return { advice: 'enforce', text };
}

function whileEnforcing({ blocked, enforcement, watched }: ReportSummary): Recommendation {
  const customers = customersOf(blocked.people);
  const text: string[] = [];
  if (customers > 0)
    text.push(
      `${customers} of ${count(blocked.people.length, 'blocked person', 'blocked people')} look like customers, mostly by ${named(blocked.rules)}. Look at them (cordon senders show …); let them in with cordon blocks lift.`,
    );
  if (enforcement.held > 0)
    text.push(`The brake held ${count(enforcement.held, 'block')}. See cordon status and the rule it names.`);
  if (enforcement.refused > 0)
    text.push(
      `Meta refused ${count(enforcement.refused, 'block')}. See cordon blocks list --status refused.`,
    );
  if (text.length > 0) return { advice: 'look', text };
  const ready = watched.filter((rule) => rule.people > 0 && rule.customers === 0);
  return {
    advice: 'keep',
    text: [
      'Nobody who was blocked looks like a customer. Nothing to do.',
      ...(ready.length === 0
        ? []
        : [`Rules in monitor mode that met no customer and may be enforced: ${named(ready)}.`]),
    ],
  };
}

/** The rules that met most customers, else most people. */
function named(rules: readonly { rule: string; people: number; customers: number }[]): string {
  const sorted = [...rules].sort((a, b) => b.customers - a.customers || b.people - a.people);
  const worst = sorted.filter((rule) => rule.customers > 0 || (sorted[0]?.customers ?? 0) === 0);
  return worst
    .slice(0, NAMED_RULES)
    .map(({ rule }) => rule)
    .join(', ');
}

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
