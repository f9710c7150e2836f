"""Names and paths as a hostile pull request would choose them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options

from reviewer.changes.trees import FolderTree, MemoryTree
from reviewer.config import Settings
from reviewer.model import Change, ChangedFile, Review
from reviewer.report import annotations, html, json, markdown, sarif, terminal
from reviewer.review import audit, review
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

MANIFEST = b'{"dependencies": {"next": "15.0.0", "react": "19.0.0"}}'
ROUTE = b"export async function POST(request: Request) { return Response.json(await db.item.create({})) }\n"
SECRET = "a-secret-of-the-runner"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A workspace full of links, in a process whose environment holds a secret."""
    monkeypatch.setenv("HOSTILE_TEST_SECRET", SECRET)
    root = tmp_path / "workspace"
    (root / "app/api/a").mkdir(parents=True)
    (root / "package.json").write_bytes(MANIFEST)
    (root / "app/api/a/route.ts").write_bytes(ROUTE)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "route.ts").write_text(f"export const GET = '{SECRET}'")
    links = {
        "app/api/b/route.ts": "/proc/self/environ",
        "app/api/c/route.ts": "/proc/self/mem",
        "app/api/d/route.ts": "/dev/zero",
        "app/api/e/route.ts": "../../../../outside/route.ts",
        "app/api/f": "/proc/self/fd",
        "app/api/g": "../..",
        "app/api/h/route.ts": "route.ts",
        "app/api/i/route.ts": "/does/not/exist",
        "tsconfig.json": "/proc/self/environ",
        "next.config.js": "../outside/route.ts",
        "vercel.json": "/dev/stdin",
        "lib": "/",
    }
    for path, target in links.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to(target)
    os.mkfifo(root / "app/pipe.ts")
    (root / "app/actions.ts").write_text(
        "'use server'\nexport * from './api/e/route'\nexport * from '../../outside/route'"
    )
    yield root
    (root / "app/pipe.ts").unlink()


def test_nothing_is_read_through_a_link(checkout: Path) -> None:
    tree = FolderTree(checkout)
    assert set(tree.paths()) == {"package.json", "app/api/a/route.ts", "app/actions.ts"}
    for path in (
        "app/api/b/route.ts",
        "app/api/g/api/a/route.ts",
        "lib/etc/passwd",
        "app/pipe.ts",
        "app/api/h/route.ts",
    ):
        assert tree.read(path) is None
    found = audit(tree, Settings())
    assert [finding.endpoint.path for finding in found.findings] == ["app/api/a/route.ts"]
    for text in rendered(found, tree):
        assert SECRET not in text


@pytest.mark.parametrize(
    "path",
    [
        "../outside/route.ts",
        "/etc/passwd",
        "app/../../outside/route.ts",
        "app/\0.ts",
        "",
        ".",
        "..",
        "a" * 5_000,
        "app//",
    ],
)
def test_a_path_that_leads_out_is_no_file(checkout: Path, path: str) -> None:
    assert FolderTree(checkout).read(path) is None


@pytest.mark.parametrize(
    "specifier", ["../../outside/route", "/etc/passwd", "..", "@/../x", "a\0b", "./" * 3_000 + "x"]
)
def test_an_import_that_leads_out_is_none_of_ours(checkout: Path, specifier: str) -> None:
    assert Modules(Sources(FolderTree(checkout))).resolve(specifier, "app/actions.ts") is None


def test_files_that_differ_in_case_alone_are_told_apart() -> None:
    files = {
        "package.json": MANIFEST,
        "app/api/a/route.ts": ROUTE,
        "app/api/a/Route.ts": ROUTE,
        "app/api/A/route.ts": ROUTE.replace(b"POST", b"GET"),
        "App/api/a/route.ts": ROUTE,
        "package.JSON": b"{}",
    }
    found = audit(MemoryTree(files), Settings())
    assert [(each.endpoint.path, each.endpoint.name) for each in found.findings] == [
        ("app/api/A/route.ts", "GET"),
        ("app/api/a/route.ts", "POST"),
    ]
    assert len({each.id for each in found.findings}) == 2


