import { z } from 'zod';
import type { Condition, ConditionContext, ConditionResult, ValueSource } from '../core/condition.ts';
import type { Link } from '../core/message.ts';
import type { LinkTest } from '../core/search.ts';
import { domainProblem } from './domain-set.ts';
import { brandDomainProblem, readBrand } from './like/brand.ts';
import { hostLikeness } from './like/host-likeness.ts';
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
  like?: ValueSource | undefined;
  except?: ValueSource | undefined;
  at_least?: number | undefined;
}
const except = checkedValues(domainProblem);
const like = checkedValues(brandDomainProblem);
const extra = { except: except.optional(), at_least: countSchema.optional() };

const wantedOf = ({ any, list }: Options): ValueSource | undefined => {
  if (any !== undefined) return { any };
  return list === undefined ? undefined : { list };
};

export const linksDomains: Condition<Options> = {
  meta: {
    name: 'links.domains',
    summary:
      'Links to these domains and their subdomains; `bücher.example` and `xn--bcher-kva.example` are the same, `.top` stands for every domain that ends so. With `except` alone: links to any other domain, with both: to these but not those. With `like` instead: links to hosts that pretend to be these domains and are not.',
    schema: z
      .union([
        shorthandSchema,
        z.strictObject({ ...anyShape, ...extra }),
        z.strictObject({ ...listShape, ...extra }),
        z.strictObject({ like, ...extra }),
        z.strictObject({ except, at_least: countSchema.optional() }),
      ])
      .superRefine((options: Options, context) => reportEntries(wantedOf(options), domainProblem, context)),
    absence: 'a message without links has none to any domain',
    example: '{ any: [example.com, .top], except: [help.example.com] }',
    explain: '{count} links ({found}), wanted at least {limit}[; like {like}: {how}]',
    quotes: true,
  },
  create: (options, context) => {
    const wanted = wantedOf(options);
    const limit = options.at_least ?? 1;
    const enter = (source: ValueSource): LinkTest =>
      context.search.domains(usableValues(context, source, domainProblem));
    const covers = wanted === undefined ? () => true : enter(wanted);
    const spares = options.except === undefined ? () => false : enter(options.except);
    if (options.like !== undefined) return likeTest(options.like, spares, limit, context);
    return ({ message: { links } }) => {
      const counted = links.filter((link) => covers(link) && !spares(link));
      return linksFound(counted, limit);
    };
  },
};

function likeTest(
  source: ValueSource,
  spares: LinkTest,
  limit: number,
  context: ConditionContext,
): (input: { message: { links: readonly Link[] } }) => ConditionResult {
  const likenessOf = hostLikeness(usableValues(context, source, brandDomainProblem).map(readBrand));
  return ({ message: { links } }) => {
    const counted = links.filter((link) => likenessOf(link.host) !== null && !spares(link));
    const found = linksFound(counted, limit);
    const likeness = counted[0] === undefined ? null : likenessOf(counted[0].host);
    return likeness === null ? found : { ...found, data: { ...found.data, ...likeness } };
  };
}
