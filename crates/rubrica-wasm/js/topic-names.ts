/**
 * Short names of the topics, as Rubrica words them: one export for each language, so that a program carries those that
 * it uses. It loads nothing.
 *
 * ```js
 * import { de, en } from "rubrica/taxonomy/names";
 * de.conflict; // Konflikt und Krieg
 * ```
 * @module rubrica/taxonomy/names
 */

/** The slug of a topic: Rubrica's own short English name, as reports have it. */
export type TopicSlug =
  | "arts"
  | "crime"
  | "disaster"
  | "economy"
  | "education"
  | "environment"
  | "health"
  | "human-interest"
  | "labour"
  | "lifestyle"
  | "politics"
  | "religion"
  | "science-technology"
  | "society"
  | "sport"
  | "conflict"
  | "weather";

/** What each topic is called in one language, and what is no news. They begin with a capital letter where the language has them. */
export type TopicNames = Readonly<Record<TopicSlug | "not-news", string>>;

/** Arabic. */
export const ar: TopicNames = {
  arts: "الفنون والثقافة",
  crime: "الجريمة والعدالة",
  disaster: "الكوارث والحوادث",
  economy: "الاقتصاد والأعمال",
  education: "التعليم",
  environment: "البيئة",
  health: "الصحة",
  "human-interest": "قصص إنسانية",
  labour: "العمل",
  lifestyle: "نمط الحياة والترفيه",
  politics: "السياسة والحكومة",
  religion: "الدين",
  "science-technology": "العلوم والتكنولوجيا",
  society: "المجتمع",
  sport: "الرياضة",
  conflict: "النزاعات والحروب",
  weather: "الطقس",
  "not-news": "ليس خبرًا",
};

/** Catalan. */
export const ca: TopicNames = {
  arts: "Art i cultura",
  crime: "Delictes i justícia",
  disaster: "Desastres i accidents",
  economy: "Economia i negocis",
  education: "Educació",
  environment: "Medi ambient",
  health: "Salut",
  "human-interest": "Interès humà",
  labour: "Treball",
  lifestyle: "Estil de vida i oci",
  politics: "Política i govern",
  religion: "Religió",
  "science-technology": "Ciència i tecnologia",
  society: "Societat",
  sport: "Esport",
  conflict: "Conflictes i guerres",
  weather: "El temps",
  "not-news": "No és notícia",
};

/** Czech. */
export const cs: TopicNames = {
  arts: "Umění a kultura",
  crime: "Zločin a právo",
  disaster: "Katastrofy a nehody",
  economy: "Ekonomika a obchod",
  education: "Vzdělávání",
  environment: "Životní prostředí",
  health: "Zdraví",
  "human-interest": "Lidé a příběhy",
  labour: "Práce",
  lifestyle: "Životní styl a volný čas",
  politics: "Politika a vláda",
  religion: "Náboženství",
  "science-technology": "Věda a technika",
  society: "Společnost",
  sport: "Sport",
  conflict: "Konflikty a války",
  weather: "Počasí",
  "not-news": "Není zpráva",
};

/** Danish. */
export const da: TopicNames = {
  arts: "Kunst og kultur",
  crime: "Kriminalitet og ret",
  disaster: "Katastrofer og ulykker",
  economy: "Økonomi og erhverv",
  education: "Uddannelse",
  environment: "Miljø",
  health: "Sundhed",
  "human-interest": "Mennesker",
  labour: "Arbejde",
  lifestyle: "Livsstil og fritid",
  politics: "Politik og regering",
  religion: "Religion",
  "science-technology": "Videnskab og teknologi",
  society: "Samfund",
  sport: "Sport",
  conflict: "Konflikt og krig",
  weather: "Vejr",
  "not-news": "Ikke en nyhed",
};

