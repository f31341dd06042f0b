// Topics of one's own: taught, judged, changed, kept and read again, on the thread that asks and in a worker. All texts
// were written for these tests.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { brotliCompressSync } from "node:zlib";

import { install } from "../support/installed.mjs";

const CHESS = [
  "The grandmaster sacrificed a knight and won the chess game in thirty moves",
  "World chess champion draws with black in the fourth round of the tournament",
  "A chess prodigy of twelve beats three grandmasters at the open",
  "Bishop and pawns: how the chess endgame was lost on move sixty",
  "Chess federation bans a player who used an engine during the match",
  "The opening was a Sicilian, and the chess match ended before noon",
];
const HARBOUR = [
  "Dock workers unload the first container ship in the new harbour",
  "Harbour master closes the port because of the storm",
  "Ferry collides with a pier in the harbour, nobody is hurt",
  "The port will dredge its harbour for larger container ships",
  "Cranes arrive by ship at the container terminal of the port",
  "Fishing boats leave the harbour after the ban on cod ends",
];
const PASTE = [
  "Two grandmasters agree on a draw in the final chess round",
  "A container ship is stuck at the pier of the harbour",
  "Die Aktien des Konzerns fielen am Montag an der Börse, die Bank senkte ihre Prognose für den Gewinn",
].join("\n\n");

/** @type {ReturnType<typeof install>} */
let installed;
/** @type {typeof import("rubrica")} */
let module;
before(async () => {
  installed = install();
  module = await installed.load();
});
after(() => installed.remove());

it("linfa is in a module of its own, of 250 KB at most, and not in the one that classifies", () => {
  const assets = join(installed.folder, "node_modules/rubrica/dist/assets");
  const wasm = (/** @type {RegExp} */ name) =>
    readFileSync(join(assets, readdirSync(assets).find((file) => name.test(file)) ?? "absent"));
  const learner = wasm(/^rubrica-learn-.*\.wasm$/);
  const packed = brotliCompressSync(learner).length;
  console.log(`the learner: ${learner.length} bytes, ${packed} as brotli packs them`);
  assert.ok(packed > 10_000 && packed <= 250_000, `${packed} bytes`);
  assert.ok(learner.includes("linfa"), "the word is found where linfa is");
  assert.ok(!wasm(/^rubrica-[\da-f]+\.wasm$/).includes("linfa"));
});

