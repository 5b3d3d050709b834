import { stripInvisible } from '../core/text/plain.ts';
import type { TextViews } from '../core/text/views.ts';
import { codePointsIn } from './code-points.ts';
import { rememberLast } from './remember-last.ts';

/** Cheap proof that there is none: every emoji, keycaps included, has a unit from here on. */
const MAYBE = /[\u203c-\uffff]/;
/** ©, ™, arrows and the like are emoji only when they ask for it; hearts and suns unless they ask not to. */
const PICTURE = String.raw`(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|(?![\0-\u25ff])\p{Extended_Pictographic})(?!\ufe0e)`;
const DRESS = String.raw`\ufe0f?\p{Emoji_Modifier}?[\u{e0020}-\u{e007f}]*`;
/** Flags, keycaps, and pictures with skin tones, tags and all that is joined to them. */
const EMOJI = new RegExp(
  String.raw`\p{RI}{2}|[0-9#*]\ufe0f?\u20e3|${PICTURE}${DRESS}(?:\u200d${PICTURE}${DRESS})*`,
  'gu',
);

export interface EmojiCount {
  /** As people see them: a family or a flag is one. */
  emoji: number;
  /** Other visible characters, white space aside. */
  others: number;
}

export const countEmoji: (text: TextViews) => EmojiCount = rememberLast(({ raw }) => {
  let emoji = 0;
  const rest = MAYBE.test(raw)
    ? raw.replace(EMOJI, () => {
        emoji += 1;
        return '';
      })
    : raw;
  return { emoji, others: codePointsIn(stripInvisible(rest).replace(/\s+/g, '')) };
});
