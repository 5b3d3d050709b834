/** Everyday words of shop chats, by language: what messages of the bench are made of. Scripts without spaces write theirs together. */
export const LANGUAGES = {
  en: 'hello is this still available how much does it cost to send the blue one please thanks my order has not arrived yet can you check when will open on sunday size medium change address payment card delivery tomorrow morning',
  es: 'hola buenas tardes quisiera saber si todavía está disponible cuánto cuesta el envío mi pedido no ha llegado gracias puede cambiar la talla dirección mañana pago tarjeta azul domingo abierto',
  pt: 'olá bom dia gostaria de saber se ainda está disponível quanto custa o frete meu pedido não chegou obrigada pode trocar tamanho endereço amanhã pagamento cartão azul domingo aberto',
  de: 'hallo guten tag ist das noch verfügbar wie viel kostet der versand meine bestellung ist nicht angekommen danke können sie die größe ändern adresse morgen zahlung karte blau sonntag geöffnet',
  fr: 'bonjour je voudrais savoir si est encore disponible combien coûte la livraison ma commande pas arrivée merci pouvez vous changer taille adresse demain paiement carte bleu dimanche ouvert',
  id: 'halo kak apakah masih ada berapa harganya ongkir ke jakarta pesanan saya belum sampai terima kasih bisa tukar ukuran alamat besok bayar kartu biru minggu buka',
  tr: 'merhaba hala mevcut mu kargo ne kadar siparişim gelmedi teşekkürler beden değiştirebilir misiniz adres yarın ödeme kart mavi pazar açık',
  pl: 'dzień dobry czy to jest jeszcze dostępne ile kosztuje wysyłka moje zamówienie nie dotarło dziękuję można zmienić rozmiar adres jutro płatność karta niebieski niedziela otwarte',
  ru: 'здравствуйте подскажите пожалуйста есть ли в наличии сколько стоит доставка мой заказ не пришёл спасибо можно поменять размер адрес завтра оплата картой синий воскресенье открыто',
  uk: 'добрий день чи є ще наявності скільки коштує доставка моє замовлення не прийшло дякую можна змінити розмір адресу завтра оплата карткою синій неділя відчинено',
  el: 'γεια σας είναι ακόμα διαθέσιμο πόσο κοστίζει η αποστολή παραγγελία μου δεν έφτασε ευχαριστώ μπορείτε να αλλάξετε μέγεθος διεύθυνση αύριο πληρωμή κάρτα μπλε κυριακή ανοιχτά',
  ar: 'مرحبا هل ما زال متوفرا كم سعر التوصيل طلبي لم يصل بعد شكرا ممكن تغيير المقاس العنوان غدا الدفع بطاقة أزرق الأحد مفتوح',
  he: 'שלום האם זה עדיין זמין כמה עולה המשלוח ההזמנה שלי לא הגיעה תודה אפשר להחליף מידה כתובת מחר תשלום כרטיס כחול ראשון פתוח',
  hi: 'नमस्ते क्या यह अभी उपलब्ध है कितने का है डिलीवरी मेरा ऑर्डर नहीं आया धन्यवाद साइज बदल सकते पता कल भुगतान कार्ड नीला रविवार खुला',
  bn: 'হ্যালো এটা কি এখনো আছে দাম কত ডেলিভারি আমার অর্ডার আসেনি ধন্যবাদ সাইজ বদলানো যাবে ঠিকানা কাল পেমেন্ট কার্ড নীল রবিবার খোলা',
  ko: '안녕하세요 아직 있나요 배송비는 얼마예요 주문이 도착하지 않았어요 감사합니다 사이즈 변경 가능한가요 주소 내일 결제 카드 파란색 일요일 영업',
  th: 'สวัสดี ยังมี อยู่ไหม ราคา เท่าไหร่ ค่าส่ง ของยัง ไม่ถึง ขอบคุณ เปลี่ยน ไซส์ ได้ไหม ที่อยู่ พรุ่งนี้ ชำระเงิน บัตร สีน้ำเงิน วันอาทิตย์ เปิด',
  zh: '你好 请问 还有 吗 多少 钱 运费 我的 订单 没有 收到 谢谢 可以 换 尺码 地址 明天 付款 银行卡 蓝色 星期天 营业',
  ja: 'こんにちは まだ ありますか いくら ですか 送料 注文 が 届きません ありがとう サイズ 変更 できますか 住所 明日 支払い カード 青 日曜日 営業',
};
export const UNSPACED = new Set(['th', 'zh', 'ja']);

/** Letters to make words of that nobody writes: phrases to look for, so that a longer list does not hit more. */
const SYLLABLES = [
  'ba ce di fo gu ka le mi no pu ra se ti vo zu',
  'ба ве ги до жу ка ле ми но пу ра се ти ву хо',
  'با تي جو دا ري سو فا كي لو ما ني هو',
  'का तो मी नू पा रे सि हो गु जा',
  'βα γε δι ζο κα λε μι νο πα ρε σι το',
  'בא גי דו הו זי טא כו לי מא נו',
].map((line) => line.split(' '));

/** Numbers that are the same on every run. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const below = (n) => Math.floor(next() * n);
  return { next, below, pick: (list) => list[below(list.length)] };
}

export function madeUpWord({ below, pick }) {
  const syllables = pick(SYLLABLES);
  return Array.from({ length: 3 + below(3) }, () => pick(syllables)).join('');
}
