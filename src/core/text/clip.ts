/** The most text Cordon looks at in one message, in UTF-16 units. */
export const MAX_TEXT_LENGTH = 65_536;

/** Cuts at `max` UTF-16 units without leaving half a surrogate pair behind. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, splitsPair ? max - 1 : max);
}
