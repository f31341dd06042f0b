// Memory stays flat. The trials in full, which take long: npm run endurance.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "node:test";

import { root } from "../../scripts/lib/run.mjs";

describe("memory", () => {
  for (const trial of [
    ["stream", "30000"],
    ["stream", "10000", "worker"],
    ["calls", "20000"],
    ["pairs", "60"],
    ["pairs", "20", "worker"],
    ["forgotten", "40"],
    ["forgotten", "20", "worker"],
  ]) {
    it(`stays flat: ${trial.join(" ")}`, () => {
      const script = join(root, "tests/package/endurance.mjs");
      const run = () =>
        spawnSync(process.execPath, ["--expose-gc", script, "--check", ...trial], {
          cwd: root,
          encoding: "utf8",
          timeout: 900_000,
        });
      // A classifier that waits for the collector looks like growth once; what leaks, leaks again.
      const first = run();
      const { status, stdout, stderr } = first.status === 0 ? first : run();
      assert.equal(status, 0, stdout + stderr);
    });
  }
});
