"""What a pull request could do so that Next.js serves an endpoint of it and this program knows nothing of it.

Each trick was tried on Next.js's own build or is one of its documented rules. An endpoint is found, or its file is
listed and the review is incomplete: a check that stays green without a word is the one wrong answer.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from reviewer.changes.trees import MemoryTree
from reviewer.config import Settings
from reviewer.model import Change, ChangedFile, Review, Skipped
from reviewer.review import exit_status, review

Files = Mapping[str, str]

PAGE = "export default function Page() { return <p/> }\n"
NEXT = '{"name": "shop", "dependencies": {"next": "16.0.0"}}'
POST = "export async function POST() { return Response.json({}) }\n"
GET = POST.replace("POST", "GET")
HANDLER = "export default function handler(request, response) { response.end() }\n"
SAVE = "'use server'\nexport async function save() {}\n"
SHOP = {"package.json": NEXT, "app/page.tsx": PAGE}
ROUTE = "app/x/route.ts"
API = "app/x/route.api.ts"


def as_bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()


def reviewed(base: Files, head: Files, links: tuple[str, ...] = ()) -> Review:
    files = []
    for path in sorted({*base, *head}):
        old, new = base.get(path), head.get(path)
        if old == new:
            continue
        status = "removed" if new is None else "added" if old is None else "modified"
        lines = frozenset(range(1, (new or "").count("\n") + 2))
        files.append(ChangedFile(path, status, as_bytes(new), as_bytes(old), added=lines))
    change = Change(
        tuple(files), links=tuple(Skipped(path, "a symbolic link: links are not followed") for path in links)
    )
    return review(change, MemoryTree({path: text.encode() for path, text in head.items()}), Settings())


def found(base: Files, head: Files) -> set[tuple[str, str | None]]:
    return {(each.endpoint.path, each.endpoint.name) for each in reviewed(base, head).findings}


def listed(base: Files, head: Files, links: tuple[str, ...] = ()) -> set[str]:
    """The files because of which the review is incomplete, and it is no success then."""
    read = reviewed(base, head, links)
    assert read.findings or exit_status(read, Settings()) == (3 if read.incomplete else 0)
    return {each.path for each in read.skipped if each.incomplete}


@pytest.mark.parametrize(
    "config",
    [
        "module.exports = { ['page' + 'Extensions']: ['api.ts', 'tsx'] }",
        "const c = {}; c['page' + 'Extensions'] = ['api.ts', 'tsx']; module.exports = c",
        "module.exports = { get pageExtensions() { return ['api.ts', 'tsx'] } }",
        "const c = {}; Object.defineProperty(c, 'page' + 'Extensions', { value: ['api.ts'] }); module.exports = c",
        """module.exports = JSON.parse('{"pageExtensions": ["api.ts", "tsx"]}')""",
        "module.exports = JSON.parse(require('fs').readFileSync('settings.json'))",
        "const at = './c'; module.exports = require(at)",
        "const c = { pageExtensions: ['tsx'] }; c.pageExtensions.push('api.ts'); module.exports = c",
        "const e = ['tsx']; e.push('api.ts'); module.exports = { pageExtensions: e }",
        "const c = { pageExtensions: ['tsx'] }; const { pageExtensions: e } = c; e.push('api.ts'); module.exports = c",
        "module.exports = { pageExtensions: ['tsx'] ",
        "module.exports = require('./wrap')({})",
        "const wrap = require('./wrap'); module.exports = wrap({})",
        "import wrap from './wrap.mjs'; export default wrap({})",
        "const c = {}; require('./change')(c); module.exports = c",
        "module.exports = require('./c').c",
        "export default (await import('./c.mjs')).default",
        "const c = require('./c'); module.exports = process.env.A ? c : {}",
        "const c = require('./c'); module.exports = () => { return c }",
        "import * as c from './c.mjs'; export default c.default",
        "module.exports = module.require('./c')",
        "import { createRequire } from 'module'; export default createRequire(import.meta.url)('./c')",
        "module.exports = require('node:vm').runInThisContext(process.env.A)",
        "module.exports = globalThis.eval(process.env.A)",
        "module.exports = require('#c')",
        "module.exports = new (class { pageExtensions = ['api.ts', 'tsx'] })()",
    ],
)
def test_page_extensions_that_are_worked_out(config: str) -> None:
    assert listed(SHOP, {**SHOP, "next.config.js": config, API: POST}) >= {API}


@pytest.mark.parametrize("name", ["@acme/settings", "@/settings"])
def test_a_configuration_that_another_package_or_an_alias_holds(name: str) -> None:
    others = {
        "package.json": NEXT[:-1] + ', "workspaces": ["packages/*"]}',
        "packages/settings/package.json": '{"name": "@acme/settings", "main": "index.js"}',
        "packages/settings/index.js": "module.exports = { pageExtensions: ['api.ts', 'tsx'] }",
        "tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["./packages/*"]}}}',
    }
    config = {"next.config.ts": f"import settings from '{name}'\nexport default settings"}
    assert listed(SHOP, {**SHOP, **others, **config, API: POST}) >= {API}


@pytest.mark.parametrize(
    "config",
    [
        "import './env.mjs'\nexport default {}",
        "import { env } from './env.mjs'\nexport default { assetPrefix: env.CDN }",
        "import withIntl from 'next-intl/plugin'\nexport default withIntl()({})",
    ],
)
def test_a_configuration_of_everyday_leaves_the_neighbours_alone(config: str) -> None:
    assert listed(SHOP, {**SHOP, "next.config.mjs": config, API: POST, "app/x/route.test.ts": POST}) == set()


@pytest.mark.parametrize(
    "config",
    [
        "const decoy = { pageExtensions: ['never.ts'] }; module.exports = {}",
        "module.exports = drop({ pageExtensions: ['never.ts'] }); function drop() { return {} }",
        "const drop = require('./drop'); module.exports = drop({ pageExtensions: ['never.ts'] })",
        "module.exports = (() => { const c = { pageExtensions: ['never.ts'] }; return {} })()",
        "module.exports = { pageExtensions: undefined, images: { pageExtensions: ['never.ts'] } }",
    ],
)
@pytest.mark.parametrize(("path", "text"), [(ROUTE, POST), ("pages/api/x.ts", HANDLER)])
def test_a_decoy_of_page_extensions_hides_no_file(config: str, path: str, text: str) -> None:
    assert listed(SHOP, {**SHOP, "next.config.js": config, path: text}) >= {path}


@pytest.mark.parametrize(
    "config",
    [
        "module.exports = { pageExtensions: ['tsx', 'api.ts'] }",
        "export default withMDX({ pageExtensions: ['tsx', 'api.ts'] })",
        "const c = { pageExtensions: ['tsx', 'api.ts'] }; export default withA(withB({})(c))",
        "const c = {}; c.pageExtensions = ['tsx', 'api.ts']; module.exports = c",
        "const shared = { ['pageExtensions']: ['tsx', 'api.ts'] }; export default { ...shared, images: {} }",
        "const e = ['tsx', 'api.ts']; module.exports = () => ({ pageExtensions: e })",
    ],
)
def test_page_extensions_that_are_certain_leave_the_neighbours_of_endpoints_alone(config: str) -> None:
    read = reviewed(SHOP, {**SHOP, "next.config.js": config, API: POST, ROUTE: POST})
    assert ({each.endpoint.path for each in read.findings}, read.skipped) == ({API}, ())


def test_the_configuration_is_the_one_that_next_takes() -> None:
    wanted = "module.exports = { pageExtensions: ['api.ts', 'tsx'] }"
    before = {**SHOP, "next.config.js": wanted}
    assert found(before, {**before, "next.config.cjs": "module.exports = {}", API: POST}) == {(API, "POST")}
    assert found(before, {**before, "next.config.ts": "export default {}", API: POST}) == {(API, "POST")}
    alone = {**SHOP, "next.config.cjs": wanted.replace("api.ts", "no.ts")}
    assert found(SHOP, {**alone, ROUTE: POST}) == {(ROUTE, "POST")}


def test_a_configuration_lies_in_a_folder_above_where_the_app_has_none() -> None:
    base = {"apps/a/package.json": NEXT, "apps/a/app/page.tsx": PAGE}
    head = {**base, "next.config.js": "module.exports = { pageExtensions: ['api.ts', 'tsx'] }", f"apps/a/{API}": POST}
    assert found(base, head) == {(f"apps/a/{API}", "POST")}


def test_a_declaration_file_is_an_endpoint_where_its_extension_is_one_of_the_app() -> None:
    config = {"next.config.js": "module.exports = { pageExtensions: ['d.ts', 'tsx'] }"}
    assert found(SHOP, {**SHOP, **config, "pages/api/x.d.ts": HANDLER}) == {("pages/api/x.d.ts", "default")}
    assert found(SHOP, {**SHOP, **config, "app/x/route.d.ts": POST}) == {("app/x/route.d.ts", "POST")}


@pytest.mark.parametrize(
    "decoy",
    [
        {"app/package.json": NEXT},
        {"app/next.config.js": "module.exports = {}"},
        {"app/x/package.json": NEXT, "app/x/app/page.tsx": PAGE},
        {"app/x/next.config.js": "module.exports = {}", "app/x/app/notes.txt": ""},
        {"app/x/package.json": NEXT, "app/x/src/pages/index.tsx": PAGE},
    ],
)
def test_an_app_inside_of_the_router_folder_takes_nothing_from_it(decoy: Files) -> None:
    assert found(SHOP, {**SHOP, **decoy, ROUTE: POST}) == {(ROUTE, "POST")}


@pytest.mark.parametrize("manifest", ['{"name": "shop"}', None])
@pytest.mark.parametrize(
    ("path", "text"), [(ROUTE, POST), ("pages/api/x.ts", HANDLER), ("app/a.ts", SAVE)], ids=["app", "pages", "action"]
)
def test_an_app_that_is_none_any_more(manifest: str | None, path: str, text: str) -> None:
    base = {**SHOP, "pages/index.tsx": PAGE}
    head = {**base, "package.yaml": "dependencies: {next: 16}", path: text}
    head = (
        {**head, "package.json": manifest}
        if manifest
        else {each: head[each] for each in head.keys() - {"package.json"}}
    )
    assert listed(base, head) == {path}


@pytest.mark.parametrize("manifest", [{}, {"apps/b/package.json": '{"name": "b"}'}])
@pytest.mark.parametrize(("path", "text"), [(f"apps/b/{ROUTE}", POST), ("apps/b/pages/api/x.ts", HANDLER)])
def test_an_app_of_a_workspace_without_any_sign_of_it(manifest: Files, path: str, text: str) -> None:
    base = {"package.json": NEXT[:-1] + ', "workspaces": ["apps/*"]}', "apps/a/lib.ts": ""}
    assert listed(base, {**base, **manifest, path: text}) == {path}


def test_an_app_that_only_a_script_makes_one() -> None:
    app = {
        "package.json": '{"dependencies": {"preset": "1"}, "scripts": {"build": "next build"}}',
        "app/page.tsx": PAGE,
    }
    assert found(app, {**app, ROUTE: POST}) == {(ROUTE, "POST")}


@pytest.mark.parametrize("folder", ["apps/out", "build", "apps/dist"])
def test_an_app_in_a_folder_for_built_files(folder: str) -> None:
    """No tree of a checkout holds such a folder: only what the change itself tells is known."""
    for base in ({}, SHOP):
        assert listed(base, {**base, f"{folder}/{ROUTE}": POST}) == {f"{folder}/{ROUTE}"}


@pytest.mark.parametrize(
    ("version", "text"),
    [
        ("14.2.0", "'use server'\nexport async function save() { return this }"),
        ("15.0.0", "'use server'\nexport async function save() { return arguments }"),
        ("14.2.0", "'use server'\nexport async function save() { 'use servr' }"),
        ("15.0.0", "function f() { 'use action' }\nexport async function save() { 'use server' }"),
        ("15.0.0", "class A { async f() { 'use server' } }\nexport async function save() { 'use server' }"),
        ("16.0.0", "async function f() { 'use cache: tape' }\nexport async function save() { 'use server' }"),
        ("16.0.0", "/*\0*/'use server'\nexport async function save() {}"),
    ],
)
def test_what_some_other_version_or_configuration_refuses_may_be_served(version: str, text: str) -> None:
    """The compilers of 14.2.3, 15.0.0 and 16 register an action of each; cacheHandlers names more kinds of caches."""
    base = {**SHOP, "package.json": NEXT.replace("16.0.0", version)}
    assert listed(base, {**base, "app/a.ts": text}) == {"app/a.ts"}


@pytest.mark.parametrize("road", ["__webpack_module__.exports", "__turbopack_context__.m.exports"])
def test_the_names_that_bundlers_have_for_a_module(road: str) -> None:
    text = f"exports.GET = get\n{road}.POST = post\n"
    assert listed(SHOP, {**SHOP, "app/x/route.js": text}) == {"app/x/route.js"}


def test_a_folder_of_the_same_name_that_is_no_apps() -> None:
    base = {"package.json": NEXT, "apps/a/package.json": NEXT, "apps/a/app/page.tsx": PAGE}
    for path in ("packages/create/templates/app/api/route.ts", "site/pages/api/x.ts"):
        home = {f"{path.split('/app/')[0].split('/pages/')[0].rpartition('/')[0] or 'site'}/package.json": "{}"}
        text = POST if path.endswith("route.ts") else "export async function GET() {}\n"
        assert listed(base, {**base, **home, path: text}) == set()


@pytest.mark.parametrize(
    "manifest",
    [
        '{"dependencies": {"next": "12.0.0"}, "optionalDependencies": {"next": "16.0.0"}}',
        '{"dependencies": {"next": ">=13.0.0"}}',
        '{"dependencies": {"next": "12 || 16"}}',
        '{"dependencies": {"next": "13.0.0"}, "overrides": {"next": "16.0.0"}}',
        '{"dependencies": {"next": "13.0.0"}, "resolutions": {"**/next": "16.0.0"}}',
        '{"dependencies": {"next": "13.0.0"}, "pnpm": {"overrides": {"next@13": "16.0.0"}}}',
        '{"dependencies": {"next": "13.0.0"}, "overrides": {"next": {".": "$other"}}}',
        '{"dependencies": {"next": "https://files.example/12/next-16.tgz"}}',
    ],
)
def test_a_version_that_is_not_the_one_that_is_installed(manifest: str) -> None:
    assert found(SHOP, {**SHOP, "package.json": manifest, "app/a.ts": SAVE}) == {("app/a.ts", "save")}


def test_a_page_for_addresses_that_are_not_there_has_actions_too() -> None:
    base = {"package.json": NEXT, "app/layout.tsx": PAGE, "app/not-found.tsx": PAGE}
    assert found(base, {**base, "app/a.ts": SAVE}) == {("app/a.ts", "save")}


HANDLERS = {ROUTE: "export * from './handlers'\n", "app/x/handlers.ts": GET, "app/x/more.ts": POST}


@pytest.mark.parametrize(
    "more",
    [
        "export {\n  POST\n} from './more'\n",
        "export {\n  POST as POST\n} from './more'\n",
        "import { POST as p } from './more'\nexport {\n  p as\n 'POST' }\n",
        "export * from './more'\n",
        "export /* all of it */ *\nfrom './more'\n",
        "export *// all\nfrom './more'\n",
        "export const " + ", ".join(f"a{number} = 0" for number in range(30)) + ",\n  POST = GET\n",
        "export const {\n  POST\n} = handlers\n",
    ],
)
def test_a_route_that_nobody_touched_answers_more(more: str) -> None:
    before = {**SHOP, **HANDLERS, "app/x/handlers.ts": "export {}\n"}
    assert found(before, {**before, "app/x/handlers.ts": f"export {{}}\n{more}"}) == {(ROUTE, "POST")}


@pytest.mark.parametrize("star", ["export*from './handlers'", "export /* a */\n* from './handlers'"])
def test_however_a_star_is_written(star: str) -> None:
    before = {**SHOP, **HANDLERS, ROUTE: star}
    assert found(before, {**before, "app/x/handlers.ts": GET + POST}) == {(ROUTE, "POST")}


@pytest.mark.parametrize(
    "handlers", ["exports.POST = post\n", "exports['PO' + 'ST'] = post\n", "Object.assign(exports, {})\n"]
)
@pytest.mark.parametrize("route", ["export * from './handlers'\n", "module.exports = require('./handlers')\n"])
def test_a_route_that_nobody_touched_hands_on_a_module_of_the_old_kind(route: str, handlers: str) -> None:
    before = {**SHOP, "app/x/route.js": route, "app/x/handlers.js": "exports.GET = get\n"}
    assert listed(before, {**before, "app/x/handlers.js": handlers}) == {"app/x/route.js"}
    assert listed(before, {**before, "lib/other.js": handlers}) == set()


def test_actions_of_a_package_that_no_app_names() -> None:
    base = {f"apps/{name}/{path}": text for name in "ab" for path, text in SHOP.items()}
    for path in ("packages/ui/actions.ts", "shared/actions.ts"):
        assert found(base, {**base, "packages/ui/package.json": '{"name": "@acme/ui"}', path: SAVE}) == {(path, "save")}


@pytest.mark.parametrize(
    "path", ["app/y", "app", "src/app", "src", "app/x/route.ts", "pages", "package.json", "next.config.js", "app/y.z"]
)
def test_a_link_behind_which_endpoints_may_lie(path: str) -> None:
    assert listed(SHOP, {**SHOP, "lib/h/route.ts": GET}, links=(path,)) == {path}


@pytest.mark.parametrize("path", ["CLAUDE.md", "lib/link", "docs/app", "pages/old", "apps/app"])
def test_a_link_that_leads_to_no_endpoint(path: str) -> None:
    head = {**SHOP, "pages/index.tsx": PAGE}
    assert listed(head, head, links=(path,)) == set()


@pytest.mark.parametrize(
    "directive",
    [
        "'u" + "\\\n" * 40 + "se server'",
        "'use\\\u2028 server'",
        "'use\\\r server'",
        "'\\u{75}\\x73e server'",
    ],
)
def test_however_a_directive_is_spelt(directive: str) -> None:
    text = SAVE.replace("'use server'", directive)
    assert found(SHOP, {**SHOP, "app/a.ts": text}) == {("app/a.ts", "save")}


@pytest.mark.parametrize(
    "export",
    [
        "// a comment ends here\u2028export const POST = handler",
        "// and here\rexport const POST = handler",
        "export\u00a0const\u3000POST = handler",
        "\ufeffexport const POST = handler",
        "import * as all from './all'\nexport import POST = all.POST",
        "export enum POST { A }",
        "export namespace POST { export const a = 1 }",
    ],
)
def test_however_an_export_is_written(export: str) -> None:
    assert found(SHOP, {**SHOP, ROUTE: export}) == {(ROUTE, "POST")}


CUT_OFF = (
    "export\nasync function POST() {}",
    "export // a comment\nconst POST = handler",
    "export /* one that\nends below */ const POST = handler",
    "const POST = 1\nexport\n{ POST }",
    "export\r{ POST } from './more'",
    "export\u2028async function POST() {}",
)


@pytest.mark.parametrize("export", CUT_OFF)
def test_an_export_whose_line_ends_behind_the_word(export: str) -> None:
    """The grammar takes the word for a name there; Next.js's compiler does not."""
    assert listed(SHOP, {**SHOP, ROUTE: export}) == {ROUTE} or found(SHOP, {**SHOP, ROUTE: export}) == {(ROUTE, "POST")}
    text = f"'use server'\n{export.replace('POST', 'save')}"
    assert (
        listed(SHOP, {**SHOP, "app/a.ts": text}) == {"app/a.ts"}
        or "from" in text
        or found(SHOP, {**SHOP, "app/a.ts": text}) == {("app/a.ts", "save")}
    )
    before = {**SHOP, **HANDLERS}
    after = {**before, "app/x/handlers.ts": f"{GET}{export}"}
    assert listed(before, after) == {ROUTE} or found(before, after) == {(ROUTE, "POST")}
