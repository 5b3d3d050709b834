/** How people name money beside a number, folded; symbols (`$`, `€`, `₽` …) are known by their kind. */
export const CURRENCY_WORDS: ReadonlySet<string> = new Set(
  `
  usd eur gbp chf cad aud nzd sgd hkd cny rmb jpy krw inr idr myr thb vnd php pkr bdt lkr npr aed sar qar kwd egp mad try tl
  rub uah kzt pln zł zl czk kč huf ft ron lei bgn лв sek nok dkk kr isk brl ars mxn clp cop pen zar ngn kes ghs ugx tzs rs rp
  rm us$ r$ usdt usdc btc eth bnb trx usdт dh dhs sh ksh tsh
  dollar dollars buck bucks euro euros pound pounds quid pence cents rupee rupees peso pesos dólar dólares dolar dolares libra
  libras reais real soles bolivares franc francs livre livres sterling sterlina sterline dollaro dollari pfund franken
  cent centimes kronen kroner kronor koruna korun forint złotych zlotych lira lirası sterlin avro rupiah ringgit baht đồng dong
  vnđ naira shilling shillings rand ponden pond pund dollaria euroa puntaa punti
  доллар доллара долларов баксов бакса евро руб рублей рубля рубль р фунтов фунта фунт гривен грн гривны тенге злотых лари сом
  бакса зеленых зелёных δολάρια ευρώ λίρες
  دولار دولارات يورو ريال درهم دينار جنيه ليرة جنيهات روبية تومان دلار یورو پوند ریال روپے پاؤنڈ ڈالر שקל שקלים דולר אירו
  रुपये रुपए रुपया रु डॉलर पाउंड पौंड यूरो টাকা ডলার পাউন্ড ரூபாய் டாலர் பவுண்டு రూపాయలు డాలర్లు పౌండ్లు रुपयांचे
  `
    .trim()
    .split(/\s+/),
);

/** In scripts that put no space between words: how what follows a number may begin. */
export const CURRENCY_BEGINNINGS =
  /^(?:元|円|块|塊|圆|圓|원|만원|万元|萬元|万円|英镑|英鎊|美元|美金|欧元|ポンド|ドル|ユーロ|파운드|달러|유로|บาท|ปอนด์|ดอลลาร์|ยูโร|p(?![\p{L}\p{N}]))/u;
