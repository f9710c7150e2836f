// Asks Next.js's own compiler which server actions each source defines.
//
// Standard input: one JSON object a line, {"path", "source"}. Standard output: one a line, in the same order,
// {"actions": [name, ...]} or {"error": first line of the message}. An unnamed inline action has the compiler's
// own name, $$RSC_SERVER_ACTION_N. Functions marked 'use cache' are left out: they are no endpoints.
import os from "node:os";
import readline from "node:readline";
import { createRequire } from "node:module";

const compiler = createRequire(import.meta.url)("next/dist/build/swc");
await compiler.loadBindings();

const IS_CACHE = 0x80; // the highest bit of an id's first byte, server-reference-info.ts of Next.js
const MANIFEST = /__next_internal_action_entry_do_not_use__ (\{.*?\}) \*\//s;

function parserFor(path) {
  if (/\.(ts|tsx|mts|cts)$/.test(path)) {
    return { syntax: "typescript", tsx: path.endsWith(".tsx"), decorators: true, dynamicImport: true };
  }
  return { syntax: "ecmascript", jsx: true, decorators: true, importAttributes: true };
}

async function actionsOf({ path, source }) {
  const { code } = await compiler.transform(source, {
    filename: path,
    cwd: os.tmpdir(),
    sourceMaps: false,
    jsc: { target: "es2022", parser: parserFor(path), transform: { react: { runtime: "automatic" } } },
    isServerCompiler: true,
    isPageFile: false,
    pagesDir: null,
    isDevelopment: false,
    modularizeImports: {},
    serverComponents: {
      isReactServerLayer: true,
      cacheComponentsEnabled: false,
      useCacheEnabled: true,
      taintEnabled: false,
    },
    serverActions: {
      isReactServerLayer: true,
      isDevelopment: false,
      useCacheEnabled: true,
      hashSalt: "",
      cacheKinds: ["default", "remote", "private"],
    },
  });
  const manifest = JSON.parse(MANIFEST.exec(code)?.[1] ?? "{}");
  return Object.entries(manifest)
    .filter(([id]) => (parseInt(id.slice(0, 2), 16) & IS_CACHE) === 0)
    .map(([, value]) => (typeof value === "string" ? value : value.name));
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  try {
    console.log(JSON.stringify({ actions: await actionsOf(request) }));
  } catch (error) {
    const plain = String(error.message ?? error).replace(/\x1b\[[0-9;]*m/g, "");
    const reason = plain.split("\n").find((part) => part.includes("x ") || part.includes("Error")) ?? plain;
    console.log(JSON.stringify({ error: reason.trim().slice(0, 300) }));
  }
}
