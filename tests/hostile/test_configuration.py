"""Configuration files of a hostile pull request: bombs, circles, and what leads out of the repository."""

from __future__ import annotations

import pytest

from reviewer.changes.trees import MemoryTree
from reviewer.config import ConfigError, Settings, load
from reviewer.nextjs.app import find_apps
from reviewer.review import audit
from reviewer.syntax.jsonc import read_json
from reviewer.syntax.modules import Modules
from reviewer.syntax.packages import Packages
from reviewer.syntax.parser import Sources
from reviewer.syntax.tsconfig import AliasFiles
from tests.hostile.growth import steps

MANIFEST = b'{"dependencies": {"next": "15.0.0"}}'
CATALOGUED = b'{"dependencies": {"next": "catalog:web"}}'
MERGING = b"x0: &x0 {a: 1}\n" + b"".join(b"x%d: &x%d {<<: [*x%d, *x%d]}\n" % (n, n, n - 1, n - 1) for n in range(1, 60))
LAUGHING = b"x0: &x0 [a, a]\n" + b"".join(b"x%d: &x%d [*x%d, *x%d]\n" % (n, n, n - 1, n - 1) for n in range(1, 60))
BOMBS = {
    "merged": MERGING + b"catalogs: {web: *x59}\n",
    "laughing": LAUGHING + b"catalogs: {web: *x59}\n",
    "circular": b"catalogs: &c {web: *c}\n",
    "a list that is said to be a mapping": b"catalogs: !!map [a, b]\n",
    "deep": b"[" * 50_000,
    "a number of base sixty": b"catalogs: {web: {next: 1" + b":1" * 50_000 + b"}}",
    "objects": b"catalogs: !!python/object/apply:os.system [id]\n",
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_workspace_file_that_explodes_names_no_version(text: bytes) -> None:
    files = {"apps/web/package.json": CATALOGUED, "apps/web/app/page.tsx": b"", "pnpm-workspace.yaml": text}
    sources = Sources(MemoryTree(files))
    (app,) = find_apps(sources, Modules(sources))
    assert app.next_version in (None, (1, 0))


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_settings_that_explode_are_refused_with_their_line(text: bytes) -> None:
    with pytest.raises(ConfigError, match=r"settings\.yml"):
        load(text, "settings.yml")


def aliases_of(files: dict[str, bytes], path: str) -> list[str]:
    sources = Sources(MemoryTree(files))
    tables = AliasFiles(sources, Packages(sources)).around(path)
    return [target for table in tables for target in table.candidates("@/x")]


def test_a_circle_of_extends_ends() -> None:
    circle = {f"c{n}.json": b'{"extends": "./c%d.json"}' % ((n + 1) % 5) for n in range(5)}
    files = {**circle, "tsconfig.json": b'{"extends": ["./c0.json", "./tsconfig.json", "."]}', "app/a.ts": b""}
    assert aliases_of(files, "app/a.ts") == []


def test_a_chain_of_extends_is_followed_so_far_and_no_further() -> None:
    files = {f"c{n}.json": b'{"extends": "./c%d.json"}' % (n + 1) for n in range(5_000)}
    read: list[str] = []

    class Tree(MemoryTree):
        def read(self, path: str) -> bytes | None:
            read.append(path)
            return super().read(path)

    sources = Sources(Tree({**files, "tsconfig.json": files["c0.json"], "app/a.ts": b""}))
    AliasFiles(sources, Packages(sources)).around("app/a.ts")
    assert len(read) < 50


OUTSIDE = [
    "../../../etc/passwd",
    "/etc/passwd",
    "../secret",
    "..\\\\secret",
    "./a/../../secret",
    "${configDir}/../../x",
]


@pytest.mark.parametrize("path", OUTSIDE)
@pytest.mark.parametrize("key", ["extends", "baseUrl", "paths"])
def test_a_tsconfig_leads_to_no_file_outside(tmp_path_factory: pytest.TempPathFactory, key: str, path: str) -> None:
    from reviewer.changes.trees import FolderTree

    root = tmp_path_factory.mktemp("outer")
    (root / "secret.json").write_text('{"compilerOptions": {"paths": {"@/*": ["./leaked/*"]}}}')
    (root / "secret.ts").write_text("export const secret = 1")
    tree = root / "tree"
    (tree / "app").mkdir(parents=True)
    text = {
        "extends": f'{{"extends": "{path}.json"}}',
        "baseUrl": f'{{"compilerOptions": {{"baseUrl": "{path}", "paths": {{"@/*": ["*"]}}}}}}',
        "paths": f'{{"compilerOptions": {{"paths": {{"@/*": ["{path}/*", "{path}"], "secret": ["{path}"]}}}}}}',
    }[key]
    (tree / "tsconfig.json").write_text(text)
    (tree / "app" / "a.ts").write_text("import { secret } from '@/secret'")
    sources = Sources(FolderTree(tree))
    assert "leaked/x" not in aliases_of({p: sources.read(p) or b"" for p in sources.paths}, "app/a.ts")
    modules = Modules(sources)
    for specifier in ("@/secret", "@/x", "secret", "../../secret", "/secret"):
        assert modules.resolve(specifier, "app/a.ts") is None


@pytest.mark.parametrize(
    "text", [b"[" * 200_000, b'{"a":' * 100_000, b"\xff\xfe", b'"' + b"\\" * 300_001, b"/*" * 300_000]
)
def test_json_that_is_none_is_nothing(text: bytes) -> None:
    assert read_json(text) is None


def test_a_hostile_next_config_costs_what_it_is_long() -> None:
    def config(count: int) -> dict[str, bytes]:
        pairs = b"basePath: b, " * count + b"".join(b"k%d: {serverActions: [" % n for n in range(20)) + b"]}" * 20
        text = b"const b = '/shop', e = 'ts';\nexport default {" + pairs + b"pageExtensions: [" + b"e," * count + b"]}"
        return {"package.json": MANIFEST, "next.config.ts": text, "app/api/a/route.ts": b"export function GET() {}"}

    few, many = (steps(lambda count=count: audit(MemoryTree(config(count)), Settings())) for count in (200, 800))
    assert many < 5 * few
