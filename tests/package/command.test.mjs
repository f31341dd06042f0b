// The package's command: the same options as the native one, and the same output to the last byte.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import * as zlib from "node:zlib";

import { install } from "../support/installed.mjs";
import { NATIVE } from "../support/native.mjs";

/** A zstd frame that holds a short text as it is. @param {string} text */
function zstd(text) {
  const bytes = Buffer.from(text);
  // Magic number; one segment with a length of one byte; the last block, unpacked.
  const head = [0x28, 0xb5, 0x2f, 0xfd, 0x20, bytes.length, ((bytes.length << 3) | 1) & 0xff, bytes.length >> 5, 0];
  return Buffer.concat([Buffer.from(head), bytes]);
}

const ROWS = [
  '{"z":1.50,"text":"Storm floods 🌊 coastal towns, dozens missing","a":[1, {"x":"}\\"{"}],"n":1234567890123456789012}',
  "",
  '{"text":"a\\ud800b","text":"Парламент принял бюджет на следующий год","report":{"old":true}}',
  "not json",
  '["text"]',
  '{"title":"no text"}',
  '{"text":3}',
  '  {"te\\u0078t": "The army shelled the town\\n\\nBanks\\u2019 profits fell \\ud83d" , "id" : null }  ',
];
const TABLE = [
  "id,headline,topic",
  '1,"Storm floods, ""coastal"" towns",x',
  "",
  '2,"Two lines:\r\nParliament votes on the budget",y',
  "3,too few",
  "4,,z",
  '5,a "quote" inside and 🌊,"last"x',
];
/** @type {Record<string, string | Buffer>} */
const FILES = {
  "paste.txt": "Storm floods coastal towns 🌊\n\nПарламент принял бюджет\n\nBuy one, get one free!",
  "other.txt": "\uFEFFLa banque centrale relève ses taux",
  "empty.txt": "",
  "utf16.txt": Buffer.from("\uFEFFПарламент принял бюджет 🏦", "utf16le"),
  "latin1.txt": Buffer.from("Fußball: Bayern schlägt Köln", "latin1"),
  "cut.txt": Buffer.from("Парламент").subarray(0, 5),
  "packed.jsonl.zst": zstd('{"text":"Storm floods coastal towns"}\n'),
  "rows.jsonl": ROWS.join("\n"),
  "rows-crlf.ndjson": `${ROWS.join("\r\n")}\r\n`,
  "bytes.jsonl": Buffer.concat([Buffer.from('{"text":"a"}\n{"text":"'), Buffer.from([0xff]), Buffer.from('"}\n')]),
  "table.csv": `${TABLE.join("\n")}\n`,
  "other.csv": "id,headline,topic\n9,Rates rise again,b",
  "foreign.csv": "id,headline\n9,Rates rise again",
  "mixed.txt":
    "Парламент принял бюджет на следующий год 🏦, сообщил в понедельник министр финансов. " +
    "“The government will spend more on schools and hospitals next year,” the minister told reporters after the vote.",
  "page.html": Buffer.from(
    "<!doctype html><meta charset=iso-8859-1><title>x</title><nav><a href=/>Menu</a></nav><script>let x = 1</script>" +
      "<article><h2>Bayern schl\xE4gt K\xF6ln</h2><p>Das Spiel endete mit 3:1.</p></article>" +
      "<article><h2>Bank senkt Zinsen</h2><ul><li>Die Aktien stiegen.</ul></article>",
    "latin1",
  ),
  "note.md":
    "# Storm floods *coastal* towns\n\nDozens are missing.\n\n# Parliament votes\n\n- [Budget](https://x.example)\n",
  "feed.xml":
    "<rss><channel><title>News</title><item><title>Storm floods 🌊 towns</title><description>Dozens &lt;b&gt;missing&lt;/b&gt;" +
    "</description></item><item><title>Parliament votes</title></item></channel></rss>",
  "broken.rss": "no feed at all",
  "examples.jsonl":
    '{"topic":"chess","text":"The grandmaster won the chess game"}\n{"topic":"chess","text":"A chess champion draws"}\n' +
    '{"topic":"harbour","text":"The port opens a new quay for ships"}\n{"topic":"harbour","text":"A ferry left the harbour"}\n',
  "chess.txt": "🌊 Chess: a champion of twelve beats three grandmasters at the open tournament",
  "foreign-desk.json": "{}",
  "gaps.csv": '\n\ntext,id\r\n\r\n\nStorm floods towns,1\n\n\nalone\n"Two\n\nlines",2\n\na,b,c\n',
  "twice.csv": "id,b,text,b,id,report_news,news\n1,5,Storm floods towns,6,2,3,4\n",
  "text-twice.csv": "text,text\nStorm floods towns,Parliament votes\n",
  "long.jsonl": `${JSON.stringify({ text: "storm ".repeat(2e6), id: 'a\\\\"b\\' })}\n`,
  "named.jsonl": '{"заголовок":1,"text":"Storm floods towns"}\n{"заголовок":2,"text":"Parliament votes"}\n',
  "keys.jsonl": '{"\\ud800":1,"text":"Storm floods towns","b\\u0061":2}\n',
};

