"""Which names a module may export, by its bytes: never fewer than the syntax tree shows."""

from __future__ import annotations

import pytest

from reviewer.changes.trees import MemoryTree
from reviewer.syntax.exported import ANY, declares_what_it_exports, may_export
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources


def exported(code: str) -> set[str]:
    """The names that the syntax tree shows."""
    table = Modules(Sources(MemoryTree({"a.ts": code.encode()}))).table("a.ts")
    return set(table.exports) - {"default"} if table is not None else set()


@pytest.mark.parametrize(
    "code",
    [
        "export function a() {}\nexport async function b() {}\nexport function* c() {}\nexport async function *d() {}",
        "export class a {}\nexport abstract class b {}\nexport enum c {}\nexport const enum d {}",
        "export namespace a {}\nexport declare const b: number",
        "@sealed export class a {}\n@sealed() @other export abstract class b {}",
        "export const a = 1, b = 2,\n  c: string = '', /* d */ d = 4",
        "export const a = 1, // the first\n  b = 2",
        "export const a = f(x, y), b = 2",
        "export let a, b = 1\nexport var c",
        "export const { a, b: { c }, ...d } = e",
        "export const [a, , b] = c",
        "const x = 1\nexport { x as a, x as b, x as default, x as 'c' }",
        "const x = 1\nexport {\n  x as a, // not 'b', nor }\n  x as d,\n}",
        "export { a, b as c } from './x'",
        "export/**/const a = 1",
        "export /* { */ const a = 1\nexport // function b\nfunction c() {}",
        "const a = 1;export{a}\nfunction b(){}export{b};export const c = 1",
        "if (x) { y() } export const a = 1; /* b */ export const b = 2",
        "export import a = b.c",
        "export const été = 1, über = 2",
        "export const $a = 1, _b = 2",
        "export type A = 1\nexport const a = 1\nexport interface B {}\nexport function b() {}",
        "// export const a = 1\nexport const b = 2",
        "export const\na\n=\n1\n,\nb\n=\n2",
    ],
)
def test_every_name_that_the_tree_shows_is_among_them(code: str) -> None:
    names = {name for name in exported(code) if name.replace("$", "").isidentifier()}

    assert names
    assert {name.encode() for name in names} <= may_export(code.encode())


@pytest.mark.parametrize(
    "code",
    [
        "export * from './x'",
        "export * as all from './x'",
        "export\n*\nfrom './x'",
        "export /* all */ * from './x'",
        "export // all\n* from './x'",
        "const a = 1;export*from'./x'",
    ],
)
def test_a_module_that_hands_everything_on_may_export_any_name(code: str) -> None:
    assert may_export(code.encode()) == {ANY}


@pytest.mark.parametrize(
    "code",
    [
        "import { wanted } from './x'\nexport const a = () => wanted()",
        "import {\n  wanted,\n} from './x'\nexport function a() { return wanted }",
        "import { wanted } from './x'\n/**\n * We export wanted things,\n * as others do.\n */\nexport class A {}",
        "const wanted = 1\nexport const a = { b: wanted }",
        "const wanted = 1\nconst key = 'wanted.export'\nmodule.export = wanted\nexport { key }",
        "export type wanted = 1\nexport interface Wanted {}\nexport { type A } from './x'",
        "export default function wanted() {}",
    ],
)
def test_a_name_that_a_module_only_uses_is_not_among_them(code: str) -> None:
    assert b"wanted" not in may_export(code.encode())
    assert ANY not in may_export(code.encode())


@pytest.mark.parametrize(
    "code",
    [
        "import { a } from './x'\nexport const b = a\nexport function c() {}\nexport type { D } from './x'",
        "// export what others use\nexport class A {}\nexport abstract class B {}",
        "const a = 1\nmodule.exports = { a }",
    ],
)
def test_a_module_that_declares_what_it_exports(code: str) -> None:
    assert declares_what_it_exports(code.encode())


@pytest.mark.parametrize(
    "code",
    [
        "export const a = 1\nexport { b } from './x'",
        "import { b } from './x'\nexport { b }",
        "export const a = 1; export * from './x'",
        "export * as all from './x'",
        "export // all\n* from './x'",
        "export /* b */ { b } from './x'",
        "export {\n  b, // not 'c'\n} from './x'",
        "export const { b } = c",
        "export import a = b.c",
    ],
)
def test_a_module_that_may_hand_on_what_others_declare(code: str) -> None:
    assert not declares_what_it_exports(code.encode())


@pytest.mark.parametrize(
    "piece", [b"export ", b"export{", b"export const a", b"export{a", b"//", b", a ", b"/", b"export\n"]
)
def test_hostile_bytes_take_no_longer_than_others(piece: bytes) -> None:
    data = piece * (1_000_000 // len(piece))
    assert len(may_export(data)) < 10
    assert declares_what_it_exports(data) in (True, False)
