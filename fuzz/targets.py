"""What is fuzzed: for each reader of hostile bytes, a function that fails where the reader breaks its word.

The word of every reader: no exception but the one that it documents, and a result that holds together.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pipeline import MANIFESTS, NAMES, one_run

from reviewer.callers.outside import schedules
from reviewer.callers.texts import is_caller_file
from reviewer.changes import local, patch
from reviewer.changes.suppressions import REASON_LENGTH, suppression_above
from reviewer.changes.trees import FolderTree, MemoryTree
from reviewer.config import ConfigError, Settings, as_yaml, excluded, load
from reviewer.criteria import all_criteria
from reviewer.demo import pull_request
from reviewer.github import archive, event, files, markers, report_file
from reviewer.github.client import ApiError
from reviewer.github.pull_request import Base, change_of
from reviewer.model import App, Place
from reviewer.nextjs import routing
from reviewer.nextjs.app import find_apps
from reviewer.nextjs.next_config import read_config
from reviewer.nextjs.relevance import may_define_endpoints
from reviewer.report import annotations, escape, html, markdown, sarif
from reviewer.report import json as json_report
from reviewer.report.links import Links
from reviewer.review import audit
from reviewer.syntax.jsonc import read_json
from reviewer.syntax.modules import Modules
from reviewer.syntax.packages import Packages, join
from reviewer.syntax.parser import Source, Sources, Unparsed
from reviewer.syntax.tsconfig import AliasFiles

APART = b"\0\0"  # between the parts of an input
SPECIFIERS = ("@/lib/db", "@acme/ui", "@acme/ui/button", "next", "#inner", "./x", "..", "a/../../b")
TEXTS = (
    *("README.md", "docs/api.mdx", "openapi.yaml", "docs/openapi.json", "public/index.html", "src/Widget.vue"),
    *("scripts/call.py", ".github/workflows/call.yml", "netlify.toml", "package-lock.json"),
)
CRITERIA = frozenset(criterion.id for criterion in all_criteria())
REPORT_PATHS = frozenset(file.path for file in pull_request()[0].files)


def patches(data: bytes) -> None:
    head, _, text = data.partition(APART)
    for status in ("added", "modified", "removed", "renamed"):
        with suppress(patch.PatchError):
            file = patch.changed_file("a.ts", status, head, text)
            assert all(any(first <= line <= last for first, last in file.hunks) for line in file.added)
            if status == "modified" and file.base is not None:
                assert _redone(patch.read(text), file.base) == head, "undoing and redoing does not give the head"


def _redone(read: patch.Patch, base: bytes) -> bytes:
    lines = base.split(b"\n")
    rows = [line + b"\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
    for hunk in read.hunks:
        start = hunk.start - 1 if hunk.after else hunk.start
        rows[start : start + len(hunk.before)] = hunk.after
    return b"".join(rows)


def _folder() -> FolderTree:
    root = Path(tempfile.mkdtemp())
    (root / "secret").write_bytes(b"secret")
    (root / "tree" / "app").mkdir(parents=True)
    (root / "tree" / "app" / "a.ts").write_bytes(b"inside")
    (root / "tree" / "up").symlink_to("..")
    (root / "tree" / "b.ts").symlink_to("../secret")
    return FolderTree(root / "tree")


FOLDER = _folder()


def paths(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    assert FOLDER.read(text) in (None, b"inside"), "a file outside of the tree was read"
    app = App("", (16, 4), "app", "pages")
    for path in (text, f"app/{text}/route.ts", f"pages/api/{text}.ts"):
        if routing.is_route_file(app, path):
            assert (routing.route_url(app, path) or "/").startswith("/")
        if routing.is_pages_api_file(app, path):
            assert routing.pages_api_url(app, path).startswith("/")
        excluded(Settings(exclude=("app/**/x", "!app/y")), path)
        is_caller_file(path)
        may_define_endpoints(path, b"'use server'")
    assert not join("a/b", text).startswith("/")
    for escaper in (escape.markdown, escape.code, escape.target, escape.mermaid, escape.command_data, escape.log):
        assert not set(escaper(text)) & set("\0\x1b\u202e\u200b"), "a character that hides something is left"
        escaper(text).encode()
    for line in escape.log(text).split("\n"):
        assert not line.lstrip().startswith("::") and "##[" not in line
    Links("https://github.com", "o/n", "0" * 40).blob(Place(text, 1)).encode()
    allowed = ("https://api.github.com/", "https://codeload.github.com/")
    if archive.may_follow(text, "https://api.github.com", "https://github.com"):
        assert text.lower().startswith(allowed) or re.split(r"[?#]", text.lower())[0].rstrip("/") + "/" in allowed


def settings(data: bytes) -> None:
    with suppress(ConfigError):
        read = load(data, "settings.yml")
        again = load(as_yaml(read).encode("utf-8", "surrogatepass"), "again.yml")
        assert as_yaml(again).split("  #")[0] == as_yaml(read).split("  #")[0]


def comments_in_json(data: bytes) -> None:
    value = read_json(data)
    with suppress(ValueError, RecursionError):
        assert read_json(json.dumps(value).encode()) == value or "NaN" in json.dumps(value)


def tsconfig(data: bytes) -> None:
    first, _, second = data.partition(APART)
    files = {"apps/web/tsconfig.json": first, "tsconfig.json": second, "packages/ui/tsconfig.json": second}
    files |= {"packages/ui/package.json": b'{"name": "@acme/ui"}', "apps/web/src/a.ts": b""}
    sources = Sources(MemoryTree(files))
    for table in AliasFiles(sources, Packages(sources)).around("apps/web/src/a.ts"):
        for specifier in SPECIFIERS:
            assert all(isinstance(each, str) for each in table.candidates(specifier))
    _resolve(files, "apps/web/src/a.ts")


def _resolve(files: dict[str, bytes], importer: str) -> None:
    modules = Modules(Sources(MemoryTree(files)))
    for specifier in SPECIFIERS:
        assert modules.resolve(specifier, importer) in (None, *files), "a file outside of the tree was found"


def _apps_of(files: dict[str, bytes]) -> tuple[App, ...]:
    sources = Sources(MemoryTree(files))
    return find_apps(sources, Modules(sources))


def package(data: bytes) -> None:
    first, _, second = data.partition(APART)
    files = {
        "package.json": first,
        "packages/ui/package.json": second,
        "app/page.tsx": b"",
        "packages/ui/src/a.ts": b"",
    }
    _apps_of(files)
    _resolve(files, "app/page.tsx")
    _resolve(files, "packages/ui/src/a.ts")


def workspace(data: bytes) -> None:
    manifest = b'{"dependencies": {"next": "catalog:web"}}'
    files = {"pnpm-workspace.yaml": data, "apps/web/package.json": manifest, "apps/web/app/page.tsx": b""}
    for app in _apps_of(files):
        assert app.next_version is None or all(isinstance(part, int) for part in app.next_version)


def vercel(data: bytes) -> None:
    for named in schedules(Sources(MemoryTree({"vercel.json": data}))):
        assert named.place.line >= 1


def next_config(data: bytes) -> None:
    sources = Sources(MemoryTree({"next.config.ts": data}))
    read = read_config(sources, "next.config.ts", Modules(sources))
    assert read.page_extensions and (not read.base_path or read.base_path.startswith("/"))


def events(data: bytes) -> None:
    name, _, text = data.partition(APART)
    with suppress(ValueError, RecursionError):
        payload = json.loads(text)
        if isinstance(payload, dict):
            todo = event.activity(name.decode("utf-8", "replace"), payload, "a" * 40)
            if isinstance(todo, event.ReviewPullRequest):
                assert type(todo.number) is int and len(todo.head) >= 40 and len(todo.base) >= 40


def reports(data: bytes) -> None:
    with suppress(report_file.BadReport):
        read = report_file.read(data, REPORT_PATHS, CRITERIA, "a" * 40)
        written = json_report.render(read)
        again = report_file.read(written.encode(), REPORT_PATHS, CRITERIA, "a" * 40)
        assert json_report.render(again) == written
        for text in (
            markdown.render(read),
            html.render(read, MemoryTree({}).read),
            sarif.render(read),
            *annotations.render(read),
        ):
            text.encode()


def suppressions(data: bytes) -> None:
    with suppress(Unparsed):
        source = Source("a.tsx", data)
        last = data.count(b"\n") + 1
        for line in sorted({*range(1, min(last, 30) + 1), last, last + 1}):
            found = suppression_above(source, line)
            assert found is None or (len(found.reason) <= REASON_LENGTH and 1 <= found.line <= line)


def archives(data: bytes) -> None:
    with suppress(ApiError):
        tree = archive.unpacked(io.BytesIO(data))
        assert not any(path.startswith("/") or ".." in path.split("/") for path in tree.paths())


def marks(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for body in (text, f"a\n\n{markers.PREFIX}{text}{markers.SUFFIX}"):
        found = markers.parse(body)
        if found is not None:
            assert markers.parse(markers.signed("body", found)) is not None
        markers.unsigned(body)


def listings(data: bytes) -> None:
    """Rows of GitHub's list of changed files, and what each of them changes into."""
    head, _, text = data.partition(APART)
    with suppress(ValueError, RecursionError):
        rows = json.loads(text)
        listed = [row for row in map(files._listed, rows if isinstance(rows, list) else [rows]) if row is not None]
        texts = {row.blob: head for row in listed if row.blob is not None}
        bases = {row.previous_path or row.path: Base("c" * 40, head[::-1]) for row in listed[::2]}
        read = change_of(files.Listing(tuple(listed), True), "a" * 40, texts, may_define_endpoints, lambda _: bases)
        assert {file.path for file in read.change.files} <= {row.path for row in listed}
        assert {link.path for link in read.change.links} <= {row.path for row in listed}


