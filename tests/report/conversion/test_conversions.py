"""Each direction on small sources: what the new file and the changed callers say."""

from __future__ import annotations

import re

import pytest

from reviewer.changes.trees import MemoryTree
from reviewer.model import Recommendation
from reviewer.report.conversion import Preview, Refused, Suggestion, render, render_suggestion
from reviewer.report.conversion.showing import Changed, short
from reviewer.syntax.parser import Source

from .case import Case
from .cases import CASES
from .conftest import Convert, converted
from .test_suggestions import applied


def made(convert: Convert, case: Case) -> Preview:
    return convert(case.files(), case.path, case.name, case.way)


@pytest.mark.parametrize("title", CASES)
def test_the_new_code(convert: Convert, title: str) -> None:
    case = CASES[title]
    (_, new), *changed = made(convert, case).rewritten
    callers = "\n".join(text for _, text in changed)
    assert [piece for piece in case.shows if piece not in new] == []
    assert [piece for piece in case.calls if piece not in callers] == []
    assert [piece for piece in case.lacks if piece in new + callers] == []


@pytest.mark.parametrize("title", CASES)
def test_all_that_is_shown_parses(convert: Convert, title: str) -> None:
    for path, text in made(convert, CASES[title]).rewritten:
        assert not Source(path, text.encode()).root.has_error


@pytest.mark.parametrize("title", CASES)
def test_files_with_the_line_ends_of_windows_keep_them_and_show_the_same(convert: Convert, title: str) -> None:
    case = CASES[title]
    plain = made(convert, case)
    files = {path: text.replace("\n", "\r\n") for path, text in case.files().items()}
    found = convert(files, case.path, case.name, case.way)
    assert render(found) == render(plain)
    for (path, text), (same, expected) in zip(found.rewritten, plain.rewritten, strict=True):
        assert path == same
        assert text == expected.replace("\n", "\r\n")


def test_a_difference_has_the_lines_that_editors_count() -> None:
    """A form feed or U+2028 inside of a line begins none, neither in what differs nor in how it is shown."""
    before = "a\x0cb\nconst text = '\u2028';\r\n-- here\n"
    shown = short(Changed("a.ts", before, before.replace("here", "there").replace("a\x0c", "c\x0c"))).code
    assert shown.split("\n") == ["-a b", "+c b", " const text = ' ';", "--- here", "+-- there"]


ROUTE = """\
import {{ NextResponse }} from "next/server";
import {{ save, helper }} from "../../../lib/db";

export async function POST(req: Request) {{
{body}
}}
"""
ANSWER = "  return NextResponse.json({ done: true });"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("  await helper(req);\n" + ANSWER, "handed to another function"),
        ("  const copy = { ...req };\n" + ANSWER, "handed to another function"),
        ("  const raw = await req.text();\n" + ANSWER, "`.text` of the request"),
        ("  const data = req.json();\n" + ANSWER, "without await"),
        ("  const key = req.headers.get('authorization');\n" + ANSWER, "who calls"),
        ("  return helper();", "what another function made"),
        ("  return NextResponse.redirect('/');", "redirect()"),
        ("  return new Response(new ReadableStream());", "raw body"),
        ("  return NextResponse.json({}, { headers: { 'Set-Cookie': 'a=b' } });", "sets headers"),
        ("  return NextResponse.json({}, { status: 302 });", "status 302"),
        ("  const status = await save();\n  return NextResponse.json({}, { status });", "at run time"),
        (
            "  const answer = NextResponse.json({});\n  answer.cookies.set('a', 'b');\n  return answer;",
            "another function",
        ),
        ("  const url = new URL(req.url);\n  await save(url.pathname);\n" + ANSWER, "URL of the request"),
        ("  if (await save()) return;\n" + ANSWER, "without an answer"),
    ],
)
def test_what_is_not_understood_is_refused(convert: Convert, body: str, why: str) -> None:
    with pytest.raises(Refused, match=".*" + why.replace("(", r"\(").replace(")", r"\)").replace(".", r"\.")):
        convert({"app/api/x/route.ts": ROUTE.format(body=body)}, "app/api/x/route.ts")


UNKNOWN = "to a wrapper that is not understood"
WRAPPED = 'import { wrap } from "../../../lib/wrap";\nexport const POST = wrap(async () => Response.json({}));\n'