/** German. */
export const de: TopicNames = {
  arts: "Kunst und Kultur",
  crime: "Kriminalität und Justiz",
  disaster: "Katastrophe und Unglück",
  economy: "Wirtschaft und Finanzen",
  education: "Bildung",
  environment: "Umwelt",
  health: "Gesundheit",
  "human-interest": "Menschen",
  labour: "Arbeit",
  lifestyle: "Lebensart und Freizeit",
  politics: "Politik und Regierung",
  religion: "Religion",
  "science-technology": "Wissenschaft und Technik",
  society: "Gesellschaft",
  sport: "Sport",
  conflict: "Konflikt und Krieg",
  weather: "Wetter",
  "not-news": "Keine Nachricht",
};

/** Greek. */
export const el: TopicNames = {
  arts: "Τέχνες και πολιτισμός",
  crime: "Έγκλημα και δικαιοσύνη",
  disaster: "Καταστροφές και ατυχήματα",
  economy: "Οικονομία και επιχειρήσεις",
  education: "Εκπαίδευση",
  environment: "Περιβάλλον",
  health: "Υγεία",
  "human-interest": "Ανθρώπινες ιστορίες",
  labour: "Εργασία",
  lifestyle: "Τρόπος ζωής και αναψυχή",
  politics: "Πολιτική και κυβέρνηση",
  religion: "Θρησκεία",
  "science-technology": "Επιστήμη και τεχνολογία",
  society: "Κοινωνία",
  sport: "Αθλητισμός",
  conflict: "Συγκρούσεις και πόλεμος",
  weather: "Καιρός",
  "not-news": "Όχι είδηση",
};

/** English. */
export const en: TopicNames = {
  arts: "Arts and culture",
  crime: "Crime and justice",
  disaster: "Disaster and accident",
  economy: "Economy and business",
  education: "Education",
  environment: "Environment",
  health: "Health",
  "human-interest": "Human interest",
  labour: "Labour",
  lifestyle: "Lifestyle and leisure",
  politics: "Politics and government",
  religion: "Religion",
  "science-technology": "Science and technology",
  society: "Society",
  sport: "Sport",
  conflict: "Conflict and war",
  weather: "Weather",
  "not-news": "Not news",
};

/** English, as in the United States. */
export const enUS: TopicNames = {
  ...en,
  labour: "Labor",
};

/** Spanish. */
export const es: TopicNames = {
  arts: "Arte y cultura",
  crime: "Delitos y justicia",
  disaster: "Desastres y accidentes",
  economy: "Economía y negocios",
  education: "Educación",
  environment: "Medio ambiente",
  health: "Salud",
  "human-interest": "Interés humano",
  labour: "Trabajo",
  lifestyle: "Estilo de vida y ocio",
  politics: "Política y gobierno",
  religion: "Religión",
  "science-technology": "Ciencia y tecnología",
  society: "Sociedad",
  sport: "Deporte",
  conflict: "Conflicto y guerra",
  weather: "El tiempo",
  "not-news": "No es noticia",
};

/** Finnish. */
export const fi: TopicNames = {
  arts: "Taide ja kulttuuri",
  crime: "Rikos ja oikeus",
  disaster: "Katastrofit ja onnettomuudet",
  economy: "Talous ja liike-elämä",
  education: "Koulutus",
  environment: "Ympäristö",
  health: "Terveys",
  "human-interest": "Ihmiset",
  labour: "Työelämä",
  lifestyle: "Elämäntapa ja vapaa-aika",
  politics: "Politiikka ja hallinto",
  religion: "Uskonto",
  "science-technology": "Tiede ja teknologia",
  society: "Yhteiskunta",
  sport: "Urheilu",
  conflict: "Konfliktit ja sodat",
  weather: "Sää",
  "not-news": "Ei uutinen",
};

