/** How people of one language write to a shop. */
export interface Language {
  /** ISO 639-1. */
  code: string;
  /** Country of the invented people: calling code and the prefix of their business-scoped ids. */
  callingCode: string;
  country: string;
  names: readonly string[];
  lines: readonly string[];
}

export const LANGUAGES: readonly Language[] = [
  {
    code: 'en',
    callingCode: '44',
    country: 'GB',
    names: ['Olivia', 'Jack', 'Amara', 'Callum'],
    lines: [
      'Hi, are you open on Sunday?',
      'Where is my order 4711? It was due yesterday',
      'How much is the blue one in size M?',
      'Thank you so much, it fits perfectly!',
      'Can I change the delivery address?',
    ],
  },
  {
    code: 'es',
    callingCode: '34',
    country: 'ES',
    names: ['Marta', 'Álvaro', 'Lucía', 'Iker'],
    lines: [
      '¡Hola! ¿A qué hora abren mañana?',
      '¿Cuánto cuesta el envío a Sevilla?',
      'Mi pedido llegó, muchas gracias 😊',
      '¿Tienen este modelo en negro?',
    ],
  },
  {
    code: 'pt',
    callingCode: '55',
    country: 'BR',
    names: ['Thiago', 'Bruna', 'Cauã', 'Lívia'],
    lines: [
      'Oi, bom dia! Vocês entregam em Recife?',
      'Qual o valor do frete?',
      'Já paguei, segue o comprovante',
      'Muito obrigada pelo atendimento!',
    ],
  },
  {
    code: 'de',
    callingCode: '49',
    country: 'DE',
    names: ['Jonas', 'Frieda', 'Emre', 'Lena'],
    lines: [
      'Guten Tag, wann kommt meine Bestellung?',
      'Haben Sie am Samstag geöffnet?',
      'Gibt es das auch in Größe 42?',
      'Vielen Dank, alles bestens angekommen',
    ],
  },
  {
    code: 'fr',
    callingCode: '33',
    country: 'FR',
    names: ['Camille', 'Hugo', 'Inès', 'Mathéo'],
    lines: [
      'Bonjour, quels sont vos horaires ?',
      'Mon colis est en retard, pouvez-vous vérifier ?',
      "C'est parfait, merci beaucoup !",
      'Quel est le prix de la petite table ?',
    ],
  },
  {
    code: 'it',
    callingCode: '39',
    country: 'IT',
    names: ['Giulia', 'Matteo', 'Chiara'],
    lines: [
      'Buongiorno, quanto costa la spedizione?',
      'È ancora disponibile?',
      'Grazie mille, siete gentilissimi',
    ],
  },
  {
    code: 'hi',
    callingCode: '91',
    country: 'IN',
    names: ['आरव', 'दीया', 'कबीर', 'अनन्या'],
    lines: ['नमस्ते, दुकान कितने बजे खुलती है?', 'मेरा ऑर्डर कब तक आएगा?', 'बहुत धन्यवाद 🙏', 'इसका दाम क्या है?'],
  },
  {
    code: 'id',
    callingCode: '62',
    country: 'ID',
    names: ['Budi', 'Sari', 'Dewi', 'Putra'],
    lines: [
      'Halo kak, masih ada stok?',
      'Berapa ongkir ke Bandung?',
      'Pesanan saya sudah sampai, terima kasih kak',
      'Buka jam berapa ya?',
    ],
  },
  {
    code: 'ar',
    callingCode: '20',
    country: 'EG',
    names: ['ليلى', 'يوسف', 'مريم', 'عمر'],
    lines: ['مرحبا، متى يصل طلبي؟', 'كم سعر هذا المنتج؟', 'شكرا جزيلا لكم', 'هل أنتم مفتوحون يوم الجمعة؟'],
  },
  {
    code: 'ru',
    callingCode: '7',
    country: 'KZ',
    names: ['Алина', 'Тимур', 'Вера', 'Данияр'],
    lines: [
      'Здравствуйте, есть в наличии?',
      'Сколько стоит доставка в Алматы?',
      'Спасибо, всё пришло вовремя',
      'Когда приедет мой заказ?',
    ],
  },
  {
    code: 'tr',
    callingCode: '90',
    country: 'TR',
    names: ['Elif', 'Kerem', 'Zeynep'],
    lines: ['Merhaba, kargo ne kadar sürer?', 'Bu ürünün fiyatı nedir?', 'Çok teşekkürler, elinize sağlık'],
  },
  {
    code: 'ja',
    callingCode: '81',
    country: 'JP',
    names: ['さくら', '陽翔', '結衣'],
    lines: ['こんにちは、在庫はありますか？', '営業時間を教えてください', 'ありがとうございます！届きました'],
  },
];
