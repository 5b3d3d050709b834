import { asSeen } from './as-seen.ts';

/** What those who pretend to be a company put beside its name: single words, in many languages. */
const OFFICE = `
  support supports helpdesk helpline help hotline service services customerservice customersupport customercare care assistance
  official verified verification security admin administrator team desk agent operator center centre department refund refunds claims dispute
  soporte ayuda servicio atencion asistencia oficial verificado verificada seguridad equipo centro reembolso
  suporte ajuda servico atendimento assistencia seguranca equipe central
  kundenservice kundendienst kundensupport hilfe sicherheit offiziell verifiziert zentrale mitarbeiter rueckerstattung
  aide assistance officiel securite equipe verifie remboursement serviceclient
  supporto aiuto servizio assistenza ufficiale sicurezza verificato
  layanan bantuan pelanggan resmi keamanan petugas pusat terverifikasi
  destek yardim hizmetleri resmi guvenlik musterihizmetleri
  klantenservice hulp ondersteuning beveiliging officieel
  pomoc wsparcie obsluga oficjalny bezpieczenstwo
  поддержка поддержки служба служби помощь официальный официальная безопасность безопасности
  دعم الدعم خدمة الخدمة خدمات مساعدة الرسمي رسمي الرسمية موثق أمان
  सहायता सपोर्ट सेवा केंद्र आधिकारिक हेल्पलाइन हेल्प कस्टमर`;

/** What else they put beside it in a profile name. */
const NAME = `
  business express bank banking delivery parcel parcels courier shipping tracking logistics account accounts payments billing
  entrega entregas envios mensajeria paqueteria banco cuenta pagos encomendas correios conta
  lieferung paket pakete versand zustellung konto livraison colis banque compte consegna pacchi spedizioni banca
  pengiriman kurir paket kargo teslimat bezorging pakket kurier dostawa przesylki
  доставка банк посылка توصيل شحن بنك حساب डिलीवरी कूरियर बैंक`;

/** What else they put into an address. */
const ADDRESS = `
  login logon signin signup secure safe safety account accounts verify confirm confirmation auth update updates unlock recover recovery
  pay payment payments payout billing invoice wallet bank banking online web www app apps mobile portal page site home id my com net org co info
  track tracking trace parcel parcels package packages delivery deliver deliveries shipping ship shipment express post customs redelivery
  shop store outlet sale sales deal deals discount offer offers promo promotion bonus gift gifts giftcard prize prizes reward rewards win winner lottery giveaway free claim coupon voucher
  client clients customer customers user users member members business chat group join
  cuenta pago pagos envio envios paquete paquetes rastreo seguimiento cliente clientes tienda oferta ofertas premio premios regalo banco acceso
  conta pagamento pagamentos entrega encomenda encomendas rastreamento loja promocao brinde
  konto zahlung paket pakete sendung sendungen sendungsverfolgung lieferung zoll kunde kunden gewinn gutschein anmeldung
  compte paiement colis livraison suivi boutique cadeau connexion
  conto pagamento pacco pacchi spedizione spedizioni cliente clienti negozio regalo accesso
  akun pembayaran paket pengiriman toko hadiah undian promo
  hesap odeme kargo takip musteri hediye kampanya giris
  rekening betaling pakket pakketten bezorging klant klanten winkel cadeau
  konto platnosc paczka przesylka dostawa klient klienta sklep nagroda
  oplata dostavka posylka zakaz kabinet lichniy vhod podarok akcia`;

/** Words that may stand around it and tell nothing. */
const FILLER = `
  the your our of for from at and in on by a an new
  de del la el los las le les du des da do dos das di il lo der die das von fur und van het een z na w i в на и
  customer customers client clients cliente clientes clientele kunden musteri klanta klienta клиентов العملاء ग्राहक
  ltd inc llc gmbh sa plc bv pvt srl`;

const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .trim()
      .split(/\s+/)
      .map((word) => asSeen(word)),
  );

export const NAME_WORDS = wordsOf(`${OFFICE} ${NAME}`);
export const ADDRESS_WORDS = wordsOf(`${OFFICE} ${ADDRESS}`);
export const FILLER_WORDS = wordsOf(FILLER);

const NUMBER = /^\p{N}+$/u;
const LONGEST = Math.max(...Array.from(ADDRESS_WORDS, (word) => word.length));

/** What words beside a name say: nothing, that it is a pretence, or something unknown (how often). */
export interface Company {
  pretends: boolean;
  unknown: number;
}

/** `support`, `support24`. */
export const isPretence = (word: string, pretences: ReadonlySet<string>): boolean =>
  pretences.has(word) || pretences.has(word.replace(/^\d+|\d+$/g, ''));

export function judgeCompany(words: readonly string[], pretences: ReadonlySet<string>): Company {
  let pretends = false;
  let unknown = 0;
  for (const word of words) {
    if (isPretence(word, pretences)) pretends = true;
    else if (!NUMBER.test(word) && !FILLER_WORDS.has(word)) unknown += 1;
  }
  return { pretends, unknown };
}

/** Whether letters written together are nothing but such words and numbers (`securelogin24`); empty ones are. */
export function isRowOf(letters: string, pretences: ReadonlySet<string>): boolean {
  const ends = new Set([0]);
  for (const start of ends) {
    // A set grows while it is walked through.
    const number = /^\d+/.exec(letters.slice(start))?.[0].length ?? 0;
    if (number > 0) ends.add(start + number);
    for (let end = start + 2; end <= Math.min(letters.length, start + LONGEST); end += 1)
      if (pretences.has(letters.slice(start, end))) ends.add(end);
  }
  return ends.has(letters.length);
}
