// Import maps do not reach workers.
import { LanguageDetector, Rubrica } from "./node_modules/rubrica/dist/index.js";

// Asked for before anything is awaited: a message that comes meanwhile is not lost.
const creating = Promise.all([Rubrica.create(), LanguageDetector.create()]);
addEventListener("message", async ({ data }) => {
  const [rubrica, detector] = await creating;
  const { items } = await rubrica.classify(data);
  const [best] = await detector.detect(data);
  postMessage(`${best.detectedLanguage} ${items[0].topics[0].slug}`);
});
