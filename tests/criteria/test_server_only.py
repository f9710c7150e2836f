"""An endpoint that only server code calls, and those that a client may reach."""

from __future__ import annotations

import pytest

from reviewer.changes.trees import MemoryTree
from reviewer.criteria.facts.client_code import MOST_FILES, in_client_code
from reviewer.model import Approach, Place, Recommendation, Side, Via
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

READ = "'use server';\nexport async function act(id) { return await prisma.note.findMany({ where: { id } }); }"
POST = "export async function POST() {}"
SERVER = {"via": Via.SERVER_CODE, "side": Side.SERVER}
PAGE = {"via": Via.SERVER_COMPONENT, "side": Side.SERVER}
SILENT = [
    {"via": Via.EVENT_HANDLER},
    {"via": Via.FORM, "side": Side.SERVER},
    {"via": Via.SERVER_CODE, "side": Side.UNKNOWN},
    {"via": Via.SERVER_CODE, "side": Side.CLIENT},
    {"via": Via.SERVER_CODE, "side": Side.PAGES},
    {"via": Via.SERVER_CODE, "side": Side.SERVER, "certain": False},
    {"via": Via.SERVER_CODE, "side": Side.SERVER, "outside": "cron"},
    {"via": Via.UNKNOWN, "side": Side.SERVER},
]


def test_speaks(action, site) -> None:
    app, endpoint = action(READ)
    page = site("app/page.tsx", **PAGE)
    shared = site("lib/y.ts", via=Via.SERVER_CODE, side=Side.SHARED)
    seen = app.see(endpoint, page, site("lib/x.ts", **SERVER), shared)["server-only"]
    assert seen.recommends is Recommendation.SERVER_MODULE and seen.constraint == "server-only"
    assert seen.favours is Approach.API_ROUTE and seen.place == page.place
    assert seen.message == "Only server code calls it, in 3 files, `app/page.tsx` among them."
    both = app.see(endpoint, page, shared)["server-only"]
    assert both.message == "Only server code calls it, in 2 files, `app/page.tsx` among them."
    alone = app.see(endpoint, page)["server-only"]
    assert alone.message == "Only server code calls it, in `app/page.tsx`."
    twice = app.see(endpoint, page, site("app/page.tsx", **PAGE))["server-only"]
    assert twice.message == alone.message


@pytest.mark.parametrize("other", SILENT)
def test_silent(action, route, site, other: dict[str, object]) -> None:
    for app, endpoint in (action(READ), route(POST)):
        assert "server-only" not in app.see(endpoint, site("lib/x.ts", **SERVER), site("lib/y.ts", **other))


def test_silent_without_callers_with_gaps_and_inline(action, route, site) -> None:
    caller = site("lib/x.ts", **SERVER)
    for app, endpoint in (action(READ), route(POST)):
        assert "server-only" not in app.see(endpoint)
        assert "server-only" not in app.see(endpoint, caller, gaps=(Place("a.ts", 1),))
        assert "server-only" not in app.see(endpoint._replace(inline=True), caller)


def test_a_route_is_only_weighed(route, site) -> None:
    app, endpoint = route(POST)
    first = site("lib/x.ts", **SERVER)
    seen = app.see(endpoint, first, site("lib/y.ts", **SERVER))["server-only"]
    assert seen.constraint is None and seen.recommends is Recommendation.SERVER_MODULE and seen.weight > 0
    assert seen.message == "Only the app's own server code requests it, such as `lib/x.ts`."
    assert seen.favours is Approach.API_ROUTE and seen.place == first.place


def test_a_setting_that_cannot_be_read_is_none(route, site) -> None:
    app, endpoint = route("export const config = withDefaults({ maxDuration: 300 });\n" + POST)
    assert "server-only" in app.see(endpoint, site("lib/x.ts", **SERVER))


@pytest.mark.parametrize(
    "setting", ["export const maxDuration = 300;", "export const config = {\n  maxDuration: 300,\n};"]
)
def test_a_route_with_a_duration_of_its_own_is_asked_for_it(route, site, setting: str) -> None:
    app, endpoint = route(setting + "\n" + POST)
    assert "server-only" not in app.see(endpoint, site("lib/x.ts", **SERVER))