/** French. */
export const fr: TopicNames = {
  arts: "Arts et culture",
  crime: "Crime et justice",
  disaster: "Catastrophes et accidents",
  economy: "Économie et affaires",
  education: "Éducation",
  environment: "Environnement",
  health: "Santé",
  "human-interest": "Gens et vies",
  labour: "Travail",
  lifestyle: "Art de vivre et loisirs",
  politics: "Politique et gouvernement",
  religion: "Religion",
  "science-technology": "Science et technologie",
  society: "Société",
  sport: "Sport",
  conflict: "Conflits et guerres",
  weather: "Météo",
  "not-news": "Pas une nouvelle",
};

/** Hungarian. */
export const hu: TopicNames = {
  arts: "Művészet és kultúra",
  crime: "Bűnügyek és igazságszolgáltatás",
  disaster: "Katasztrófák és balesetek",
  economy: "Gazdaság és üzlet",
  education: "Oktatás",
  environment: "Környezet",
  health: "Egészség",
  "human-interest": "Emberi történetek",
  labour: "Munka",
  lifestyle: "Életmód és szabadidő",
  politics: "Politika és kormányzat",
  religion: "Vallás",
  "science-technology": "Tudomány és technika",
  society: "Társadalom",
  sport: "Sport",
  conflict: "Konfliktusok és háborúk",
  weather: "Időjárás",
  "not-news": "Nem hír",
};

/** Italian. */
export const it: TopicNames = {
  arts: "Arte e cultura",
  crime: "Cronaca nera e giustizia",
  disaster: "Disastri e incidenti",
  economy: "Economia e affari",
  education: "Istruzione",
  environment: "Ambiente",
  health: "Salute",
  "human-interest": "Storie e persone",
  labour: "Lavoro",
  lifestyle: "Stile di vita e tempo libero",
  politics: "Politica e governo",
  religion: "Religione",
  "science-technology": "Scienza e tecnologia",
  society: "Società",
  sport: "Sport",
  conflict: "Conflitti e guerre",
  weather: "Meteo",
  "not-news": "Non è una notizia",
};

/** Japanese. */
export const ja: TopicNames = {
  arts: "芸術・文化",
  crime: "犯罪・司法",
  disaster: "災害・事故",
  economy: "経済・ビジネス",
  education: "教育",
  environment: "環境",
  health: "健康",
  "human-interest": "人と話題",
  labour: "労働",
  lifestyle: "暮らし・余暇",
  politics: "政治・行政",
  religion: "宗教",
  "science-technology": "科学・技術",
  society: "社会",
  sport: "スポーツ",
  conflict: "紛争・戦争",
  weather: "天気",
  "not-news": "ニュースではない",
};

/** Korean. */
export const ko: TopicNames = {
  arts: "예술과 문화",
  crime: "범죄와 사법",
  disaster: "재난과 사고",
  economy: "경제와 비즈니스",
  education: "교육",
  environment: "환경",
  health: "건강",
  "human-interest": "사람과 화제",
  labour: "노동",
  lifestyle: "생활과 여가",
  politics: "정치와 정부",
  religion: "종교",
  "science-technology": "과학과 기술",
  society: "사회",
  sport: "스포츠",
  conflict: "분쟁과 전쟁",
  weather: "날씨",
  "not-news": "뉴스 아님",
};

/** Norwegian Bokmål. */
export const nb: TopicNames = {
  arts: "Kunst og kultur",
  crime: "Kriminalitet og rettsvesen",
  disaster: "Katastrofer og ulykker",
  economy: "Økonomi og næringsliv",
  education: "Utdanning",
  environment: "Miljø",
  health: "Helse",
  "human-interest": "Mennesker",
  labour: "Arbeidsliv",
  lifestyle: "Livsstil og fritid",
  politics: "Politikk og regjering",
  religion: "Religion",
  "science-technology": "Vitenskap og teknologi",
  society: "Samfunn",
  sport: "Sport",
  conflict: "Konflikt og krig",
  weather: "Vær",
  "not-news": "Ikke en nyhet",
};

