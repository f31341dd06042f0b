import { LanguageDetector, Rubrica } from "rubrica";

const text = "The army shelled the border town overnight and dozens of soldiers were killed, the ministry said.";

// Parcel knows no `await` outside of functions.
async function main() {
  const rubrica = await Rubrica.create({ worker: true });
  const detector = await LanguageDetector.create();
  const { items } = await rubrica.classify(text);
  const [best] = await detector.detect(text);
  document.querySelector("output").textContent = `${best.detectedLanguage} ${items[0].topics[0].slug}`;
}

void main();
