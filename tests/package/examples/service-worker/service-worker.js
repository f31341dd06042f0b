import { LanguageDetector, Rubrica } from "./node_modules/rubrica/dist/index.js";

let creating;

async function classify(text) {
  creating ??= Promise.all([Rubrica.create(), LanguageDetector.create()]);
  const [rubrica, detector] = await creating;
  const { items } = await rubrica.classify(text);
  const [best] = await detector.detect(text);
  return new Response(`${best.detectedLanguage} ${items[0].topics[0].slug}`);
}

addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.pathname.endsWith("/classify")) {
    event.respondWith(classify(url.searchParams.get("text")));
  }
});
