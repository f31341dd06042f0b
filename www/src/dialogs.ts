// The settings, and what there is to know about the page.
import { button, element, icon } from "./dom.js";
import { CLOSE } from "./icons.js";
import { DEFAULTS, type Settings, THEMES } from "./settings.js";
import { TOPIC_SLUGS } from "./topics.js";
import { browserLanguage, type Key, measured, ownName, PAGE_LANGUAGES, say } from "./words.js";

const EXAMPLE = `import { Rubrica } from "rubrica";

const rubrica = await Rubrica.create({ worker: true });
const report = await rubrica.classify(text);
for (const item of report.items) {
  console.log(item.language[0].detectedLanguage, item.topics[0].slug, item.news);
}`;

/** What the settings ask of the page. */
export interface SettingsHost {
  settings: Readonly<Settings>;
  change(settings: Settings): void;
  /** Copies a link with the settings. */
  share(): void;
}

/** Writes the dialog of settings anew, in the page's language. */
export function drawSettings(dialog: HTMLDialogElement, host: SettingsHost): void {
  const { settings } = host;
  const change = (changes: Partial<Settings>) => {
    host.change({ ...host.settings, ...changes });
  };

  const threshold = element("input", {
    id: "threshold",
    type: "range",
    min: 0,
    max: 0.95,
    step: 0.05,
    value: settings.threshold,
    "aria-describedby": "threshold-note",
  });
  const thresholdValue = element("output", { for: "threshold" }, measured(settings.threshold));
  threshold.addEventListener("input", () => {
    thresholdValue.textContent = measured(threshold.valueAsNumber);
  });
  threshold.addEventListener("change", () => {
    change({ threshold: threshold.valueAsNumber });
  });

  const topics = element("input", {
    id: "topics-shown",
    type: "number",
    min: 1,
    max: TOPIC_SLUGS.length,
    value: settings.topics,
  });
  topics.addEventListener("change", () => {
    const number = Math.min(Math.max(Math.round(topics.valueAsNumber || DEFAULTS.topics), 1), TOPIC_SLUGS.length);
    topics.valueAsNumber = number;
    change({ topics: number });
  });

  const themes = element("fieldset", { class: "choice" }, element("legend", {}, say("settings.theme")));
  for (const theme of THEMES) {
    const input = element("input", { type: "radio", name: "theme", value: theme, checked: theme === settings.theme });
    input.addEventListener("change", () => {
      change({ theme });
    });
    themes.append(element("label", {}, input, element("span", {}, say(`settings.theme.${theme}`))));
  }

  const automatic = say("settings.language.auto", { name: ownName(browserLanguage()) });
  const languages = element("select", { id: "page-language" }, element("option", { value: "auto" }, automatic));
  for (const code of PAGE_LANGUAGES) {
    languages.append(element("option", { value: code, lang: code }, ownName(code)));
  }
  languages.value = settings.language;
  languages.addEventListener("change", () => {
    change({ language: languages.value });
    dialog.querySelector<HTMLElement>("#page-language")?.focus();
  });

  dialog.replaceChildren(
    heading(dialog, "settings"),
    element(
      "div",
      { class: "setting" },
      element("label", { for: "threshold" }, say("settings.threshold"), " ", thresholdValue),
      threshold,
      element("p", { id: "threshold-note", class: "note" }, say("settings.threshold.note")),
    ),
    element("div", { class: "setting row" }, element("label", { for: "topics-shown" }, say("settings.topics")), topics),
    themes,
    element(
      "div",
      { class: "setting row" },
      element("label", { for: "page-language" }, say("settings.language")),
      languages,
    ),
    element(
      "div",
      { class: "setting" },
      element(
        "div",
        { class: "actions" },
        button(
          { id: "share" },
          () => {
            host.share();
          },
          say("settings.share"),
        ),
        button(
          { id: "reset" },
          () => {
            change(DEFAULTS);
            drawSettings(dialog, host);
            dialog.querySelector<HTMLElement>("#reset")?.focus();
          },
          say("settings.reset"),
        ),
        element("span", { id: "shared", role: "status" }),
      ),
      element("p", { class: "note" }, `${say("settings.share.note")} ${say("settings.kept")}`),
    ),
  );
}

/** Writes what there is to know anew, in the page's language. */
export function drawAbout(dialog: HTMLDialogElement): void {
  const { version = "", sha256 = "", ...figures } = __CARD__;
  const rows = (["language", "topic", "topic2", "kind"] as const).flatMap((name) => {
    const { share, texts } = figures[name];
    return share === undefined
      ? []
      : [
          element(
            "tr",
            {},
            element("th", { scope: "row" }, say(`about.figures.${name}`, { count: texts ?? 0 })),
            element("td", {}, measured(share)),
          ),
        ];
  });
  const section = (title: Key, ...content: Node[]) => element("section", {}, element("h3", {}, say(title)), ...content);
  const paragraph = (text: Key) => element("p", {}, say(text));
  dialog.replaceChildren(
    heading(dialog, "about"),
    section("about.what", paragraph("about.what.text")),
    section("about.not", paragraph("about.not.text")),
    section(
      "about.figures",
      element("table", { class: "figures" }, element("tbody", {}, ...rows)),
      element("p", { class: "note" }, say("about.figures.note")),
      element("p", { class: "note" }, say("about.model", { version, sha: sha256.slice(0, 12) })),
    ),
    section(
      "about.use",
      paragraph("about.use.text"),
      element("pre", { tabindex: 0, dir: "ltr" }, element("code", {}, EXAMPLE)),
    ),
    section("about.licence", paragraph("about.licence.text")),
  );
}

function heading(dialog: HTMLDialogElement, name: "settings" | "about"): HTMLElement {
  const close = button(
    { class: "plain", "aria-label": say("close") },
    () => {
      dialog.close();
    },
    icon(CLOSE),
  );
  return element("header", {}, element("h2", { id: `${name}-title` }, say(name)), close);
}

/** Opens the dialog; a click beside it closes it, as Escape does. */
export function openDialog(dialog: HTMLDialogElement): void {
  dialog.showModal();
  dialog.onclick = ({ target }) => {
    if (target === dialog) {
      dialog.close();
    }
  };
}
