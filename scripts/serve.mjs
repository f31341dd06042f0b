// A static file server for the page: `node scripts/serve.mjs [FOLDER]`. Needs nothing but Node.
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** @type {Record<string, string>} */
const TYPES = {
  ".bin": "application/octet-stream",
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json; charset=utf-8",
};

/** What grows smaller by compression. Models are dense already, but headers and tables in them are not. */
const COMPRESSIBLE = new Set([".bin", ".css", ".html", ".js", ".json", ".svg", ".txt", ".wasm", ".webmanifest"]);

/** The build puts everything whose name carries a hash into this folder of the page: it never changes. */
const HASHED = `${sep}assets${sep}`;

/** Brotli's quality 5 takes milliseconds where 11, which a host would store beforehand, takes seconds. */
const QUALITY = 5;

const compressors = {
  br: (/** @type {Buffer} */ bytes, /** @type {number} */ quality) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }),
  gzip: (/** @type {Buffer} */ bytes) => promisify(gzip)(bytes),
};

/**
 * Serves `folder` below the path `base` until the returned server is closed.
 * @param {{ folder: string, port: number, base?: string, host?: string, quality?: number }} options
 * @returns {Promise<{ address: string, close: () => Promise<void> }>}
 */
export async function serve({ folder, port, base = "/", host, quality = QUALITY }) {
  /** @type {Map<string, Promise<Buffer>>} */
  const compressed = new Map();

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      console.error(error);
      response.destroy();
    });
  });

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   */
  async function answer(request, response) {
    if (request.method !== "GET" && request.method !== "HEAD") {
      refuse(response, 405);
      return;
    }
    const file = fileOf(request.url ?? "/");
    const found = file === undefined ? undefined : await stat(file).catch(() => undefined);
    if (file === undefined || !found?.isFile()) {
      refuse(response, 404);
      return;
    }
    const version = `${found.size.toString(16)}-${Math.trunc(found.mtimeMs).toString(16)}`;
    const type = extname(file);
    const coding = COMPRESSIBLE.has(type) ? codingFor(request.headers["accept-encoding"] ?? "") : undefined;
    const etag = `"${version}${coding ? `-${coding}` : ""}"`;
    response.setHeader("Content-Type", TYPES[type] ?? "application/octet-stream");
    response.setHeader(
      "Cache-Control",
      file.slice(folder.length).startsWith(HASHED) ? "public, max-age=31536000, immutable" : "no-cache",
    );
    response.setHeader("ETag", etag);
    response.setHeader("Vary", "Accept-Encoding");
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (request.headers["if-none-match"] === etag) {
      response.writeHead(304).end();
      return;
    }
    if (!coding) {
      response.setHeader("Content-Length", found.size);
      if (request.method === "HEAD") {
        response.end();
      } else {
        createReadStream(file).pipe(response);
      }
      return;
    }
    const key = `${coding} ${version} ${file}`;
    let body = compressed.get(key);
    if (!body) {
      body = readFile(file).then((content) => compressors[coding](content, quality));
      compressed.set(key, body);
    }
    const bytes = await body;
    response.setHeader("Content-Encoding", coding);
    response.setHeader("Content-Length", bytes.length);
    response.end(request.method === "HEAD" ? undefined : bytes);
  }

  /** @param {string} url */
  function fileOf(url) {
    let path;
    try {
      path = decodeURIComponent(new URL(url, "http://localhost").pathname);
    } catch {
      return undefined;
    }
    if (!path.startsWith(base) || path.includes("\0")) {
      return undefined;
    }
    const file = normalize(join(folder, path.slice(base.length)));
    if (file !== folder && !file.startsWith(folder + sep)) {
      return undefined;
    }
    return path.endsWith("/") ? join(file, "index.html") : file;
  }

  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(undefined));
  });
  const bound = server.address();
  const actualPort = typeof bound === "object" && bound ? bound.port : port;
  return {
    address: `http://localhost:${actualPort}${base}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * @param {string} accepted the request's Accept-Encoding
 * @returns {"br" | "gzip" | undefined}
 */
function codingFor(accepted) {
  const offers = accepted.split(",").map((offer) => offer.trim());
  return /** @type {const} */ (["br", "gzip"]).find((coding) =>
    offers.some((offer) => offer === coding || (offer.startsWith(`${coding};`) && !/q=0(\.0*)?$/.test(offer))),
  );
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {number} status
 */
function refuse(response, status) {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" }).end(`${status}\n`);
}
