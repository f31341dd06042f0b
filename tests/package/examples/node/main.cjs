const { LanguageDetector, Rubrica } = require("rubrica");

const text = "The army shelled the border town overnight and dozens of soldiers were killed, the ministry said.";

async function main() {
  const rubrica = await Rubrica.create({ worker: true });
  const detector = await LanguageDetector.create();
  const { items } = await rubrica.classify(text);
  const [best] = await detector.detect(text);
  console.log(`${best.detectedLanguage} ${items[0].topics[0].slug}`);
}

void main();
