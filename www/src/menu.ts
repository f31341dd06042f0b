// Menus are `details` elements: the browser opens and closes them, also by keyboard. What it leaves out is here.

/** Closes menus when the reader turns to something else, presses Escape, or has chosen. */
export function keepMenusTidy(): void {
  document.addEventListener("click", ({ target }) => {
    for (const menu of openMenus()) {
      const inside = target instanceof Node && menu.contains(target);
      if (!inside || (target instanceof Element && target.closest(".menu button"))) {
        if (menu.contains(document.activeElement)) {
          // What is chosen is hidden with the menu, and cannot keep the focus.
          menu.querySelector("summary")?.focus();
        }
        menu.open = false;
      }
    }
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") {
      for (const menu of openMenus()) {
        menu.open = false;
        menu.querySelector("summary")?.focus();
      }
    }
  });
  document.addEventListener("focusin", ({ target }) => {
    for (const menu of openMenus()) {
      if (!(target instanceof Node && menu.contains(target))) {
        menu.open = false;
      }
    }
  });
}

function openMenus(): NodeListOf<HTMLDetailsElement> {
  return document.querySelectorAll<HTMLDetailsElement>("details.menu[open]");
}