def rows(data: bytes) -> None:
    """git's list of changed files, with names that hold anything but NUL."""
    names = [name for name in data.split(b"\0") if name]
    blobs = "0" * 40, "1" * 40
    listing = b"".join(f":100644 120000 {blobs[0]} {blobs[1]} T".encode() + b"\0" + name + b"\0" for name in names)
    read = list(local._rows(listing))
    assert [row.path.encode("utf-8", "surrogateescape") for row in read] == names
    assert all(local._unreadable(row) is not None for row in read)


def addresses(data: bytes) -> None:
    """The files that are no code and may name an endpoint's address: documentation, descriptions of APIs, workflows."""
    parts = data.split(APART)
    held = {name: parts[at % len(parts)] for at, name in enumerate(TEXTS)}
    route = b"export async function POST() { return Response.json({}) }"
    found = audit(MemoryTree({**MANIFESTS, **held, "app/api/items/route.ts": route, "app/page.tsx": b""}), Settings())
    assert [finding.endpoint.path for finding in found.findings] == ["app/api/items/route.ts"]
    assert all(site.place.line >= 1 for finding in found.findings for site in finding.callers.sites)


def pipeline(data: bytes) -> None:
    """A whole app around one hostile file, which is its route, its actions, its page and what they import."""
    names = iter(NAMES)
    parts = data.split(APART)
    files = {name: parts[at % len(parts)] for at, name in enumerate(names)}
    files["app/actions.ts"] = b"'use server'\nexport * from '../lib'\n" + files["app/actions.ts"]
    files["lib/index.ts"] += b"\nexport * from '.'\nexport * from '../app/actions'\n"
    one_run(files | MANIFESTS)


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (
        patches,
        paths,
        settings,
        comments_in_json,
        tsconfig,
        package,
        workspace,
        vercel,
        next_config,
        events,
        reports,
        suppressions,
        archives,
        marks,
        listings,
        rows,
        addresses,
        pipeline,
    )
}
