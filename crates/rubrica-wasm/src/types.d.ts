/** All that was found in one paste. */
export interface Report {
  /** The text that all offsets count in, where it was given as blocks. */
  text?: string;
  /** The items of the paste, in the order in which they stand there. */
  items: Item[];
  /** The groups of two or more items that report the same event. */
  stories: Story[];
  /** The model that said so. */
  model: ModelInfo;
}

/** One article, headline or blurb inside a paste. */
export interface Item {
  /** Where the item begins in the paste, in UTF-16 code units. */
  start: number;
  /** Where the item ends: `text.slice(start, end)` is its text. */
  end: number;
  /**
   * The languages that are likelier than none, best first, until they make 0.99 together; the last entry is always `und`,
   * with what is left. So `und` comes first where no language can be told.
   */
  language: DetectedLanguage[];
  /** Of Chinese, whether it is in simplified or traditional characters, if any tells; `null` otherwise. */
  script: "Hans" | "Hant" | null;
  /**
   * Where which language is, in the order of the text; empty if all of the item is in one. `language` then has the
   * languages by their shares of the letters.
   */
  passages: Passage[];
  /** Probability, 0 to 1, that the item is news and not an advertisement, a listing, boilerplate or the like. */
  news: number;
  /** The likeliest topics, best first. */
  topics: TopicScore[];
  /** The spans that speak for or against the topics that carry a `rest`, in the order of the text. */
  evidence: Evidence[];
  /** Why this and not that, where `explain` asks for it. */
  contrasts?: Contrast[];
  /** Headline, byline, dateline, date and source, where they are plain, in the order of the text. */
  parts: Part[];
  /** Your own topics that the item belongs to, best first; empty if it belongs to none of them. Only with a desk. */
  desk?: DeskScore[];
  /**
   * How near the desk's two likeliest answers are ("none of them" is one), 0 to 1: the items of most doubt would teach it
   * most. Only with a desk.
   */
  doubt?: number;
  /** Index into `stories`, if the item shares its event with another. */
  story: number | null;
}

/** What a desk says of an item. */
export interface Label {
  /** Your own topics that it belongs to, best first, without evidence. */
  desk: DeskScore[];
  /** How near the desk's two likeliest answers are. */
  doubt: number;
}

/** A language and how sure the model is of it, as the web platform's `LanguageDetector` gives it. */
export interface DetectedLanguage {
  /** BCP 47 primary language subtag, or `ar-Latn` for Arabic in Latin letters; `und` where no language can be told. */
  detectedLanguage: string;
  /** Probability, 0 to 1. */
  confidence: number;
}

/** A stretch of an item that is in another language than the stretches around it. */
export interface Passage {
  /** Where it begins in the paste, in UTF-16 code units. */
  start: number;
  /** The offset behind its last letter. */
  end: number;
  /** As `detectedLanguage` of {@link DetectedLanguage}. */
  language: string;
}

/** One of the 17 top-level IPTC Media Topics and how sure the model is of it. */
export interface TopicScore {
  /** IPTC QCode, such as `medtop:16000000`. */
  id: string;
  /** Short English name, such as `conflict`. */
  slug: string;
  /** Calibrated probability, 0 to 1. */
  confidence: number;
  /** The score before the softmax. */
  score: number;
  /**
   * What of the score no span of `evidence` carries: the bias, and words of little weight. The weights of this topic's
   * spans and the rest add up to the score. Only on topics that are explained.
   */
  rest?: number;
}

/** One of your own topics, how sure the desk is of it, and the words that say so. */
export interface DeskScore {
  /** Your name for it. */
  topic: string;
  /** Probability, 0 to 1. */
  confidence: number;
  /** The score before the softmax. */
  score: number;
  /** What of the score no span of `evidence` carries. Only on the best topic, and only if it is explained. */
  rest?: number;
  /** The spans that speak for or against it, in the order of the text. With the rest they add up to the score. */
  evidence: Evidence[];
}

/** A span of the paste and its exact share of a topic's score. */
export interface Evidence {
  /** Where the span begins in the paste, in UTF-16 code units. */
  start: number;
  /** The offset behind its last character. */
  end: number;
  /** Slug of the topic, or your name for it, that it speaks for (`weight` above 0) or against. */
  topic: string;
  /** Share of the topic's score. */
  weight: number;
}

/** Why an item is this and not that: two topics, news and not news, or two languages. */
export interface Contrast {
  /** Slug of a topic, `news` or `not-news`, or the code of a language. */
  label: string;
  /** What it is held against: another of the same kind. */
  against: string;
  /** The natural logarithm of how many times likelier the one is than the other. */
  score: number;
  /** What of the score no span carries. The weights of all spans and the rest add up to the score. */
  rest: number;
  /** The spans that speak for the one (`weight` above 0) or for the other, in the order of the text. */
  spans: Share[];
}

/** A span of the paste and its exact share of a score. */
export interface Share {
  /** Where the span begins in the paste, in UTF-16 code units. */
  start: number;
  /** The offset behind its last character. */
  end: number;
  /** Share of the score. */
  weight: number;
}

