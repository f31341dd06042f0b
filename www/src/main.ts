import type { Block, Evaluation, Report, Span } from "rubrica";

import { DeskKeeper } from "./desk.js";
import { DeskPanel } from "./desk-panel.js";
import { drawAbout, drawSettings, openDialog } from "./dialogs.js";
import { button, byId, element, icon, setProperty } from "./dom.js";
import { copy, download, FORMATS, markdownOf } from "./exporting.js";
import { PasteField } from "./field.js";
import { ACCEPTED } from "./files/formats.js";
import { open } from "./files/opening.js";
import { Glance, summary } from "./glance.js";
import { ItemList } from "./list.js";
import { keepMenusTidy } from "./menu.js";
import { handedOver, keepForOffline } from "./offline.js";
import { isGivenUp, messageOf, Reader, type Wanted } from "./reader.js";
import { MIXED_SAMPLE, SAMPLES } from "./samples.js";
import { keepSettings, linkWith, loadSettings, type Settings } from "./settings.js";
import { showShares } from "./tip.js";
import { lookOf, TOPIC_SLUGS } from "./topics.js";
import { select, type Sort, SORTS, wholeView } from "./view.js";
import { browserLanguage, type Key, millions, ownName, say, speak, spoken, topicName } from "./words.js";

/** How long typing must pause before the text is read, in milliseconds. */
const PAUSE = 120;
/** Texts longer than this, in UTF-16 code units, take long enough to say so. */
const LONG = 300_000;
/** While a long text is read, what was found is shown anew after so many milliseconds. */
const REFRESH = 400;

const clear = byId("clear", HTMLButtonElement);
const cut = byId("cut", HTMLElement);
const loading = byId("loading", HTMLElement);
const bar = byId("progress", HTMLProgressElement);
const bytes = byId("bytes", HTMLElement);
const working = byId("working", HTMLElement);
const workingLabel = byId("working-label", HTMLElement);
const worked = byId("worked", HTMLProgressElement);
const notice = byId("notice", HTMLElement);
const status = byId("status", HTMLElement);
const welcome = byId("welcome", HTMLElement);
const tools = byId("view", HTMLElement);
const search = byId("search", HTMLInputElement);
const sort = byId("sort", HTMLSelectElement);
const showAll = byId("show-all", HTMLButtonElement);
const automatic = byId("automatic", HTMLButtonElement);
const none = byId("none", HTMLElement);
const chooser = byId("files", HTMLInputElement);
const dropArea = byId("drop", HTMLElement);
const settingsDialog = byId("settings", HTMLDialogElement);
const aboutDialog = byId("about", HTMLDialogElement);
const answer = document.querySelector(".answer")!;
const totalBytes = Number(document.querySelector<HTMLMetaElement>("meta[name=rubrica-bytes]")?.content ?? 0);

let settings = loadSettings();
/** How good the reader's own topics are on their examples, and which items would teach them most. */
let evaluation: Evaluation | undefined;
let suggested: readonly number[] = [];
/** What was found, in which text. */
let found: { text: string; report: Report } | undefined;
let view = wholeView();
/** The items as a file has them; undefined where they are found by the classifier. */
let boundaries: readonly Span[] | undefined;
/** The items as the reader has moved them by hand. */
let byHand: readonly Span[] | undefined;
let opening: AbortController | undefined;
let refreshed = 0;

