// Waiting for what comes in its own time: a machine that is slow or busy must not decide whether a test passes.

/** How long to wait for what should take a moment, in milliseconds. */
export const PATIENCE = 60_000;

/**
 * Tries a check until it holds, and fails as it failed last.
 * @template T
 * @param {() => T | Promise<T>} check
 * @returns {Promise<T>} what the check returned
 */
export async function eventually(check) {
  const end = performance.now() + PATIENCE;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) {
        throw error;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
