// The bundlers, runtimes and checkers that the package is tested with, and the packages that it is measured beside. They
// are many and large, so they are installed once, from lock files of their own, into the folder in which scripts/setup
// keeps its tools.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

import { root } from "../../scripts/lib/run.mjs";

/**
 * The folder in which they are installed: programs in folders below it find them in its node_modules.
 * @param {{ lock: string, name: string }} which the folder of the lock file, and a name for that of the installation
 */
export function tools(which = { lock: "tests/package/tools", name: "package-tests" }) {
  const lock = join(root, which.lock);
  const cache =
    process.env["RUBRICA_TOOLS"] || join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "rubrica");
  const hash = createHash("sha256")
    .update(readFileSync(join(lock, "package-lock.json")))
    .digest("hex");
  const folder = join(cache, `${which.name}-${hash.slice(0, 12)}`);
  if (!existsSync(folder)) {
    console.log(`installing what ${which.lock} lists (once) into ${folder}`);
    mkdirSync(cache, { recursive: true });
    // Not in place: what is broken off is not taken for what is whole.
    const making = mkdtempSync(join(cache, "installing-"));
    try {
      for (const name of ["package.json", "package-lock.json"]) {
        copyFileSync(join(lock, name), join(making, name));
      }
      // Not `npm ci`, which refuses a lock file in which some other platform's build of a bundler is missing.
      const args = ["install", "--no-save", "--no-audit", "--no-fund"];
      const { status, stderr } = spawnSync("npm", args, { cwd: making, encoding: "utf8" });
      if (status !== 0) {
        throw new Error(`npm install in ${which.lock} failed:\n${stderr}`);
      }
      try {
        renameSync(making, folder);
      } catch (error) {
        // Another run was quicker.
        if (!existsSync(folder)) {
          throw error;
        }
      }
    } finally {
      rmSync(making, { recursive: true, force: true });
    }
  }
  return folder;
}
