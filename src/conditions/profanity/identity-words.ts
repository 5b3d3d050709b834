/**
 * What people are: faith, origin, whom they love. Some lists of profanity hold such words, and people shout them at each other; but
 * customers say them of themselves, so they are no profanity. Words that have no use but to hurt stay with the others.
 */
const IDENTITY = `
  gay, gays, lesbian, lesbians, lesbo, homo, homos, homosexual, homosexuals, bisexual, bisexuals, queer, transgender, transsexual, transvestite,
  trans, intersex, shemale, heshe, dyke, heterosexual, jew, jews, jewish, muslim, muslims, islam, hindu, hindus, sikh, sikhs, buddhist, christian,
  christians, catholic, catholics, dalit, arab, arabs, african, africans, asian, asians, gypsy, gypsies, roma, romani, immigrant, immigrants,
  refugee, refugees, nazi, nazis, kraut, chink, disabled, autistic,
  lesbiana, lesbianas, bollera, homosexuales, travesti, transexual, judío, judíos, judía, musulmán, musulmanes, musulmana, gitano, gitanos, gitana,
  lésbica, lésbicas, homoerótico, homem gay, bissexual, homossexual, judeu, judeus, muçulmano, muçulmanos, cigano, ciganos, negros, ariano,
  schwul, schwule, schwuler, lesbe, lesben, lesbisch, jude, juden, jüdisch, moslem, moslems, muslime, zigeuner, ausländer, flüchtling,
  flüchtlinge, kampflesbe, homosexuelle, juif, juifs, juive, lesbienne, lesbiennes, gouine, homosexuel, homosexuels, musulmans, arabe, arabes,
  tzigane, gitan, gitans, समलैंगिक, मुसलमान, मुस्लिम, हिंदू, दलित, सिख, ईसाई, हिजड़ा, किन्नर, hijra, hijda, chinki, waria, banci, bencong, cina,
  yahudi, kafir, lesbi, مثلي, مثلية, شاذ, لوطي, لواط, سحاق, سحاقية, خنثي, خنثى, يهودي, يهود, مسيحي, نصراني, شيعي, سني, كردي, كافر,
  гей, геи, лесбиянка, лесбиянки, гомосексуал, гомик, еврей, евреи, еврейка, мусульманин, мусульмане, цыган, цыгане, таджик, узбек, чурка, pedik,
  ebreo, ebrei, lesbica, lesbiche, omosessuale, musulmano, musulmani, zingaro, zingari, negra, jood, joden, joods, homo's, lesbisch,
  żyd, żydzi, cygan, cyganie, gej, geje, lesbijka, muzułmanin, eşcinsel, lezbiyen, yahudiler, ermeni, kürt, alevi, çingene, Çingenede, Çingeneden,
  Çingeneler, Çingenelerde, Çingenelerden, Çingenelere, Çingeneleri, Çingenelerin, Çingenenin, Çingeneye, Çingeneyi`;

export const IDENTITY_WORDS: readonly string[] = [...new Set(IDENTITY.split(',').map((word) => word.trim()))];
