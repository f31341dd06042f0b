/// <reference types="vite/client" />

/** A measured share, of how many texts. */
interface Figure {
  share?: number;
  texts?: number;
}

/** Figures of the model card; the build writes them. */
declare const __CARD__: {
  version?: string;
  sha256?: string;
  language: Figure;
  topic: Figure;
  topic2: Figure;
  kind: Figure;
};
