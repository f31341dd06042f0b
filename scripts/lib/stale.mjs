// Tells whether what a build step wrote still belongs to what it was made from.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { root } from "./run.mjs";

/** Folders that hold what was made, never what it is made from. */
const MADE = new Set(["node_modules", "target", ".git"]);

/**
 * A hash over the names and contents of files. Contents, not times: a clone and a switch of branches change times only.
 * @param {string[]} inputs files, and folders with all in them, inside the repository
 */
function fingerprint(inputs) {
  const hash = createHash("sha256");
  for (const file of inputs.flatMap((input) => filesIn(input))) {
    hash.update(`${file}\0`).update(
      createHash("sha256")
        .update(readFileSync(join(root, file)))
        .digest(),
    );
  }
  return hash.digest("hex");
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesIn(path) {
  const absolute = join(root, path);
  if (!existsSync(absolute)) {
    return [];
  }
  if (!statSync(absolute).isDirectory()) {
    return [path];
  }
  const names = readdirSync(absolute).filter((name) => !MADE.has(name));
  return names.sort().flatMap((name) => filesIn(join(path, name)));
}

/**
 * Does `work` unless its inputs are as they were when it was last done and its output is there.
 * @param {string} name
 * @param {{ inputs: string[], output: string, work: () => Promise<void> | void }} step
 */
export async function unlessFresh(name, { inputs, output, work }) {
  const stamp = join(root, "target/stamps", name);
  const now = fingerprint(inputs);
  if (existsSync(join(root, output)) && existsSync(stamp) && readFileSync(stamp, "utf8") === now) {
    return;
  }
  console.log(`building the ${name}`);
  // Without a stamp, a step that is broken off is done again.
  rmSync(stamp, { force: true });
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, now);
}
