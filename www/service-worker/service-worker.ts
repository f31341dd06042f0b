// Keeps the page's files, so that it works without a network. Built to sw.js, at the page's own address.

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
  const address = url.replace(/[?#].*/, "");
  if (method === "GET" && addresses.has(address)) {
    event.respondWith(answer(address, event.request));
  }
});

// The reader took the offered update.
self.addEventListener("message", ({ data }) => {
  if (data === "take over") {
    void self.skipWaiting();
  }
});

/** Fills this version's cache: with what an older version has already, and the rest from the network. */
async function store(): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.all(
    [...addresses].map(async ([address, hash]) => {
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
