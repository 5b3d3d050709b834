import { z } from 'zod';
import type { Condition, ConditionContext, ValueSource } from '../core/condition.ts';
import type { Media } from '../core/message.ts';
import { plainText } from '../core/text/plain.ts';
import { compileGlobs } from './globs.ts';
import { hashesOf, hashProblem } from './media-hashes.ts';
import type { ProblemOf } from './shapes.ts';
import { checkedValues, sayValues, usableValues } from './shapes.ts';

interface Options {
  sha256?: ValueSource | undefined;
  mime?: ValueSource | undefined;
  file_name?: ValueSource | undefined;
}

const mimeProblem: ProblemOf = (entry) =>
  /^[^\s/;]+\/[^\s/;]+$/.test(entry.trim()) ? null : 'expected a type such as image/jpeg or image/*';

export const messageMedia: Condition<Options> = {
  meta: {
    name: 'message.media',
    summary:
      'The file of a picture, video, voice note, document or sticker: its SHA-256, its MIME type (`image/*`) or its name (`*.apk`; `*` stands for anything, case does not matter). Keys side by side must all fit.',
    schema: z
      .strictObject({
        sha256: checkedValues(hashProblem).optional(),
        mime: checkedValues(mimeProblem).optional(),
        file_name: checkedValues(() => null).optional(),
      })
      .refine(({ sha256, mime, file_name: name }) => (sha256 ?? mime ?? name) !== undefined, {
        error: 'say at least one of sha256, mime, file_name',
      }),
    absence:
      'a message without a file does not match, nor does a file without the hash, type or name asked for',
    example: "{ mime: 'application/*', file_name: ['*.apk', '*.exe'] }",
    explain: '{kind} {mime} {file_name}, wanted {wanted}',
  },
  create: (options, context) => {
    const tests = testsOf(options, context);
    const wanted = tests.map(({ text }) => text).join(' and ');
    return ({ message: { media } }) => ({
      matched: media !== null && tests.every(({ fits }) => fits(media)),
      data: {
        kind: media?.kind ?? 'no file',
        mime: media?.mime ?? '',
        file_name: media?.fileName ?? '',
        wanted,
      },
    });
  },
};

interface Test {
  text: string;
  fits: (media: Media) => boolean;
}

function testsOf({ sha256, mime, file_name: fileName }: Options, context: ConditionContext): Test[] {
  const tests: Test[] = [];
  if (sha256 !== undefined) {
    const hashes = hashesOf(context, sha256);
    tests.push({
      text: `one of ${hashes.size} hashes`,
      fits: (media) => media.sha256 !== null && hashes.has(media.sha256),
    });
  }
  if (mime !== undefined) {
    const types = usableValues(context, mime, mimeProblem).map((entry) => entry.trim().toLowerCase());
    const find = compileGlobs(types);
    tests.push({ text: sayValues(types), fits: (media) => media.mime !== null && find(media.mime) !== null });
  }
  if (fileName !== undefined) {
    const names = context.values(fileName);
    const find = compileGlobs(names.map(plainText));
    tests.push({
      text: sayValues(names),
      fits: (media) => media.fileName !== null && find(plainText(media.fileName)) !== null,
    });
  }
  return tests;
}
