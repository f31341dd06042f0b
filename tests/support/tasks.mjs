// How long the page's thread works without a break, whatever else the machine does.

/**
 * The longest task of the page's thread while `work` goes on: in milliseconds of its processor time, which other
 * programs do not add to.
 * @param {import("playwright-core").Page} page
 * @param {() => Promise<void>} work
 */
export async function longestTask(page, work) {
  const browser = page.context().browser();
  if (!browser) {
    throw new Error("the page has no browser to ask");
  }
  await browser.startTracing(page, { categories: ["disabled-by-default-devtools.timeline"] });
  let trace;
  try {
    await work();
  } finally {
    trace = JSON.parse((await browser.stopTracing()).toString("utf8"));
  }
  /** @type {{ name: string, pid: number, tid: number, tdur?: number, args: { name?: string } }[]} */
  const events = trace.traceEvents;
  const main = new Set(
    events
      .filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = events.flatMap(({ name, pid, tid, tdur }) =>
    name === "RunTask" && tdur !== undefined && main.has(`${pid} ${tid}`) ? [tdur / 1000] : [],
  );
  if (tasks.length === 0) {
    throw new Error("the browser told of no task: does it still call them RunTask?");
  }
  return Math.max(...tasks);
}
