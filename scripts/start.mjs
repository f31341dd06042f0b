// npm start: installs what is missing, builds what is stale, serves the page. Runs before anything is installed,
// so it needs nothing but Node.
import { createServer } from "node:net";
import { join } from "node:path";

import { build } from "./build.mjs";
import { main, root, run } from "./lib/run.mjs";
import { serve } from "./serve.mjs";

/** The port of the environment variable PORT, or 8080. */
function chosenPort() {
  const text = process.env["PORT"] || "8080";
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`PORT must be a number from 0 to 65535, not ${text}`);
  }
  return port;
}

/**
 * Fails if the port is taken, before minutes are spent on building.
 * @param {number} port
 */
async function checkFree(port) {
  await new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(port, () => probe.close(resolve));
  });
}

/**
 * @param {unknown} error
 * @param {number} port
 */
function explained(error, port) {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    return new Error(`port ${port} is in use by another program; choose another: PORT=${port + 1} npm start`);
  }
  if (code === "EACCES") {
    return new Error(`port ${port} is not open to you; choose one above 1023: PORT=8080 npm start`);
  }
  return error;
}

await main(async () => {
  const port = chosenPort();
  try {
    await checkFree(port);
    run("scripts/setup");
    await build("page");
    const { address } = await serve({ folder: join(root, "www/dist"), port });
    console.log(`Rubrica is ready at ${address}`);
  } catch (error) {
    throw explained(error, port);
  }
});
