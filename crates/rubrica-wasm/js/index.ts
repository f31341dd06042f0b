/**
 * All of Rubrica: {@link Rubrica} for pastes of news, {@link LanguageDetector} for languages alone.
 * @module rubrica
 */
export * from "./language.js";
export { Desk } from "./desk.js";
export type { Evaluation, TeachOptions, TopicEvaluation } from "./desk.js";
export { Rubrica } from "./rubrica.js";
export type { Pack } from "./assets.js";
export type { Input } from "./input.js";
export type { ClassifyOptions, RelabelOptions, RubricaCreateOptions } from "./rubrica.js";
export type {
  Block,
  Blocks,
  Contrast,
  DeskFile,
  DeskScore,
  Evidence,
  Example,
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
