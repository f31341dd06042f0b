// The package as its users have it: packed by npm and installed in an empty folder.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { root } from "../../scripts/lib/run.mjs";

/**
 * Runs a program to its end.
 * @param {string} folder
 * @param {string} command
 * @param {string[]} args
 */
export function runIn(folder, command, ...args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  if (error) {
    throw error;
  }
  return { status, stdout, stderr };
}

/**
 * @param {string} folder
 * @param {string[]} args
 */
function npm(folder, ...args) {
  const { status, stdout, stderr } = runIn(folder, "npm", ...args);
  if (status !== 0) {
    throw new Error(`npm ${args.join(" ")} failed:\n${stdout}${stderr}`);
  }
  return stdout;
}

/** Packs the package and installs the tarball. `remove` deletes the folder again. */
export function install() {
  const folder = mkdtempSync(join(tmpdir(), "rubrica-installed-"));
  npm(root, "pack", "--silent", "--pack-destination", folder);
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true, type: "module" }));
  // Offline: the package has no dependencies, and the test would show if it got one.
  npm(folder, "install", "--offline", "--no-audit", "--no-fund", `./${tarball}`);
  // A module of the user's, so that the package is found by its name.
  writeFileSync(
    join(folder, "all.js"),
    'export * from "rubrica";\nexport * as language from "rubrica/language";\nexport * as taxonomy from "rubrica/taxonomy";\nexport * as names from "rubrica/taxonomy/names";\n',
  );
  return {
    folder,
    tarball: join(folder, tarball ?? ""),
    /** The package, imported by its name. */
    load: async () => await import(pathToFileURL(join(folder, "all.js")).href),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * A copy of an installation in which files of the package can be spoilt.
 * @param {string} folder
 */
export function copyOf(folder) {
  const copy = mkdtempSync(join(tmpdir(), "rubrica-spoilt-"));
  cpSync(folder, copy, { recursive: true });
  const assets = join(copy, "node_modules/rubrica/dist/assets");
  return {
    /** @param {"language" | "topics" | "rubrica"} part the beginning of the file's name */
    asset: (part) =>
      join(
        assets,
        readdirSync(assets).find((name) => new RegExp(`^${part}-[0-9a-f]{12}\\.(bin|wasm)$`).test(name)) ?? part,
      ),
    load: async () => await import(pathToFileURL(join(copy, "all.js")).href),
    remove: () => rmSync(copy, { recursive: true, force: true }),
  };
}
