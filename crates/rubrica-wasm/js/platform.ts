// Types of the web platform that a program's own choice of libraries may lack: one for a server knows no DOM.

/** A compiled WebAssembly module. */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module
  : object;

/** A web worker. */
export type WebWorker = typeof globalThis extends { Worker: { prototype: infer Worker } } ? Worker : never;

/** Bytes of any kind. */
export type Bytes = ArrayBuffer | ArrayBufferView;
