// Builds the Next.js app in the working directory and prints what the build serves:
// {"app": {url: [method, ...]}, "pages": [url, ...]}. The compiled routes are loaded to read their methods.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.resolve("package.json"));
const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"];

execFileSync(process.execPath, [require.resolve("next/dist/bin/next"), "build", "--webpack"], {
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
  stdio: ["ignore", "ignore", "inherit"],
});

function manifest(name) {
  const file = path.resolve(".next/server", name);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

const app = {};
for (const [entry, file] of Object.entries(manifest("app-paths-manifest.json"))) {
  if (!entry.endsWith("/route")) continue;
  const { routeModule } = require(path.resolve(".next/server", file));
  const userland = await routeModule.userland;
  const url = JSON.parse(readFileSync(".next/app-path-routes-manifest.json", "utf8"))[entry];
  app[url] = METHODS.filter((method) => typeof userland[method] === "function");
}
const pages = Object.keys(manifest("pages-manifest.json")).filter((url) => /^\/api(\/|$)/.test(url));
console.log(JSON.stringify({ app, pages: pages.sort() }));
process.exit(0);
