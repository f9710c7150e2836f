"""The command line: what is asked, and with which settings. The work itself is in commands.py."""

from __future__ import annotations

import argparse
import contextlib
import errno
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from typing import NoReturn

from reviewer import __version__, streams

FORMATS = ("terminal", "json", "sarif", "markdown")
BASH_COMPLETIONS = "~/.local/share/bash-completion/completions"
EXIT_STATUSES = """exit status:
  0  done
  1  findings at or above --fail-on
  2  wrong usage or configuration
  3  the review could not be completed"""


class Parser(argparse.ArgumentParser):
    """argparse, with the exit status and the remedy in every error."""

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        try:
            sys.stdout.flush()
        except OSError:
            streams.discard()
        super().exit(status, message)

    def error(self, message: str) -> None:  # type: ignore[override]
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {message}{_nearest(message)}\nTry: {self.prog} --help\n")


def _nearest(message: str) -> str:
    """The remedy for a word that argparse does not know, where one that it knows is close."""
    import re
    from difflib import get_close_matches

    found = re.search(r"invalid choice: '([^']*)' \(choose from (.*)\)", message)
    if found is None:
        return ""
    close = get_close_matches(found.group(1), re.findall(r"[a-z-]+", found.group(2)), 1)
    return f". Did you mean {close[0]}?" if close else ""


def parser(criteria: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """``criteria``: what completion offers for one. Where it is None, the command itself says which there are."""
    top = Parser(
        prog="route-or-action",
        description="Reviews whether new Next.js endpoints suit an API route or a server action better.",
        epilog=EXIT_STATUSES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"route-or-action {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)

    review = _command(commands, "review", "review the endpoints that a range of commits adds")
    review.add_argument("--repo", default=".", metavar="DIR", help="a folder of the repository (default: this one)")
    review.add_argument(
        "--base", metavar="REV", help="compare with the merge base of this revision (default: the main branch)"
    )
    review.add_argument("--head", metavar="REV", help="the revision to review (default: HEAD)")
    review.add_argument("--uncommitted", action="store_true", help="include what is not committed yet")
    _report_options(review)

    audit = _command(commands, "audit", "weigh every endpoint of a tree")
    audit.add_argument("dir", nargs="?", default=".", metavar="DIR", help="the folder to read (default: this one)")
    _report_options(audit, formats=(*FORMATS, "html"))

    demo = _command(commands, "demo", "review an embedded pull request: no token, no network")
    _report_options(demo)

    why = _command(commands, "why", "show all that was seen of one endpoint, also when there is nothing to say")
    why.add_argument("place", metavar="FILE:LINE")
    why.add_argument("--config", metavar="FILE", help="settings (default: .github/route-or-action.yml)")

    explain = _command(commands, "explain", "print the page of a criterion, or the list of all")
    explain.add_argument("criterion", nargs="?", metavar="CRITERION", choices=criteria)

    init = _command(commands, "init", "write the workflow for GitHub Actions")
    init.add_argument("--dir", default=".", metavar="DIR", help="the repository (default: this one)")
    for name, text in (
        ("required", "for a required status check"),
        ("merge-queue", "runs in the merge queue, too"),
        ("forks", "comments on pull requests from forks, in a second stage"),
        ("code-scanning", "uploads SARIF to code scanning"),
    ):
        init.add_argument(f"--{name}", action=argparse.BooleanOptionalAction, default=None, help=text)
    init.add_argument("--force", action="store_true", help="overwrite files that are there already")

    config = _command(commands, "config", "check or show the settings")
    config.add_argument("what", choices=("check", "show"))
    config.add_argument("--config", metavar="FILE", help="settings (default: .github/route-or-action.yml)")

    completion = _command(commands, "completion", "print a completion script for a shell")
    completion.add_argument("shell", choices=("bash", "zsh", "fish"))

    _command(commands, "action", "run as a GitHub Action: everything comes from the environment")
    return top


def _command(commands: argparse._SubParsersAction[Parser], name: str, text: str) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=text,
        description=text[0].upper() + text[1:] + ".",
        epilog=EXIT_STATUSES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _report_options(command: argparse.ArgumentParser, formats: Sequence[str] = FORMATS) -> None:
    command.add_argument("--format", choices=formats, default="terminal", help="(default: terminal)")
    command.add_argument("--output", metavar="FILE", help="write the report there instead of standard output")
    command.add_argument(
        "--fail-on",
        choices=("better-suited", "consider", "never"),
        help="the weakest outcome that makes the exit status 1",
    )
    command.add_argument("--config", metavar="FILE", help="settings (default: .github/route-or-action.yml)")
    command.add_argument("--explain", action="store_true", help="show how it could look, and the criteria's pages")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the exit status. A mistake of the user's is one message, never a traceback."""
    streams.prepare()
    try:
        with _no_collector():
            return _answer(parser().parse_args(arguments))
    except KeyboardInterrupt:
        print("route-or-action: stopped", file=sys.stderr)
        return 3
    except BrokenPipeError:
        streams.discard()
        return 0
    except Exception as error:
        if os.environ.get("ROUTE_OR_ACTION_DEBUG"):
            raise
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            streams.discard()
            print(f"route-or-action: {error.strerror}", file=sys.stderr)
            return 3
        print(f"route-or-action: internal error ({type(error).__name__}: {error}).", file=sys.stderr)
        print("The review was not completed. ROUTE_OR_ACTION_DEBUG=1 shows where; please report it.", file=sys.stderr)
        return 3


@contextlib.contextmanager
def _no_collector() -> Iterator[None]:
    """What a run makes is freed by reference counts: looking for cycles costs a tenth of its time and finds none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _answer(asked: argparse.Namespace) -> int:
    if asked.command == "action":
        from reviewer.action import main as action
        from reviewer.action import taken

        return action(taken(os.environ))
    if asked.command == "completion":
        streams.show([_completion(asked.shell)])
        return 0
    from reviewer.commands import UserError, run

    try:
        status = run(asked)
    except UserError as error:
        from reviewer.report.escape import visible_lines

        print(f"route-or-action: {visible_lines(str(error))}", file=sys.stderr)
        return error.status
    sys.stdout.flush()
    return status


def _completion(shell: str) -> str:
    """The script, which says where bash looks for it: shtab's own header names another folder."""
    import shtab

    from reviewer.criteria import all_criteria

    script = shtab.complete(parser([criterion.id for criterion in all_criteria()]), shell)
    if shell == "bash":
        _, _, body = script.partition("\n\n")
        script = f"# Save as {BASH_COMPLETIONS}/route-or-action, where bash-completion finds it.\n\n{body}"
    return f"{script}\n"
