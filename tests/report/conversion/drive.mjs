// Drives an app in headless Chromium over its debugging protocol. Reads the steps as JSON from standard input:
// [{"open": url} | {"fill": {selector: text}} | {"click": selector} | {"until": [text, ...]}, ...]
// Prints a JSON list: what <main> shows once it shows all texts of an "until", which name every part of the page that
// the step changes. Every wait is for something that has to come: however long a busy machine takes, and in whatever
// order the parts arrive, the answer is the same. Only what never comes ends the drive, with words.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

const [browser, profile] = process.argv.slice(2); // the profile: a folder that the caller removes
const steps = JSON.parse(readFileSync(0, "utf8"));
const chromium = spawn(
  browser,
  ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"],
  { stdio: ["ignore", "ignore", "pipe"] },
);

const address = await new Promise((resolve, reject) => {
  let said = "";
  chromium.once("exit", (code) => reject(new Error(`Chromium ended with ${code}: ${said}`)));
  chromium.stderr.on("data", (chunk) => {
    said += chunk;
    const found = said.match(/ws:\/\/([^/]+)\//);
    if (found) resolve(found[1]);
  });
});
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const TRIES = 3000; // of a tenth of a second: far more than a machine needs that is busy with other things

// What the function gives once it gives something.
async function come(what, get) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const found = await get();
    if (found) return found;
    await pause(100);
  }
  throw new Error(`never came: ${what}`);
}

// Chromium listens before it has opened its page.
const page = await come("the page", async () => {
  const targets = await (await fetch(`http://${address}/json/list`)).json();
  return targets.find((target) => target.type === "page");
});
const socket = new WebSocket(page.webSocketDebuggerUrl);
await new Promise((resolve, reject) => {
  socket.onopen = resolve;
  socket.onerror = () => reject(new Error("Chromium does not answer"));
});
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

// Undefined also where the page is left while it is asked.
async function ask(expression) {
  const answer = await send("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
  return answer?.result?.value;
}

const waitFor = (expression) => come(expression, () => ask(expression));

// React has taken over the document, and the element, on which it has put its own property.
const alive = (selector) => `(() => {
  const own = (node, start) => Object.keys(node ?? {}).find((key) => key.startsWith(start));
  const root = document[own(document, "__reactContainer$")]?.stateNode;
  const taken = own(document.querySelector(${JSON.stringify(selector)}), "__reactProps$");
  return Boolean(taken && root && !root.current.memoizedState.isDehydrated);
})()`;

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
    await ask(type(selector, text));
    await waitFor(`document.querySelector(${JSON.stringify(selector)}).value === ${JSON.stringify(text)}`);
  }
  if (step.click) {
    await waitFor(alive(step.click));
    await ask(`document.querySelector(${JSON.stringify(step.click)}).click()`);
  }
  if (step.until) {
    const shown = `document.querySelector("main")?.innerText ?? ""`;
    const settled = `((text) => ${JSON.stringify(step.until)}.every((part) => text.includes(part)) && text)(${shown})`;
    seen.push(await waitFor(settled));
  }
}
console.log(JSON.stringify(seen));
socket.close();
const ended = new Promise((resolve) => chromium.once("exit", resolve));
chromium.kill();
await ended;
process.exit(0);
