import { LanguageDetector, Rubrica } from "rubrica";
import * as assets from "rubrica/assets";

let creating;

export default {
  async fetch(request) {
    creating ??= Promise.all([Rubrica.create({ assets }), LanguageDetector.create({ assets })]);
    const [rubrica, detector] = await creating;
    const text = await request.text();
    const { items } = await rubrica.classify(text);
    const [best] = await detector.detect(text);
    return new Response(`${best.detectedLanguage} ${items[0].topics[0].slug}`);
  },
};
