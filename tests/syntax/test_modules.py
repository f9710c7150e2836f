"""Resolution on small trees, one idiom of the ecosystem each."""

from __future__ import annotations

import pytest

from reviewer.changes.trees import MemoryTree
from reviewer.syntax.modules import Definition, Modules
from reviewer.syntax.parser import Sources


def modules(**files: str) -> Modules:
    return Modules(Sources(MemoryTree({path: text.encode() for path, text in files.items()})))


def tree(files: dict[str, str]) -> Modules:
    return modules(**files)


@pytest.mark.parametrize(
    ("specifier", "file"),
    [
        ("./b", "src/b.ts"),
        ("../lib", "lib/index.ts"),
        ("./b.js", "src/b.ts"),
        ("./styles.css", "src/styles.css"),
        (".", "src/index.tsx"),
        ("./missing", None),
        ("../../outside", None),
        ("react", None),
    ],
)
def test_relative_specifiers(specifier: str, file: str | None) -> None:
    known = ("src/a.ts", "src/b.ts", "src/index.tsx", "src/styles.css", "lib/index.ts")
    assert tree(dict.fromkeys(known, "")).resolve(specifier, "src/a.ts") == file


def test_paths_most_specific_pattern_wins_and_its_targets_are_tried_in_order() -> None:
    config = """
    {   // the app's own
      "compilerOptions": {
        "baseUrl": ".", /* here */
        "paths": { "@/*": ["./src/*", "./*"], "@/lib/*": ["./shared/*"], "~": ["./src/home"], },
      },
    }"""
    found = tree(
        {"tsconfig.json": config} | dict.fromkeys(("src/a.ts", "b.ts", "shared/c.ts", "lib/c.ts", "src/home.ts"), "")
    )
    assert found.resolve("@/a", "app/x/page.tsx") == "src/a.ts"
    assert found.resolve("@/b", "app/x/page.tsx") == "b.ts"
    assert found.resolve("@/lib/c", "app/x/page.tsx") == "shared/c.ts"
    assert found.resolve("~", "app/x/page.tsx") == "src/home.ts"
    assert found.resolve("lib/c", "app/x/page.tsx") == "lib/c.ts"  # baseUrl


def test_a_string_that_looks_like_a_comment_stays_a_string() -> None:
    config = '{"compilerOptions": {"paths": {"//x/*": ["./src/*"], /* "y": */ "z,}": ["./z"]}}}'
    found = tree({"tsconfig.json": config, "src/a.ts": "", "z.ts": ""})
    assert found.resolve("z,}", "b.ts") == "z.ts"


def test_extends_through_files_arrays_and_packages() -> None:
    found = tree(
        {
            "apps/web/tsconfig.json": '{"extends": ["../../base.json", "@acme/tsconfig/next.json"]}',
            "base.json": '{"compilerOptions": {"paths": {"@base/*": ["./lost/*"]}}}',
            "tools/tsconfig/package.json": '{"name": "@acme/tsconfig"}',
            "tools/tsconfig/next.json": '{"compilerOptions": {"paths": {"@/*": ["${configDir}/src/*"]}}}',
            "apps/web/src/a.ts": "",
        }
    )
    assert found.resolve("@/a", "apps/web/page.tsx") == "apps/web/src/a.ts"


def test_extends_in_a_circle_ends() -> None:
    found = tree(
        {
            "tsconfig.json": '{"extends": "./other.json"}',
            "other.json": '{"extends": "./tsconfig.json", "compilerOptions": {"baseUrl": "src"}}',
            "src/a.ts": "",
        }
    )
    assert found.resolve("a", "b.ts") == "src/a.ts"


def test_the_paths_of_the_app_hold_where_a_nearer_config_has_none() -> None:
    found = tree(
        {
            "tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}',
            "src/scripts/tsconfig.json": '{"compilerOptions": {"strict": true}}',
            "src/a.ts": "",
        }
    )
    assert found.resolve("@/a", "src/scripts/run.ts") == "src/a.ts"


def test_jsconfig() -> None:
    found = tree({"jsconfig.json": '{"compilerOptions": {"baseUrl": "."}}', "components/a.jsx": ""})
    assert found.resolve("components/a", "pages/index.js") == "components/a.jsx"


def test_package_imports() -> None:
    package = '{"imports": {"#lib/*": {"types": "./lib/*.d.ts", "default": "./lib/*.ts"}, "#db": "./db/index.ts"}}'
    found = tree({"web/package.json": package, "web/lib/a.ts": "", "web/db/index.ts": ""})
    assert found.resolve("#lib/a", "web/app/page.tsx") == "web/lib/a.ts"
    assert found.resolve("#db", "web/app/page.tsx") == "web/db/index.ts"
    assert found.resolve("#lib/a", "other/page.tsx") is None


