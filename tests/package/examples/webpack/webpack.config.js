import { fileURLToPath } from "node:url";

export default {
  mode: "production",
  entry: "./main.js",
  output: { path: fileURLToPath(new URL("out", import.meta.url)), filename: "main.js", clean: true },
  // The models are larger than what webpack warns of.
  performance: { hints: false },
};