const reader = new Reader({
  progress(loaded) {
    const isReady = document.documentElement.dataset["ready"] !== undefined;
    bar.value = loaded;
    // What is loaded later is a pack, for a text with other letters than a to z.
    loading.hidden = isReady && loaded === 1;
    bytes.textContent =
      totalBytes > 0 && !isReady
        ? say("loading.bytes", { loaded: millions(loaded * totalBytes), total: millions(totalBytes) })
        : "";
  },
  ready() {
    loading.hidden = true;
    if (!document.documentElement.dataset["ready"]) {
      document.documentElement.dataset["ready"] = "true";
      performance.mark("ready");
      void keepForOffline(offerUpdate);
    }
  },
  reading(text) {
    answer.setAttribute("aria-busy", "true");
    refreshed = performance.now();
    if (text.length > LONG) {
      showWork(say("reading", { millions: millions(text.length) }), 0);
    }
  },
  advanced(text, report, share) {
    showWork(share < 1 ? say("reading", { millions: millions(text.length) }) : say("reading.stories"), share);
    if (performance.now() - refreshed > REFRESH || share === 1) {
      refreshed = performance.now();
      found = { text, report };
      showFound();
    }
  },
  read(text, report) {
    answer.removeAttribute("aria-busy");
    working.hidden = true;
    found = { text, report };
    performance.mark("read");
    showFound();
    performance.mark("shown");
    void judgeDesk();
  },
  restarted() {
    tell(say("notice.restarted"));
  },
  failed(why) {
    answer.removeAttribute("aria-busy");
    panel.busy = false;
    loading.hidden = true;
    working.hidden = true;
    dropOld();
    failed(why);
  },
});

const glance = new Glance(byId("glance", HTMLElement), () => {
  showFound();
});

const items = new ItemList(byId("items", HTMLElement), {
  explain: async (text, topK, slug, against) => await reader.explain(text, topK, slug, against),
  get topicsShown() {
    return settings.topics;
  },
  get total() {
    return found?.report.items.length ?? 0;
  },
  get ownTopics() {
    return desk.marked.topics;
  },
  markOf: (text) => desk.markOf(text),
  mark: (text, topic) => {
    desk.mark(text, topic);
  },
  copy(number) {
    if (found) {
      void copyText(markdownOf(found.text, found.report, number - 1));
    }
  },
  join(number) {
    moveBoundaries((spans) => {
      const [one, next] = spans.slice(number - 1, number + 1);
      return one && next ? spans.toSpliced(number - 1, 2, { start: one.start, end: next.end }) : spans;
    });
  },
  part(number, at) {
    moveBoundaries((spans, text) => {
      const one = spans[number - 1];
      if (!one) {
        return spans;
      }
      const middle = one.start + at;
      const end = one.start + text.slice(one.start, middle).trimEnd().length;
      return spans.toSpliced(number - 1, 1, { start: one.start, end }, { start: middle, end: one.end });
    });
  },
});

// The reader's own topics

const desk = new DeskKeeper(() => {
  reader.teach(desk.marked);
  panel.busy = true;
  panel.draw();
  if (found?.text === field.text) {
    // What is marked shows at once, what follows from it when it is learned.
    showFound();
    performance.mark("asked");
    reader.relabel({ ...wanted(), known: found.report });
  } else {
    void judgeDesk();
  }
});

const panel = new DeskPanel({
  desk,
  get evaluation() {
    return evaluation;
  },
  get taken() {
    const taken = new Map<string, number>();
    for (const item of found?.report.items ?? []) {
      const topic = item.desk?.[0]?.topic;
      if (topic !== undefined) {
        taken.set(topic, (taken.get(topic) ?? 0) + 1);
      }
    }
    return taken;
  },
  get suggested() {
    return suggested;
  },
  mark(number, topic) {
    const item = found?.report.items[number - 1];
    if (found && item) {
      desk.mark(found.text.slice(item.start, item.end), topic);
    }
  },
  exportDesk: () =>
    void reader.desk().then((learned) => {
      if (learned) {
        download("rubrica-desk.json", "application/json", JSON.stringify(learned));
      }
    }, failed),
  importDesk() {
    deskChooser.click();
  },
});

/** Asks how good the desk is, and what would teach it most. */
async function judgeDesk(): Promise<void> {
  const { marked } = desk;
  const judged = await reader
    .desk()
    .then(async (learned) => ({ learned, evaluation: await learned?.evaluate() }))
    .catch((error: unknown) => ({ error }));
  if (marked !== desk.marked) {
    // Something else was marked meanwhile, which is judged when it is read.
    return;
  }
  if ("error" in judged) {
    if (isGivenUp(judged.error)) {
      await judgeDesk();
      return;
    }
    failed(judged.error);
  } else {
    evaluation = judged.evaluation;
    suggested = found ? (judged.learned?.suggest(found.text, found.report) ?? []).map((index) => index + 1) : [];
  }
  panel.busy = false;
  panel.draw();
}

