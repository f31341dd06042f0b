// A browser for tests: the Chromium or Chrome of the machine, driven by playwright-core.
import { existsSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

import { chromium } from "playwright-core";

/** The names that scripts/setup looks for, too. */
const NAMES = [
  process.env["CHROME_PATH"] ?? "",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "chromium",
  "chromium-browser",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

function executable() {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const candidates = NAMES.filter(Boolean).flatMap((name) =>
    isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name)),
  );
  const found = candidates.find((path) => existsSync(path));
  if (!found) {
    throw new Error("the tests need Chromium or Chrome: run scripts/setup, or set CHROME_PATH");
  }
  return found;
}

export async function launch() {
  return await chromium.launch({
    executablePath: executable(),
    args: [
      "--headless",
      // The sandbox cannot be set up as root, which is what containers run as.
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