@pytest.mark.parametrize(
    ("package", "specifier", "file"),
    [
        ('{"name": "@acme/ui"}', "@acme/ui", "packages/ui/src/index.ts"),
        ('{"name": "@acme/ui", "main": "./dist/main.js"}', "@acme/ui", "packages/ui/src/main.ts"),
        ('{"name": "@acme/ui", "exports": {".": {"import": "./src/main.ts"}}}', "@acme/ui", "packages/ui/src/main.ts"),
        ('{"name": "@acme/ui", "exports": "./src/main.ts"}', "@acme/ui", "packages/ui/src/main.ts"),
        (
            '{"name": "@acme/ui", "exports": {"./*": {"types": "./dist/*.d.ts", "import": "./dist/*.mjs"}}}',
            "@acme/ui/button",
            "packages/ui/src/button.tsx",
        ),
        (
            '{"name": "@acme/ui", "exports": {"./forms/*": "./src/*.tsx", "./*": "./no/*"}}',
            "@acme/ui/forms/button",
            "packages/ui/src/button.tsx",
        ),
        ('{"name": "@acme/ui"}', "@acme/ui/src/button", "packages/ui/src/button.tsx"),
        ('{"name": "@acme/other"}', "@acme/ui", None),
        ('{"name": ["@acme/ui"], "exports": 3}', "@acme/ui", None),
        ("not json", "@acme/ui", None),
    ],
)
def test_workspace_packages(package: str, specifier: str, file: str | None) -> None:
    sources = dict.fromkeys((f"packages/ui/src/{name}" for name in ("index.ts", "main.ts", "button.tsx")), "")
    found = tree({"packages/ui/package.json": package, **sources})
    assert found.resolve(specifier, "apps/web/app/page.tsx") == file


def test_of_two_packages_with_one_name_the_nearer_is_meant() -> None:
    files = {f"{root}/kit/package.json": '{"name": "kit"}' for root in ("a", "b")} | {
        f"{root}/kit/index.ts": "" for root in ("a", "b")
    }
    assert tree(files).resolve("kit", "b/web/page.tsx") == "b/kit/index.ts"


BARRELS = {
    "lib/index.ts": """
        export * from './actions'
        export { default as remove, other as renamed } from './more'
        export * as all from './actions'
    """,
    "lib/actions/index.ts": "export * from './a'; export * from './b'",
    "lib/actions/a.ts": "export async function first() {}",
    "lib/actions/b.ts": "const inner = async () => {}; export { inner as second }",
    "lib/more.ts": """
        import { first } from './actions/a'
        export default async function () {}
        export { first as other }
    """,
    "circle/a.ts": "export * from './b'",
    "circle/b.ts": "export * from './a'; export const here = 1",
}


@pytest.mark.parametrize(
    ("path", "name", "definition"),
    [
        ("lib/index.ts", "first", Definition("lib/actions/a.ts", "first")),
        ("lib/index.ts", "second", Definition("lib/actions/b.ts", "inner")),
        ("lib/index.ts", "remove", Definition("lib/more.ts", "default")),
        ("lib/index.ts", "renamed", Definition("lib/actions/a.ts", "first")),
        ("lib/index.ts", "all", Definition("lib/actions/index.ts", "*")),
        ("lib/index.ts", "absent", None),
        ("lib/index.ts", "default", None),
        ("lib/none.ts", "first", None),
        ("circle/a.ts", "here", Definition("circle/b.ts", "here")),
        ("circle/a.ts", "absent", None),
    ],
)
def test_definition(path: str, name: str, definition: Definition | None) -> None:
    assert tree(BARRELS).definition(path, name) == definition


def test_steps_name_every_export_on_the_way() -> None:
    assert tree(BARRELS).steps("lib/index.ts", "renamed") == (
        Definition("lib/index.ts", "renamed"),
        Definition("lib/more.ts", "other"),
        Definition("lib/actions/a.ts", "first"),
        Definition("lib/actions/a.ts", "first"),
    )


def test_files_behind_a_barrel_that_cannot_export_the_name_are_not_parsed() -> None:
    code = "import {{ name40 }} from './40'\nexport const name{0} = () => name40()\n// * as name40 does"
    files = {f"lib/{index}.ts": code.format(index) for index in range(50)} | {"lib/40.ts": "export const name40 = 1"}
    barrel = "".join(f"export * from './{index}';" for index in range(50))
    sources = Sources(MemoryTree({path: text.encode() for path, text in (files | {"lib/index.ts": barrel}).items()}))
    assert Modules(sources).definition("lib/index.ts", "name40") == Definition("lib/40.ts", "name40")
    assert sources.parsed == 2  # the barrel, 40.ts


def test_hostile_configuration_is_no_configuration() -> None:
    for text in (
        "[" * 100_000,
        '{"compilerOptions": {"paths": {"@/*": "src"}, "baseUrl": 3}, "extends": {}}',
        '"',
        "/*" * 50_000,
    ):
        assert tree({"tsconfig.json": text, "package.json": text, "src/a.ts": ""}).resolve("@/a", "b.ts") is None


def test_a_package_of_two_places_means_the_one_beside_the_file_that_imports_it() -> None:
    found = modules(
        **{
            "package.json": "{}",
            "one/ui/package.json": '{"name": "ui"}',
            "one/ui/index.ts": "",
            "two/ui/package.json": '{"name": "ui"}',
            "two/ui/index.ts": "",
        }
    )
    assert found.resolve("ui", "one/app/page.tsx") == "one/ui/index.ts"
    assert found.resolve("ui", "two/app/page.tsx") == "two/ui/index.ts"


def test_a_bare_specifier_means_another_file_below_another_configuration() -> None:
    config = '{"compilerOptions": {"paths": {"@/*": ["./*"]}}}'
    found = modules(
        **{f"{app}/tsconfig.json": config for app in ("one", "two")},
        **{f"{app}/lib/a.ts": "" for app in ("one", "two")},
        **{"two/inner/package.json": '{"imports": {"#a": "./b.ts"}}', "two/inner/b.ts": ""},
    )
    assert found.resolve("@/lib/a", "one/x/y.ts") == "one/lib/a.ts"
    assert found.resolve("@/lib/a", "two/x/y.ts") == "two/lib/a.ts"
    assert found.resolve("#a", "two/x/y.ts") is None
    assert found.resolve("#a", "two/inner/x/y.ts") == "two/inner/b.ts"
