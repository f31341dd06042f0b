import { defineConfig } from "vite";

export default defineConfig({
  // The folder that is built works from any path.
  base: "./",
  build: { outDir: "out", target: "es2022" },
  // The package is more than one script: its workers start others, so they are modules, too.
  worker: { format: "es" },
  // The development server must not move the package away from its files.
  optimizeDeps: { exclude: ["rubrica"] },
});
