// The static server of `npm start`.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

import { root } from "../../scripts/lib/run.mjs";
import { serve } from "../../scripts/serve.mjs";

const SCRIPT = "console.log('hello');\n".repeat(1000);

describe("the server", () => {
  /** @type {string} */
  let folder;
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "rubrica-serve-"));
    mkdirSync(join(folder, "page/assets"), { recursive: true });
    writeFileSync(join(folder, "secret.txt"), "secret");
    writeFileSync(join(folder, "page/index.html"), "<!doctype html>");
    writeFileSync(join(folder, "page/assets/main-1234.js"), SCRIPT);
    writeFileSync(join(folder, "page/assets/rubrica-1234.wasm"), "\0asm");
    server = await serve({ folder: join(folder, "page"), port: 0, base: "/sub/path/" });
  });
  after(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  /**
   * Not `fetch`, which tidies up addresses and unpacks bodies by itself.
   * @param {string} path
   * @param {Record<string, string>} headers
   * @returns {Promise<{ status: number | undefined, headers: import("node:http").IncomingHttpHeaders, body: Buffer }>}
   */
  function request(path, headers = {}) {
    const { hostname, port } = new URL(server.address);
    return new Promise((resolve, reject) => {
      get({ hostname, port, path, headers }, async (response) => {
        /** @type {Buffer[]} */
        const chunks = [];
        for await (const chunk of response) {
          chunks.push(chunk);
        }
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) });
      }).on("error", reject);
    });
  }

  it("serves the page at its address, to be asked for anew each time", async () => {
    const { status, headers, body } = await request("/sub/path/");
    assert.equal(status, 200);
    assert.equal(headers["content-type"], "text/html; charset=utf-8");
    assert.equal(headers["cache-control"], "no-cache");
    assert.equal(body.toString(), "<!doctype html>");
    const again = await request("/sub/path/", { "if-none-match": headers.etag ?? "" });
    assert.equal(again.status, 304);
  });

  it("lets caches keep files whose names carry a hash", async () => {
    const { headers } = await request("/sub/path/assets/rubrica-1234.wasm");
    assert.equal(headers["content-type"], "application/wasm");
    assert.match(headers["cache-control"] ?? "", /immutable/);
  });

  it("compresses as the browser asks for", async () => {
    const path = "/sub/path/assets/main-1234.js";
    const brotli = await request(path, { "accept-encoding": "gzip, deflate, br, zstd" });
    assert.equal(brotli.headers["content-encoding"], "br");
    assert.equal(brotliDecompressSync(brotli.body).toString(), SCRIPT);
    const gzip = await request(path, { "accept-encoding": "br;q=0, gzip" });
    assert.equal(gzip.headers["content-encoding"], "gzip");
    assert.equal(gunzipSync(gzip.body).toString(), SCRIPT);
    const plain = await request(path);
    assert.equal(plain.headers["content-encoding"], undefined);
    assert.equal(plain.body.toString(), SCRIPT);
    assert.equal(plain.headers["content-type"], "text/javascript; charset=utf-8");
  });

  it("serves nothing but its folder", async () => {
    for (const path of [
      "/",
      "/sub/",
      "/sub/path/no",
      "/sub/path/../secret.txt",
      "/sub/path/..%2fsecret.txt",
      "/sub/path/%2e%2e/secret.txt",
      "/sub/path/assets",
      "/sub/path/%00",
      "/sub/path/%",
      "//",
    ]) {
      assert.equal((await request(path)).status, 404, path);
    }
  });
});

describe("npm start", () => {
  it("says which port is taken, before it builds anything", async () => {
    const server = await serve({ folder: root, port: 0 });
    const port = new URL(server.address).port;
    const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/start.mjs"], {
      cwd: root,
      env: { ...process.env, PORT: port },
      encoding: "utf8",
    });
    await server.close();
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, new RegExp(`^port ${port} is in use.*PORT=${Number(port) + 1} npm start\n$`));
  });

  it("says what a port is", () => {
    const { status, stderr } = spawnSync(process.execPath, ["scripts/start.mjs"], {
      cwd: root,
      env: { ...process.env, PORT: "http" },
      encoding: "utf8",
    });
    assert.equal(status, 1);
    assert.match(stderr, /^PORT must be a number/);
  });
});
