const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
worker.onmessage = ({ data }) => {
  document.querySelector("output").textContent = data;
};
worker.postMessage("The army shelled the border town overnight and dozens of soldiers were killed, the ministry said.");
