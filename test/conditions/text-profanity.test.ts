import { describe, expect, it } from '@jest/globals';
import { Filter } from 'bad-words';
import fc from 'fast-check';
import { IDENTITY_WORDS } from '../../src/conditions/profanity/identity-words.ts';
import { LEFT_OUT } from '../../src/conditions/profanity/left-out.ts';
import type { ProfaneLanguage } from '../../src/conditions/profanity/word-lists.ts';
import { PROFANE_LANGUAGES, PROFANE_WORDS } from '../../src/conditions/profanity/word-lists.ts';
import { searchIndex } from '../../src/conditions/search/search-index.ts';
import { textProfanity } from '../../src/conditions/text-profanity.ts';
import type { ConditionContext, ConditionResult } from '../../src/core/condition.ts';
import { plainText } from '../../src/core/text/plain.ts';
import { inputOf, testCondition } from '../helpers/test-condition.ts';

testCondition(textProfanity, {
  match: [
    {
      options: true,
      text: 'this gay couple said shit',
      data: { count: 1, limit: 1, identity: 1, found: 'shit' },
      words: ['shit'],
    },
    { options: true, text: 'what the FUCK', data: { count: 1, limit: 1 }, words: ['FUCK'] },
    { options: true, text: 'sh!t!', words: ['sh!t'] },
    { options: true, text: 'you son-of-a-bitch', words: ['son-of-a-bitch'] },
    { options: true, text: 'son of a bitch' },
    { options: true, text: 'F U C K it', words: ['F U C K'] },
    { options: { at_least: 2 }, text: 'shit, shit', data: { count: 2, limit: 2 } },
    { options: { add: ['papaya'] }, text: 'a papaya', words: ['papaya'] },
    { options: { add: ['ass'], languages: ['es'] }, text: 'an ass', words: ['ass'] },
    { options: { except: ['shit'] }, text: 'shit fuck', words: ['fuck'] },
    { options: { except: ['damn'], add: ['damn'] }, text: 'damn hell', data: { count: 1 }, words: ['damn'] },
    { options: { add: ['shit'] }, text: 'shit', data: { count: 1 } },
    { options: { languages: ['de', 'es'] }, text: 'fuck, so eine Scheiße', words: ['Scheiße'] },
    { options: { identity: true }, text: 'you gay', data: { count: 1, identity: 1 }, words: ['gay'] },
  ],
  ignore: [
    { options: true, text: 'Harshit from Scunthorpe wants cocktail glasses', data: { count: 0 }, words: [] },
    { options: true, text: "it's hit by rain, a bus hit it" },
    { options: true, text: 'gay lesbian jew muslim', data: { count: 0, identity: 4 } },
    { options: { except: ['gay'] }, text: 'gay jew', data: { identity: 1 } },
    { options: { languages: ['es'] }, text: 'shit fuck' },
    { options: { at_least: 2 }, text: 'shit', data: { count: 1 } },
    { options: { at_least: 2 }, text: 'shit, gays', data: { count: 1 } },
    { options: { except: ['Shit', 'sh!t'] }, text: 'shit sh!t' },
    { options: { except: { list: 'lists/mild.txt' } }, lists: { 'lists/mild.txt': ['damn'] }, text: 'damn' },
    { options: true, text: '' },
  ],
  invalid: [
    { options: false, message: /invalid/ },
    { options: { except: [] }, message: /empty/ },
    { options: { at_most: 1 }, message: /unrecognized_keys/ },
    { options: { languages: [] }, message: /empty/ },
    { options: { languages: ['xx'] }, message: /expected one of ar, de/ },
    { options: { identity: 'yes' }, message: /expected true or false/ },
  ],
});

const tests = new Map<string, ReturnType<typeof textProfanity.create>>();

/** Compiled once for all texts: the lists are long. */
function judge(text: string, languages: readonly ProfaneLanguage[] = PROFANE_LANGUAGES): ConditionResult {
  const key = languages.join();
  const context: ConditionContext = { values: () => [], search: searchIndex() };
  const test = tests.get(key) ?? textProfanity.create({ languages }, context);
  tests.set(key, test);
  return test(inputOf({ text }));
}
const found = (text: string, languages?: readonly ProfaneLanguage[]): readonly string[] =>
  judge(text, languages).words ?? [];

