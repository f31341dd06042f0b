// Without a network, and a newer version when there is one. The text in the field outlives the change of versions.
const HANDED_OVER = "rubrica.text";

/** Keeps the page for the time without a network. `offer` is called with what takes a newer version, when one is ready. */
export async function keepForOffline(offer: (take: (text: string) => void) => void): Promise<void> {
  // Browsers have no service workers where the page is served without encryption, as on a local network.
  const { serviceWorker } = navigator as { serviceWorker?: ServiceWorkerContainer };
  if (!serviceWorker || !import.meta.env.PROD) {
    return;
  }
  let taken = false;
  const offerWaiting = ({ waiting }: ServiceWorkerRegistration): void => {
    // The first version of all has nothing to replace.
    if (waiting && serviceWorker.controller) {
      offer((text) => {
        taken = true;
        handOver(text);
        waiting.postMessage("take over");
      });
    }
  };
  serviceWorker.addEventListener("controllerchange", () => {
    if (taken) {
      location.reload();
    }
  });
  try {
    const registration = await serviceWorker.register("./sw.js");
    offerWaiting(registration);
    void keepPacks(serviceWorker);
    registration.addEventListener("updatefound", () => {
      const { installing } = registration;
      installing?.addEventListener("statechange", () => {
        if (installing.state === "installed") {
          offerWaiting(registration);
        }
      });
    });
  } catch {
    // The page works without; the next visit tries again.
  }
}

/** Has the packs of the topic model kept that texts were read with, at a first visit, too, which no service worker sees. */
async function keepPacks(serviceWorker: ServiceWorkerContainer): Promise<void> {
  const { active } = await serviceWorker.ready;
  new PerformanceObserver((loaded) => {
    for (const { name } of loaded.getEntries()) {
      if (/\/pack-[^/]*$/.test(name)) {
        active?.postMessage(name);
      }
    }
  }).observe({ type: "resource", buffered: true });
}

/** The text that the page before left for this one. */
export function handedOver(): string {
  try {
    const text = sessionStorage.getItem(HANDED_OVER) ?? "";
    sessionStorage.removeItem(HANDED_OVER);
    return text;
  } catch {
    return "";
  }
}

/** For the moment of loading again, and only in this tab. */
function handOver(text: string): void {
  try {
    sessionStorage.setItem(HANDED_OVER, text);
  } catch {
    // Longer than a tab may keep, or one that keeps nothing.
  }
}
