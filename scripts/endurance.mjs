// npm run endurance: what npm test does a little of, in full. Half an hour or more; needs the machine for itself where
// speeds are compared.
import { build } from "./build.mjs";
import { main, run } from "./lib/run.mjs";

const TRIALS = [
  ["stream", "1000000"],
  ["calls", "1000000"],
  ["pairs", "10000"],
  ["pairs", "1000", "worker"],
  ["forgotten", "1000"],
  ["forgotten", "200", "worker"],
];

await main(async () => {
  await build("package");
  run("cargo", "build", "--release", "--quiet", "--package", "rubrica-cli");
  for (const trial of TRIALS) {
    run(process.execPath, "--expose-gc", "tests/package/endurance.mjs", ...trial);
  }
});