for (const worker of [false, true]) {
  describe(worker ? "in a worker" : "on this thread", () => {
    /** @type {import("rubrica").Rubrica} */
    let rubrica;
    before(async () => {
      rubrica = await module.Rubrica.create({ worker });
    });
    after(() => rubrica.destroy());

    const teach = async () => await rubrica.teach({ topics: { chess: CHESS, harbour: HARBOUR } });
    /** @param {import("rubrica").Report} report */
    const given = ({ items }) => items.map(({ desk }) => desk?.[0]?.topic);

    it("reports have the desk's topics, with evidence that adds up", async () => {
      const without = await rubrica.classify(PASTE, { desk: null });
      assert.ok(without.items.every((item) => !("desk" in item) && !("doubt" in item)));
      const desk = await teach();
      const report = await rubrica.classify(PASTE);
      assert.deepEqual(given(report), ["chess", "harbour", undefined]);
      const [best] = report.items[0]?.desk ?? [];
      assert.ok(best && best.confidence > 0.4 && best.confidence <= 1);
      assert.ok(best.evidence.some(({ start, end }) => PASTE.slice(start, end).includes("chess")));
      const sum = best.evidence.reduce((total, { weight }) => total + weight, best.rest ?? NaN);
      assert.ok(Math.abs(sum - best.score) < 1e-5, `${sum} is not ${best.score}`);
      assert.deepEqual(await rubrica.classify([PASTE], { desk }), [report]);
      const quick = await rubrica.classify(PASTE, { explain: false });
      assert.deepEqual(given(quick), given(report));
      assert.deepEqual(quick.items[0]?.desk?.[0]?.evidence, []);
      assert.ok(report.items.every(({ doubt = -1 }) => doubt >= 0 && doubt <= 1));
      assert.equal(desk.suggest(PASTE, report).length, 3);
      assert.equal(desk.suggest(PASTE, report, 1)[0], desk.suggest(PASTE, report)[0]);
    });

    it("a report is labelled anew as classify() would, whatever was labelled before", async () => {
      const text = `${PASTE}\n\nThe harbour reopens after the chess world cup`;
      const before = await rubrica.classify(text, { desk: null });
      const desk = await teach();
      const quick = { explain: false };
      const plain = await rubrica.classify(text, { ...quick, desk: null });
      assert.deepEqual(await rubrica.relabel(text, plain), await rubrica.classify(text, quick));
      await desk.add("harbour", "The harbour reopens after the chess world cup");
      const changed = await rubrica.classify(text, quick);
      assert.deepEqual(await rubrica.relabel(text, plain, { desk }), changed);
      // Other items than those before, and some of them twice.
      const twice = `${PASTE}\n\n${PASTE}`;
      const report = await rubrica.classify(twice, quick);
      assert.deepEqual(await rubrica.relabel(twice, report), report);
      assert.deepEqual(await rubrica.relabel(text, changed, { desk: null }), plain);
      assert.deepEqual(await rubrica.relabel(text, before, { desk: null }), before);
      await assert.rejects(rubrica.relabel(text, before, { signal: AbortSignal.abort() }), { name: "AbortError" });
    });

    it("examples in English teach Russian", async () => {
      const desk = await rubrica.teach({
        topics: {
          football: [
            "The striker scored twice as the home team won the cup final",
            "Goalkeeper saves a penalty and the team wins the league match",
            "The coach praised his players after the football match",
            "Football club signs a midfielder before the new season",
          ],
          elections: [
            "Parliament votes on the new election law",
            "The president was elected in the second round of voting",
            "Opposition wins the elections to the regional parliament",
            "Voters go to the polls to elect a new government",
          ],
        },
      });
      const report = await rubrica.classify(
        "Нападающий забил два гола, и команда выиграла матч чемпионата по футболу\n\nПарламент принял закон о выборах президента, депутаты проголосовали",
        { desk },
      );
      assert.deepEqual(given(report), ["football", "elections"]);
    });

    it("a desk is judged, taught more, and forgets", async () => {
      const desk = await teach();
      const evaluation = await desk.evaluate();
      assert.equal(evaluation.examples, 12);
      assert.ok(evaluation.right >= 6 && evaluation.right <= 12, JSON.stringify(evaluation));
      assert.deepEqual(
        evaluation.topics.map(({ topic, examples }) => [topic, examples]),
        [
          ["chess", 6],
          ["harbour", 6],
        ],
      );
      await desk.add("shares", [
        "Die Aktien der Bank fallen an der Börse",
        "Der Konzern senkt die Prognose für den Gewinn",
        "Anleger verkaufen Aktien, der Kurs fällt",
      ]);
      assert.deepEqual(desk.topics, ["chess", "harbour", "shares"]);
      assert.deepEqual(given(await rubrica.classify(PASTE)), ["chess", "harbour", "shares"]);
      await desk.rename("shares", "stock exchange");
      assert.deepEqual(given(await rubrica.classify(PASTE)), ["chess", "harbour", "stock exchange"]);
      await desk.remove("stock exchange");
      assert.deepEqual(desk.topics, ["chess", "harbour"]);
      await desk.remove("chess", CHESS[0]);
      assert.equal(desk.examples?.length, 11);
      await desk.add(null, PASTE.split("\n\n")[0] ?? "");
      assert.notEqual(given(await rubrica.classify(PASTE))[0], "chess", "it was told so");
    });

    it("an example that is given again is the same one, and counts where it was put last", async () => {
      const twice = await rubrica.teach({
        topics: { chess: [...CHESS, ...CHESS, HARBOUR[0] ?? ""], harbour: HARBOUR },
      });
      assert.equal((await twice.evaluate()).examples, 12);
      await twice.add("chess", [HARBOUR[0] ?? "", HARBOUR[0] ?? ""]);
      assert.equal(twice.examples?.length, 12);
      await twice.remove(" chess ", HARBOUR[0]);
      assert.equal(twice.examples?.length, 11, "names are trimmed wherever they are given");
    });

    it("a call that cannot be sent changes no desk", async () => {
      await teach();
      await rubrica.classify(PASTE, { desk: null });
      /** @type {any} */
      const anything = rubrica;
      await assert.rejects(anything.classify(PASTE, { onProgress: () => true }), TypeError);
      assert.deepEqual(given(await rubrica.classify(PASTE)).slice(0, 2), ["chess", "harbour"]);
    });

    it("changes that are made at once come one after the other", async () => {
      const desk = await teach();
      await Promise.all([desk.add("a", CHESS[0] ?? ""), desk.add("b", CHESS[1] ?? ""), desk.remove("harbour")]);
      assert.deepEqual([...desk.topics].sort(), ["a", "b", "chess"]);
      assert.equal(desk.examples?.length, 6);
    });

    it("a desk is kept as JSON, and says the same when it is read", async () => {
      const desk = await teach();
      const report = await rubrica.classify(PASTE);
      const read = module.Rubrica.desk(JSON.stringify(desk));
      assert.deepEqual(await rubrica.classify(PASTE, { desk: read }), report);
      assert.deepEqual(read.examples, desk.examples);
      await assert.rejects(read.add("chess", "another game"), { name: "InvalidStateError" });
      const again = await rubrica.teach(read);
      assert.deepEqual(JSON.parse(JSON.stringify(again)), JSON.parse(JSON.stringify(desk)));
      await again.add("chess", "another game of chess");
      const discreet = await rubrica.teach({ topics: { chess: CHESS }, keepExamples: false });
      assert.ok(!JSON.stringify(discreet).includes("grandmaster"));
      const bare = module.Rubrica.desk(JSON.stringify(discreet));
      assert.equal(given(await rubrica.classify(PASTE, { desk: bare }))[0], "chess");
      await assert.rejects(rubrica.teach(bare), { name: "RubricaError", code: "malformed-desk" });
    });

    it("a desk of another model is refused, and can be learned again", async () => {
      const desk = await teach();
      const other = module.Rubrica.desk({ ...desk.toJSON(), model: "0123456789abcdef" });
      for (let time = 0; time < 2; time += 1) {
        await assert.rejects(rubrica.classify(PASTE, { desk: other }), {
          name: "RubricaError",
          code: "other-model",
          message: /learned with another model \(0123456789ab….*learn it again/,
        });
      }
      assert.deepEqual(given(await rubrica.classify(PASTE, { desk })), ["chess", "harbour", undefined]);
      const learned = await rubrica.teach(other);
      assert.equal(learned.toJSON().model, (await rubrica.classify("text")).model.sha256);
    });

    it("what is no desk and no lesson is told", async () => {
      for (const wrong of ["{}", "no json", "null", '{"format":1}', '{"format":9,"topics":[],"floor":0}']) {
        assert.throws(() => module.Rubrica.desk(wrong), { name: "RubricaError", code: "malformed-desk" }, wrong);
      }
      const desk = (await teach()).toJSON();
      const broken = module.Rubrica.desk({ ...desk, bias: [] });
      await assert.rejects(rubrica.classify(PASTE, { desk: broken }), {
        code: "malformed-desk",
        message: /do not fit/,
      });
      /** @type {any} */
      const anything = rubrica;
      await assert.rejects(anything.teach({}), { name: "TypeError" });
      await assert.rejects(anything.teach({ topics: { chess: "text" } }), { name: "TypeError" });
      await assert.rejects(anything.teach({ topics: { chess: [7] } }), { name: "TypeError" });
      await assert.rejects(anything.teach({ topics: { " ": CHESS } }), { name: "TypeError" });
      await assert.rejects(anything.teach({ topics: {} }), { name: "RangeError" });
      await assert.rejects(anything.teach({ topics: { chess: CHESS, go: [] } }), {
        name: "RangeError",
        message: /“go”/,
      });
      await assert.rejects(anything.teach({ topics: { chess: CHESS }, floor: 2 }), { name: "RangeError" });
      /** @type {any} */
      const taught = await teach();
      await assert.rejects(taught.rename("chess", null), { name: "TypeError" });
      await assert.rejects(taught.add(undefined, CHESS), { name: "TypeError" });
      await assert.rejects(taught.add(5, CHESS), { name: "TypeError" });
      await assert.rejects(taught.remove("chess", 5), { name: "TypeError", message: /array of strings/ });
      await assert.rejects(taught.add("go", []), { name: "RangeError" });
      await assert.rejects(taught.add("go", "a".repeat(2 ** 24 + 1)), { name: "QuotaExceededError" });
      assert.deepEqual(taught.topics, ["chess", "harbour"]);
      await assert.rejects(anything.classify(PASTE, { desk }), { name: "TypeError" });
      assert.ok((await rubrica.classify(PASTE, { desk: null })).items.length === 3, "it goes on");
    });

    it("can be aborted, and ends with its classifier", async () => {
      const signal = AbortSignal.abort(new Error("enough"));
      await assert.rejects(rubrica.teach({ topics: { chess: CHESS }, signal }), /enough/);
      const other = await module.Rubrica.create({ worker });
      const desk = await other.teach({ topics: { chess: CHESS } });
      other.destroy();
      await assert.rejects(desk.add("chess", "text"), { name: "AbortError" });
    });
  });
}
