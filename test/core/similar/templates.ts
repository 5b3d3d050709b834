/** What somebody sends to many: names, amounts, emoji and a slip of the pen differ from number to number. */
export interface Template {
  language: string;
  names: readonly string[];
  text: (name: string, amount: number, emoji: string) => string;
}

const LATIN = ['Maria', 'Ahmed', 'Jonathan', 'Li', 'Anastasia', 'Bob', 'Priyanka'];

export const TEMPLATES: readonly Template[] = [
  {
    language: 'English',
    names: LATIN,
    text: (name, amount, emoji) =>
      `Hi ${name} ${emoji} our store is looking for helpers, you can make $${amount} a week from your sofa, write to the manager today`,
  },
  {
    language: 'Spanish',
    names: LATIN,
    text: (name, amount, emoji) =>
      `Hola ${name} ${emoji} buscamos ayudantes para nuestra tienda, puedes ganar ${amount} pesos por semana desde tu sofá, escribe hoy a la gerente`,
  },
  {
    language: 'Portuguese',
    names: LATIN,
    text: (name, amount, emoji) =>
      `Oi ${name} ${emoji} estamos procurando ajudantes para a nossa loja, você recebe R$ ${amount} por semana em casa, fale hoje com a gerente`,
  },
  {
    language: 'German',
    names: LATIN,
    text: (name, amount, emoji) =>
      `Hallo ${name} ${emoji} unser Laden sucht Helfer, du bekommst ${amount} Euro in der Woche und bleibst auf dem Sofa, schreib heute dem Leiter`,
  },
  {
    language: 'French',
    names: LATIN,
    text: (name, amount, emoji) =>
      `Salut ${name} ${emoji} notre boutique cherche des assistants, tu reçois ${amount} € par semaine depuis ton canapé, écris au gérant aujourd'hui`,
  },
  {
    language: 'Hindi',
    names: ['मारिया', 'अहमद', 'प्रियंका', 'राजेश', 'अनीता', 'मोहन', 'सुनीता'],
    text: (name, amount, emoji) =>
      `नमस्ते ${name} ${emoji} हमारी दुकान को सहायकों की ज़रूरत है, आप घर से हर हफ्ते ${amount} रुपये पा सकते हैं, आज ही मैनेजर को लिखें`,
  },
  {
    language: 'Indonesian',
    names: LATIN,
    text: (name, amount, emoji) =>
      `Halo ${name} ${emoji} toko kami mencari pembantu, kamu bisa dapat Rp${amount}.000 setiap minggu dari sofa, tulis ke manajer hari ini juga`,
  },
  {
    language: 'Arabic',
    names: ['مريم', 'أحمد', 'يوسف', 'ليلى', 'أناستازيا', 'كريم', 'نور'],
    text: (name, amount, emoji) =>
      `مرحبا ${name} ${emoji} متجرنا يبحث عن مساعدين، تحصل على ${amount} دولار كل أسبوع من بيتك، اكتب إلى المدير اليوم`,
  },
  {
    language: 'Russian',
    names: ['Мария', 'Ахмед', 'Иван', 'Ли', 'Анастасия', 'Борис', 'Ольга'],
    text: (name, amount, emoji) =>
      `Привет, ${name} ${emoji} наш магазин ищет помощников, вы получите ${amount} рублей в неделю не вставая с дивана, напишите сегодня менеджеру`,
  },
  {
    language: 'Chinese',
    names: ['小明', '李伟', '王芳', '张伟强', '陈静', '刘洋', '赵敏'],
    text: (name, amount, emoji) =>
      `你好${name}${emoji}我们的商店正在招聘在家工作的助手每周可以拿到${amount}元不用离开沙发今天就写信给我们的经理吧`,
  },
  {
    language: 'Turkish',
    names: LATIN,
    text: (name, amount, emoji) =>
      `Merhaba ${name} ${emoji} mağazamız yardımcı arıyor, kanepeden kalkmadan haftada ${amount} lira alabilirsin, bugün müdüre yaz`,
  },
];

const EMOJI = ['🎉', '💰', '🔥🔥', '', '✨', '❤️'];

/** The n-th copy: another name, amount and emoji, every third one with two neighbouring letters swapped. */
export function copyOf({ names, text }: Template, n: number): string {
  const written = text(names[n % names.length] ?? '', 100 + n * 35, EMOJI[n % EMOJI.length] ?? '');
  if (n % 3 !== 0) return written;
  const letters = Array.from(written);
  const at = letters.length - 8 - (n % 20);
  const [one = '', other = ''] = [letters[at], letters[at + 1]];
  // A slip within a word, as fingers make it.
  if (/\p{L}\p{L}/u.test(one + other)) letters.splice(at, 2, other, one);
  return letters.join('');
}
