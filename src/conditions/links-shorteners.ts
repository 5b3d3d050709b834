import { z } from 'zod';
import type { Condition, ValueSource } from '../core/condition.ts';
import { domainProblem } from './domain-set.ts';
import { linksFound } from './links-found.ts';
import { checkedValues, countSchema, usableValues } from './shapes.ts';
import { SHORTENERS } from './shortener-list.ts';

interface Options {
  add?: ValueSource | undefined;
  except?: ValueSource | undefined;
  at_least?: number | undefined;
}
const domains = checkedValues(domainProblem).optional();

export const linksShorteners: Condition<Options> = {
  meta: {
    name: 'links.shorteners',
    summary: `Links through services that hide where they lead (bit.ly, tinyurl.com and ${SHORTENERS.length - 2} more); put yours in with \`add\`, take some out with \`except\`.`,
    schema: z.union([
      z.literal(true).transform((): Options => ({})),
      z.strictObject({ add: domains, except: domains, at_least: countSchema.optional() }),
    ]),
    absence: 'a message without links has none',
    example: '{ add: [go.example], except: [lnkd.in] }',
    explain: '{count} shortened links ({found}), wanted at least {limit}',
    quotes: true,
  },
  create: ({ add, except, at_least: limit = 1 }, context) => {
    const read = (source: ValueSource | undefined): readonly string[] =>
      source === undefined ? [] : usableValues(context, source, domainProblem);
    const covers = context.search.domains([...SHORTENERS, ...read(add)]);
    const spares = context.search.domains(read(except));
    return ({ message: { links } }) =>
      linksFound(
        links.filter((link) => covers(link) && !spares(link)),
        limit,
      );
  },
};
