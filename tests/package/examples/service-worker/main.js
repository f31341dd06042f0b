await navigator.serviceWorker.register("./service-worker.js", { type: "module" });
if (!navigator.serviceWorker.controller) {
  await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
}
const text = "The army shelled the border town overnight and dozens of soldiers were killed, the ministry said.";
const response = await fetch(`./classify?text=${encodeURIComponent(text)}`);
document.querySelector("output").textContent = await response.text();
