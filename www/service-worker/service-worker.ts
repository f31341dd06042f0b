// Keeps the page's files, so that it works without a network; of the packs of the topic model those that were used. Built to sw.js, at the page's own address.

declare const self: ServiceWorkerGlobalScope;

/** The page's files by address, relative to this script, each with a hash of its content; the build writes them. */
declare const __FILES__: Readonly<Record<string, string>>;
/** A hash of all of them. */
declare const __VERSION__: string;

const PREFIX = "rubrica-";
const CACHE = PREFIX + __VERSION__;

const addresses = new Map(
  Object.entries(__FILES__).map(([path, hash]) => [new URL(path, self.location.href).href, hash]),
);

self.addEventListener("install", (event) => {
  event.waitUntil(store());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers());
});

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  // The folder's own address is its index.
  const address = url.replace(/[?#].*/, "").replace(/\/index\.html$/, "/");
  if (method === "GET" && addresses.has(address)) {
    event.respondWith(answer(address, event.request));
  }
});

self.addEventListener("message", (event) => {
  // The reader took the offered update.
  if (event.data === "take over") {
    void self.skipWaiting();
  } else if (typeof event.data === "string" && packOf(event.data) && addresses.has(event.data)) {
    event.waitUntil(keep(event.data));
  }
});

/** Of the packs of the topic model those are kept that were used: the name of a pack, if that is what a file is. */
function packOf(address: string): string | undefined {
  return /\/pack-([a-zA-Z]+)-[^/]*$/.exec(address)?.[1];
}

/** Keeps a file that was used. */
async function keep(address: string): Promise<void> {
  const cache = await caches.open(CACHE);
  const key = keyOf(address, addresses.get(address)!);
  if (!(await cache.match(key))) {
    const response = await fetch(address);
    if (response.ok) {
      await cache.put(key, response);
    }
  }
}

/** The packs that any version has kept: the newest has to have them too. */
async function keptPacks(): Promise<Set<string | undefined>> {
  const names = await caches.keys();
  const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return new Set(requests.flat().map(({ url }) => packOf(url.replace(/\?.*/, ""))));
}

/** Fills this version's cache: with what an older version has already, and the rest from the network. */
async function store(): Promise<void> {
  const cache = await caches.open(CACHE);
  const packs = await keptPacks();
  const wanted = [...addresses].filter(([address]) => !packOf(address) || packs.has(packOf(address)));
  await Promise.all(
    wanted.map(async ([address, hash]) => {
      const kept = await caches.match(keyOf(address, hash));
      // What carries no hash in its name may be old in the browser's own cache.
      const reload = address.includes("/assets/") ? "default" : "no-cache";
      const response = kept ?? (await fetch(new Request(address, { cache: reload })));
      if (!response.ok) {
        throw new Error(`${address}: the server answered ${String(response.status)}`);
      }
      await cache.put(keyOf(address, hash), response);
    }),
  );
}

async function answer(address: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(keyOf(address, addresses.get(address)!))) ?? (await fetch(request));
}

/** A file is kept by its address and its content: a changed file is another. */
function keyOf(address: string, hash: string): string {
  return `${address}?${hash}`;
}

async function forgetOthers(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CACHE) {
      await caches.delete(name);
    }
  }
}

export {};
