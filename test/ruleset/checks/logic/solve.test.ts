import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Formula } from '../../../../src/ruleset/checks/logic/formula.ts';
import {
  atLeast,
  every,
  literal,
  negate,
  NEVER,
  some,
} from '../../../../src/ruleset/checks/logic/formula.ts';
import { entails, satisfiable } from '../../../../src/ruleset/checks/logic/solve.ts';
import type { Value, Variable } from '../../../../src/ruleset/checks/logic/variable.ts';
import {
  choice,
  LINKS,
  MESSAGE_TYPE,
  real,
  SEEN,
  TEXT_LENGTH,
  whole,
} from '../../../../src/ruleset/checks/logic/variable.ts';

const above = (variable: Variable, bound: number): Formula =>
  literal(variable, [bound], (value) => Number(value) > bound);
const below = (variable: Variable, bound: number): Formula =>
  literal(variable, [bound], (value) => Number(value) < bound);
const is = (variable: Variable, wanted: Value): Formula =>
  literal(variable, [wanted], (value) => value === wanted);
const [a, b] = [whole('a'), whole('b')];
const share = real('share', 0, 1);
const colour = choice('colour', ['red', 'green']);
const place = choice('place', [], true);

describe('satisfiable', () => {
  it.each<[string, Formula, boolean]>([
    ['nothing asked', every([]), true],
    ['never', NEVER, false],
    ['a whole number between neighbours', every([above(a, 3), below(a, 4)]), false],
    ['a whole number between', every([above(a, 3), below(a, 5)]), true],
    ['a share between', every([above(share, 0.3), below(share, 0.31)]), true],
    ['more than all of it', above(share, 1), false],
    ['less than nothing', below(a, 0), false],
    ['two numbers', every([above(a, 3), below(b, 2)]), true],
    ['two colours at once', every([is(colour, 'red'), is(colour, 'green')]), false],
    ['none of all colours', every([negate(is(colour, 'red')), negate(is(colour, 'green'))]), false],
    ['none of some places', every([negate(is(place, 'x')), negate(is(place, 'y'))]), true],
    [
      'two of three that exclude each other',
      atLeast(2, [is(colour, 'red'), is(colour, 'green'), above(a, 5)]),
      true,
    ],
    ['three of them', atLeast(3, [is(colour, 'red'), is(colour, 'green'), above(a, 5)]), false],
    ['an alternative that is left', every([some([above(a, 9), is(colour, 'red')]), below(a, 3)]), true],
    ['no alternative left', every([some([above(a, 9), above(b, 9)]), below(a, 3), below(b, 3)]), false],
    ['links without text', every([above(LINKS, 0), below(TEXT_LENGTH, 1)]), false],
    ['text in a reaction', every([above(TEXT_LENGTH, 0), is(MESSAGE_TYPE, 'reaction')]), false],
    ['links in a reaction', every([above(LINKS, 0), is(MESSAGE_TYPE, 'reaction')]), false],
    ['links in a video', every([above(LINKS, 0), is(MESSAGE_TYPE, 'video')]), true],
  ])('%s', (_, formula, expected) => {
    expect(satisfiable(formula)).toBe(expected);
  });

  it('knows that a longer window counts no less, and that a newcomer wrote once', () => {
    const rate = (within: number): Variable =>
      whole(
        `rate ${within}`,
        2048,
        { kind: 'window', series: 'rate', inside: [], withinMs: within, own: true },
        1,
      );
    expect(satisfiable(every([above(rate(60), 9), below(rate(600), 9)]))).toBe(false);
    expect(satisfiable(every([above(rate(600), 9), below(rate(60), 9)]))).toBe(true);
    expect(satisfiable(every([above(rate(60), 1), below(SEEN, 1)]))).toBe(false);
    expect(satisfiable(every([above(rate(60), 1), below(SEEN, 2)]))).toBe(true);
    expect(satisfiable(below(rate(60), 1))).toBe(false);
    expect(satisfiable(above(rate(60), 2048))).toBe(false);
  });

  it('answers in time, with "perhaps", where there are too many ways', () => {
    const wholes = Array.from({ length: 60 }, (_, index) => whole(`v${index}`));
    const pairs = wholes.flatMap((one, index) =>
      wholes.slice(index + 1).map((two) => some([above(one, 3), above(two, 3)])),
    );
    expect(
      satisfiable(
        every([...pairs, ...wholes.slice(0, 58).map((one) => some([below(one, 2), below(one, 1)]))]),
      ),
    ).toBe(true);
  });
});

describe('entails', () => {
  it('tells the stronger statement from the weaker', () => {
    expect(entails(above(a, 5), above(a, 3))).toBe(true);
    expect(entails(above(a, 3), above(a, 5))).toBe(false);
    expect(entails(every([above(a, 5), is(colour, 'red')]), some([is(colour, 'red'), above(b, 1)]))).toBe(
      true,
    );
  });
});

/** Random statements over three small variables, compared with trying out everything. */
const variables = [whole('x', 4), whole('y', 4), choice('z', ['p', 'q', 'r'])];
const leaf = fc.oneof(
  fc
    .tuple(fc.constantFrom(0, 1), fc.integer({ min: -1, max: 5 }), fc.boolean())
    .map(([index, bound, up]) => (up ? above(variables[index]!, bound) : below(variables[index]!, bound))),
  fc.constantFrom('p', 'q', 'r').map((value) => is(variables[2]!, value)),
);
const formula = fc.letrec<{ node: Formula }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    leaf,
    fc
      .tuple(fc.array(tie('node'), { maxLength: 4 }), fc.nat({ max: 4 }))
      .map(([of, least]) => atLeast(Math.min(least, of.length + 1), of)),
    tie('node').map(negate),
  ),
})).node;

function holds(one: Formula, world: ReadonlyMap<string, Value>): boolean {
  if (one.kind === 'literal') return one.allows(world.get(one.variable.name)!);
  return one.of.filter((inner) => holds(inner, world)).length >= one.least;
}
const worlds = [0, 1, 2, 3, 4].flatMap((x) =>
  [0, 1, 2, 3, 4].flatMap((y) =>
    ['p', 'q', 'r'].map(
      (z) =>
        new Map<string, Value>([
          ['x', x],
          ['y', y],
          ['z', z],
        ]),
    ),
  ),
);

describe('whatever is asked', () => {
  it('the answer is that of trying out everything', () => {
    fc.assert(
      fc.property(formula, (one) => {
        expect(satisfiable(one)).toBe(worlds.some((world) => holds(one, world)));
      }),
      { numRuns: 2000 },
    );
  });

  it('a statement and its negation never hold together, and one of them does', () => {
    fc.assert(
      fc.property(formula, fc.constantFrom(...worlds), (one, world) => {
        expect(holds(one, world)).toBe(!holds(negate(one), world));
      }),
    );
  });
});