/** @type {ReturnType<typeof install>} */
let installed;
/** A folder of inputs. */
let folder = "";
before(() => {
  installed = install();
  folder = mkdtempSync(join(tmpdir(), "rubrica-command-"));
  for (const [name, content] of Object.entries(FILES)) {
    writeFileSync(join(folder, name), content);
  }
  const taught = spawnSync(NATIVE, ["teach", "examples.jsonl", "-o", "desk.json"], { cwd: folder, encoding: "utf8" });
  assert.equal(taught.status, 0, taught.stderr);
  const desk = readFileSync(join(folder, "desk.json"), "utf8");
  writeFileSync(join(folder, "wide-desk.json"), Buffer.from(`\uFEFF${desk}`, "utf16le"));
});
after(() => {
  installed.remove();
  rmSync(folder, { recursive: true });
});

/**
 * @param {string[]} args
 * @param {string} [input]
 */
function ours(args, input = "") {
  const main = join(installed.folder, "node_modules/.bin/rubrica");
  const { status, stdout, stderr } = spawnSync(main, args, { cwd: folder, input, encoding: "utf8", maxBuffer: 1e9 });
  return { status, stdout, stderr };
}

/**
 * @param {string[]} args
 * @param {string} [input]
 */
function native(args, input = "") {
  const options = /** @type {const} */ ({ cwd: folder, input, encoding: "utf8", maxBuffer: 1e9 });
  const { status, stdout, stderr } = spawnSync(NATIVE, ["classify", ...args], options);
  return { status, stdout, stderr };
}

/** @param {string} stderr the places of complaints, without what readers of different languages say of them */
const places = (stderr) => stderr.split("\n").map((line) => /^rubrica: (\S+:|\d+ unreadable)/.exec(line)?.[1]);

