// Cloudflare's runtime on this machine.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";

import { tools } from "./tools.mjs";

/** What each kind of file is imported as, as wrangler has it. @type {Record<string, string>} */
const TYPES = { ".js": "ESModule", ".wasm": "CompiledWasm", ".bin": "Data" };

/**
 * Builds a worker's script as wrangler does, one script with the imported wasm and data beside it, and posts `body` to it.
 * @param {string} script
 * @param {string} body
 * @returns {Promise<string>} what it answers
 */
export async function inMiniflare(script, body) {
  const fromTools = createRequire(join(tools(), "package.json"));
  const { build } = fromTools("esbuild");
  const { Miniflare } = fromTools("miniflare");
  const out = join(dirname(script), "out-cloudflare");
  await build({
    entryPoints: { main: script },
    bundle: true,
    format: "esm",
    loader: { ".wasm": "copy", ".bin": "copy" },
    outdir: out,
    logLevel: "error",
  });
  // The first is the worker.
  const files = ["main.js", ...readdirSync(out).filter((file) => file !== "main.js")];
  const miniflare = new Miniflare({
    modulesRoot: out,
    modules: files.map((file) => ({ type: TYPES[extname(file)], path: join(out, file) })),
    compatibilityDate: "2025-07-01",
  });
  try {
    const response = await miniflare.dispatchFetch("http://localhost/", { method: "POST", body });
    return await response.text();
  } finally {
    await miniflare.dispose();
  }
}