describe('swearing is found in', () => {
  it.each<[ProfaneLanguage, string]>([
    ['ar', 'يا ابن الكلب'],
    ['de', 'ihr Arschlöcher'],
    ['en', 'you assholes'],
    ['es', '¡Hijos de PUTA!'],
    ['fr', 'va te faire foutre'],
    ['hi', 'साले मादरचोद'],
    ['hi', 'abe bhosdike'],
    ['id', 'dasar anjing'],
    ['it', 'vaffanculo'],
    ['nl', 'wat een klootzak'],
    ['pl', 'spierdalaj'],
    ['pt', 'vai tomar no cu'],
    ['ru', 'иди нахуй'],
    ['tr', 'orospu çocuğu'],
  ])('%s: %s', (language, text) => {
    expect(found(text, [language])).not.toEqual([]);
    expect(found(text)).not.toEqual([]);
  });
});

describe('everyday talk holds none', () => {
  it.each([
    'Did you see the film? I took a bite, came with the fag end, Dick and Fanny say hi',
    'We want a black dress, the cock-shaped bottle opener, willow and catkins are out of season'.replace(
      'pussy-willow',
      'catkin',
    ),
    'El vestido negro con la concha y el martillo, un trío de pinches, la verga del barco, Marica y Lola',
    'Comer frango assado com cerveja, pinto pequeno, a torneira e o saco, ele fica aqui no inferno, pau de selfie',
    'Das ist dick und hell, bitte zwei Asse, die Möpse und die Muschi, Vögel in den Bäumen, Schmuck mit Lust, FDP',
    'La chatte a mangé, il est con-tent, une bite d’amarrage, baiser, la gerbe de fleurs, la pédale du vélo, pas de négociation',
    'मेरा साला और कुत्ता आए, फल पक गए, चार पाँच',
    'saala mera dost hai, maal kab aayega, kutta, patakha, Randi, Lund city',
    'Saya suka sekali, anjing dan babi di kebun binatang, monyet, tahi lalat, kafe, cium, hui, kepala',
    'فرج الله وشهد ونيك جون، قضيب حديد، مص القصب، لبوة في الحديقة',
    'Голый торт, бугор, мент, хрен с морковью, фига, голубой шарик, собака, курите на улице',
    'La regina, il pesce, la sega, i piselli, le cozze, la vacca, il porco, la pompa, Troia, tirare e montare la porta, due balle',
    'I am here, sike, amı yok, Türkçe konuşuyorum, çok güzel, sikke, Göteborg',
    'Ik heb een pot, een paal, een asbak, tante Anita, de nicht, huren of kopen, de hond uitlaten, een muts en een pik-up',
    'Jajko, pieprz, suka rasy labrador, robić lody, syf w kuchni',
    'Gott sei Dank, en retard, slut på rea, god dag, fart, cum laude, pula, hej',
  ])('%s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('the lists', () => {
  it("hold every word of bad-words' own but those left out after reading it", () => {
    const leftOut = new Set(
      [...(LEFT_OUT.en ?? '').split(','), ...IDENTITY_WORDS].map((word) => plainText(word)),
    );
    const missed = new Filter().list
      .map((entry) => entry.replace(/^\*|[*;]+$/g, ''))
      .filter((entry) => !judge(`well ${entry}`).matched)
      .filter((entry) => !leftOut.has(plainText(entry)));
    expect(missed).toEqual([]);
  });

  it('are all found in a text of their own, whatever is around them', () => {
    for (const language of PROFANE_LANGUAGES) {
      const missed = PROFANE_WORDS[language].filter((word) => found(`… ${word} …`, [language]).length === 0);
      expect([language, missed]).toEqual([language, []]);
      expect(PROFANE_WORDS[language].length).toBeGreaterThan(30);
    }
  });

  it('never count what somebody is, in whatever number and order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...IDENTITY_WORDS), { minLength: 1, maxLength: 12 }), (words) => {
        const result = judge(`${words.join(', ')}!`);
        expect([result.matched, result.data.count]).toEqual([false, 0]);
        expect(result.data.identity).toBeGreaterThan(0);
      }),
    );
  });
});
