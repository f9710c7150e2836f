"""What is detected in a tree, what is skipped and why, and what bytes of any kind do to it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.changes.trees import MemoryTree
from reviewer.model import Change, ChangedFile, Kind
from reviewer.nextjs.detection import Detected, all_endpoints, new_endpoints
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources
from tests.nextjs.conftest import History

APP = {"package.json": '{"dependencies": {"next": "15"}}', "app/page.tsx": "export default () => null"}


def detected(files: dict[str, str | bytes], app: dict[str, str] = APP) -> Detected:
    texts = {path: text.encode() if isinstance(text, str) else text for path, text in {**app, **files}.items()}
    sources = Sources(MemoryTree(texts))
    return all_endpoints(sources, Modules(sources))


def test_only_what_may_hold_an_endpoint_is_parsed() -> None:
    files = {
        "app/api/x/route.ts": "export const GET = () => 1",
        **{f"lib/{n}.ts": "export const a = 1" for n in range(9)},
    }
    sources = Sources(MemoryTree({path: text.encode() for path, text in {**APP, **files}.items()}))
    all_endpoints(sources, Modules(sources))
    assert sources.parsed == 1


@pytest.mark.parametrize(
    "path",
    [
        "app/robots.ts",
        "app/sitemap.ts",
        "app/opengraph-image.tsx",
        "middleware.ts",
        "proxy.ts",
        "app/route.test.ts",
        "lib/route.ts",
    ],
)
def test_look_alikes_are_no_endpoints(path: str) -> None:
    assert detected({path: "export function GET() {}\nexport default function x() {}"}).endpoints == ()


SKIPPED = {
    "refused by the compiler": ("app/a.ts", "'use server'\nexport const maxDuration = 60", "refuses line 2", False),
    "misspelt": ("app/a.ts", "'use server';\nexport async function a() { 'use sever' }", "Did you mean", False),
    "broken at the top": (
        "app/api/x/route.ts",
        "export const GET = () => 1\n<<<<<<< ours\n",
        "an endpoint may be missed",
        True,
    ),
    "broken in a body": ("app/api/x/route.ts", "export function GET() { let = ; }", "not judged", False),
    "no default export": ("pages/api/x.ts", "export const a = 1", "answers 500", False),
    "too large": ("app/api/x/route.ts", "//" + "x" * 1_600_000, "larger than", True),
}


@pytest.mark.parametrize("case", SKIPPED)
def test_what_is_skipped_says_why(case: str) -> None:
    path, text, reason, incomplete = SKIPPED[case]
    found = detected({path: text})
    [skipped] = found.skipped
    assert (skipped.path, skipped.incomplete) == (path, incomplete)
    assert reason in skipped.reason
    assert path not in found.analysed


def test_a_typed_template_is_sound_whatever_the_grammar_says() -> None:
    text = "export async function GET() { return await db.$queryRaw<{ id: number }[]>`SELECT ${1}` }"
    assert detected({"app/api/x/route.ts": text}).skipped == ()


def test_broken_code_that_mentions_the_directive_elsewhere_is_no_endpoint() -> None:
    assert detected({"lib/a.test.ts": "const text = 'use server';\nlet = ;\n"}).skipped == ()


def test_what_is_sound_of_a_broken_file_is_still_found() -> None:
    found = detected({"app/api/x/route.ts": "export const GET = () => { let = ; }\nexport const POST = () => 1\n"})
    assert {endpoint.name for endpoint in found.endpoints} >= {"POST"}


@pytest.mark.parametrize(
    ("app", "reason"),
    [
        (
            {"package.json": '{"dependencies": {"next": "15"}}', "pages/index.tsx": "export default 1"},
            "renders no page",
        ),
        ({**APP, "package.json": '{"dependencies": {"next": "13.4.1"}}'}, "Next.js 13.4 has no server actions"),
    ],
)
def test_a_directive_that_registers_nothing_is_said(app: dict[str, str], reason: str) -> None:
    found = detected({"lib/a.ts": "'use server'\nexport async function a() {}"}, app)
    assert found.endpoints == ()
    assert [reason in skipped.reason for skipped in found.skipped] == [True]


def test_an_action_of_a_package_belongs_to_the_app_that_depends_on_it() -> None:
    action = "'use server'\nexport async function a() {}"
    found = detected(
        {
            "package.json": "{}",
            "apps/a/package.json": '{"dependencies": {"next": "15"}}',
            "apps/a/app/page.tsx": "",
            "apps/b/package.json": '{"dependencies": {"next": "15", "@x/shared": "workspace:*"}}',
            "apps/b/app/page.tsx": "",
            "packages/shared/package.json": '{"name": "@x/shared"}',
            "packages/shared/src/a.ts": action,
        },
        {},
    )
    assert [(endpoint.app.root, endpoint.name) for endpoint in found.endpoints] == [("apps/b", "a")]


def test_a_file_can_hold_endpoints_of_both_approaches() -> None:
    text = "export async function POST() { async function later() { 'use server' } }"
    found = detected({"app/api/x/route.ts": text}).endpoints
    assert {endpoint.kind for endpoint in found} == {Kind.ROUTE_HANDLER, Kind.SERVER_ACTION}


def test_unnamed_inline_actions_are_told_apart() -> None:
    form = "<form action={async () => { 'use server' }} />"
    found = detected({"app/x/page.tsx": f"export default () => <p>{form}{form}</p>"}).endpoints
    assert [(endpoint.name, endpoint.inline, endpoint.ordinal) for endpoint in found] == [
        (None, True, 0),
        (None, True, 1),
    ]


def test_a_change_whose_base_could_not_be_read_is_incomplete() -> None:
    head = b"'use server'\nexport async function a() {}"
    sources = Sources(MemoryTree({"app/a.ts": head, **{path: text.encode() for path, text in APP.items()}}))
    change = Change((ChangedFile("app/a.ts", "modified", head, None),))
    found = new_endpoints(change, sources, Modules(sources))
    assert found.endpoints == ()
    assert [skipped.incomplete for skipped in found.skipped] == [True]


PIECES = (
    b"'use server'\n|export |async function GET|(|)|{|}|const {|=|=>|wrap(|`${|<a b={|/*|\xff\x00|default \n"
    b"|* from './b'\n|\\u0075se server|\n|;|class A {|static |import x from 'y'\n|namespace N.M {|'use cache'\n"
).split(b"|")


@given(
    st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join),
    st.sampled_from(["app/a.tsx", "app/x/route.ts", "pages/api/x.js"]),
)
@settings(deadline=None, max_examples=200)
def test_no_bytes_make_it_fail(data: bytes, path: str) -> None:
    found = detected({path: data, "app/x/b.ts": data, "next.config.js": data})
    assert {endpoint.path for endpoint in found.endpoints} <= {path, "app/x/b.ts", "next.config.js"}


HANDLER = "export async function POST() {}\n"


@pytest.mark.parametrize(
    "manifest", ["{", '{"x": ' + "[" * 50_000 + "]" * 50_000 + "}", '{"x": "' + "y" * 1_600_000 + '"}']
)
@pytest.mark.parametrize(
    ("path", "text"),
    [("app/a/route.ts", HANDLER), ("pages/api/a.ts", "export default () => {}"), ("lib/a.ts", "'use server'")],
)
def test_a_package_json_that_cannot_be_read_hides_no_endpoint(
    repository: History, manifest: str, path: str, text: str
) -> None:
    found = repository.new({}, {path: text, "package.json": manifest})
    assert [(each.path, each.incomplete) for each in found.skipped] == [(path, True)]
    assert "package.json could not be read as JSON" in found.skipped[0].reason


def test_page_extensions_that_cannot_be_told_hide_no_route(repository: History) -> None:
    config = {"next.config.js": "module.exports = require('./other')"}
    files = {
        "app/a/route.api.ts": HANDLER,
        "app/b/route.ts": HANDLER,
        "app/b/route.test.ts": "import { POST } from './route'\n",
        "lib/route.api.ts": HANDLER,
    }
    found = repository.new(config, {**config, **files})
    assert [endpoint.path for endpoint in found.endpoints] == ["app/b/route.ts"]
    assert [(each.path, each.incomplete) for each in found.skipped] == [("app/a/route.api.ts", True)]
