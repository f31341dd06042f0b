import { defineConfig } from "vite";

export default defineConfig({
  // Relative addresses: the built folder works from any path of any host.
  base: "./",
  build: {
    target: "es2022",
    // Every browser that runs the page preloads modules by itself.
    modulePreload: false,
    // The Content Security Policy allows no data: in scripts and styles.
    assetsInlineLimit: 0,
  },
  worker: { format: "es" },
});
