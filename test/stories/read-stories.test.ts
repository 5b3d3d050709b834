import { describe, expect, it } from '@jest/globals';
import { indent, problemsOf } from './rig.ts';

const story = (steps: string, head = ''): string =>
  `stories:\n  - story: a\n${indent(head, '    ')}${head === '' ? '' : '\n'}    steps:\n${indent(steps, '      ')}`;

describe('a stories file', () => {
  it('that is right has no problems', () => {
    const file = story(
      `- { at: 0s, from: mia, text: hi, expect: { decision: allow, otto: { blocked: no } } }
- { at: +1h, from: otto, text: spam, times: 3, every: 1m 30s, delay: 2h, expect: { each: { rule: [spam] }, arrives: 3 } }
- { at: sat 10:00, meta: down }
- { at: sat 11:00, expect: { mia: { strikes: { total: 0 }, lifted_at: never, blocked_for: permanent } } }`,
      `mode: monitor\nnumber: +49 30 1234567\nstarts: mon 08:00 Europe/Berlin\npeople: { mia: { phone: '+4915123456789', seen: 3, seen_for: 2d }, otto: }`,
    );
    expect(problemsOf(file)).toEqual([]);
  });

  it.each<[string, string, string[]]>([
    [
      'of another kind',
      'rules: []',
      [
        "1:1 error: 'stories' takes a list of stories: put '- ' before each",
        "1:1 error: unknown key 'rules'",
      ],
    ],
    [
      'with broken YAML',
      'stories: [',
      ['1:11 error: Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ],
    [
      'with a list of words',
      'stories: [hello]',
      ["1:11 error: expected a story: a map with 'story' and 'steps'"],
    ],
    ['without steps', 'stories: [{ story: a }]', ["1:11 error: 'steps' is missing"]],
  ])('%s is refused', (_, content, problems) => {
    expect(problemsOf(content)).toEqual(problems.map((one) => `a.story.yaml:${one}`));
  });

  it.each<[string, string, string]>([
    [
      '{ at: 1h, text: hi }',
      '2:5',
      "nothing is expected in this story, so it tests nothing: give a step 'expect: { decision: … }'",
    ],
    ['{ text: hi, expect: {} }', '4:29', 'say what is expected, e.g. expect: { decision: allow }'],
    ['{ at: 1h }', '4:9', 'nothing happens in this step: it sends no message and expects nothing'],
    [
      '{ at: soon, text: hi, expect: { decision: allow } }',
      '4:15',
      "'at': expected a length since the start",
    ],
    [
      '{ at: 10, text: hi, expect: { decision: allow } }',
      '4:15',
      "'at': expected a time such as 90s, '2d 3h', '+1h' or 'sat 23:30'; a number needs a unit",
    ],
    ['{ txet: hi, expect: { decision: allow } }', '4:11', "unknown key 'txet' (did you mean 'text'?)"],
    ['{ text: hi, expect: { decison: allow } }', '4:31', "unknown key 'decison' (did you mean 'decision'?)"],
    [
      '{ text: hi, expect: { decision: ban } }',
      '4:41',
      "'decision': expected one of allow, flag, warn, cooldown, block",
    ],
    ['{ text: hi, expect: { decision: allow, each: { blocked: no } } }', '4:56', "unknown key 'blocked'"],
    ['{ text: hi, expect: { rule: spma } }', '4:31', "there is no rule 'spma' (did you mean 'spam'?)"],
    ['{ text: hi, expect: { each: { not_rule: [spam, nosuch] } } }', '4:39', "there is no rule 'nosuch'"],
    ['{ text: hi, expect: { rule: asleep } }', '4:31', "rule 'asleep' is off, so it never matches"],
    ['{ text: hi, expect: { score: { least: 3 } } }', '4:40', "unknown key 'least'"],
    [
      '{ text: hi, expect: { blocked_for: ever } }',
      '4:44',
      "'blocked_for': expected a length such as 1h, or permanent",
    ],
    [
      '{ text: hi, expect: { blocked: maybe } }',
      '4:40',
      "'blocked': expected yes or no; of a group of people also how many",
    ],
    ['{ text: hi, expect: { blocked: 2 } }', '4:31', 'there are not so many: somebody stands for 1'],
    ['{ text: hi, expect: { arrives: 2 } }', '4:31', 'only 1 is sent'],
    [
      '{ text: hi, expect: { arrives: no, decision: allow } }',
      '4:31',
      'what does not arrive is not judged: expect one or the other',
    ],
    ['{ text: hi, expect: { lifted_at: +1h } }', '4:31', "'lifted_at': expected a length since the start"],
    ['{ text: hi, expect: { strikes: {} } }', '4:40', "'strikes': say at least one of active, total"],
    [
      '{ text: hi, type: image, button: x, expect: { decision: allow } }',
      '4:42',
      "'button': a image has no 'button'; it goes with interactive, button",
    ],
    [
      '{ meta: down, text: hi, expect: { decision: allow } }',
      '4:11',
      'give this a step of its own, without a message',
    ],
    [
      '{ at: 1h, expect: { decision: allow } }',
      '4:29',
      "'decision' goes with a message, and none is sent in this step",
    ],
  ])('%s is refused', (step, place, message) => {
    const problems = problemsOf(story(`- ${step}`));
    const wanted = `a.story.yaml:${place} error: ${message}`;
    expect(problems.map((one) => one.slice(0, wanted.length))).toContain(wanted);
    expect(problems.length).toBeLessThanOrEqual(2);
  });

  it('does not let time run backwards', () => {
    const steps = `- { at: 2h, text: hi, times: 3, every: 1h, expect: { decision: allow } }
- { at: 3h, text: hi, expect: { decision: allow } }
- { at: 2h 59m, text: hi, expect: { decision: allow } }
- { at: 2025-01-01 10:00, text: hi, expect: { decision: allow } }`;
    expect(problemsOf(story(steps))).toEqual([
      'a.story.yaml:6:15 error: this is 1m before step 2 begins; write steps in the order they happen',
      'a.story.yaml:7:15 error: this is 369d 2h before step 3 begins; write steps in the order they happen',
    ]);
  });

  it('asks who is meant when there are several', () => {
    const people = 'people: { mia: {}, otto: {} }';
    const steps = `- { text: hi, expect: { decision: allow } }
- { from: mai, text: hi, expect: { decision: allow } }
- { at: 1h, expect: { blocked: no } }
- { at: 1h, expect: { oto: { blocked: no }, anna: { blocked: no } } }`;
    expect(problemsOf(story(steps, people))).toEqual([
      'a.story.yaml:5:9 error: who sends this? add from: mia or otto',
      "a.story.yaml:6:17 error: 'people' of this story names no 'mai' (did you mean 'mia'?)",
      'a.story.yaml:7:29 error: whose? write it under a name, e.g. mia: { blocked: … }',
      "a.story.yaml:8:29 error: unknown key 'oto' (did you mean 'otto'?)",
      "a.story.yaml:8:51 error: unknown key 'anna'; expected what a message or a person may be expected to be, or the name of a person of this story",
    ]);
  });

  it.each<[string, string]>([
    ['{ blocked: {} }', "3:15 error: nobody can be called 'blocked': it is a word of 'expect'"],
    ["{ '#1': {} }", "3:15 error: '#1' is no name: use letters, digits, spaces and hyphens"],
    [
      "{ a1: { phone: '+4915123456789' }, b2: { phone: 4915123456789 } }",
      '3:48 error: b2 and a1 have the same phone',
    ],
    [
      "{ a1: { count: 3, phone: '+4915123456789' } }",
      "3:38 error: 'phone': a group of people has no one phone",
    ],
    [
      '{ a1: { trust: regular } }',
      "3:28 error: 'trust': expected customer or staff; for less say seen and seen_for",
    ],
    ['{ a1: { seen: 0, seen_for: 2d } }', "3:40 error: 'seen_for': a sender never seen has no time"],
    ['{ a1: { countri: BR } }', "3:21 error: unknown key 'countri' (did you mean 'country'?)"],
  ])('refuses people: %s', (people, problem) => {
    const steps = '- { from: a1, text: hi, expect: { decision: allow } }';
    expect(problemsOf(story(steps, `people: ${people}`))).toContain(`a.story.yaml:${problem}`);
  });

  it('tells all problems of all stories at once', () => {
    const file = `${story('- { text: hi, expect: { decision: ban } }\n- { at: x, text: hi, expect: { rule: nope } }')}
  - { story: b, mode: observe, steps: [{ text: hi, expect: { decision: allow } }] }`;
    expect(problemsOf(file).map((one) => one.replace(/ error:.*/, ''))).toEqual([
      'a.story.yaml:4:41',
      'a.story.yaml:5:15',
      'a.story.yaml:5:38',
      'a.story.yaml:6:23',
    ]);
  });

  it('takes no more messages than can be played', () => {
    const steps = Array.from(
      { length: 11 },
      () => '- { text: hi, times: 2000, expect: { decision: allow } }',
    ).join('\n');
    expect(problemsOf(story(steps))).toEqual([
      'a.story.yaml:2:5 error: 22000 messages; a story takes at most 20000',
    ]);
  });
});
