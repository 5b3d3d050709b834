import { randomBytes } from 'node:crypto';
import type { VariableName } from '../config/variables.ts';
import type { Asker } from './ask.ts';
import { setText, valueProblem, type Settings } from './setup-values.ts';

export const randomWord = (): string => randomBytes(16).toString('hex');

interface SetupQuestion {
  name: VariableName;
  text: string;
  secret?: boolean;
  /** What Enter alone means, in words; null = an answer is needed. */
  enter: string | null;
}

const QUESTIONS: readonly SetupQuestion[] = [
  {
    name: 'META_APP_SECRET',
    text: 'App secret (App dashboard → App settings → Basic; not shown)',
    secret: true,
    enter: null,
  },
  {
    name: 'META_ACCESS_TOKEN',
    text: 'Access token of a system user (not shown)',
    secret: true,
    enter: null,
  },
  { name: 'META_PHONE_NUMBER_IDS', text: 'Phone number ids to guard, with commas', enter: 'every number' },
  { name: 'CORDON_MODE', text: 'Mode, monitor or enforce', enter: 'monitor: nobody is blocked yet' },
  { name: 'REDIS_URL', text: 'Redis URL', enter: 'Cordon runs its own' },
  { name: 'META_VERIFY_TOKEN', text: 'Verify token of your choice', enter: 'a random one' },
];

/** Asks for what neither the options nor the existing `.env` (`kept`) say, and adds it to `settings`. */
export async function askSettings(
  settings: Settings,
  kept: ReadonlySet<string>,
  asker: Asker,
): Promise<void> {
  for (const { name, text, secret = false, enter } of QUESTIONS) {
    const isKept = kept.has(name) || kept.has(`${name}_FILE`);
    if (settings.has(name) || isKept) continue;
    const answer = await asker.ask({
      text: enter === null ? text : `${text} [Enter: ${enter}]`,
      secret,
      problem: (typed) => {
        if (typed !== '') return valueProblem(name, typed);
        return enter === null ? 'This one is needed.' : null;
      },
    });
    if (answer !== '') setText(settings, name, answer);
  }
}

/** The address for Meta's webhook settings; null when the person does not know it yet. */
export async function askPublicUrl(asker: Asker): Promise<string | null> {
  const answer = await asker.ask({
    text: 'Public https address of this machine [Enter: not known yet]',
    problem: (typed) => (typed === '' || webhookUrl(typed) !== null ? null : PUBLIC_URL_HINT),
  });
  return answer === '' ? null : webhookUrl(answer);
}

export const PUBLIC_URL_HINT =
  'Expected an address such as https://shop.example: Meta delivers to https only.';

/** The webhook's address below a public one; null when Meta would not take it. */
export function webhookUrl(publicUrl: string): string | null {
  if (!URL.canParse(publicUrl)) return null;
  const { protocol, origin, pathname, search, hash, username, password } = new URL(publicUrl);
  if (protocol !== 'https:' || search + hash + username + password !== '') return null;
  const path = pathname.replace(/\/+$/, '').replace(/\/webhook$/, '');
  return `${origin}${path}/webhook`;
}
