import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

await build({
  // The worker is a script of its own beside the program's.
  entryPoints: { main: "main.js", worker: "rubrica/worker" },
  bundle: true,
  format: "esm",
  outdir: "out",
});
// esbuild leaves `new URL("./file", import.meta.url)` as it is: put the files where it will look.
cpSync(fileURLToPath(new URL(".", import.meta.resolve("rubrica/assets"))), "out", {
  recursive: true,
  filter: (path) => !path.endsWith("s"), // the wasm and the models: no .js, no .ts
});
