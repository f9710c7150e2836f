// Drives an app in headless Chromium over its debugging protocol. Reads the steps as JSON from standard input:
// [{"open": url} | {"fill": {selector: text}} | {"click": selector} | {"until": text}, ...]
// Prints a JSON list: what <main> shows at each "until" (its text after ten seconds, where the text never comes).
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

const [browser, profile] = process.argv.slice(2); // the profile: a folder that the caller removes
const steps = JSON.parse(readFileSync(0, "utf8"));
const chromium = spawn(
  browser,
  ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"],
  { stdio: ["ignore", "ignore", "pipe"] },
);

const address = await new Promise((resolve) => {
  let said = "";
  chromium.stderr.on("data", (chunk) => {
    said += chunk;
    const found = said.match(/ws:\/\/([^/]+)\//);
    if (found) resolve(found[1]);
  });
});
const targets = await (await fetch(`http://${address}/json/list`)).json();
const socket = new WebSocket(targets.find((target) => target.type === "page").webSocketDebuggerUrl);
await new Promise((resolve) => (socket.onopen = resolve));
let last = 0;
const waiting = new Map();
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  waiting.get(message.id)?.(message.result);
  waiting.delete(message.id);
};
const send = (method, params = {}) =>
  new Promise((resolve) => {
    waiting.set(++last, resolve);
    socket.send(JSON.stringify({ id: last, method, params }));
  });
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function ask(expression) {
  const { result } = await send("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
  return result?.value;
}

async function waitFor(expression) {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await ask(expression)) return true;
    await pause(100);
  }
  return false;
}

// React has taken over an element when it has put its own property on it.
const alive = (selector) =>
  `Object.keys(document.querySelector(${JSON.stringify(selector)}) ?? {}).some((key) => key.startsWith("__react"))`;

// Past React's own setter, so that it hears of the change.
const type = (selector, text) => `{
  const field = document.querySelector(${JSON.stringify(selector)});
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, ${JSON.stringify(text)});
  field.dispatchEvent(new Event("input", { bubbles: true }));
}`;

const seen = [];
for (const step of steps) {
  if (step.open) {
    await send("Page.navigate", { url: step.open });
    await waitFor(`location.href === ${JSON.stringify(step.open)} && document.readyState === "complete"`);
  }
  for (const [selector, text] of Object.entries(step.fill ?? {})) {
    await waitFor(alive(selector));
    // Hydration may still put back what the server sent: the text has to stay.
    do {
      await ask(type(selector, text));
      await pause(200);
    } while ((await ask(`document.querySelector(${JSON.stringify(selector)}).value`)) !== text);
  }
  if (step.click) {
    await waitFor(alive(step.click));
    await ask(`document.querySelector(${JSON.stringify(step.click)}).click()`);
  }
  if (step.until) {
    await waitFor(`document.querySelector("main")?.innerText.includes(${JSON.stringify(step.until)})`);
    seen.push(await ask(`document.querySelector("main")?.innerText ?? ""`));
  }
}
console.log(JSON.stringify(seen));
socket.close();
chromium.kill();
await new Promise((resolve) => chromium.once("exit", resolve));
process.exit(0);
