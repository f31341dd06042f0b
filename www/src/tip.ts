// The share of a marked word, shown beside it while it is pointed at or after it was tapped.
import { element } from "./dom.js";
import { say, signed } from "./words.js";

/** Shows the shares of the marks inside `root`. What they speak for, and what it is
 * held against, stands in the `data-about` and `data-against` of the text around them. */
export function showShares(root: HTMLElement): void {
  const tip = element("div", { class: "tip", hidden: true });
  document.body.append(tip);
  let shown: Element | undefined;

  const show = (mark: Element | null): void => {
    shown = mark ?? undefined;
    tip.hidden = !mark;
    if (mark instanceof HTMLElement) {
      tip.textContent = shareOf(mark);
      // A mark may run over a line's end: its first box is where the pointer most likely came from.
      const box = mark.getClientRects()[0] ?? mark.getBoundingClientRect();
      const left = Math.min(
        Math.max(box.left + box.width / 2 - tip.offsetWidth / 2, 8),
        innerWidth - tip.offsetWidth - 8,
      );
      const above = box.top - tip.offsetHeight - 6;
      tip.style.left = `${String(left)}px`;
      tip.style.top = `${String(above > 8 ? above : box.bottom + 6)}px`;
    }
  };
  const markOf = ({ target }: Event): Element | null =>
    target instanceof Element ? target.closest("mark[data-weight]") : null;

  root.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse") {
      show(markOf(event));
    }
  });
  root.addEventListener("pointerleave", () => {
    show(null);
  });
  document.addEventListener("click", (event) => {
    const mark = markOf(event);
    show(mark && root.contains(mark) ? mark : null);
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") {
      show(null);
    }
  });
  addEventListener(
    "scroll",
    () => {
      if (shown) {
        show(null);
      }
    },
    { passive: true },
  );
}

function shareOf(mark: HTMLElement): string {
  const weight = Number(mark.dataset["weight"]);
  const { about: topic = "", against = "" } = mark.closest<HTMLElement>("[data-about]")?.dataset ?? {};
  if (weight < 0 && against !== "") {
    // Of two topics, what speaks against the one speaks for the other.
    return say("card.share.for", { weight: signed(-weight), topic: against });
  }
  return say(weight < 0 ? "card.share.against" : "card.share.for", { weight: signed(weight), topic });
}