HIDING = "\0\x07\x08\x1b\x7f\x9b\u200b\u200d\u200e\u202a\u202e\u2066\u2069\ufeff\u061c\U000e0041"
SHAPES = {
    "hidden characters": f"a{HIDING}b",
    "an escape sequence": "a\x1b[31mred\x1b]8;;https://evil.example\x07b",
    "a line end": "a\n::error::b\r\n##[error]c",
    "a separator of lines": "a\u2028::error::b\u2029c\x85d",
    "markup": "a<img src=x onerror=alert(1)>`|**b**@octocat #1 https://evil.example",
    "bytes that are no text": os.fsdecode(b"a\xff\xfeb"),
    "half a character": "a\ud83db",
}
BAD = re.compile(
    "[\0\x07\x08\x1b\x7f\x9b\u200b\u200d\u200e\u202a-\u202e\u2066-\u2069\ufeff\u061c\u2028\u2029\x85\U000e0041]"
)


def rendered(found: Review, tree: FolderTree | MemoryTree) -> list[str]:
    texts = [markdown.render(found), html.render(found, tree.read), sarif.render(found), json.render(found)]
    return [*texts, terminal.render(found, tree.read), *annotations.render(found)]


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_name_is_shown_and_does_nothing(shape: str) -> None:
    path = f"app/api/{shape}/route.ts".replace("\0", "")
    files = {
        "package.json": MANIFEST,
        path: ROUTE,
        f"app/{shape}/actions.ts": f"'use server'\nexport async function a{HIDING}(a) {{ db.x.create(a) }}".encode(),
        f"app/{shape}/page.tsx": f"'use client'\nfetch('/api/{shape}', {{method: 'POST'}})".encode("utf-8", "replace"),
    }
    changed = tuple(ChangedFile(path, "added", data, added=frozenset({1, 2})) for path, data in files.items())
    tree = MemoryTree(files)
    for found in (audit(tree, Settings()), review(Change(changed, base="b", head="h"), tree, Settings())):
        assert any(each.endpoint.path == path for each in found.findings)
        markdown_text, page, log, data, shown, *commands = rendered(found, tree)
        for text in (markdown_text, page, log, data, shown, *commands):
            assert not BAD.search(text), "a character that hides or moves text is left"
            text.encode()
        assert log.isascii() or "\x1b" not in log
        assert all(command.startswith("::") and "\n" not in command and "##[" not in command for command in commands)
        shown_as = cmarkgfm.github_flavored_markdown_to_html(markdown_text, Options.CMARK_OPT_UNSAFE)
        assert not re.search(r"<img|<b>octocat|href=\"https://evil", shown_as + page)
        assert "@octocat" not in re.sub(r"<code>.*?</code>|<pre>.*?</pre>", "", shown_as, flags=re.DOTALL)


def test_a_line_of_a_megabyte() -> None:
    files = {
        "package.json": MANIFEST,
        "app/api/a/route.ts": ROUTE.replace(b"{}", b"{a: '" + b"x" * 1_000_000 + b"'}"),
        "app/page.tsx": b"'use client'\n" + b"fetch('/api/a', {method: 'POST'});" * 30_000,
    }
    tree = MemoryTree(files)
    found = audit(tree, Settings())
    assert [skipped.path for skipped in found.skipped] == ["app/page.tsx"]
    assert all(len(text) < 300_000 for text in rendered(found, tree))


def test_a_circle_of_re_exports_ends() -> None:
    ring = {
        f"lib/m{n}.ts": b"export * from './m%d'\nexport { x%d as y } from './m%d'" % ((n + 1) % 50, n, n)
        for n in range(50)
    }
    files = {
        "package.json": MANIFEST,
        "app/actions.ts": b"'use server'\nexport * from '../lib/m0'\nexport * from '.'\nexport {a} from './actions'",
        "app/page.tsx": b"import { save, y } from './actions'\nexport default () => <form action={save}>{y}</form>",
        "app/api/a/route.ts": b"export * from '.'\nexport { GET } from './route'\nexport { y } from '../../../lib/m7'",
        **ring,
    }
    audit(MemoryTree(files), Settings())


def test_a_fan_of_re_exports_costs_no_power_of_its_depth() -> None:
    fan = {f"lib/m{n}.ts": b"export * from './m%d'\nexport * from './m%d'\n" % (n + 1, n + 1) for n in range(40)}
    files = {
        "package.json": MANIFEST,
        "app/actions.ts": b"'use server'\nexport * from '../lib/m0'\nexport { nothing } from '../lib/m0'",
        "lib/m40.ts": b"export async function save() { await db.x.create() }",
        **fan,
    }
    found = audit(MemoryTree(files), Settings())
    assert len(found.findings) <= 2
