import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { skeletonOf } from '../../../src/core/text/skeleton.ts';
import { textViews } from '../../../src/core/text/views.ts';

/** Letters people write in, without digits and signs. */
const ALPHABETS: Record<string, string> = {
  English: 'abcdefghijklmnopqrstuvwxyz',
  French: 'abcdefghijlmnopqrstuvxyzàâçéèêëîïôùûüœ',
  Turkish: 'abcçdefgğhıijklmnoöprsştuüvyz',
  Polish: 'aąbcćdeęfghijklłmnńoóprsśtuwyzźż',
  Vietnamese: 'aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậếềểễệốồổỗộứừửữự',
  Russian: 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
  Ukrainian: 'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя',
  Serbian: 'абвгдђежзијклљмнњопрстћуфхцчџш',
  Greek: 'αβγδεζηθικλμνξοπρστυφχψωάέήίόύώ',
  Arabic: 'ابتثجحخدذرزسشصضطظعغفقكلمنهويءةىآأؤئ',
  Persian: 'ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی',
  Hebrew: 'אבגדהוזחטיכלמנסעפצקרשתםןףץ',
  Hindi: 'अआइईउऊएऐओऔकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह',
  Bengali: 'অআইঈউঊএঐওঔকখগঘচছজঝটঠডঢণতথদধনপফবভমযরলশষসহ',
  Tamil: 'அஆஇஈஉஊஎஏஐஒஓகஙசஞடணதநபமயரலவழளறன',
  Thai: 'กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ',
  Korean: '가나다라마바사아자차카타파하고노도로모보소오조초코토포호',
  Japanese: 'あいうえおかきくけこさしすせそアイウエオカキクケコ日本語東京',
  Chinese: '的一是不了人我在有他这为之大来以个中上们',
  Armenian: 'աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ',
  Georgian: 'აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ',
};

/** Words of two letters and more with no letter three times in a row, as ordinary words have. */
const word = (letters: string): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...Array.from(letters)), { minLength: 2, maxLength: 12 })
    .map((characters) => characters.join(''))
    .filter((text) => !/(.)\1\1/u.test(text));

const sentence = (letters: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(
        word(letters),
        fc.constantFrom(' ', ', ', '. ', '! ', '? ', '\n', ' - ', ' 12 ', ' 3,50 ', ' 😀 '),
      ),
      {
        minLength: 1,
        maxLength: 15,
      },
    )
    .map((parts) => parts.flat().join(''));

describe.each(Object.entries(ALPHABETS))('ordinary %s', (_, letters) => {
  it('is never disguised', () => {
    fc.assert(
      fc.property(sentence(letters), fc.boolean(), (text, capitals) => {
        const raw = capitals ? text.toUpperCase() : text;
        // Turkish ıiı in capitals is III.
        fc.pre(!/(.)\1\1/u.test(raw.toLowerCase()));
        const views = textViews(raw);
        expect(views.disguised).toBe(false);
        expect(views.skeleton).toBe(views.plain);
      }),
      { numRuns: 150 },
    );
  });

  it('gives list entries as they are', () => {
    fc.assert(
      fc.property(word(letters), word(letters), (a, b) => {
        expect(skeletonOf(`${a} ${b}`)).toBe(textViews(`${a} ${b}`).plain);
      }),
      { numRuns: 50 },
    );
  });
});
