import { describe, expect, it } from '@jest/globals';
import { skeletonOf } from '../../../src/core/text/skeleton.ts';
import { textViews } from '../../../src/core/text/views.ts';

const skeleton = (raw: string): string => textViews(raw).skeleton;

describe('the skeleton has disguised words in plain letters', () => {
  it.each([
    ['Latin letters in a Russian word', 'зaрaбoтoк без вложений', 'заработок без вложений'],
    [
      'Latin letters as Cyrillic capitals',
      'Hoвoe нaпpaвлeниe, Cвoп-тpeйдинг',
      'новое направление, своп-трейдинг',
    ],
    ['u for и', 'Нaбuрaю пaртнeрoв, личныe cooбщeнuя', 'набираю партнеров, личные сообщения'],
    ['Greek letters in a Russian word', 'Mοжeм пοмoчь зαpαбοтαть', 'можем помочь заработать'],
    ['Cyrillic letters in an English word', 'pаypаl', 'paypal'],
    ['Cyrillic capitals', 'FREE ВОNUЅ, ВITCОIN', 'free bonus, bitcoin'],
    ['Greek letters in an English word', 'get frεε mοney', 'get free money'],
    ['a word wholly of another alphabet', 'this is сосо and хор for you', 'this is coco and xop for you'],
    ['a Latin word among Russian ones', 'хороший город и xop поющий', 'хороший город и хор поющий'],
    [
      'look-alikes that would make a Russian ending',
      'reach climах, freedом on faceboок',
      'reach climax, freedom on facebook',
    ],
    ['faux Cyrillic', 'ƒяєє money for everybody', 'free money for everybody'],
    ['small capitals', 'ꜰʀᴇᴇ ʙɪᴛᴄᴏɪɴ', 'free bitcoin'],
    ['letters in squares and circles', '🅵🅡🇪🅴 money', 'free money'],
    ['flags', '🇫🇷🇪🇪 money', 'free money'],
    ['a sign that spells a word', '🆓bitcoin', 'free bitcoin'],
    ['syllabics and Latin mixed', 'ᖴᖇEE money', 'free money'],
    ['a forgotten alphabet', 'ꓝꓣꓰꓰ', 'free'],
    ['struck letters', 'Ƀitcoin', 'bitcoin'],
    ['lines through and under letters', 'f̶r̶e̶e̶ m̲o̲n̲e̲y̲', 'free money'],
    ['piles of marks', 'f\u0316\u0317\u0323\u0324r\u0316\u0317\u0323\u0301ee', 'free'],
    ['digits', 'fr33 b1tc0in', 'free bitcoin'],
    ['digits in front', '0nline 3arnings', 'online earnings'],
    ['digits in Russian words', 'зараб0ток 3аработок', 'заработок заработок'],
    ['signs', 'v!agra $ale ca$h a$$ sh!t gr@tis f*ck', 'viagra sale cash ass shit gratis fuck'],
    ['digits and foreign letters', 'bіtс0іn', 'bitcoin'],
    ['stretching, down to three', 'freeeeeee moneyyyy', 'freee moneyyy'],
    ['stretching that stutters', 'fr-e-e-e-e', 'freee'],
    ['Arabic lengthening', 'مـجـانـي', 'مجاني'],
    ['letters apart, wide gaps between words', 'b u y  b i t c o i n now', 'buy bitcoin now'],
    ['letters apart by dots, hyphens, underlines', 'f.r.e.e m-o-n-e-y n_o_w_!', 'free money n_o_w_!'],
    ['letters apart by emoji', 'f🔥r🔥e🔥e', 'free'],
    ['letters in brackets', '⒡⒭⒠⒠', '(free)'],
    ['Chinese apart', '免 费 领 取', '免费领取'],
    ['circled letters apart', '🅵 🅁 🅴 🅴', 'free'],
    ['letters apart that are disguised themselves', 'f r е е', 'free'],
  ])('%s', (_, raw, expected) => {
    const views = textViews(raw);
    expect(views.skeleton).toBe(expected);
    expect(views.disguised).toBe(true);
  });
});