const deskChooser = byId("desk-file", HTMLInputElement);
deskChooser.addEventListener("change", () => {
  const [file] = deskChooser.files ?? [];
  void file
    ?.text()
    .then((json) => {
      desk.take(json);
    })
    .catch(() => {
      tell(say("desk.refused"));
    });
  // The same file can be chosen again.
  deskChooser.value = "";
});

function failed(error: unknown): void {
  const why = messageOf(error);
  tell(say("notice.failed", { why: /[.!?。]$/.test(why) ? why : `${why}.` }));
}

// The text

let pause: ReturnType<typeof setTimeout> | undefined;

// What was typed may go on being typed; what was pasted is whole.
const field = new PasteField(byId("paste", HTMLTextAreaElement), (typed, blocks) => {
  clearTimeout(pause);
  // What the reader does now counts more than files that were chosen before.
  stopOpening();
  notice.hidden = true;
  cut.hidden = !field.isCut;
  clear.hidden = field.text === "";
  boundaries = undefined;
  byHand = undefined;
  pause = setTimeout(
    () => {
      if (blocks) {
        void readBlocks(blocks);
      } else {
        read();
      }
    },
    typed ? PAUSE : 0,
  );
});

/** Puts a text into the field that is new as a whole. */
function replaceText(text: string, itemsOfIt?: readonly Span[]): void {
  resetView();
  field.text = text;
  boundaries = itemsOfIt;
}

function resetView(): void {
  view = wholeView();
  search.value = "";
  sort.value = view.sort;
}

function read(): void {
  const { text } = field;
  performance.mark("asked");
  if (text.trim() === "") {
    showNothing();
  } else {
    reader.read(wanted());
  }
}

/** What is to be read of the text in the field. */
function wanted(): Wanted {
  return { text: field.text, items: byHand ?? boundaries, topK: Math.max(settings.topics, 3) };
}

/** Reads a text that came with markup, which tells where its items are. */
async function readBlocks(blocks: Block[]): Promise<void> {
  const pasted = field.text;
  const parted = await reader.itemsOf({ blocks }).catch(() => undefined);
  if (field.text === pasted) {
    boundaries ??= parted?.text === pasted ? parted.items : undefined;
    read();
  }
}

function moveBoundaries(move: (spans: readonly Span[], text: string) => readonly Span[]): void {
  if (found?.text === field.text) {
    byHand = move(
      found.report.items.map(({ start, end }) => ({ start, end })),
      found.text,
    );
    read();
  }
}

function showNothing(): void {
  reader.forget();
  resetView();
  dropOld();
  working.hidden = true;
  answer.removeAttribute("aria-busy");
  void judgeDesk();
}

/** What was found in another text than the one in the field does not pass for what is in this one. */
function dropOld(): void {
  if (found?.text === field.text) {
    return;
  }
  found = undefined;
  suggested = [];
  items.clear();
  glance.hide();
  tools.hidden = true;
  none.hidden = true;
  welcome.hidden = false;
  status.textContent = "";
  panel.draw();
}

/** Shows what was found, as far as the reader wants to see it. */
function showFound(): void {
  if (!found) {
    return;
  }
  const { text, report } = found;
  const order = select(text, report, view);
  welcome.hidden = true;
  status.textContent = summary(report, order.length);
  glance.show(report, view);
  tools.hidden = report.items.length === 0;
  showAll.hidden = order.length === report.items.length;
  automatic.hidden = !byHand;
  none.hidden = order.length > 0 || report.items.length === 0;
  items.show({ text, report, order, threshold: settings.threshold });
}

// Work that takes time

