"""Which of several outermost packages can import from which."""

from __future__ import annotations

import pytest

from reviewer.changes.trees import MemoryTree
from reviewer.syntax.homes import Homes
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources
from tests.callers.apps import PAGE, callers_in, of, told

SHOP = {
    "shop/package.json": '{"name": "shop", "dependencies": {"next": "16.0.0"}, "exports": {"./*": "./*"}}',
    "shop/lib/actions.ts": "'use server'\nexport async function save() {}",
    "shop/app/api/items/route.ts": "export async function GET() {}",  # whose URL is looked for in every file first
}
CALLER = "'use client'\nexport const Save = () => <button onClick={() => save()} />"
ADMIN = {"admin/package.json": '{"name": "admin"}'}
NAMING_SHOP = {"admin/package.json": '{"name": "admin", "dependencies": {"shop": "workspace:*"}}'}

# Each: how the file admin/ui/save.tsx says what it imports, and the files beside it.
WAYS: dict[str, tuple[str, dict[str, str]]] = {
    "the name of a dependency": ("shop/lib/actions", NAMING_SHOP),
    "the name of a dependency of another package of the home": (
        "shop/lib/actions",
        ADMIN | {"admin/kit/package.json": '{"name": "kit", "peerDependencies": {"shop": "*"}}'},
    ),
    "a subpath": (
        "shop/api",
        NAMING_SHOP
        | {
            "shop/package.json": '{"name": "shop", "dependencies": {"next": "16.0.0"},'
            ' "exports": {"./api": "./lib/actions.ts"}}'
        },
    ),
    "paths of a tsconfig": (
        "@shop/actions",
        ADMIN | {"admin/tsconfig.json": '{"compilerOptions": {"paths": {"@shop/*": ["../shop/lib/*"]}}}'},
    ),
    "paths of a tsconfig above": (
        "@shop/actions",
        ADMIN | {"tsconfig.json": '{"compilerOptions": {"paths": {"@shop/*": ["./shop/lib/*"]}}}'},
    ),
    "paths of a tsconfig further down": (
        "@shop/actions",
        ADMIN | {"admin/ui/tsconfig.json": '{"compilerOptions": {"paths": {"@shop/*": ["../../shop/lib/*"]}}}'},
    ),
    "paths of a tsconfig that is extended": (
        "@shop/actions",
        ADMIN
        | {"admin/tsconfig.json": '{"extends": "../base.json"}'}
        | {"base.json": '{"compilerOptions": {"paths": {"@shop/*": ["./shop/lib/*"]}}}'},
    ),
    "the baseUrl of a jsconfig": (
        "shop/lib/actions",
        ADMIN | {"admin/jsconfig.json": '{"compilerOptions": {"baseUrl": ".."}}'},
    ),
    "a relative path": ("../../shop/lib/actions", ADMIN),
    "a relative path that begins in the folder": ("./../../shop/lib/actions", ADMIN),
    "imports of a package.json": (
        "#shop",
        {"admin/package.json": '{"name": "admin", "imports": {"#shop": {"default": "../shop/lib/actions.ts"}}}'},
    ),
    "imports of a package.json that name a dependency": (
        "#shop",
        {
            "admin/package.json": '{"name": "admin", "imports": {"#shop": "shop/lib/actions"},'
            ' "dependencies": {"shop": "1"}}'
        },
    ),
    "a main file outside": (
        "kit",
        ADMIN | {"admin/kit/package.json": '{"name": "kit", "main": "../../shop/lib/actions.ts"}'},
    ),
    "a barrel of a third home": (
        "kit",
        {"admin/package.json": '{"name": "admin", "dependencies": {"kit": "1"}}'}
        | {"kit/package.json": '{"name": "kit", "dependencies": {"shop": "1"}}'}
        | {"kit/index.ts": "export * from 'shop/lib/actions'"},
    ),
    "a barrel of the home": ("../index", ADMIN | {"admin/index.ts": "export { save } from '../shop/lib/actions'"}),
    "no package.json": ("../../shop/lib/actions", {}),
    "a package.json above both": ("shop/lib/actions", ADMIN | {"package.json": '{"workspaces": ["*"]}'}),
}


def files_of(way: str) -> dict[str, str]:
    specifier, beside = WAYS[way]
    caller = f"{CALLER}\nimport {{ save }} from '{specifier}'"
    return SHOP | beside | {"admin/ui/save.tsx": caller, **{f"shop/{path}": text for path, text in PAGE.items()}}


@pytest.mark.parametrize("way", WAYS)
def test_a_caller_in_another_home_is_found_whatever_way_leads_to_it(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.syntax.parser.MANY_PATHS", 0)
    monkeypatch.setattr("tests.callers.apps.PACKAGE", {})
    monkeypatch.setattr("tests.callers.apps.ALIASES", {})
    monkeypatch.setattr("tests.callers.apps.PAGE", {})

    found = of(callers_in(files_of(way)), "save")

    assert [line.split()[0] for line in told(found)] == ["admin/ui/save.tsx:2"]


def homes_of(files: dict[str, str]) -> Homes:
    sources = Sources(MemoryTree({path: text.encode() for path, text in files.items()}))
    homes = Modules(sources).homes
    for home, paths in homes.parts(sources.paths):
        for path in paths:
            if home is not None and path.endswith((".ts", ".tsx")):
                homes.note(home, path, sources.read(path) or b"")
    return homes


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("admin/ui/save.tsx", "import { save } from '../save'"),
        ("admin/ui/deep/save.tsx", "import { save } from '../../save'"),
        ("admin/ui/save.tsx", "// as in (../../shop)"),
        ("admin/save.ts", "save(...all)"),
        ("admin/tsconfig.json", '{"compilerOptions": {"baseUrl": ".", "paths": {"@/*": ["./src/*"], "ui": ["ui"]}}}'),
        ("admin/package.json", '{"name": "admin", "dependencies": {"react": "19"}, "scripts": {"lint": "../lint"}}'),
        ("admin/kit/package.json", '{"name": "kit", "dependencies": {"admin": "*"}, "main": "./index.ts"}'),
    ],
)
def test_what_stays_in_its_home_leads_to_no_other(path: str, text: str) -> None:
    homes = homes_of(SHOP | ADMIN | {path: text})

    assert not homes.may_import("admin", ["shop/lib/actions.ts"])
    assert homes.may_import("admin", ["shop/lib/actions.ts", "admin/lib/actions.ts"])


def test_the_files_are_taken_apart_by_the_outermost_package() -> None:
    paths = ["a.ts", "admin/a.ts", "admin/kit/b.ts", "adminer/c.ts", "loose/d.ts", "shop/e.ts"]
    manifests = ["admin/package.json", "admin/kit/package.json", "shop/package.json"]
    homes = Modules(Sources(MemoryTree(dict.fromkeys([*paths, *manifests], b"{}")))).homes

    assert homes.parts(paths) == [
        (None, ["a.ts"]),
        ("admin", ["admin/a.ts", "admin/kit/b.ts"]),
        (None, ["adminer/c.ts", "loose/d.ts"]),
        ("shop", ["shop/e.ts"]),
    ]
