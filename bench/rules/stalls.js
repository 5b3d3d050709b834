import { readFileSync } from 'node:fs';
import { searchIndex } from '../../dist/conditions/search/search-index.js';
import { patternProblem } from '../../dist/conditions/patterns.js';
import { textViews } from '../../dist/core/text/views.js';
import { round } from '../lib/stats.js';
import { cpuMs } from './timing.js';
import { randomFrom } from './words.js';

const LENGTH = 4_096;
const listed = JSON.parse(readFileSync(new URL('patterns.json', import.meta.url), 'utf8'));

/** Each pattern alone and all of a kind together, asked and then told where, on texts made against them. */
export function measureStalls({ quick }) {
  const texts = Object.entries(adversaries()).filter((_, index) => !quick || index % 4 === 0);
  const results = { worstMs: 0 };
  const table = {};
  for (const kind of ['catastrophic', 'ordinary']) {
    const loads = listed[kind].filter((pattern) => patternProblem(pattern) === null);
    const alone = loads.map((pattern) => ({ pattern, ...worst([pattern], texts) }));
    alone.sort((a, b) => b.ms - a.ms);
    const together = worst(loads, texts);
    results[kind] = { listed: listed[kind].length, loads: loads.length, alone: alone.slice(0, 5), together };
    results.worstMs = Math.max(results.worstMs, alone[0]?.ms ?? 0);
    table[kind] = {
      patterns: `${listed[kind].length}, ${loads.length} load`,
      'worst alone': `${alone[0]?.ms} (${alone[0]?.pattern.slice(0, 30)} on ${alone[0]?.text})`,
      'all together': `${together.ms} (${together.text}), again ${together.againMs}`,
    };
  }
  return { results, table };
}

function worst(patterns, texts) {
  const found = { ms: 0, againMs: 0, text: '' };
  const index = searchIndex();
  const find = index.patterns(patterns, 'plain', 'message');
  index.seal();
  find(textViews('warm'));
  for (const [text, raw] of texts) {
    const search = () => {
      const views = textViews(raw);
      return cpuMs(() => find(views)?.());
    };
    const ms = round(search(), 1);
    if (ms > found.ms) Object.assign(found, { ms, text, againMs: round(search(), 1) });
  }
  return found;
}

/** Repeated prefixes with and without an end that nearly fits, and noise over alphabets that keep many matches half done. */
function adversaries() {
  const { pick } = randomFrom(5);
  const repeated = (piece, end = '') => piece.repeat(LENGTH).slice(0, LENGTH - end.length) + end;
  const noise = (alphabet) =>
    Array.from({ length: LENGTH }, () => pick(Array.from(alphabet)))
      .join('')
      .slice(0, LENGTH);
  const ascii = String.fromCharCode(...Array.from({ length: 94 }, (_, index) => 33 + index));
  return {
    'a…a': repeated('a'),
    'a…a!': repeated('a', '!'),
    'noise ab': noise('ab'),
    'noise abx': noise('abx'),
    '0…0x': repeated('0', 'x'),
    'noise 01': noise('01'),
    'spaces x': repeated('- ', 'x'),
    'noise a–z': noise('abcdefghijklmnopqrstuvwxyz'),
    'noise words': noise('abcdefgh ijklmnop  qrst'),
    'noise ASCII': noise(ascii),
    'hello …': repeated('hello '),
    'a,a,': repeated('a,'),
    'a.b@': repeated('a.b@'),
    'http://a-a-': `http://${repeated('a-').slice(7)}`,
    '<a <a': repeated('<a '),
    'a="b"': repeated('a="b" '),
    'x=x=': repeated('x='),
    '/*/*': repeated('/*'),
    '[a](b': repeated('[a](b'),
    '1,234': repeated('1,234 '),
    'noise digits': noise('0123456789 .,-'),
    '`a`a': repeated('`a'),
    'noise "a b c"': noise('abc '),
    'many scripts': noise('абвгдежзиклмнопрст中文字符你好مرحباसभीไทย한국어abc 12,.!'),
    emoji: repeated('💰a'),
  };
}