function showWork(label: string, share: number): void {
  workingLabel.textContent = label;
  working.hidden = false;
  if (share < 1) {
    worked.value = share;
  } else {
    worked.removeAttribute("value");
  }
}

byId("cancel", HTMLButtonElement).addEventListener("click", () => {
  if (!stopOpening()) {
    stopReading();
  }
  keepFocus();
});

function stopReading(): void {
  working.hidden = true;
  reader.forget();
  answer.removeAttribute("aria-busy");
  dropOld();
  if (found) {
    showFound();
    tell(say("reading.stopped"));
  }
  void judgeDesk();
}

/** For a button that hides itself: the keyboard goes on beside it, where a touch brings up no keys on the screen. */
function keepFocus(): void {
  if (tools.hidden) {
    panel.focus();
  } else {
    sort.focus();
  }
}

function tell(text: string): void {
  notice.textContent = text;
  notice.hidden = false;
}

// Files

async function openFiles(files: readonly File[]): Promise<void> {
  if (files.length === 0) {
    return;
  }
  stopOpening();
  const abort = new AbortController();
  opening = abort;
  const label = say("files.progress", { count: files.length });
  showWork(label, 0);
  try {
    const {
      text,
      items: spans,
      count,
      problems,
    } = await open(files, abort.signal, {
      progress: (share) => {
        showWork(label, share);
      },
      itemsOf: async (one, signal) => await reader.itemsOf(one, signal),
    });
    abort.signal.throwIfAborted();
    opening = undefined;
    working.hidden = true;
    if (count > 0) {
      replaceText(text, spans);
    }
    const opened = count > 0 ? [say("files.opened", { count })] : [];
    if (problems.length > 0) {
      tell([...problems, ...opened].join(" · "));
    }
  } catch (error) {
    if (!abort.signal.aborted) {
      stopOpening();
      failed(error);
    }
  }
}

/** Whether there was anything to stop. */
function stopOpening(): boolean {
  if (!opening) {
    return false;
  }
  opening.abort();
  opening = undefined;
  working.hidden = true;
  return true;
}

chooser.accept = ACCEPTED;
chooser.addEventListener("change", () => {
  void openFiles([...(chooser.files ?? [])]);
  // The same file can be chosen again.
  chooser.value = "";
});
byId("open-files", HTMLButtonElement).addEventListener("click", () => {
  chooser.click();
});

const holdsFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;
addEventListener("dragover", (event) => {
  if (holdsFiles(event)) {
    event.preventDefault();
    dropArea.hidden = false;
  }
});
addEventListener("dragleave", ({ relatedTarget }) => {
  if (!relatedTarget) {
    dropArea.hidden = true;
  }
});
addEventListener("drop", (event) => {
  dropArea.hidden = true;
  if (holdsFiles(event)) {
    event.preventDefault();
    void openFiles([...(event.dataTransfer?.files ?? [])]);
  }
});
addEventListener("paste", ({ clipboardData }) => {
  if (clipboardData && clipboardData.files.length > 0 && !clipboardData.types.includes("text/plain")) {
    void openFiles([...clipboardData.files]);
  }
});

// What the reader wants to see

search.addEventListener("input", () => {
  view.search = search.value;
  showFound();
});
sort.addEventListener("change", () => {
  view.sort = sort.value as Sort;
  showFound();
});
showAll.addEventListener("click", () => {
  seeAll();
  keepFocus();
});
automatic.addEventListener("click", () => {
  keepFocus();
  byHand = undefined;
  read();
});

function seeAll(): void {
  view = { ...wholeView(), sort: view.sort };
  search.value = "";
  showFound();
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href^='#item-']") : null;
  if (link) {
    event.preventDefault();
    const number = Number(link.hash.replace("#item-", ""));
    if (!items.reveal(number)) {
      seeAll();
      items.reveal(number);
    }
  }
});

// What the reader takes along

async function copyText(text: string): Promise<void> {
  const done = await copy(text);
  const place = settingsDialog.open ? settingsDialog.querySelector("#shared") : status;
  if (place) {
    place.textContent = say(done ? "export.copied" : "export.failed");
  }
}