@pytest.mark.parametrize(
    ("importer", "speaks"),
    [
        ('"use client";\nimport { run } from "../lib/run";', False),
        ('// A panel.\n"use client";\nexport * from "../lib/run";', False),
        ('import { run } from "../lib/run";', True),
        ('"use server";\nimport { run } from "../lib/run";', True),
        ('"use client";\nimport { other } from "../lib/other";', True),
        ('"use client";\nimport { run } from "./run";', True),
        ('const text = "use client";\nimport { run } from "../lib/run";', True),
    ],
)
def test_a_directive_that_keeps_code_out_of_the_browser_is_needed(small, site, importer: str, speaks: bool) -> None:
    """A caller is a module that client code imports as well."""
    lines = "\n" * 6 + "act(1);\n"
    files = {
        "app/actions.ts": READ,
        "lib/run.ts": lines,
        "lib/a.ts": lines,
        "components/run.ts": "export const run = 1;",
    }
    app = small({**files, "components/panel.tsx": importer})
    endpoint = app.action("app/actions.ts", "act")
    callers = [site("lib/a.ts", **SERVER), site("lib/run.ts", **SERVER)]
    assert ("server-only" in app.see(endpoint, *callers)) is speaks


PACKAGES = {
    "package.json": '{"name": "shop", "workspaces": ["packages/*"]}',
    "packages/jobs/package.json": '{"name": "@shop/work", "main": "./src/run.ts"}',
    "packages/mail/package.json": '{"name": "@shop/post", "main": "./src/index.ts"}',
    "packages/plain/package.json": '{"name": "plain", "main": "./src/work.ts"}',
    "tsconfig.json": '{"compilerOptions": {"paths": {"@shop/ui": ["./packages/ui/src"], "@/*": ["./*"]}}}',
}


@pytest.mark.parametrize(
    ("caller", "importer", "text"),
    [
        ("lib/run/index.ts", "components/panel.tsx", 'import { run } from "../lib/run";'),
        ("lib/run/index.ts", "components/panel.tsx", 'import { run } from "@/lib/run/";'),
        ("lib/run/index.ts", "components/panel.tsx", 'import { run } from "../lib/run/index.js";'),
        ("lib/run/index.ts", "lib/run/panel.tsx", 'import { run } from ".";'),
        ("lib/run/index.ts", "lib/run/parts/panel.tsx", 'import { run } from "..";'),
        ("lib/run/index.ts", "lib/run/parts/panel.tsx", 'export { run } from "../";'),
        ("lib/run.server.ts", "components/panel.tsx", 'import { run } from "../lib/run.server";'),
        ("lib/run.ts", "components/panel.tsx", 'import type { Run } from "../lib/run";'),
        ("lib/run.ts", "components/panel.tsx", 'const run = () => import("../lib/run");'),
        ("lib/run.ts", "components/panel.js", 'const { run } = require("../lib/run");'),
        ("packages/jobs/src/run.ts", "components/panel.tsx", 'import { run } from "@shop/work";'),
        ("packages/mail/src/index.ts", "components/panel.tsx", 'import { run } from "@shop/post";'),
        ("packages/ui/src/index.ts", "components/panel.tsx", 'import { run } from "@shop/ui";'),
        ("packages/plain/src/work.ts", "components/panel.tsx", 'import { run } from "plain";'),
    ],
)
@pytest.mark.parametrize("listed", [False, True], ids=["", "listed before"])
def test_ways_to_import_a_caller(small, site, listed: bool, caller: str, importer: str, text: str) -> None:
    files = {**PACKAGES, "app/actions.ts": READ, caller: "\n" * 6 + "act(1);\n", importer: text}
    for directive, speaks in (('"use client";\n', False), ("", True)):
        app = small({**files, importer: directive + text})
        if listed:
            app.modules.list_importers([])
        endpoint = app.action("app/actions.ts", "act")
        assert ("server-only" in app.see(endpoint, site(caller, **SERVER))) is speaks, directive


def imported_in_a_row(modules: int, last: str) -> dict[str, str]:
    files = {f"lib/m{number}.ts": f'import "./m{number - 1}";' for number in range(1, modules)}
    return {**files, "lib/m0.ts": "\n" * 6 + "act(1);\n", f"lib/m{modules}.ts": f'{last}import "./m{modules - 1}";'}


@pytest.mark.parametrize(
    ("modules", "last", "speaks"),
    [
        (30, '"use client";\n', False),
        (30, '"use server";\n', True),
        (MOST_FILES - 1, "", True),
        (MOST_FILES, "", False),
    ],
)
def test_importers_of_importers(small, site, modules: int, last: str, speaks: bool) -> None:
    """Where more files import it than are looked at, nobody can be sure that none of them is client code."""
    app = small({"app/actions.ts": READ, **imported_in_a_row(modules, last)})
    endpoint = app.action("app/actions.ts", "act")
    assert ("server-only" in app.see(endpoint, site("lib/m0.ts", **SERVER))) is speaks


