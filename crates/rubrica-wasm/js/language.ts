export { CreateMonitor, DownloadProgressEvent } from "./create.js";
export type { Availability, CreateOptions } from "./create.js";
export { LanguageDetector } from "./language-detector.js";
export type {
  LanguageDetectorCreateCoreOptions,
  LanguageDetectorCreateOptions,
  LanguageDetectorDetectOptions,
} from "./language-detector.js";
export type { DetectedLanguage } from "./rubrica_wasm.js";