function drawExport(): void {
  const choices = Object.entries(FORMATS).map(([kind, { type, write }]) =>
    button(
      {},
      () => {
        if (found) {
          const { text, report } = found;
          download(`rubrica.${kind}`, type, write(text, report, select(text, report, view)));
        }
      },
      kind === "md" ? "Markdown" : kind.toUpperCase(),
    ),
  );
  const printing = button(
    {},
    () => {
      print();
    },
    say("export.print"),
  );
  byId("export", HTMLElement).replaceChildren(...choices, printing);
}

// Settings, and the page's language

function change(changed: Settings): void {
  keepSettings(changed);
  follow(changed);
}

function follow(changed: Settings): void {
  const before = settings;
  settings = changed;
  if (changed.theme !== before.theme) {
    dress();
  }
  if (changed.language !== before.language) {
    sayEverything();
  }
  if (changed.topics > before.topics && field.text !== "") {
    read();
  }
  showFound();
}

// A link with settings may be opened where the page is open.
addEventListener("hashchange", () => {
  if (location.hash.includes("=")) {
    follow(loadSettings());
    drawSettings(settingsDialog, host);
  }
});

function dress(): void {
  document.documentElement.dataset["theme"] = settings.theme;
}

function sayEverything(): void {
  speak(settings.language === "auto" ? browserLanguage() : settings.language);
  document.documentElement.lang = spoken();
  document.title = say("title");
  for (const place of document.querySelectorAll<HTMLElement>("[data-say], [data-say-label], [data-say-placeholder]")) {
    const { say: text, sayLabel, sayPlaceholder } = place.dataset;
    if (text) {
      place.textContent = say(text as Key);
    }
    if (sayLabel) {
      place.ariaLabel = say(sayLabel as Key);
    }
    if (sayPlaceholder) {
      place.setAttribute("placeholder", say(sayPlaceholder as Key));
    }
  }
  sort.replaceChildren(...SORTS.map((order) => element("option", { value: order }, say(`view.sort.${order}`))));
  sort.value = view.sort;
  byId("topics", HTMLElement).replaceChildren(
    ...TOPIC_SLUGS.map((slug) => {
      const entry = element("li", { class: "hued" }, icon(lookOf(slug).icon), topicName(slug));
      setProperty(entry, "--hue", lookOf(slug).hue);
      return entry;
    }),
  );
  drawExport();
  panel.draw();
  drawSettings(settingsDialog, host);
  drawAbout(aboutDialog);
  items.forget();
}

const host = {
  get settings() {
    return settings;
  },
  change,
  share: () => void copyText(linkWith(settings)),
};

byId("open-settings", HTMLButtonElement).addEventListener("click", () => {
  openDialog(settingsDialog);
});
byId("open-about", HTMLButtonElement).addEventListener("click", () => {
  openDialog(aboutDialog);
});

// Samples

byId("sample", HTMLButtonElement).addEventListener("click", () => {
  replaceText(MIXED_SAMPLE);
});
byId("samples", HTMLElement).append(
  ...Object.entries(SAMPLES).map(([code, text]) =>
    button(
      { class: "link", lang: code },
      () => {
        replaceText(text);
      },
      ownName(code),
    ),
  ),
);
clear.addEventListener("click", () => {
  field.text = "";
  field.focus();
});

// A newer version

function offerUpdate(take: (text: string) => void): void {
  const offer = byId("update", HTMLElement);
  offer.hidden = false;
  byId("take-update", HTMLButtonElement).onclick = () => {
    take(field.text);
  };
  byId("leave-update", HTMLButtonElement).onclick = () => {
    offer.hidden = true;
  };
}

dress();
sayEverything();
keepMenusTidy();
showShares(byId("items", HTMLElement));

const left = handedOver();
if (left !== "") {
  field.text = left;
} else if (field.text !== "") {
  // A browser that restores the page restores what was in the field.
  read();
}