def test_a_server_module_in_between_and_modules_that_import_each_other(small, site) -> None:
    files = {
        "app/actions.ts": READ,
        "lib/run.ts": 'import "./other";\n' + "\n" * 5 + "act(1);\n",
        "lib/other.ts": 'import "./run";',
        "app/more.ts": '"use server";\nimport { run } from "../lib/run";',
        "components/panel.tsx": '"use client";\nimport { more } from "../app/more";',
        "public/data.txt": '"use client";\nimport "../lib/run";',
    }
    app = small(files)
    assert "server-only" in app.see(app.action("app/actions.ts", "act"), site("lib/run.ts", **SERVER))


def test_names_that_are_no_text() -> None:
    files = {"lib/run.ts": b"act(1);", "lib/broken.ts": b"'use client';\nimport '\xff\xfe/run';"}
    sources = Sources(MemoryTree(files))
    assert not in_client_code("lib/run.ts", sources, Modules(sources))


def test_a_caller_that_is_client_code_itself(small, site) -> None:
    app = small({"app/actions.ts": READ, "lib/run.ts": '"use client";\n' + "\n" * 5 + "act(1);"})
    assert "server-only" not in app.see(app.action("app/actions.ts", "act"), site("lib/run.ts", **SERVER))


@pytest.mark.parametrize(
    ("line", "speaks"),
    [
        ("await act?.(1);", True),
        ("await act!(1);", True),
        ("await act<Row>(1);", True),
        ("await act.call(null, 1);", True),
        ("await Promise.all(ids.map(act));", True),
        ("return { act: await act(1) };", True),
        ("await api.act, 1", True),
        ("const row: Row<act> = await run()", True),
        ("<form action={act} />", False),
        ("const table = { save: act };", False),
    ],
)
def test_where_the_name_stands(action, site, line: str, speaks: bool) -> None:
    """As a value it may be handed to the client; called, in a type or as a member of something else it is not."""
    app, endpoint = action(READ, files={"app/page.tsx": "\n" * 6 + line})
    assert ("server-only" in app.see(endpoint, site("app/page.tsx", **PAGE))) is speaks


def test_the_line_of_the_call_alone_is_read(action, site) -> None:
    app, endpoint = action(
        READ, files={"app/page.tsx": "\n" * 5 + "await act(1);\nconst table = { save: act };\nact(2);"}
    )
    assert "server-only" not in app.see(endpoint, site("app/page.tsx", **PAGE))
    above = "const table = { save: act };\nawait act(1);"
    below = "\nawait act(1);\nconst table = { save: act };"
    for text in (above, below):
        app, endpoint = action(READ, files={"app/page.tsx": "\n" * 5 + text})
        assert "server-only" in app.see(endpoint, site("app/page.tsx", **PAGE))


def test_the_name_that_the_file_itself_gives_it(action, site) -> None:
    files = {"app/page.tsx": "\n" * 6 + "const table = { save: act, s: x };"}
    app, endpoint = action(READ, files=files)
    page = site("app/page.tsx", **PAGE)
    assert "server-only" not in app.see(endpoint._replace(name="load", binding="act"), page)
    assert "server-only" not in app.see(endpoint._replace(name="x", binding=None), page)
    assert "server-only" in app.see(endpoint._replace(name=None, binding=None), page)


@pytest.mark.parametrize(
    ("line", "text", "speaks"),
    [
        (2, "export async function run() {\n  const { act } = await import('./actions');\n  await act(1);\n}", True),
        (
            3,
            "export async function run() {\n  const { act } =\n    await import('./actions');\n  await act(1);\n}",
            True,
        ),
        (2, "export async function run() {\n  const { act } = await import('./actions');\n  return { act };\n}", False),
        (2, "export async function run() {\n  const all = await import('./actions');\n  await all.act(1);\n}", True),
    ],
)
def test_where_it_is_imported_when_it_is_needed(action, site, line: int, text: str, speaks: bool) -> None:
    app, endpoint = action(READ, files={"app/run.ts": text})
    caller = site("app/run.ts", **SERVER)._replace(line=line)
    assert ("server-only" in app.see(endpoint, caller)) is speaks
