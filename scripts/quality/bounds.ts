import { noTexts, type Group } from './figures.ts';

/** Largest share of harmless texts that may meet a cooldown or block, and any decision beyond `allow`. */
export const BOUNDS = { cooldown: 0.001, any: 0.01 } as const;
export type Bounded = keyof typeof BOUNDS;

/** Shares of unwanted texts we want met by any decision. Aims, no bounds: missing one costs no customer. */
export const AIMS: readonly { source: string; lang: string | null; share: number }[] = [
  { source: 'uci-sms', lang: 'en', share: 0.7 },
  { source: 'tg-spam', lang: null, share: 0.8 },
];

/** `open`: so few rows that one hit alone would miss the bound; the source as a whole decides then. */
export type Standing = 'kept' | 'missed' | 'open';

/** Null where there is nothing harmless. */
export function boundOf({ isWhole, byLabel }: Group, bounded: Bounded): Standing | null {
  const { rows, [bounded]: hits } = byLabel.get('ham') ?? noTexts();
  if (rows === 0) return null;
  const allowed = rows * BOUNDS[bounded];
  if (hits <= allowed) return 'kept';
  return !isWhole && allowed < 1 ? 'open' : 'missed';
}

/** Null where nothing is aimed at, or nothing is unwanted. */
export function aimOf({ source, lang, isWhole, byLabel }: Group): { share: number; kept: boolean } | null {
  const aim = AIMS.find((one) => one.source === source && (one.lang === null ? isWhole : one.lang === lang));
  const { rows, any } = byLabel.get('spam') ?? noTexts();
  return aim === undefined || rows === 0 ? null : { share: aim.share, kept: any >= rows * aim.share };
}

/** Every bound that was missed, in words. */
export function missedBounds(groups: readonly Group[]): string[] {
  return groups.flatMap((group) =>
    (['cooldown', 'any'] as const).flatMap((bounded) => {
      if (boundOf(group, bounded) !== 'missed') return [];
      const { rows, [bounded]: hits } = group.byLabel.get('ham') ?? noTexts();
      const where = group.lang === null ? group.source : `${group.source} (${group.lang})`;
      const what = bounded === 'cooldown' ? 'cooldown or harsher' : 'any level';
      return [`${where}: ${hits} of ${rows} harmless texts at ${what}, more than ${BOUNDS[bounded] * 100} %`];
    }),
  );
}
