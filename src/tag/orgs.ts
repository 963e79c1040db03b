/** Bodies that wire news is about, as `org:` tags: label and names by language; notation of `place-words.ts`. */
export const ORGS: Readonly<Record<string, Readonly<Record<'az' | 'uk' | 'ru' | 'en', string>>>> = {
  nato: {
    en: 'NATO, North Atlantic Alliance, North Atlantic Treaty Organization | Rutte, Stoltenberg |',
    uk: 'НАТО, Північноатлантичний~ альянс~ | Рютте, Столтенберг~ | натівський~',
    ru: 'НАТО, Североатлантический~ альянс~ | Рютте, Столтенберг~ | натовский~',
    az: 'NATO, Şimali Atlantika Alyansı~ | Rütte~, Stoltenberq~ |',
  },
  eu: {
    en: 'EU, European Union, European Commission, European Parliament, European Council, EU Council | von der Leyen, Kallas, Brussels, Costa?^0 |',
    uk: 'ЄС, Євросоюз~, Європейський~ Союз~, Єврокомісія~, Європейська~ комісія~, Європарламент~, Європейський~ парламент~, Європейська~ рада~, Рада~ ЄС | фон дер Ляєн, Каллас, Брюссель~ |',
    ru: 'ЕС, Евросоюз~, Европейский~ союз~, Еврокомиссия~, Европейская~ комиссия~, Европарламент~, Европейский~ парламент~, Европейский~ совет~, Совет~ ЕС | фон дер Ляйен, Каллас, Брюссель~ |',
    az: 'Aİ, Avropa İttifaqı~, Avropa Komissiyası~, Avropa Parlamenti~, Avroparlament~, Avropa Şurası Rəhbərləri~^0, Avropa İttifaqı Şurası~ | fon der Lyayen~, Kallas~, Brüssel~ |',
  },
  un: {
    en: 'UN, U.N., United Nations, UN Security Council, UN General Assembly | Guterres, UNICEF, UNHCR, UNESCO, OCHA |',
    uk: "ООН, Організація~ Об'єднаних Націй, Радбез~ ООН, Генасамблея~ ООН | Гутерріш~, Гуттереш~, ЮНІСЕФ, ЮНЕСКО, УВКБ |",
    ru: 'ООН, Организация~ Объединенных Наций, Совбез~ ООН, Генассамблея~ ООН | Гутерриш~, ЮНИСЕФ, ЮНЕСКО, УВКБ |',
    az: 'BMT, Birləşmiş Millətlər Təşkilatı~, Təhlükəsizlik Şurası~ | Quterreş~, YUNİSEF, UNICEF, YUNESKO, UNESCO |',
  },
  osce: {
    en: 'OSCE, Organization for Security and Co-operation in Europe, Organisation for Security and Cooperation in Europe | Minsk Group |',
    uk: 'ОБСЄ | Мінська~ група~ | обсєєвський~',
    ru: 'ОБСЕ | Минская~ группа~ |',
    az: 'ATƏT | Minsk qrupu~ |',
  },
  'council-of-europe': {
    en: 'Council of Europe | PACE!, European Court of Human Rights, ECHR, Venice Commission |',
    uk: 'Рада~ Європи | ПАРЄ, ЄСПЛ, Венеціанська~ комісія~ |',
    ru: 'Совет~ Европы | ПАСЕ, ЕСПЧ, Венецианская~ комиссия~ |',
    az: 'Avropa Şurası~ | AŞPA, AİHM, Venesiya Komissiyası~ |',
  },
  imf: {
    en: 'IMF, International Monetary Fund | Georgieva |',
    uk: 'МВФ, Міжнародний~ валютний~ фонд~ | Георгієва~ |',
    ru: 'МВФ, Международный~ валютный~ фонд~ | Георгиева~ |',
    az: 'BVF, Beynəlxalq Valyuta Fondu~ | Georgiyeva~ |',
  },
  'world-bank': {
    en: 'World Bank | |',
    uk: 'Світовий~ банк~ | |',
    ru: 'Всемирный~ банк~ | |',
    az: 'Dünya Bankı~ | |',
  },
  ebrd: {
    en: 'EBRD, European Bank for Reconstruction and Development | |',
    uk: 'ЄБРР, Європейський~ банк~ реконструкції та розвитку | |',
    ru: 'ЕБРР, Европейский~ банк~ реконструкции и развития | |',
    az: 'AYİB, Avropa Yenidənqurma və İnkişaf Bankı~ | |',
  },
  adb: {
    en: 'ADB, Asian Development Bank | |',
    uk: 'АБР, Азійський~ банк~ розвитку | |',
    ru: 'АБР, Азиатский~ банк~ развития | |',
    az: 'AİB, Asiya İnkişaf Bankı~ | |',
  },
  who: {
    en: 'World Health Organization, WHO! | Tedros |',
    uk: "ВООЗ, Всесвітня~ організація~ охорони здоров'я | Тедрос~ |",
    ru: 'ВОЗ, Всемирная~ организация~ здравоохранения | Тедрос~ |',
    az: 'ÜST, Ümumdünya Səhiyyə Təşkilatı~ | |',
  },
  wto: {
    en: 'WTO, World Trade Organization | |',
    uk: 'СОТ, Світова~ організація~ торгівлі | |',
    ru: 'ВТО, Всемирная~ торговая~ организация~ | |',
    az: 'ÜTT, Ümumdünya Ticarət Təşkilatı~ | |',
  },
  iaea: {
    en: 'IAEA, International Atomic Energy Agency | Grossi |',
    uk: 'МАГАТЕ, Міжнародне~ агентство~ з атомної енергії | Гроссі |',
    ru: 'МАГАТЭ, Международное~ агентство~ по атомной энергии | Гросси |',
    az: 'MAQATE, Atom Enerjisi üzrə Beynəlxalq Agentlik~ | Qrossi~ |',
  },
  opec: {
    en: 'OPEC, OPEC+ | |',
    uk: 'ОПЕК | |',
    ru: 'ОПЕК | |',
    az: 'OPEC, OPEK | |',
  },
  icc: {
    en: 'International Criminal Court, ICC! | |',
    uk: 'МКС^0, Міжнародний~ кримінальний~ суд~ | |',
    ru: 'МУС, Международный~ уголовный~ суд~ | |',
    az: 'Beynəlxalq Cinayət Məhkəməsi~ | |',
  },
  icrc: {
    en: 'ICRC, Red Cross | |',
    uk: 'МКЧХ, Червоний~ Хрест~ | |',
    ru: 'МККК, Красный~ Крест~ | |',
    az: 'BQXK, Qırmızı Xaç~ | |',
  },
  g7: {
    en: 'G7, Group of Seven | |',
    uk: 'G7, Велика~ сімка~ | |',
    ru: 'G7, Большая~ семерка~ | |',
    az: 'G7, Böyük Yeddilik~ | |',
  },
  g20: {
    en: 'G20, Group of Twenty | |',
    uk: 'G20, Велика~ двадцятка~ | |',
    ru: 'G20, Большая~ двадцатка~ | |',
    az: 'G20, Böyük iyirmilik~ | |',
  },
  brics: { en: 'BRICS | |', uk: 'БРІКС | |', ru: 'БРИКС | |', az: 'BRICS | |' },
  sco: {
    en: 'SCO, Shanghai Cooperation Organisation, Shanghai Cooperation Organization | |',
    uk: 'ШОС, Шанхайська~ організація~ співробітництва | |',
    ru: 'ШОС, Шанхайская~ организация~ сотрудничества | |',
    az: 'ŞƏT, Şanxay Əməkdaşlıq Təşkilatı~ | |',
  },
  cis: {
    en: 'CIS, Commonwealth of Independent States | |',
    uk: 'СНД, Співдружність~ Незалежних Держав | |',
    ru: 'СНГ, Содружество~ Независимых Государств | |',
    az: 'MDB, Müstəqil Dövlətlər Birliyi~ | |',
  },
  csto: {
    en: 'CSTO, Collective Security Treaty Organization | |',
    uk: 'ОДКБ | |',
    ru: 'ОДКБ | |',
    az: 'KTMT, Kollektiv Təhlükəsizlik Müqaviləsi Təşkilatı~ | |',
  },
  eaeu: {
    en: 'EAEU, Eurasian Economic Union | |',
    uk: 'ЄАЕС, Євразійський~ економічний~ союз~ | |',
    ru: 'ЕАЭС, Евразийский~ экономический~ союз~ | |',
    az: 'Aİİ^0, Avrasiya İqtisadi İttifaqı~ | |',
  },
  ots: {
    en: 'Organization of Turkic States, OTS, Turkic Council | |',
    uk: 'Організація~ тюркських держав, ОТД | |',
    ru: 'Организация~ тюркских государств, ОТГ | |',
    az: 'TDT, Türk Dövlətləri Təşkilatı~ | |',
  },
  oic: {
    en: 'OIC, Organisation of Islamic Cooperation, Organization of Islamic Cooperation | |',
    uk: 'ОІС, Організація~ ісламського співробітництва | |',
    ru: 'ОИС, Организация~ исламского сотрудничества | |',
    az: 'İƏT, İslam Əməkdaşlıq Təşkilatı~ | |',
  },
  'african-union': {
    en: 'African Union | |',
    uk: 'Африканський~ Союз~ | |',
    ru: 'Африканский~ союз~ | |',
    az: 'Afrika İttifaqı~ | |',
  },
  fifa: { en: 'FIFA | |', uk: 'ФІФА | |', ru: 'ФИФА | |', az: 'FİFA, FIFA | |' },
  uefa: { en: 'UEFA | |', uk: 'УЄФА | |', ru: 'УЕФА | |', az: 'UEFA | |' },
  ioc: {
    en: 'IOC, International Olympic Committee | |',
    uk: 'МОК, Міжнародний~ олімпійський~ комітет~ | |',
    ru: 'МОК, Международный~ олимпийский~ комитет~ | |',
    az: 'BOK, Beynəlxalq Olimpiya Komitəsi~ | |',
  },
};

/** What pages and feeds call a body, by its tag: the first name of each language, without the marks of inflection. */
export const buildOrgLabels = (): ReadonlyMap<string, Readonly<Record<string, string>>> =>
  new Map(
    Object.entries(ORGS).map(([id, names]) => [
      `org:${id}`,
      Object.fromEntries(Object.entries(names).map(([language, written]) => [language, toLabel(written)])),
    ]),
  );

const toLabel = (written: string): string =>
  (written.split(/[,|]/, 1)[0] ?? '').replace(/[~!*?]|\^\d+/g, '').trim();
