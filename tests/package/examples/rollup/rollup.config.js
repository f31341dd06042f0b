import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { nodeResolve } from "@rollup/plugin-node-resolve";

export default {
  // The worker is a script of its own beside the program's.
  input: { main: "main.js", worker: "rubrica/worker" },
  output: { dir: "out", entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
  plugins: [
    nodeResolve(),
    {
      name: "rubrica-files",
      // Rollup leaves `new URL("./file", import.meta.url)` as it is: put the files where it will look.
      writeBundle() {
        cpSync(fileURLToPath(new URL(".", import.meta.resolve("rubrica/assets"))), "out", {
          recursive: true,
          filter: (path) => !path.endsWith("s"), // the wasm and the models: no .js, no .ts
        });
      },
    },
  ],
};