describe("the command", () => {
  for (const args of [
    ["paste.txt"],
    ["classify", "paste.txt", "--no-split", "--top-k", "1"],
    ["paste.txt", "--offsets", "utf16"],
    ["paste.txt", "other.txt", "empty.txt", "utf16.txt", "latin1.txt", "cut.txt", "missing.txt"],
    ["paste.txt", "empty.txt", "--format", "jsonl", "--no-explain"],
    ["paste.txt", "empty.txt", "--format", "csv"],
    ["latin1.txt"],
    ["rows.jsonl", "rows-crlf.ndjson"],
    ["rows.jsonl", "--format", "json", "--offsets", "utf16"],
    ["rows.jsonl", "--field", "title", "--top-k", "0"],
    ["bytes.jsonl"],
    ["table.csv", "--field", "headline"],
    ["table.csv", "other.csv", "foreign.csv", "--field", "headline"],
    ["table.csv", "--field", "headline", "--format", "jsonl"],
    ["gaps.csv"],
    ["twice.csv", "text-twice.csv"],
    ["twice.csv", "--format", "jsonl"],
    ["keys.jsonl"],
    ["long.jsonl", "--no-split", "--no-explain"],
    ["chess.txt", "--desk", "wide-desk.json"],
    ["table.csv", "--field", "headline", "--format", "json"],
    ["table.csv"],
    ["table.csv", "--input", "text", "--format", "csv"],
    ["mixed.txt"],
    ["page.html"],
    ["page.html", "--offsets", "utf16", "--no-split"],
    ["page.html", "note.md", "feed.xml", "broken.rss", "paste.txt"],
    ["note.md", "feed.xml", "--format", "csv"],
    ["note.md", "--input", "text"],
    ["rows.jsonl", "page.html"],
    ["chess.txt", "--desk", "desk.json"],
  ]) {
    it(`writes what the native command writes: rubrica ${args.join(" ")}`, () => {
      assert.ok(existsSync(NATIVE), "cargo build --release -p rubrica-cli");
      const expected = native(args.filter((arg) => arg !== "classify"));
      const { status, stdout, stderr } = ours(args);
      assert.equal(stdout, expected.stdout);
      assert.equal(status, expected.status, stderr);
      assert.deepEqual(places(stderr), places(expected.stderr));
    });
  }

  it("reads standard input", () => {
    for (const args of [[], ["-"], ["--input", "jsonl"]]) {
      const input = args.includes("jsonl") ? ROWS.join("\n") : "Storm floods coastal towns";
      assert.equal(ours(args, input).stdout, native(args, input).stdout);
    }
  });

  it("unpacks zstd where Node can, and says so where it cannot", () => {
    const expected = native(["packed.jsonl.zst"]);
    assert.equal(expected.status, 0, expected.stderr);
    const { status, stdout, stderr } = ours(["packed.jsonl.zst"]);
    if ("createZstdDecompress" in zlib) {
      assert.equal(stdout, expected.stdout);
      assert.equal(status, 0);
    } else {
      assert.equal(status, 1);
      assert.match(stderr, /packed\.jsonl\.zst: is packed with zstd, which needs Node 22\.15/);
    }
  });

  it("keeps the order of many rows on many threads", () => {
    const input = Array.from({ length: 3000 }, (_, id) => JSON.stringify({ id, text: `Team ${id} won the cup` })).join(
      "\n",
    );
    const args = ["--input", "jsonl", "--threads", "3"];
    assert.equal(ours(args, input).stdout, native(["--input", "jsonl"], input).stdout);
  });

  it("says what is wrong with its arguments, and that it is wrong use", () => {
    for (const [args, message] of /** @type {[string[], RegExp][]} */ ([
      [["--input", "xml"], /--input must be text, html, markdown, feed, jsonl or csv, not xml/],
      [["--top-k", "-1"], /top-k/],
      [["--threads", "0"], /--threads must be a whole number, 1 or more/],
      [["--nonsense"], /nonsense/],
      [["rows.jsonl", "--format", "csv"], /--format csv cannot hold/],
      [["evaluate"], /native command/],
    ])) {
      const { status, stdout, stderr } = ours(args);
      assert.equal(status, 2, stderr);
      assert.equal(stdout, "");
      assert.match(stderr, message);
    }
  });

  it("goes on where a run was cut off, its own or the native command's", () => {
    const out = join(folder, "out.jsonl");
    for (const args of [
      ["rows.jsonl"],
      ["named.jsonl"],
      ["table.csv", "--field", "headline"],
      ["paste.txt", "missing.txt", "page.html"],
    ]) {
      const all = [...args, "--format", "jsonl", "-o", "out.jsonl"];
      native(all);
      const whole = readFileSync(out, "utf8");
      const first = whole.indexOf("\n") + 1;
      // Nine bytes end inside the first name's fourth letter.
      for (const end of [0, 9, first, first + 9, Buffer.byteLength(whole)]) {
        writeFileSync(out, Buffer.from(whole).subarray(0, end));
        const { stderr } = ours([...all, "--resume"]);
        assert.equal(readFileSync(out, "utf8"), whole, `${args[0]}, cut off at ${end}: ${stderr}`);
      }
      for (const other of [whole.repeat(2), `${whole}more`, "no line", `other\n${whole}`]) {
        writeFileSync(out, other);
        const { status, stderr } = ours([...all, "--resume"]);
        assert.equal(status, 1);
        assert.match(stderr, /^rubrica: --resume: what was written before is not of these files in this order/m);
        assert.equal(readFileSync(out, "utf8"), other, "nothing is lost");
      }
      rmSync(out);
      assert.equal(ours([...all, "--resume"]).stdout, "");
      assert.equal(readFileSync(out, "utf8"), whole, "there was nothing to go on with");
    }
  });

  it("does not write over what it reads", () => {
    for (const args of [
      ["rows.jsonl", "--output", "rows.jsonl"],
      ["paste.txt", "--desk", "rows.jsonl", "--output", "rows.jsonl"],
      ["paste.txt", "--output", "out.json", "--resume"],
      ["rows.jsonl", "--resume"],
    ]) {
      assert.equal(ours(args).status, 2);
      assert.equal(native(args).status, 2);
    }
    assert.equal(readFileSync(join(folder, "rows.jsonl"), "utf8"), FILES["rows.jsonl"]);
    writeFileSync(join(folder, "out.jsonl"), "kept");
    assert.equal(ours(["rows.jsonl", "--models", "nowhere", "--output", "out.jsonl"]).status, 1);
    assert.equal(readFileSync(join(folder, "out.jsonl"), "utf8"), "kept");
    assert.equal(ours(["rows.jsonl", "-o", "-"]).stdout, ours(["rows.jsonl"]).stdout);
  });

  it("says of models that cannot be used which they are, and gives up", () => {
    const { status, stdout, stderr } = ours(["--models", "nowhere", "paste.txt"]);
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /nowhere.language\.bin/);
  });

  it("says of a desk that cannot be used what is wrong with it, and gives up", () => {
    const { status, stdout, stderr } = ours(["--desk", "foreign-desk.json", "paste.txt"]);
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /the desk foreign-desk\.json: /);
  });

  it("classifies the parts of mixed and marked up texts, so that the comparison says something", () => {
    assert.ok(JSON.parse(ours(["mixed.txt"]).stdout).items[0].passages.length > 1);
    const page = JSON.parse(ours(["page.html"]).stdout);
    assert.equal(page.items.length, 2);
    assert.match(page.text, /^Bayern schlägt Köln\n/);
    const { desk } = JSON.parse(ours(["chess.txt", "--desk", "desk.json"]).stdout).items[0];
    assert.ok(desk[0].topic === "chess" && desk[0].evidence.length > 0, JSON.stringify(desk));
  });

  it("prints its help and its version", () => {
    assert.match(ours(["--help"]).stdout, /Usage: rubrica .*--top-k N/s);
    assert.match(ours(["--version"]).stdout, /^rubrica \d+\.\d+\.\d+\n$/);
  });

  it("is content when the reader of its output has enough", async () => {
    const input = Array.from({ length: 5000 }, (_, id) => JSON.stringify({ id, text: "Storm floods towns" })).join(
      "\n",
    );
    writeFileSync(join(folder, "many.jsonl"), input);
    const command = `"${join(installed.folder, "node_modules/.bin/rubrica")}" many.jsonl; echo "status $?" >&2`;
    const child = spawn("bash", ["-c", `(${command}) | head -n 1 > /dev/null`], { cwd: folder });
    let stderr = "";
    child.stderr.on("data", (data) => (stderr += data));
    await new Promise((resolve) => child.on("close", resolve));
    assert.equal(stderr, "status 0\n");
  });
});
