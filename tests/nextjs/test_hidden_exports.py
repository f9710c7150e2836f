"""Exports that are spelt or handed over so that a reader of the text does not see them."""

from __future__ import annotations

import pytest

from reviewer.changes.trees import MemoryTree
from reviewer.model import Change, ChangedFile
from reviewer.nextjs.detection import new_endpoints
from reviewer.nextjs.relevance import exports_a_method, may_define_endpoints
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources
from tests.nextjs.test_detection import APP, detected

ROUTE = "app/api/x/route.js"
OTHERS: dict[str, str | bytes] = {
    "app/api/x/types.ts": "export interface A {}",
    "app/api/x/common.js": "module.exports = { POST: 1 }",
    "app/api/x/barrel.ts": "export * from 'some-package'",
}

# A build of Next.js 16 with webpack serves the methods of the first three, and of each CommonJS form below.
FOUND = [
    ("export async function \\u0050OST() {}", {"POST"}),
    ('async function x() {}\nexport { x as "\\u0050OST" }', {"POST"}),
    ("module.exports = { POST: async () => 1 }", {"POST"}),
    ("function x() {}\nexport { x as \\u0050OST }", {"POST"}),
    ("export const \\u{50}OST = x", {"POST"}),
    ("export const { a: \\u0050OST } = x", {"POST"}),
    ("exports.POST = async () => 1", {"POST"}),
    ("module.exports.POST = async () => 1", {"POST"}),
    ("exports.GET = exports.POST = async () => 1", {"GET", "POST"}),
    ('async function POST() {}\nmodule.exports = { POST, GET() {}, "PUT": POST }', {"POST", "GET", "PUT"}),
]


@pytest.mark.parametrize(("text", "methods"), FOUND)
def test_a_method_is_found_however_it_is_exported(text: str, methods: set[str]) -> None:
    found = detected({ROUTE: text})
    assert {method for endpoint in found.endpoints for method in endpoint.methods} == methods
    assert found.skipped == ()


@pytest.mark.parametrize(
    "text",
    [
        "export * from 'some-package/handler'",
        "export * from './barrel'",
        "export * from './common'",
        "module.exports = require('./handler')",
        "module.exports = { ...handlers }",
        "module.exports = { ['PO' + 'ST']: x }",
        "module['exports'].POST = x",
        "Object.assign(exports, { POST: x })",
        "if (true) { exports.POST = x }",
        "this.POST = x",
        "\\u0065xports.POST = require('./handler'); Object.assign(exports, x)",
        "exports.a = module.exports = require('./handler')",
        "export = { POST }",
    ],
)
def test_a_route_file_whose_exports_are_not_all_known_is_listed(text: str) -> None:
    found = detected({**OTHERS, ROUTE: text})
    assert [(one.path, one.incomplete) for one in found.skipped if one.path == ROUTE] == [(ROUTE, True)]


@pytest.mark.parametrize(
    "text",
    [
        "// nothing yet",
        "export * from './types'",
        "const exports = 1; const module = this; export function GET() {}",
    ],
)
def test_a_route_file_whose_exports_are_known_is_not_listed(text: str) -> None:
    assert detected({**OTHERS, ROUTE: text}).skipped == ()


def test_the_exports_of_a_use_server_file_are_named_as_they_are_not_as_they_are_spelt() -> None:
    text = '"use server"\nexport async function \\u0061dd() {}\nasync function q() {}\nexport { q as "\\u0062uy" }'
    assert [endpoint.name for endpoint in detected({"app/a.ts": text}).endpoints] == ["add", "buy"]


def test_half_a_character_is_no_name() -> None:
    text = '"use server"\nasync function q() {}\nexport { q as "\\ud800" }'
    for endpoint in detected({"app/a.ts": text}).endpoints:
        assert (endpoint.name or "").encode()


def new(files: dict[str, str], changed: str) -> tuple[int, list[str]]:
    texts = {path: text.encode() for path, text in {**APP, **files}.items()}
    sources = Sources(MemoryTree(texts))
    lines = frozenset(range(1, 9))
    change = Change((ChangedFile(changed, "added", added=lines, head=texts[changed]),))
    found = new_endpoints(change, sources, Modules(sources))
    return len(found.endpoints), [one.path for one in found.skipped if one.incomplete]


def test_a_route_with_an_extension_of_its_own_is_listed() -> None:
    config = {"next.config.js": 'module.exports = { pageExtensions: ["foo", "ts"] }'}
    path = "app/api/x/route.foo"
    assert new({**config, path: "export function POST() {}"}, path) == (0, [path])
    assert new({path: "export function POST() {}"}, path) == (0, [])


def test_an_untouched_route_is_not_listed() -> None:
    files = {ROUTE: "export * from 'some-package'", "lib/a.ts": "export const POST = 1"}
    assert new(files, "lib/a.ts") == (0, [])
    assert new(files, ROUTE) == (0, [ROUTE])


def test_an_escaped_export_passes_the_gate_and_other_escapes_do_not() -> None:
    assert exports_a_method(b"export const \\u0050OST = 1")
    assert may_define_endpoints("lib/a.ts", b'export { x as "\\u0050OST" }')
    assert not may_define_endpoints("lib/a.ts", b"const a = '\\u0050'\nexport const b = 1\n")
