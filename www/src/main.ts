import { byId, element, icon, setProperty } from "./dom.js";
import { PasteField } from "./field.js";
import { glance, summary } from "./glance.js";
import { ItemList } from "./list.js";
import { millions } from "./locale.js";
import { Reader } from "./reader.js";
import { SAMPLE } from "./sample.js";
import { allLooks } from "./topics.js";

/** How long typing must pause before the text is read, in milliseconds. */
const PAUSE = 120;
/** Texts longer than this, in UTF-16 code units, take long enough to say so. */
const LONG = 300_000;

const clear = byId("clear", HTMLButtonElement);
const cut = byId("cut", HTMLElement);
const loading = byId("loading", HTMLElement);
const bar = byId("progress", HTMLProgressElement);
const notice = byId("notice", HTMLElement);
const status = byId("status", HTMLElement);
const welcome = byId("welcome", HTMLElement);
const overview = byId("glance", HTMLElement);
const answer = document.querySelector(".answer")!;

const reader = new Reader({
  progress(loaded) {
    bar.value = loaded;
  },
  ready() {
    loading.hidden = true;
    if (!document.documentElement.dataset["ready"]) {
      document.documentElement.dataset["ready"] = "true";
      performance.mark("ready");
    }
  },
  reading(text) {
    answer.setAttribute("aria-busy", "true");
    if (text.length > LONG) {
      status.textContent = `Reading ${millions(text.length)} million characters…`;
    }
  },
  read(text, report) {
    answer.removeAttribute("aria-busy");
    welcome.hidden = true;
    status.textContent = summary(report);
    overview.hidden = report.items.length === 0;
    overview.replaceChildren(...glance(report));
    items.show(text, report);
  },
  restarted() {
    say("The classifier stopped. It was started anew and reads your text again.");
  },
  failed(why) {
    answer.removeAttribute("aria-busy");
    loading.hidden = true;
    status.textContent = "";
    say(`This did not work. ${why} Change the text or load the page again to try once more.`);
  },
});

const items = new ItemList(byId("items", HTMLElement), byId("more", HTMLElement), (text) => reader.explain(text));

function say(text: string): void {
  notice.textContent = text;
  notice.hidden = false;
}

let pause: ReturnType<typeof setTimeout> | undefined;

// What was typed may go on being typed; what was pasted is whole.
const field = new PasteField(byId("paste", HTMLTextAreaElement), (typed) => {
  clearTimeout(pause);
  notice.hidden = true;
  cut.hidden = !field.isCut;
  clear.hidden = field.text === "";
  pause = setTimeout(read, typed ? PAUSE : 0);
});

function read(): void {
  const { text } = field;
  if (text.trim() === "") {
    showNothing();
  } else {
    reader.read(text);
  }
}

function showNothing(): void {
  reader.forget();
  items.clear();
  overview.hidden = true;
  welcome.hidden = false;
  status.textContent = "";
  answer.removeAttribute("aria-busy");
}

byId("sample", HTMLButtonElement).addEventListener("click", () => {
  field.text = SAMPLE;
});
clear.addEventListener("click", () => {
  field.text = "";
  field.focus();
});

byId("topics", HTMLElement).append(
  ...allLooks().map((look) => {
    const entry = element("li", { class: "hued" }, icon(look.icon), look.name);
    setProperty(entry, "--hue", look.hue);
    return entry;
  }),
);

// A browser that restores the page restores what was in the field.
if (field.text !== "") {
  read();
}
