/**
 * All of Rubrica: {@link Rubrica} for pastes of news, {@link LanguageDetector} for languages alone.
 * @module rubrica
 */
export * from "./language.js";
export { Rubrica } from "./rubrica.js";
export type { ClassifyOptions, Input, RubricaCreateOptions } from "./rubrica.js";
export type {
  Block,
  Blocks,
  Contrast,
  Evidence,
  ExplainOptions,
  Item,
  ModelInfo,
  Part,
  Passage,
  Report,
  Share,
  Span,
  Story,
  TopicScore,
} from "./rubrica_wasm.js";
export type { WebWorker } from "./platform.js";
