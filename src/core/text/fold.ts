/**
 * What makes two messages the same: the plain view without punctuation and white space. Letters, digits and symbols (emoji,
 * currency) stay, so `Order 12` and `Order 13` differ. A text of nothing but punctuation stays as it is.
 */
export function foldForDuplicate(plain: string): string {
  return plain.replace(/[\p{P}\s]+/gu, '') || plain;
}