/** A span of the paste that is a part of its item. */
export interface Part {
  /** Which part. */
  part: "headline" | "byline" | "dateline" | "date" | "source";
  /** Where it begins in the paste, in UTF-16 code units. */
  start: number;
  /** The offset behind its last character. */
  end: number;
}

/** Items that report the same event. */
export interface Story {
  /** Indices into the report's `items`, ascending. */
  items: number[];
  /** Of these, the item that has most in common with the others. */
  central: number;
  /** Its headline, or its first line. */
  headline: string;
  /** The names that most of the items share, as the central item has them. None in scripts without capital letters. */
  names: string[];
  /** The numbers of two digits or more that most of the items share. */
  numbers: string[];
}

/** Which model made a report. */
export interface ModelInfo {
  /** Always `rubrica`. */
  name: string;
  /** Version of the model files. */
  version: string;
  /** SHA-256 over the digests of the model files, in hexadecimal. */
  sha256: string;
}

/** Your own topics, as they are kept in a file. */
export interface DeskFile {
  /** Version of this shape. */
  format: number;
  /** SHA-256 of the model whose vectors were learned from, as in a report's `model`. */
  model: string;
  /** The names of the topics. */
  topics: string[];
  /** A topic less likely than this is not given to an item. */
  floor: number;
  /** For every topic, and at last for none of them, what each dimension of an item's vector counts. */
  weights: number[][];
  /** For every topic, and at last for none, the score of an empty item. */
  bias: number[];
  /** Hashed beginnings of words, and what each counts for every topic and at last for none. */
  words: [word: number, weights: number[]][];
  /** What was learned from, if it is kept here: then the desk can be changed, and learned again. */
  examples?: Example[];
}

/** A text, and the topic that it is an example of. */
export interface Example {
  /** One of the desk's topics; `null` for a text that belongs to none of them. */
  topic: string | null;
  /** The text, taken as one item. */
  text: string;
}

/** What a desk sees of texts. */
export interface Impressions {
  /** The vectors of all texts, one behind the other. */
  vectors: Float32Array;
  /** The hashed words of all texts, one behind the other. */
  words: Uint32Array;
  /** For every one of these words, what it counts in its text. */
  counts: Float32Array;
  /** For every text, where its words end. */
  ends: Uint32Array;
}

/** How a text is to be classified. */
export interface ClassifyOptions {
  /**
   * How many topics to list for every item, at most.
   * @default 3
   */
  topK?: number | undefined;
  /**
   * Part the text into items. If not, all of it is one item.
   * @default true
   */
  split?: boolean | undefined;
  /**
   * Find the words that speak for and against each item's best topic, or the topic of this slug, or what the object asks.
   * Topics that are asked for are listed last where they are not among the best.
   * @default true
   */
  explain?: boolean | string | ExplainOptions | undefined;
  /**
   * The items themselves, if the caller knows better where they begin and end: spans in UTF-16 code units, in order and
   * apart. The report has an item for each. Nothing is split then, whatever `split` says.
   */
  items?: readonly Span[] | undefined;
}

/** What to explain of every item. */
export interface ExplainOptions {
  /**
   * Slugs of topics to find the words for and against.
   * @default each item's best topic
   */
  topics?: readonly string[] | undefined;
  /** Slug of another topic: `contrasts` then says why each of `topics`, and not this one. */
  against?: string | undefined;
  /**
   * Whether `contrasts` says why the item is news, or why it is not.
   * @default false
   */
  news?: boolean | undefined;
  /**
   * Codes of two languages: `contrasts` then says which letters speak for the first and not for the second. Items whose
   * script rules one of them out have no answer.
   */
  languages?: readonly [string, string] | undefined;
}

/**
 * A text with markup, as blocks: what stands on lines of its own, such as a heading or a paragraph. They are joined to one
 * text, each on lines of its own, with an empty line before each new item and each heading below text; the report has it
 * as its `text`.
 */
export interface Blocks {
  /** The blocks, in the order in which they are read. */
  blocks: readonly Block[];
}

/** A stretch of a document that stands by itself. */
export interface Block {
  /** Its text. White space around it counts for nothing; line ends inside it are kept. */
  text: string;
  /**
   * What it is, as the markup says: it tells where items part. A `link` or a `time` is that and nothing else; a `caption`
   * is no part of any item, unless it stands inside one.
   * @default "paragraph"
   */
  role?: "paragraph" | "heading" | "listItem" | "quote" | "link" | "time" | "byline" | "caption" | undefined;
  /**
   * Of a heading, 1 (the highest) to 6.
   * @default 1
   */
  level?: number | undefined;
  /**
   * The number of its item, where it is known which blocks belong together. Neighbours of one number are one item,
   * neighbours of two numbers never are; without numbers the roles and the looks of the text decide.
   */
  item?: number | undefined;
}

/** A stretch of the paste. */
export interface Span {
  /** Where it begins in the paste, in UTF-16 code units. */
  start: number;
  /** The offset behind its last character. */
  end: number;
}