describe('the skeleton is the plain view itself', () => {
  it.each([
    ['nothing', ''],
    ['prices', 'It is $20, 15€, US$50, 100k, £9.99/kg, 5$, A$ 10'],
    ['phone numbers and times', 'Call +49 151 2345678 at 10:30 or 5pm, 24/7'],
    [
      'order codes and models',
      'A1B2C3 XY12345 iPhone15 S24 PS5 A55 mp3 h264 COVID19 win10 gpt4 10kg 10кг 5G 4K 2nd 3rd',
    ],
    [
      'links and addresses',
      'https://sh0p.example/fr33?a=b1tc0in www.sh0p.example m4il@sh0p.example sh0p.example/x',
    ],
    ['mentions', 'ask @fr33_us3r or @us3r'],
    ['initials and options', 'U.S.A. or A B C D, a, b, c, d? 1 2 3 4 5, j. r. r.'],
    ['letters apart over lines', 'f\nr\ne\ne'],
    ['one letter again and again', 'x x x x x, डी. डी. डी. डी. डी'],
    ['kisses and hums', 'xxxx Mmmm III'],
    ['exclamations', 'Hello! Great!! Thanks!!!'],
    ['a Latin word with a Russian ending', 'SMSка, iPhoneом, QR-код, IT-отдел, Wi-Fi в доме'],
    ['a Latin word with a Russian ending that looks Latin, in a Russian text', 'Читаю о ценах в SMSах'],
    ['a Latin word with an ending only Cyrillic has', 'a storeный price'],
    ['units', '5 μm, 10 μg, 3 Ωm'],
    ['a Latin brand in a Thai word', 'ไลน์LINE โทรiPhone'],
    ['Latin beside Chinese, Japanese, Korean', '买iPhone手机 スマホiPhoneケース iPhone을 사고싶어요'],
    ['flags and blood groups', '🇧🇷 🇮🇳 🅰️ 🅱️ 🅿️'],
    ['keycaps', '1️⃣2️⃣3️⃣'],
    ['laughter in Korean, Japanese, Thai, Chinese', 'ㅋㅋㅋㅋ ㅠㅠㅠ ああああ 5555 ๆๆๆ 哈哈哈哈'],
    ['Ukrainian', 'Добрий день, чи є ще синя сорочка? Їжак п’є молоко'],
    ['Greek', 'Καλημέρα, έχετε ακόμα το μπλε πουκάμισο; Πόσο κάνει;'],
    ['Arabic', 'مرحبا، هل القميص الأزرق متوفر؟ كم سعر التوصيل إلى دبي ٥٠ درهم'],
    ['Persian with its non-joiner', 'می\u200cخواهم سفارش بدهم'],
    ['Hindi', 'नमस्ते, क्या नीली कमीज़ है? डिलीवरी का कितना लगेगा'],
    ['Vietnamese', 'Chào bạn, áo xanh còn không? Phí giao hàng đến Hà Nội bao nhiêu'],
    ['Turkish', 'Işık ılık, İstanbul’a kargo ücreti ne kadar, gömlek hâlâ var mı?'],
    ['Yoruba with its marks', 'Ẹ káàárọ̀, ọjà yìí ṣì wà?'],
    ['Armenian', 'Բարև, ունե՞ք դեռ կապույտ վերնաշապիկը'],
    ['Hausa and Ewe', 'Ina kwana, ɗan uwa, ƙauye; ŋdi, ɖevi, ƒome'],
    ['words that a hidden character splits', 'fr\u00adee bit\u200dcoin mo\u2060ney pr\u200bize'],
  ])('%s', (_, raw) => {
    const views = textViews(raw);
    expect(views.disguised).toBe(false);
    expect(views.skeleton).toBe(views.plain);
    expect(views.skeletonTokens.every(({ disguised }) => !disguised)).toBe(true);
  });
});

describe('readings', () => {
  const readings = (raw: string): readonly string[] =>
    textViews(raw).skeletonTokens.find(({ disguised }) => disguised)?.readings ?? [];

  it.each([
    ['1 is i or l', '1ottery', 'lottery'],
    ['1 is i or l, each by itself', 'b1l1iard', 'billiard'],
    ['stretched letters are one', 'freeeee', 'fre'],
    ['stretched letters are two', 'freeeee', 'free'],
    ['stretched letters in two places, two and one', 'hellllooooo', 'hello'],
    ['6 is g or b', '6itcoin', 'bitcoin'],
    ['accents are there or not', 'bïtc0ïn', 'bitcoin'],
    ['the word itself', 'b2b2c', 'b2b2c'],
    ['the other alphabet, where a word is in both', 'xоp', 'хор'],
    ['a star is any vowel', 'sh*t', 'shit'],
  ])('%s', (_, raw, reading) => {
    expect(readings(raw).length > 0 ? readings(raw) : [textViews(raw).plain]).toContain(reading);
  });

  it('are few, the first is the token', () => {
    for (const raw of ['1!1!1a1!1!1b', 'b1'.repeat(20), 'aaaabbbbccccddddeeeeffffgggg', 'νηυμνηυμbad']) {
      for (const { text, readings } of textViews(raw).skeletonTokens) {
        expect(readings.length).toBeLessThanOrEqual(16);
        expect(readings[0]).toBe(text);
      }
    }
  });
});

describe('tokens', () => {
  it('are those of the first 16,384 units of a disguised text, four times what WhatsApp delivers', () => {
    const views = textViews(`fr33 ${'word '.repeat(4_000)}b1tcoin`);
    expect(views.skeleton).toMatch(/^free word .* word b1tcoin$/);
    expect(views.skeletonTokens.length).toBe(3_277);
  });

  it('say which words are disguised and which were spelled', () => {
    const { skeletonTokens } = textViews('get f r e e  m0ney now');
    expect(skeletonTokens.map(({ text, disguised, spelled }) => [text, disguised, spelled])).toEqual([
      ['get', false, false],
      ['free', true, true],
      ['money', true, false],
      ['now', false, false],
    ]);
  });

  it('lie where they say', () => {
    const { skeleton, skeletonTokens } = textViews('🆓b1tcoin, f r e e! зaрaбoтoк — now; aaaaa');
    for (const { text, start, end } of skeletonTokens) expect(skeleton.slice(start, end)).toBe(text);
  });
});

describe('skeletonOf', () => {
  it.each([
    ['free bitcoin', 'free bitcoin'],
    ['Заработок', 'заработок'],
    ['сосо', 'сосо'],
    ['v1agra', 'viagra'],
    ['зaрaбoтoк', 'заработок'],
    ['f u c k', 'fuck'],
    ['xxx', 'xxx'],
  ])('of the entry %s is %s', (entry, expected) => {
    expect(skeletonOf(entry)).toBe(expected);
  });

  it('is what the view makes of the same word', () => {
    expect(skeleton('v1agra')).toBe(skeletonOf('viagra'));
  });
});
