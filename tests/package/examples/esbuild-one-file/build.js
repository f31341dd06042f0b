import { build } from "esbuild";

// The wasm and the models become part of the script.
await build({
  entryPoints: ["main.js"],
  bundle: true,
  format: "esm",
  loader: { ".wasm": "binary", ".bin": "binary" },
  outdir: "out",
});