@pytest.mark.parametrize(
    ("wrapper", "why"),
    [
        ("export { wrap } from 'elsewhere';", "to a wrapper"),
        ("export const wrap = (handler) => handler;", "not understood"),
        ("export const wrap = (handler) => async (req) => { log(); return handler(req); };", "refuses nobody"),
        (
            "export const wrap = (handler) => async (req) => { const r = await handler(req); return r; };",
            "not understood",
        ),
        (
            "export const wrap = (handler) => async (req) => { try { return handler(req); } catch {} };",
            "not understood",
        ),
        (
            "const KEY = 1;\nexport const wrap = (handler) => async (req) => {\n"
            "  if (KEY) return new Response('No', { status: 401 });\n  return handler(req);\n};",
            "keeps for itself",
        ),
        (
            "export const wrap = (handler) => async (req) => {\n"
            "  if (req.headers.get('a')) return new Response('No', { status: 401 });\n  return handler(req);\n};",
            "reads the request",
        ),
    ],
)
def test_a_wrapper_that_is_not_understood_is_refused(convert: Convert, wrapper: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        convert({"app/api/x/route.ts": WRAPPED, "lib/wrap.ts": wrapper}, "app/api/x/route.ts")


def test_a_status_that_is_known_at_run_time_cannot_be_told(convert: Convert) -> None:
    case = CASES["what only the status was made of"]
    caller = """\
"use client";

export async function go() {
  const response = await fetch("/api/names", { method: "POST" });
  if (response.status === 409) alert("taken");
}
"""
    with pytest.raises(Refused, match="status of the answer"):
        convert({**case.files(), "app/form.tsx": caller}, case.path)


OPTIONS = '    const options = { method: "DELETE" };\n    const res'


def test_a_caller_that_is_not_understood_and_reads_the_status_keeps_the_route(convert: Convert) -> None:
    case = CASES["the query string"]
    caller = case.caller.replace('{ method: "DELETE" }', "options").replace("    const res", OPTIONS)
    files = {**case.files(), "app/form.tsx": caller.replace('alert("no")', "alert(res.status)")}
    with pytest.raises(Refused, match="status of the answer"):
        convert(files, case.path)


def test_an_inline_action_with_a_value_of_unknown_type_is_refused(convert: Convert) -> None:
    case = CASES["an inline action with what it captures"]
    files = {case.path: case.code.replace("await owner()", "await owner<string>()"), "lib/db.ts": ""}
    with pytest.raises(Refused, match="not written down"):
        convert(files, case.path, case.name, case.way)


MODULE = '// Prices.\n"use server";\n\nexport async function price(name: string) {\n  return name.length;\n}\n'


def test_a_suggestion_applies_cleanly_and_leaves_no_endpoint(convert: Convert) -> None:
    files = {"lib/prices.ts": MODULE, "app/page.tsx": 'import { price } from "../lib/prices";\n' + PAGE}
    found = convert(files, "lib/prices.ts", "price", Recommendation.SERVER_MODULE)
    assert found.suggestion == Suggestion("lib/prices.ts", 2, 2, 'import "server-only";')
    after = applied(MODULE, found.suggestion)
    assert after == dict(found.rewritten)["lib/prices.ts"]
    with pytest.raises(StopIteration):
        convert({**files, "lib/prices.ts": after}, "lib/prices.ts", "price", Recommendation.SERVER_MODULE)


PAGE = "export default async function Page() { return <h1>{await price('a')}</h1>; }\n"


def test_the_directive_of_a_component_is_removed_without_a_trace(convert: Convert) -> None:
    code = "'use server'\n\nexport async function Box() {\n  return <b />\n}\n"
    found = convert({"app/box.tsx": code}, "app/box.tsx", "Box", Recommendation.SERVER_MODULE)
    assert found.suggestion == Suggestion("app/box.tsx", 1, 2, "")
    assert applied(code, found.suggestion) == dict(found.rewritten)["app/box.tsx"] == code.partition("\n\n")[2]
    assert render_suggestion(found.suggestion) == "```suggestion\n```"


@pytest.mark.parametrize(("hunks", "fits"), [(((1, 4),), True), (((2, 9),), False), (((1, 1), (2, 3)), False)])
def test_a_suggestion_must_lie_in_one_hunk(hunks: tuple[tuple[int, int], ...], fits: bool) -> None:
    assert Suggestion("a.ts", 1, 2, "").lies_in(hunks) is fits


def test_code_that_holds_fences_cannot_leave_its_own(convert: Convert) -> None:
    case = CASES["error bodies of several kinds"]
    files = {**case.files(), case.path: case.code.replace('"Nobody"', '"````"')}
    text = render(convert(files, case.path))
    assert "`````ts\n" in text


def test_the_same_input_gives_the_same_preview(convert: Convert) -> None:
    case = CASES["the query string"]
    assert made(convert, case) == made(convert, case)


def test_a_template_string_keeps_every_blank(convert: Convert) -> None:
    body = """\
  try {
    if (req) {
    }
  } catch {}
  const text = `
      deep
        deeper`;
  return NextResponse.json(
    {
      text: `
          deepest`,
    },
    { status: 201 },
  );"""
    code = ROUTE.format(body=body.replace("    if (req) {\n    }\n", ""))
    (_, new), *_ = convert({"app/api/x/route.ts": code}, "app/api/x/route.ts").rewritten
    assert "`\n      deep\n        deeper`" in new
    assert "`\n          deepest`" in new
    assert "  return {\n    text:" in new


def test_a_component_of_the_pages_router_runs_in_the_browser(convert: Convert) -> None:
    files = {
        "app/theme.ts": '"use server";\nimport { save } from "../lib/db";\n'
        "export async function saveTheme(name: string) { await save(name, name); }\n",
        "lib/db.ts": "export async function save(id: string, name: string) {}\n",
        "pages/theme.tsx": 'import { saveTheme } from "../app/theme";\n'
        'export default function Theme() { return <b onClick={() => saveTheme("dark")}>Dark</b>; }\n',
        "pages/other.tsx": 'import { saveTheme } from "../app/theme";\n'
        "export default function Other() { return null; }\n"
        'export async function getServerSideProps() { await saveTheme("dark"); return { props: {} }; }\n',
    }
    steps = " ".join(convert(files, "app/theme.ts").steps)
    assert "Request `/api/save-theme` where `pages/theme.tsx` uses `saveTheme` now (line 2)." in steps
    assert "`pages/theme.tsx` runs on the server" not in steps
    assert "`pages/other.tsx` runs on the server" in steps


def test_a_request_of_another_package_leaves_the_action_in_the_app() -> None:
    files = {
        "package.json": '{"name": "all", "workspaces": ["apps/*", "packages/*"]}',
        "apps/web/package.json": '{"name": "web", "dependencies": {"next": "16.4.6", "client": "workspace:*"}}',
        "apps/web/app/page.tsx": "export default function Page() { return null; }",
        "apps/web/app/api/notes/route.ts": 'import { save } from "../../../lib/db";\n'
        "export async function POST(request: Request) {\n"
        "  const { text } = await request.json();\n"
        "  await save(text);\n"
        "  return new Response(null, { status: 204 });\n}\n",
        "apps/web/lib/db.ts": "export async function save(text: string) {}\n",
        "apps/web/app/notes/editor.tsx": '"use client";\nimport { create } from "client";\n'
        'export function Editor() { return <b onClick={() => create("a")}>Save</b>; }\n',
        "packages/client/package.json": '{"name": "client", "exports": {".": "./index.ts"}}',
        "packages/client/index.ts": "export async function create(text: string) {\n"
        '  await fetch("/api/notes", { method: "POST", body: JSON.stringify({ text }) });\n}\n',
    }
    tree = MemoryTree({path: text.encode() for path, text in files.items()})
    preview = converted(tree, "apps/web/app/api/notes/route.ts")
    assert [path for path, _ in preview.rewritten] == ["apps/web/app/notes/actions.ts"]
    instead = (
        "Call `createNoteAction` in `apps/web/app/notes/editor.tsx` instead of the function of "
        "`packages/client/index.ts` (line 2)."
    )
    assert instead in preview.steps


APP = {
    "package.json": '{"name": "shop", "dependencies": {"next": "16.4.6"}}',
    "app/page.tsx": "export default function Page() { return null; }",
    "app/api/notes/route.ts": 'import { save } from "../../../lib/db";\n'
    "export async function POST(request: Request) {\n"
    "  const { text } = await request.json();\n"
    '  if (!text) return Response.json({ error: "Nothing to keep" }, { status: 422 });\n'
    "  await save(text);\n"
    "  return new Response(null, { status: 204 });\n}\n",
    "lib/db.ts": "export async function save(text: string) {}\n",
}


def test_an_address_with_the_base_path_of_the_app() -> None:
    files = APP | {
        "next.config.js": "module.exports = { basePath: '/admin' };",
        "app/editor.tsx": '"use client";\nexport function Editor() {\n'
        "  const keep = async () => {\n"
        '    const res = await fetch("/admin/api/notes", { method: "POST", body: JSON.stringify({ text: "a" }) });\n'
        '    if (!res.ok) throw new Error("Not kept");\n'
        "  };\n  return <b onClick={keep}>Keep</b>;\n}\n",
    }
    preview = converted(MemoryTree({path: text.encode() for path, text in files.items()}), "app/api/notes/route.ts")
    callers = dict(preview.rewritten)["app/editor.tsx"]
    assert 'const result = await createNoteAction({ text: "a" });\n    if (!result.ok) throw' in callers
    assert not any("axios" in step for step in preview.steps)


@pytest.mark.parametrize("fails", [True, False])
def test_a_client_that_throws_on_an_error_status(fails: bool) -> None:
    files = APP | {
        "lib/api.ts": 'import axios from "axios";\nexport const api = axios.create({ baseURL: "/api" });\n',
        "app/editor.tsx": '"use client";\nimport { api } from "../lib/api";\nexport function Editor() {\n'
        "  const keep = async () => {\n"
        '    try { await api.post("/notes", { text: "a" }); } catch { alert("Not kept"); }\n'
        "  };\n  return <b onClick={keep}>Keep</b>;\n}\n",
    }
    if not fails:
        files["app/api/notes/route.ts"] = re.sub(r"  if .*\n", "", files["app/api/notes/route.ts"])
    preview = converted(MemoryTree({path: text.encode() for path, text in files.items()}), "app/api/notes/route.ts")
    call = "Call `createNoteAction` where `app/editor.tsx` requests the URL now (line 5)."
    warned = (
        "Check `ok` of what comes back there: where an error status made the call throw, as it does with axios, "
        "the action returns."
    )
    assert call in preview.steps
    assert (preview.steps[preview.steps.index(call) + 1 :][:1] == (warned,)) is fails
