export const PERCENT_HINT = 'a share such as 20%';

/** `20%` as 0.2; null for anything else and for more than 100%. */
export function parsePercent(text: string): number | null {
  const share = /^\d{1,3}(?:\.\d{1,6})?%$/.test(text) ? Number(text.slice(0, -1)) / 100 : NaN;
  return share >= 0 && share <= 1 ? share : null;
}

/** 0.2 as `20%`, to a tenth. */
export const formatPercent = (share: number): string => `${Math.round(share * 1000) / 10}%`;
