import { UserError } from '../errors.ts';
import type { Attached } from './attach.ts';

/** The option by which a command is told which business number is meant. */
export const NUMBER_OPTION = {
  type: 'string',
  value: 'ID',
  about: 'Only this phone number id (default: all that Cordon has data of)',
} as const;

/** The numbers a command works on. Throws a UserError when `--number` names one that is not known. */
export async function chosenNumbers(cordon: Attached, number: string | undefined): Promise<string[]> {
  const known = await knownNumbers(cordon);
  if (number === undefined) return known;
  if (known.includes(number)) return [number];
  const list = known.length === 0 ? 'Cordon has no data of any number yet.' : `Known: ${known.join(', ')}.`;
  throw new UserError(`"${number}" is not a phone number id Cordon knows`, { hint: list });
}

/** As `chosenNumbers`, for commands that need exactly one. */
export async function oneNumber(cordon: Attached, number: string | undefined): Promise<string> {
  const chosen = await chosenNumbers(cordon, number);
  const [first] = chosen;
  if (first !== undefined && chosen.length === 1) return first;
  throw new UserError(
    first === undefined ? 'no business number is known yet' : 'several business numbers are known',
    { hint: `Name one with --number${first === undefined ? '' : `: ${chosen.join(', ')}`}.` },
  );
}

/** Those that wrote anything, and those the configuration names. */
async function knownNumbers({ numbers, config }: Attached): Promise<string[]> {
  return [...new Set([...(await numbers.numbers()), ...(config.phoneNumberIds ?? [])])].sort();
}
