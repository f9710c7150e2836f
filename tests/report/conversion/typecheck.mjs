// What TypeScript says about previews, and did not say about the files that they come from.
//
//   node typecheck.mjs PACKAGES < ASKED
//
// PACKAGES: a folder whose node_modules hold typescript, next, react and their types. ASKED, as JSON:
//   {"root": checkout, "previews": [{"id", "original": path, "rewritten": {path: text}, "removed": [path]}]}
// Prints {"checked": files, "new": {id: [diagnostic]}, "unused": {id: [diagnostic]}} as JSON.
//
// The checkout's own modules, those of its workspace packages, Next.js, React and Node.js are real; every other package
// is `any`, because a checkout is not installed. A preview lies over the files on disk, which stay as they are.
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";

const packages = realpathSync(process.argv[2]);
const ts = createRequire(join(packages, "package.json"))("typescript");
const { root: given, previews } = JSON.parse(readFileSync(0, "utf8"));
const root = realpathSync(given);

const REAL = /^(next|react|react-dom)(\/|$)/;
const ASSET = /\.(css|scss|sass|less|svg|png|jpe?g|gif|webp|avif|ico|mdx?|json|txt|ya?ml|wasm|html|woff2?|po)$/;
const SHIMS = join(root, "__shims__.d.ts");
const PROBE = join(packages, "probe.ts");
const UNUSED = new Set([6133, 6192, 6196, 6198, 6199]);
const SKIPPED = new Set(["node_modules", ".git", ".next", "dist", "build"]);

// --- The checkout -------------------------------------------------------------------------------------------------

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) yield* filesBelow(join(folder, entry.name));
    else if (entry.isFile()) yield join(folder, entry.name);
  }
}

const workspace = new Map(); // name of a package of the checkout: its folder
const declarations = [];
for (const file of filesBelow(root)) {
  if (file.endsWith(".d.ts")) declarations.push(file);
  if (!file.endsWith("/package.json")) continue;
  try {
    const { name } = JSON.parse(readFileSync(file, "utf8"));
    if (name) workspace.set(name, dirname(file));
  } catch {
    // A template of a package.json: no package.
  }
}

function configOf(path) {
  for (let folder = dirname(join(root, path)); folder.startsWith(root); folder = dirname(folder)) {
    for (const name of ["tsconfig.json", "jsconfig.json"]) {
      if (existsSync(join(folder, name))) return join(folder, name);
    }
  }
  return null;
}

function optionsOf(config) {
  let options = { strict: true };
  if (config !== null) {
    const { config: json } = ts.readConfigFile(config, ts.sys.readFile);
    const host = { ...ts.sys, readDirectory: () => [] };
    const parsed = ts.parseJsonConfigFileContent(json ?? {}, host, dirname(config));
    const complete = parsed.errors.every(({ code }) => code === 18003); // no inputs: none were looked for
    options = complete ? parsed.options : { strict: true, ...parsed.options };
  }
  return {
    ...options,
    allowJs: true,
    composite: false,
    incremental: false,
    isolatedModules: false,
    jsx: ts.JsxEmit.Preserve,
    lib: ["lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.esnext.d.ts"],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noEmit: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    plugins: undefined,
    resolveJsonModule: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    types: [],
  };
}

// --- Programs -----------------------------------------------------------------------------------------------------

const parsed = new Map(); // files on disk, parsed once

function programOf(options, overlay, names, config, old) {
  const host = ts.createCompilerHost(options);
  const exists = host.fileExists;
  const read = host.readFile;
  const gone = (path) => overlay.get(path) === null;
  host.fileExists = (path) => !gone(path) && (overlay.has(path) || path === SHIMS || exists(path));
  host.readFile = (path) => (path === SHIMS ? 'declare module "*";\n' : (overlay.get(path) ?? read(path)));
  host.directoryExists = (path) => existsSync(path) || [...overlay.keys()].some((each) => each.startsWith(`${path}/`));
  host.getSourceFile = (path, target) => {
    const laid = overlay.has(path);
    const key = laid ? `${path}\0${overlay.get(path)}` : path;
    if (!parsed.has(key)) {
      const text = host.readFile(path);
      const source = text === undefined || gone(path) ? undefined : ts.createSourceFile(path, text, target, true);
      if (source) source.version = key;
      parsed.set(key, source);
    }
    return parsed.get(key);
  };
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map(({ text }) => ({ resolvedModule: resolved(text, from, options, host) }));
  const rootNames = [SHIMS, ...ambient(config), ...names];
  return ts.createProgram({ rootNames, options, host, oldProgram: old });
}

