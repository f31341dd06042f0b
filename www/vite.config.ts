import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

import { defineConfig, type Plugin } from "vite";

const SERVICE_WORKER = "sw.js";
const LANGUAGES = join(import.meta.dirname, "src/languages");

export default defineConfig({
  // Relative addresses: the built folder works from any path of any host.
  base: "./",
  build: {
    target: "es2022",
    // Every browser that runs the page preloads modules by itself.
    modulePreload: false,
    // The Content Security Policy allows no data: in scripts and styles.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        index: join(import.meta.dirname, "index.html"),
        sw: join(import.meta.dirname, "service-worker/service-worker.ts"),
      },
      output: {
        // Its address must stay the same, for browsers to find the next version.
        entryFileNames: ({ name }) => (name === "sw" ? SERVICE_WORKER : "assets/[name]-[hash].js"),
        // The names of the package's own files carry a hash already.
        assetFileNames: ({ names: [name = ""] }) =>
          /\.(?:bin|wasm)$/.test(name) ? "assets/[name][extname]" : "assets/[name]-[hash][extname]",
      },
    },
  },
  worker: { format: "es" },
  define: { __CARD__: JSON.stringify(cardFigures()) },
  plugins: [keysOnce(), earlyDownloads(), serviceWorkerFiles()],
});

/** What the page tells of the model card. A figure that the card does not have is left out. */
function cardFigures() {
  const metrics: unknown = JSON.parse(readFileSync(join(import.meta.dirname, "../models/metrics.json"), "utf8"));
  const figure = (...path: string[]): number | string | undefined => {
    const found = path.reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], metrics);
    return typeof found === "number" || typeof found === "string" ? found : undefined;
  };
  return {
    version: figure("model", "version"),
    sha256: figure("model", "sha256"),
    language: { share: figure("language", "accuracy"), texts: figure("language", "rows") },
    topic: { share: figure("topic, all of dev", "accuracy"), texts: figure("topic, all of dev", "rows") },
    topic2: { share: figure("topic, all of dev", "top2_accuracy") },
    kind: { share: figure("kind, kept rows", "accuracy"), texts: figure("kind, kept rows", "rows") },
  };
}

/** What the page says in other languages than English stands in the order of the English texts, whose keys are told once. */
function keysOnce(): Plugin {
  const prefix = "\0texts:";
  const read = (code: string): Record<string, unknown> =>
    JSON.parse(readFileSync(join(LANGUAGES, `${code}.json`), "utf8")) as Record<string, unknown>;
  return {
    name: "keys-once",
    enforce: "pre",
    apply: "build",
    resolveId(source) {
      const code = /\/languages\/(\w+)\.json$/.exec(source)?.[1];
      return code === undefined || code === "en" ? undefined : prefix + code;
    },
    load(id) {
      if (!id.startsWith(prefix)) {
        return undefined;
      }
      const texts = read(id.slice(prefix.length));
      const values = Object.keys(read("en")).map((key) => texts[key]);
      return [
        `import en from ${JSON.stringify(join(LANGUAGES, "en.json"))};`,
        `const texts = ${JSON.stringify(values)};`,
        "export default Object.fromEntries(Object.keys(en).map((key, at) => [key, texts[at]]));",
      ].join("\n");
    },
  };
}

/** Lets browsers begin with the large files before they have read the scripts that ask for them, and tells their size. */
function earlyDownloads(): Plugin {
  return {
    name: "early-downloads",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (_html, { bundle = {} }) => {
        const large = Object.values(bundle).filter(
          // The learner is for those who ask for it, the packs are for those who paste what they know.
          ({ fileName }) => /\.(?:bin|wasm)$/.test(fileName) && !/\b(?:rubrica-learn|pack)-/.test(fileName),
        );
        const bytes = large.reduce((sum, file) => sum + (file.type === "asset" ? file.source.length : 0), 0);
        return [
          ...large.map(({ fileName }) => ({
            tag: "link",
            attrs: { rel: "preload", as: "fetch", fetchpriority: "low", crossorigin: true, href: `./${fileName}` },
            injectTo: "head" as const,
          })),
          { tag: "meta", attrs: { name: "rubrica-bytes", content: String(bytes) }, injectTo: "head" as const },
        ];
      },
    },
  };
}

/** Tells the service worker what there is to keep, when everything is written. */
function serviceWorkerFiles(): Plugin {
  return {
    name: "service-worker-files",
    apply: "build",
    async writeBundle({ dir = "" }) {
      const { readFile, writeFile } = await import("node:fs/promises");
      const files = readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== SERVICE_WORKER)
        .map((entry) => relative(dir, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
        .sort();
      const hashes = Object.fromEntries(
        // The folder's own address is its index.
        files.map((file) => [`./${file.replace(/^index\.html$/, "")}`, hashOf(readFileSync(join(dir, file)))]),
      );
      const path = join(dir, SERVICE_WORKER);
      const script = (await readFile(path, "utf8"))
        .replace("__FILES__", JSON.stringify(hashes))
        .replace("__VERSION__", JSON.stringify(hashOf(JSON.stringify(hashes))));
      await writeFile(path, script);
    },
  };
}

function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}
