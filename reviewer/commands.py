"""What each command does: the local edges wired to the pipeline. Raises UserError for what a user can mend."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from reviewer.changes.trees import FolderTree, GitError, GitStopped, GitTree, WatchedTree
from reviewer.config import ConfigError, Settings, load, merged
from reviewer.config.keys import FILE as CONFIG_PATH
from reviewer.model import Change, Review, Tree
from reviewer.review import Progress, audit, exit_status, review, silent, with_closed
from reviewer.streams import show

NOTHING_DIFFERS = "Nothing differs between the two revisions: name another base, or include uncommitted work."
NOTHING_NEW = "Nothing is uncommitted, and nothing differs from the base: name another one."
NO_COMMIT = "There is no commit here yet: commit first. `audit` weighs the files as they lie here."
MAX_CONFIG = 1_000_000  # bytes that are read of a settings file; far fewer are allowed


class UserError(Exception):
    """A message for the user, and the exit status that goes with it."""

    def __init__(self, message: str, status: int = 2) -> None:
        super().__init__(message)
        self.status = status


def run(asked: argparse.Namespace) -> int:
    """The exit status of a command. Raises UserError."""
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "review": run_review,
        "audit": run_audit,
        "demo": run_demo,
        "why": run_why,
        "explain": run_explain,
        "init": run_init,
        "config": run_config,
    }
    try:
        return commands[asked.command](asked)
    except ConfigError as error:
        raise UserError(str(error)) from None
    except GitError as error:
        raise UserError(str(error), 3 if isinstance(error, GitStopped) else 2) from None


def run_review(asked: argparse.Namespace) -> int:
    from reviewer.changes.local import HeadTree, WorkTree, not_ignored, repository_root

    root = repository_root(Path(asked.repo))
    head, base = _revisions(root, asked.base, asked.head, asked.uncommitted)
    with GitTree(root, base) as before, GitTree(root, head) as objects:
        settings = _settings(asked, before, f"{CONFIG_PATH} at {base[:12]}")
        change = _change(root, base, head, objects, asked.uncommitted)
        folder = FolderTree(root)
        tree: Tree = WorkTree(folder, objects) if asked.uncommitted else HeadTree(objects)
        with _progress() as progress:
            found = review(change, _watched(tree, progress), settings, progress)
        if not change.files and not change.skipped:
            found = found._replace(notes=(*found.notes, NOTHING_NEW if asked.uncommitted else NOTHING_DIFFERS))
        closed = not_ignored(root, folder.closed)
        return _report(asked, with_closed(found, closed, settings), settings, tree)


def _revisions(root: Path, base: str | None, head: str | None, uncommitted: bool) -> tuple[str, str]:
    """The commits to review and to compare with."""
    from reviewer.changes.local import commit, default_base, merge_base

    if uncommitted and head is not None:
        raise UserError("--uncommitted reviews the work tree: it does not go with --head")
    try:
        head_commit = commit(root, "HEAD" if head is None else head)
    except GitError:
        if head is None:
            raise UserError(NO_COMMIT) from None
        raise
    named = default_base(root, head_commit) if base is None else base
    if named is None:
        if uncommitted:
            return head_commit, head_commit
        raise UserError("found nothing to compare with (no main, master or upstream branch): name it with --base REV")
    return head_commit, merge_base(root, named, head_commit)


def _change(root: Path, base: str, head: str, objects: GitTree, uncommitted: bool) -> Change:
    from reviewer.changes.local import change_between, uncommitted_change
    from reviewer.nextjs.relevance import may_define_endpoints

    if uncommitted:
        return uncommitted_change(root, base, FolderTree(root), objects, may_define_endpoints)
    return change_between(root, base, head, objects, may_define_endpoints)


def run_audit(asked: argparse.Namespace) -> int:
    folder = Path(asked.dir)
    if not folder.is_dir():
        raise UserError(f"{asked.dir} is not a folder")
    tree = FolderTree(folder)
    settings = _settings(asked, tree, CONFIG_PATH, fail_on="never")
    with _progress() as progress:
        found = audit(_watched(tree, progress), settings, progress)
    return _report(asked, with_closed(found, tree.closed, settings), settings, tree)


def run_demo(asked: argparse.Namespace) -> int:
    from reviewer.demo import pull_request

    change, tree = pull_request()
    settings = _settings(asked, tree, CONFIG_PATH, fail_on="never")
    return _report(asked, review(change, tree, settings), settings, tree)


def run_why(asked: argparse.Namespace) -> int:
    from reviewer.report.terminal import style_for, why

    name, _, number = asked.place.rpartition(":")
    if not name or not number.isdecimal() or len(number) > 9:
        raise UserError(f"{asked.place}: give the file and the line, as in app/api/cart/route.ts:12")
    file = Path(name)
    if not file.is_file():
        raise UserError(f"{name} is not a file")
    folder = file.parent.resolve()
    root = _root(folder)
    path = (folder / file.name).relative_to(root).as_posix()
    tree = FolderTree(root)
    settings = _settings(asked, tree, CONFIG_PATH)
    with _progress() as progress:
        found = audit(_watched(tree, progress), settings, progress, only=path)
    here = [each for each in found.findings if each.endpoint.start_line <= int(number) <= each.endpoint.end_line]
    if not here:
        lines = [f"{path}:{each.endpoint.start_line}" for each in found.findings if each.endpoint.path == path]
        known = f" Endpoints of this file: {', '.join(lines)}." if lines else " The file defines no endpoint."
        reasons = "".join(f" Not analysed: {each.reason}." for each in found.skipped if each.path == path)
        raise UserError(f"no endpoint at {asked.place}.{known}{reasons}")
    from reviewer.report.previews import Previews

    print(why(here, tree.read, style_for(sys.stdout), found.remarks, Previews(tree).preview), end="")
    return 0


def _root(folder: Path) -> Path:
    """The repository that holds the folder; outside of any, this folder if it does, else the folder itself."""
    here = Path.cwd()
    return _repository(folder) or (here if folder.is_relative_to(here) else folder)


def _repository(folder: Path) -> Path | None:
    from reviewer.changes.local import repository_root

    try:
        return repository_root(folder)
    except GitError:
        return None


def run_explain(asked: argparse.Namespace) -> int:
    from reviewer.criteria import all_criteria
    from reviewer.report.pages import overview, page
    from reviewer.report.terminal import style_for

    criteria = all_criteria()
    style = style_for(sys.stdout)
    if asked.criterion is None:
        print(overview(criteria, style), end="")
        return 0
    for criterion in criteria:
        if criterion.id.lower() == asked.criterion.lower():
            print(page(criterion, style), end="")
            return 0
    from difflib import get_close_matches

    close = get_close_matches(asked.criterion, [criterion.id for criterion in criteria], 1, 0.4)
    hint = f" Did you mean {close[0]}?" if close else ""
    raise UserError(f"there is no criterion {asked.criterion!r}.{hint} `route-or-action explain` lists them all.")


def run_init(asked: argparse.Namespace) -> int:
    from reviewer.init import COMMENT, workflow
    from reviewer.init.questions import QUESTIONS, chosen_for

    folder = Path(asked.dir)
    if not folder.is_dir():
        raise UserError(f"{asked.dir} is not a folder")
    root = _repository(folder.resolve()) or folder.resolve()
    try:
        chosen = {name: chosen_for(name, getattr(asked, name)) for name in QUESTIONS}
    except EOFError:
        raise UserError("the answers ended, and nothing was written. Flags answer, too: see --help") from None
    files = workflow(**chosen)
    there = [path for path in files if (root / path).exists()]
    if there and not asked.force:
        raise UserError(f"{there[0]} is there already. Nothing was written; --force overwrites it.")
    for path, text in files.items():
        target = root / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        except OSError as error:
            raise UserError(f"{target}: {error.strerror}") from None
        print(f"wrote {path if root == folder.resolve() else target}")
    if COMMENT not in files and (root / COMMENT).exists():
        print(f"{root / COMMENT} is still there, from --forks: it may comment. Delete it.", file=sys.stderr)
    return 0


def run_config(asked: argparse.Namespace) -> int:
    from reviewer.config import as_yaml

    text, origin = _config_text(asked, FolderTree(_root(Path.cwd())), CONFIG_PATH)
    settings = load(text, origin) if text is not None else Settings()
    if asked.what == "check":
        print(
            f"{origin} is right." if text is not None else f"There is no {origin}: the built-in defaults are in force."
        )
        return 0
    print(as_yaml(settings), end="")
    return 0


def _config_text(asked: argparse.Namespace, tree: Tree, origin: str) -> tuple[bytes | None, str]:
    if asked.config is None:
        text = tree.read(CONFIG_PATH)
        if text is None and isinstance(tree, FolderTree) and os.path.lexists(tree.root / CONFIG_PATH):
            raise UserError(f"{tree.root / CONFIG_PATH} is no file that can be read; links are not followed")
        return text, origin
    file = Path(asked.config)
    try:
        if file.exists() and not file.is_file():
            raise UserError(f"{asked.config} is no regular file")
        with file.open("rb") as opened:
            return opened.read(MAX_CONFIG), str(asked.config)
    except OSError as error:
        raise UserError(f"{asked.config}: {error.strerror}") from None


def _settings(asked: argparse.Namespace, tree: Tree, origin: str, fail_on: str | None = None) -> Settings:
    """The settings in force: defaults, the file, the flags. Raises ConfigError."""
    text, where = _config_text(asked, tree, origin)
    settings = load(text, where) if text is not None else Settings()
    if fail_on is not None:
        settings = merged(settings, {"fail-on": fail_on}, asked.command)
    given = getattr(asked, "fail_on", None)
    return merged(settings, {"fail-on": given}, "--fail-on") if given else settings


def _report(asked: argparse.Namespace, found: Review, settings: Settings, tree: Tree) -> int:
    pieces = _rendered(asked, found, tree)
    if asked.output is None:
        show(pieces)
    else:
        try:
            with Path(asked.output).open("w", encoding="utf-8", errors="replace") as opened:
                opened.writelines(pieces)
        except OSError as error:
            raise UserError(f"{asked.output}: {error.strerror}") from None
    return exit_status(found, settings)


def _rendered(asked: argparse.Namespace, found: Review, tree: Tree) -> Iterable[str]:
    """The report, in pieces where it may be long."""
    if asked.format == "json":
        from reviewer.report import json

        return json.pieces(found)
    return [_text(asked, found, tree)]


def _text(asked: argparse.Namespace, found: Review, tree: Tree) -> str:
    if asked.format == "sarif":
        from reviewer.report import sarif

        return sarif.render(found)
    if asked.format == "markdown":
        from reviewer.report import markdown
        from reviewer.report.previews import Previews

        return markdown.render(found, Previews(tree).markdown)
    if asked.format == "html":
        from reviewer.report import html

        return html.render(found, tree.read)
    from reviewer.report.closing import closing, is_all
    from reviewer.report.style import style_for

    style = style_for(sys.stdout if asked.output is None else None)
    if is_all(found):
        return f"{closing(found, style)}\n"
    from reviewer.report import terminal

    if not asked.explain:
        return terminal.render(found, tree.read, style)
    from reviewer.report.previews import Previews

    return terminal.render(found, tree.read, style, Previews(tree).preview)


def _watched(tree: Tree, progress: Progress) -> Tree:
    return tree if progress is silent else WatchedTree(tree, lambda count: progress(f"read {count:,} files", count, 0))


@contextlib.contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on a terminal, once the work takes long enough to wonder; nothing when the output is piped."""
    if not sys.stderr.isatty():
        yield silent
        return
    from reviewer.report.progress import bar

    with bar(sys.stderr) as progress:
        yield progress
