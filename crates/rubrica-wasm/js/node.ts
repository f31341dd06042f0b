/**
 * One of Node's own modules. The name is put together so that bundlers leave the import alone:
 * in a browser it is never reached, and they would fail to follow it.
 */
export async function fromNode<Module>(name: "fs/promises" | "worker_threads"): Promise<Module> {
  const specifier = `node:${name}`;
  return (await import(/* webpackIgnore: true */ /* @vite-ignore */ specifier)) as Module;
}