function ambient(config) {
  const own = config === null ? [] : declarations.filter((file) => file.startsWith(`${dirname(config)}/`));
  const next = ["next/types/global.d.ts", "next/image-types/global.d.ts", "@types/node/index.d.ts"];
  return [...next.map((file) => join(packages, "node_modules", file)), ...own];
}

function resolved(name, from, options, host) {
  const inside = (module) => module && !module.resolvedFileName.startsWith(join(root, "node_modules"));
  if (!from.startsWith(packages)) {
    const own = ts.resolveModuleName(name, from, options, host).resolvedModule;
    if (own && inside(own) && own.resolvedFileName.startsWith(root)) return own;
    const member = memberOf(name);
    if (member) return ts.resolveModuleName(member, from, options, host).resolvedModule;
    if (!REAL.test(name)) return undefined;
  }
  return ts.resolveModuleName(name, from.startsWith(packages) ? from : PROBE, options, host).resolvedModule;
}

// The file behind a name of a workspace package: what its package.json says, or where the source usually is.
function memberOf(name) {
  const parts = name.split("/");
  const count = name.startsWith("@") ? 2 : 1;
  const folder = workspace.get(parts.slice(0, count).join("/"));
  if (folder === undefined) return undefined;
  const below = parts.slice(count).join("/");
  const { main, types, module, exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const said = [exported(exports, below ? `./${below}` : "."), ...(below ? [] : [types, module, main])];
  const usual = below ? [below, `src/${below}`] : ["src/index", "index", "src"];
  for (const candidate of [...said, ...usual]) {
    if (typeof candidate !== "string") continue;
    const path = resolve(folder, candidate);
    if (!path.startsWith(root)) continue;
    const bare = path.replace(/\.(d\.ts|[mc]?[jt]sx?)$/, "");
    for (const suffix of [".ts", ".tsx", ".js", "/index.ts", "/index.tsx", ".d.ts"]) {
      if (existsSync(bare + suffix) && statSync(bare + suffix).isFile()) return bare;
    }
  }
  return undefined;
}

function exported(exports, key) {
  let value = typeof exports === "string" ? { ".": exports }[key] : exports?.[key];
  let star = "";
  if (value === undefined && exports && typeof exports === "object") {
    const pattern = Object.keys(exports).find((each) => each.endsWith("*") && key.startsWith(each.slice(0, -1)));
    star = pattern ? key.slice(pattern.length - 1) : "";
    value = pattern ? exports[pattern] : undefined;
  }
  while (value && typeof value === "object") value = value.types ?? value.import ?? value.default ?? Object.values(value)[0];
  return typeof value === "string" ? value.replace("*", star) : undefined;
}

// --- Diagnostics --------------------------------------------------------------------------------------------------

function said(program, path, options) {
  const source = program.getSourceFile(path);
  if (!source) return [{ code: 0, text: "the file is not part of the program", line: 0 }];
  const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((each) => ({
    code: each.code,
    text: ts.flattenDiagnosticMessageText(each.messageText, " ").replaceAll(root, ""),
    line: source.getLineAndCharacterOfPosition(each.start ?? 0).line + 1,
    code_line: lineAt(source, each.start ?? 0),
  }));
  // A type of a package that is `any` cannot be used as one: then its import looks unused, too.
  const types = found.filter(({ code }) => code === 2709).map(({ text }) => text.match(/'(.+?)'/)[1]);
  const own = found.filter(({ code, text }) => code !== 2709 && !types.some((name) => text.startsWith(`'${name}' is declared`)));
  return [...own, ...missing(program, source, options)];
}

function lineAt(source, position) {
  const start = source.text.lastIndexOf("\n", position - 1) + 1;
  const end = source.text.indexOf("\n", position);
  return source.text.slice(start, end < 0 ? undefined : end).trim();
}

// With every package `any`, a wrong path to a module of the checkout would be `any`, too.
function missing(program, source, options) {
  const found = [];
  const patterns = Object.keys(options.paths ?? {}).map((each) => each.replace(/\*$/, ""));
  for (const literal of source.imports ?? []) {
    const { text, pos } = literal;
    const own = text.startsWith(".") || patterns.some((each) => each.length > 1 && text.startsWith(each));
    if (!own || ASSET.test(text)) continue;
    if (!program.getResolvedModuleFromModuleSpecifier(literal, source)?.resolvedModule) {
      const where = text.startsWith(".") ? relative(root, resolve(dirname(source.fileName), text)) : text;
      const line = source.getLineAndCharacterOfPosition(pos).line + 1;
      found.push({ code: 2307, text: `Cannot find module '${where}'`, line });
    }
  }
  return found;
}

// The same words, or the same complaint of the same line: the words for a union depend on what was checked before.
function added(before, after) {
  const known = [...before];
  return after.filter((each) => {
    const said = known.findIndex(
      ({ code, text, code_line }) => code === each.code && (text === each.text || (code_line && code_line === each.code_line)),
    );
    if (said >= 0) known.splice(said, 1);
    return said < 0;
  });
}

// --- All previews, those of one configuration together ------------------------------------------------------------

const absolute = (path) => join(root, path);
const answer = { checked: 0, new: {}, unused: {} };
const groups = new Map();
for (const preview of previews) {
  const config = configOf(preview.original);
  groups.set(config, [...(groups.get(config) ?? []), preview]);
}

for (const [config, group] of groups) {
  const options = optionsOf(config);
  const originals = new Set();
  for (const preview of group) {
    for (const path of [preview.original, ...Object.keys(preview.rewritten)]) {
      if (existsSync(absolute(path))) originals.add(absolute(path));
    }
  }
  const before = programOf(options, new Map(), [...originals], config, undefined);
  const sayings = new Map([...originals].map((path) => [path, said(before, path, options)]));
  let waiting = group;
  let old = before;
  while (waiting.length) {
    // As many previews at once as touch different files.
    const overlay = new Map();
    const now = [];
    for (const preview of waiting) {
      const paths = [...Object.keys(preview.rewritten), ...(preview.removed ?? [])].map(absolute);
      if (paths.some((path) => overlay.has(path) || group.some((other) => now.includes(other) && absolute(other.original) === path))) continue;
      for (const [path, text] of Object.entries(preview.rewritten)) overlay.set(absolute(path), text);
      for (const path of preview.removed ?? []) overlay.set(absolute(path), null);
      now.push(preview);
    }
    waiting = waiting.filter((preview) => !now.includes(preview));
    const written = [...overlay].filter(([, text]) => text !== null).map(([path]) => path);
    const after = programOf(options, overlay, written, config, old);
    old = after;
    for (const preview of now) {
      const paths = Object.keys(preview.rewritten).map(absolute);
      const known = [...new Set([absolute(preview.original), ...paths])].flatMap((path) => sayings.get(path) ?? []);
      const all = paths.flatMap((path) => said(after, path, options).map((each) => ({ ...each, path })));
      const fresh = added(known, all);
      const show = ({ path, line, code, text }) => `${relative(root, path)}:${line} TS${code} ${text}`;
      answer.checked += paths.length;
      answer.new[preview.id] = fresh.filter(({ code }) => !UNUSED.has(code)).map(show);
      answer.unused[preview.id] = fresh.filter(({ code }) => UNUSED.has(code)).map(show);
    }
  }
}
console.log(JSON.stringify(answer));
