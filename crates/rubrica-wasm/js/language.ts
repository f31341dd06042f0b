/**
 * {@link LanguageDetector} alone, which loads the language model alone.
 * @module rubrica/language
 */
export type { AssetOptions } from "./assets.js";
export { CreateMonitor, DownloadProgressEvent } from "./create.js";
export type { Availability, CreateOptions } from "./create.js";
export { RubricaError } from "./errors.js";
export type { RubricaErrorCode } from "./errors.js";
export { LanguageDetector } from "./language-detector.js";
export type {
  LanguageDetectorCreateCoreOptions,
  LanguageDetectorCreateOptions,
  LanguageDetectorDetectOptions,
} from "./language-detector.js";
export type { DetectedLanguage } from "./rubrica_wasm.js";
export type { Bytes, WasmModule } from "./platform.js";