/** Dutch. */
export const nl: TopicNames = {
  arts: "Kunst en cultuur",
  crime: "Misdaad en justitie",
  disaster: "Rampen en ongevallen",
  economy: "Economie en bedrijfsleven",
  education: "Onderwijs",
  environment: "Milieu",
  health: "Gezondheid",
  "human-interest": "Mensen",
  labour: "Arbeid",
  lifestyle: "Levensstijl en vrije tijd",
  politics: "Politiek en overheid",
  religion: "Religie",
  "science-technology": "Wetenschap en technologie",
  society: "Samenleving",
  sport: "Sport",
  conflict: "Conflict en oorlog",
  weather: "Weer",
  "not-news": "Geen nieuws",
};

/** Norwegian Nynorsk. */
export const nn: TopicNames = {
  arts: "Kunst og kultur",
  crime: "Kriminalitet og rettsvesen",
  disaster: "Katastrofar og ulykker",
  economy: "Økonomi og næringsliv",
  education: "Utdanning",
  environment: "Miljø",
  health: "Helse",
  "human-interest": "Menneske",
  labour: "Arbeidsliv",
  lifestyle: "Livsstil og fritid",
  politics: "Politikk og regjering",
  religion: "Religion",
  "science-technology": "Vitskap og teknologi",
  society: "Samfunn",
  sport: "Sport",
  conflict: "Konflikt og krig",
  weather: "Vêr",
  "not-news": "Ikkje ei nyheit",
};

/** Polish. */
export const pl: TopicNames = {
  arts: "Sztuka i kultura",
  crime: "Przestępczość i wymiar sprawiedliwości",
  disaster: "Katastrofy i wypadki",
  economy: "Gospodarka i biznes",
  education: "Edukacja",
  environment: "Środowisko",
  health: "Zdrowie",
  "human-interest": "Ludzie",
  labour: "Praca",
  lifestyle: "Styl życia i wypoczynek",
  politics: "Polityka i rząd",
  religion: "Religia",
  "science-technology": "Nauka i technika",
  society: "Społeczeństwo",
  sport: "Sport",
  conflict: "Konflikty i wojny",
  weather: "Pogoda",
  "not-news": "To nie wiadomość",
};

/** Portuguese. */
export const pt: TopicNames = {
  arts: "Arte e cultura",
  crime: "Crime e justiça",
  disaster: "Desastres e acidentes",
  economy: "Economia e negócios",
  education: "Educação",
  environment: "Ambiente",
  health: "Saúde",
  "human-interest": "Interesse humano",
  labour: "Trabalho",
  lifestyle: "Estilo de vida e lazer",
  politics: "Política e governo",
  religion: "Religião",
  "science-technology": "Ciência e tecnologia",
  society: "Sociedade",
  sport: "Desporto",
  conflict: "Conflitos e guerras",
  weather: "Meteorologia",
  "not-news": "Não é notícia",
};

/** Portuguese, as in Brazil. */
export const ptBR: TopicNames = {
  ...pt,
  environment: "Meio ambiente",
  sport: "Esporte",
  weather: "Previsão do tempo",
};

/** Romanian. */
export const ro: TopicNames = {
  arts: "Artă și cultură",
  crime: "Criminalitate și justiție",
  disaster: "Dezastre și accidente",
  economy: "Economie și afaceri",
  education: "Educație",
  environment: "Mediu",
  health: "Sănătate",
  "human-interest": "Oameni",
  labour: "Muncă",
  lifestyle: "Stil de viață și timp liber",
  politics: "Politică și guvern",
  religion: "Religie",
  "science-technology": "Știință și tehnologie",
  society: "Societate",
  sport: "Sport",
  conflict: "Conflicte și războaie",
  weather: "Vreme",
  "not-news": "Nu este o știre",
};

