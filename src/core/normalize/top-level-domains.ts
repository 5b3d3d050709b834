const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/**
 * Longer top-level domains that are no word people begin a sentence with, so a bare `name.tld` is a domain. The others (`today`,
 * `shop`, `zip` …) need a path, `www.` or `http://`.
 */
export const SURE_TLDS = words(
  'com net org edu gov mil biz xyz icu cyou cfd sbs dev casino porn onion asia рф',
);

/** Cheap domains whose names open a sentence in prose, too: a bare one is meant after a name no word looks like, at the end of a clause. */
export const ODD_NAME_TLDS = words(
  'bet bid bond buzz click club fun info link live loan lol monster online pro quest rest shop site space store tech top vip website win work world',
);

/** Country domains that are words, chat abbreviations, units or file endings, wherever they stand: a bare `name.tld` is taken for prose. */
export const AMBIGUOUS_CCTLDS = words(
  'am bb bf bt cc cm cu gd gf gm gn go hm id it kg km la lb md me mg ml mm mo mr ms my no np nu pm ps py rs sh si so st sy tc tk to tv us',
);

/** Country domains that are articles, prepositions or verbs in a large language: prose unless the clause ends there. */
export const CLAUSE_OPENING_CCTLDS = words(
  'ai al an ao as at au az ba be by ca ch ci co de do er es et eu fm ga ge il im in io is je ke ki ma mu na ne ng ni pa re sa se sg td va ve ye',
);
