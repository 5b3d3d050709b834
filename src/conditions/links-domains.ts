import { z } from 'zod';
import type { Condition, ValueSource } from '../core/condition.ts';
import type { LinkTest } from '../core/search.ts';
import { domainProblem } from './domain-set.ts';
import { linksFound } from './links-found.ts';
import {
  anyShape,
  checkedValues,
  countSchema,
  listShape,
  reportEntries,
  shorthandSchema,
  usableValues,
} from './shapes.ts';

interface Options {
  any?: readonly string[] | undefined;
  list?: string | undefined;
  except?: ValueSource | undefined;
  at_least?: number | undefined;
}
const except = checkedValues(domainProblem);
const extra = { except: except.optional(), at_least: countSchema.optional() };

const wantedOf = ({ any, list }: Options): ValueSource | undefined => {
  if (any !== undefined) return { any };
  return list === undefined ? undefined : { list };
};

export const linksDomains: Condition<Options> = {
  meta: {
    name: 'links.domains',
    summary:
      'Links to these domains and their subdomains; `bücher.example` and `xn--bcher-kva.example` are the same, `.top` stands for every domain that ends so. With `except` alone: links to any other domain, with both: to these but not those.',
    schema: z
      .union([
        shorthandSchema,
        z.strictObject({ ...anyShape, ...extra }),
        z.strictObject({ ...listShape, ...extra }),
        z.strictObject({ except, at_least: countSchema.optional() }),
      ])
      .superRefine((options: Options, context) => reportEntries(wantedOf(options), domainProblem, context)),
    absence: 'a message without links has none to any domain',
    example: '{ any: [example.com, .top], except: [help.example.com] }',
    explain: '{count} links ({found}), wanted at least {limit}',
    quotes: true,
  },
  create: (options, context) => {
    const wanted = wantedOf(options);
    const enter = (source: ValueSource): LinkTest =>
      context.search.domains(usableValues(context, source, domainProblem));
    const covers = wanted === undefined ? () => true : enter(wanted);
    const spares = options.except === undefined ? () => false : enter(options.except);
    const limit = options.at_least ?? 1;
    return ({ message: { links } }) => {
      const counted = links.filter((link) => covers(link) && !spares(link));
      return linksFound(counted, limit);
    };
  },
};