/** Russian. */
export const ru: TopicNames = {
  arts: "Культура и искусство",
  crime: "Преступность и право",
  disaster: "Катастрофы и происшествия",
  economy: "Экономика и бизнес",
  education: "Образование",
  environment: "Экология",
  health: "Здоровье",
  "human-interest": "Люди и судьбы",
  labour: "Труд",
  lifestyle: "Образ жизни и досуг",
  politics: "Политика и власть",
  religion: "Религия",
  "science-technology": "Наука и технологии",
  society: "Общество",
  sport: "Спорт",
  conflict: "Войны и конфликты",
  weather: "Погода",
  "not-news": "Не новость",
};

/** Swedish. */
export const sv: TopicNames = {
  arts: "Konst och kultur",
  crime: "Brott och rättsväsende",
  disaster: "Katastrofer och olyckor",
  economy: "Ekonomi och näringsliv",
  education: "Utbildning",
  environment: "Miljö",
  health: "Hälsa",
  "human-interest": "Människor",
  labour: "Arbete",
  lifestyle: "Livsstil och fritid",
  politics: "Politik och regering",
  religion: "Religion",
  "science-technology": "Vetenskap och teknik",
  society: "Samhälle",
  sport: "Sport",
  conflict: "Konflikt och krig",
  weather: "Väder",
  "not-news": "Inte en nyhet",
};

/** Turkish. */
export const tr: TopicNames = {
  arts: "Sanat ve kültür",
  crime: "Suç ve adalet",
  disaster: "Afet ve kaza",
  economy: "Ekonomi ve iş dünyası",
  education: "Eğitim",
  environment: "Çevre",
  health: "Sağlık",
  "human-interest": "İnsan hikâyeleri",
  labour: "Çalışma hayatı",
  lifestyle: "Yaşam ve eğlence",
  politics: "Siyaset ve hükûmet",
  religion: "Din",
  "science-technology": "Bilim ve teknoloji",
  society: "Toplum",
  sport: "Spor",
  conflict: "Çatışma ve savaş",
  weather: "Hava durumu",
  "not-news": "Haber değil",
};

/** Ukrainian. */
export const uk: TopicNames = {
  arts: "Культура і мистецтво",
  crime: "Злочинність і право",
  disaster: "Катастрофи й надзвичайні події",
  economy: "Економіка і бізнес",
  education: "Освіта",
  environment: "Довкілля",
  health: "Здоров’я",
  "human-interest": "Люди і долі",
  labour: "Праця",
  lifestyle: "Спосіб життя й дозвілля",
  politics: "Політика і влада",
  religion: "Релігія",
  "science-technology": "Наука і технології",
  society: "Суспільство",
  sport: "Спорт",
  conflict: "Війни й конфлікти",
  weather: "Погода",
  "not-news": "Не новина",
};

/** Chinese in simplified characters. */
export const zh: TopicNames = {
  arts: "文化艺术",
  crime: "犯罪与司法",
  disaster: "灾害与事故",
  economy: "经济与商业",
  education: "教育",
  environment: "环境",
  health: "健康",
  "human-interest": "人情趣事",
  labour: "劳动",
  lifestyle: "生活与休闲",
  politics: "政治与政府",
  religion: "宗教",
  "science-technology": "科学与技术",
  society: "社会",
  sport: "体育",
  conflict: "冲突与战争",
  weather: "天气",
  "not-news": "不是新闻",
};

/** Chinese in traditional characters. */
export const zhHant: TopicNames = {
  arts: "文化藝術",
  crime: "犯罪與司法",
  disaster: "災害與事故",
  economy: "經濟與商業",
  education: "教育",
  environment: "環境",
  health: "健康",
  "human-interest": "人情趣事",
  labour: "勞動",
  lifestyle: "生活與休閒",
  politics: "政治與政府",
  religion: "宗教",
  "science-technology": "科學與技術",
  society: "社會",
  sport: "體育",
  conflict: "衝突與戰爭",
  weather: "天氣",
  "not-news": "不是新聞",
};
