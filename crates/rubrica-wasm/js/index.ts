/**
 * All of Rubrica: {@link Rubrica} for pastes of news, {@link LanguageDetector} for languages alone.
 * @module rubrica
 */
export * from "./language.js";
export { Rubrica } from "./rubrica.js";
export type { ClassifyOptions, RubricaCreateOptions } from "./rubrica.js";
export type { Evidence, Item, ModelInfo, Part, Passage, Report, Span, Story, TopicScore } from "./rubrica_wasm.js";
export type { WebWorker } from "./platform.js";
