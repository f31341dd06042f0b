// Starts other programs. Needs nothing but Node.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The repository. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Runs a program in the repository, its output shown as it comes.
 * @param {string} command
 * @param {string[]} args
 */
export function run(command, ...args) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (error) {
    throw new Error(`${command} could not be started: ${error.message}`);
  }
  if (status !== 0) {
    throw new Error(`${[command, ...args].join(" ")} failed (${signal ?? `status ${status}`})`);
  }
}

/**
 * Runs a tool of node_modules.
 * @param {string} file its script, as a path inside node_modules
 * @param {string[]} args
 */
export function runTool(file, ...args) {
  run(process.execPath, `node_modules/${file}`, ...args);
}

/**
 * Ends a command-line script with one plain line instead of a stack.
 * @param {() => Promise<void> | void} script
 */
export async function main(script) {
  try {
    await script();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
