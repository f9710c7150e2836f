"""Which files import a file, by their bytes."""

from __future__ import annotations

import pytest

from reviewer.changes.trees import MemoryTree
from reviewer.syntax.imported import Imported, statements
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources


def listed(**files: str) -> Imported:
    tree = MemoryTree({name.replace("__", "/") + ".ts": text.encode() for name, text in files.items()})
    return Modules(Sources(tree)).list_importers(tree.paths())


@pytest.mark.parametrize(
    "text",
    [
        'import { load } from "./lib";',
        "import load from './lib'",
        'import * as lib from "./lib.js";',
        'import "./lib";',
        'const lib = await import("./lib");',
        "const { load } = require('./lib');",
        'import { type Item, load } from "./lib";',
        'import type, { load } from "./lib";',
        'import {\n  importAll,\n  load,\n} from "./lib";',
    ],
)
def test_a_file_that_runs_code_of_another_uses_it(text: str) -> None:
    imported = listed(a=text, lib="export const load = 1;")

    assert list(imported.using("lib.ts")) == ["a.ts"]
    assert not imported.handing_on("lib.ts") and not imported.relaying("lib.ts") and not imported.of_types("lib.ts")


@pytest.mark.parametrize(
    "text",
    [
        'import type { Item } from "./lib";',
        'import type Item from "./lib";',
        'import { type Item, type Other } from "./lib";',
        'export type { Item } from "./lib";',
    ],
)
def test_imports_of_types_alone_are_listed_apart(text: str) -> None:
    imported = listed(a=text, lib="export type Item = 1;")

    assert list(imported.of_types("lib.ts")) == ["a.ts"]
    assert not imported.using("lib.ts") and not imported.handing_on("lib.ts")


@pytest.mark.parametrize(
    "text", ['export * from "./lib";', 'export { load } from "./lib";', 'export * as lib from "./lib";']
)
def test_a_barrel_hands_on(text: str) -> None:
    imported = listed(barrel=text, lib="export const load = 1;")

    assert list(imported.handing_on("lib.ts")) == ["barrel.ts"]
    assert not imported.using("lib.ts")


@pytest.mark.parametrize(
    ("text", "relays"),
    [
        ('import { load } from "./lib";\nexport { load };', True),
        ('import { load } from "./lib";\nexport { load as read, other };', True),
        ('import load from "./lib";\nexport default load;', True),
        ('import { load } from "./lib";\nexport { other };', False),
        ('import { load } from "./lib";\nexport const read = () => load();', False),
    ],
)
def test_who_exports_an_imported_name_in_a_statement_of_its_own_relays_it(text: str, relays: bool) -> None:
    imported = listed(a=text, lib="export const load = 1;")

    assert list(imported.using("lib.ts")) == ["a.ts"]
    assert list(imported.relaying("lib.ts")) == ["a.ts"] * relays


def test_an_empty_export_only_makes_a_module_of_a_file() -> None:
    imported = listed(a='import { load } from "./lib";\nload();\nexport {};', lib="export const load = 1; export {}")

    assert list(imported.using("lib.ts")) == ["a.ts"] and not imported.relaying("lib.ts")


def test_nobody_imports_a_word_in_a_text_or_a_package_of_the_registry() -> None:
    imported = listed(
        a='const from = "./lib";\nconst text = `from "./lib"`;',
        b='import { load } from "lib";',
        lib="export const x = 1;",
    )

    assert not imported.using("lib.ts")


def test_files_of_one_name_are_told_apart() -> None:
    imported = listed(
        one__a='import { load } from "./lib";',
        two__a='import { load } from "./lib";',
        one__lib="export const load = 1;",
        two__lib="export const load = 2;",
    )

    assert list(imported.using("one/lib.ts")) == ["one/a.ts"]
    assert list(imported.using("two/lib.ts")) == ["two/a.ts"]


def test_a_statement_is_not_looked_for_without_end() -> None:
    text = b"import {" + b"x, " * 5_000 + b'} from "./lib";'

    assert list(statements(text)) == []


def test_what_no_asked_for_file_leads_to_is_read_only_where_all_importers_are_asked_for() -> None:
    texts = {
        "page.ts": b'import "./gate.gen";',
        "gate.gen.ts": b'export { load } from "./lib";',
        "lib.ts": b"export const load = 1;",
        "lib.test.ts": b'import { load } from "./lib";',
        "types.test.ts": b'import type { Load } from "./lib";',
    }
    imported = Modules(Sources(MemoryTree(texts))).list_importers(["page.ts"])

    assert list(imported.handing_on("lib.ts")) == ["gate.gen.ts"] and not imported.using("lib.ts")
    assert imported.everywhere("lib.ts") == {"gate.gen.ts", "lib.test.ts", "types.test.ts"}
