import { type Cast, type Person, pick } from './cast.ts';
import { type Planner, type PlannedMessage, text } from './scene.ts';

const LURES = [
  'FREE BITCOIN for the first 100 people https://btc-gift.example/x1',
  'F R E E  B I T C O I N  for the first 100 people https://btc-gift.example/x3',
  'Guaranteed profits every day, join now: https://daily-gain.example/in',
  'Gana dinero desde casa, entra aquí https://rico-ya.example',
  'Renda extra todo dia, sem esforço: https://renda.example/agora',
  'Passives Einkommen ohne Risiko https://sorglos.example',
  'Пассивный доход каждый день https://dohod.example',
  'घर बैठे पैसे कमाएं https://kamao.example',
  'ربح مضمون كل يوم https://ribh.example',
  'Slot gacor hari ini, daftar: https://gacor.example',
  '𝗙𝗥𝗘𝗘 𝗕𝗜𝗧𝗖𝗢𝗜𝗡 👉 https://btc-gift.example/x2',
];
const LURE_NAMES = ['Crypto King', 'Lucky Lena', 'Trader Max', 'Profit Coach', 'VIP Signals', 'Rich Auntie'];

/** Newcomers whose first message is a link and a promise. */
export function lures(cast: Cast, plan: Planner, count: number, lengthMs: number): PlannedMessage[] {
  const waves = 4;
  return Array.from({ length: count }, (_, n) =>
    plan(
      cast.offender(pick(LURE_NAMES, n)),
      (lengthMs * Math.floor((n * waves) / count)) / waves,
      text(pick(LURES, n)),
    ),
  );
}

/** Some of the blocked try again as soon as they are let back in. */
export function comeBack(plan: Planner, people: readonly Person[]): PlannedMessage[] {
  return people.map((person, n) => ({
    ...plan(person, 300 + n * 200, text(pick(LURES, n + 1))),
    onceLetBack: true,
  }));
}

const TAPS =
  'hey|hello|answer|answer me|come on|you there|hellooo|hi|well|now|please|quick|yo|so|and|look|wake up|ping'.split(
    '|',
  );
const ENDINGS = ['', '!', '?', '!!', '..', '?!', ' :)'];

/** Somebody who does not stop typing. No text comes more than once: it is the pace that tells. */
export function flood(cast: Cast, plan: Planner, count: number, lengthMs: number): PlannedMessage[] {
  const person = cast.offender('Restless Rex');
  return Array.from({ length: count }, (_, n) =>
    plan(
      person,
      (lengthMs * n) / count,
      text(`${pick(TAPS, n)}${pick(ENDINGS, Math.floor(n / TAPS.length))}`),
    ),
  );
}

const PASTED = [
  'Followers, likes and views for your page, cheapest prices, write me',
  'Cheap designer bags, wholesale, 200 models in stock, ask for the catalogue',
  'Join our buyers group here https://promo-group.example/join',
  'Vendo seguidores reais para sua página, preço baixo, chama no privado',
  'Продвижение аккаунтов недорого, пишите в личные сообщения',
];

/** People who paste one text over and over. */
export function copyPaste(cast: Cast, plan: Planner, count: number, lengthMs: number): PlannedMessage[] {
  const times = 12;
  return Array.from({ length: count }, (_, n) => {
    const person = cast.offender(pick(['Ads4You', 'Growth Guru', 'Bulk Bob'], n));
    return Array.from({ length: times }, (_, k) =>
      plan(person, (lengthMs * (k + n / count)) / times, text(pick(PASTED, n))),
    );
  }).flat();
}

const ABUSE = ['Verpiss dich', 'vete a la mierda', 'I know where you live', 'Ferme ta gueule'];

/** Insults and threats against the staff, again and again. */
export function abuse(cast: Cast, plan: Planner, lengthMs: number): PlannedMessage[] {
  const times = 4;
  return ABUSE.map((words, n) => {
    const person = cast.offender(pick(['Grumpy Gus', 'Nasty Nick'], n));
    return Array.from({ length: times }, (_, k) =>
      plan(person, (lengthMs * (k + n / ABUSE.length)) / times, text(words)),
    );
  }).flat();
}
