"""The second stage for forks: post what a run without a write token has found.

Which pull request it is comes from GitHub alone: the commit of the first run must still be the head of exactly one
open pull request from that repository. The report is data. Nothing is checked out, and nothing of it is run.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reviewer.changes.trees import MemoryTree
from reviewer.github import files, texts
from reviewer.github.client import Client
from reviewer.github.context import context_of, state
from reviewer.github.event import PostForFork
from reviewer.github.live import Pull
from reviewer.github.outputs import REPORT_NAME, Outputs, fail, say
from reviewer.github.posting import PERMISSIONS_OF_THE_SECOND_STAGE, commented, reason_to_hold
from reviewer.github.pull_request import Base, change_of, paths_of
from reviewer.github.report_file import MOST_BYTES, BadReport, read
from reviewer.nextjs.relevance import may_define_endpoints

FOLDER = "first-stage"  # below RUNNER_TEMP, where the workflow has put the first stage's report


def post_for_fork(client: Client, pull: Pull, asked: PostForFork, environ: Mapping[str, str]) -> int:
    """0 where everything was posted or there was nothing to post; 3 where the report is no report of ours.

    The verdict was the first stage's. Raises ApiError, ConfigError.
    """
    data = _report(environ)
    if data is None:
        say(f"Nothing to do: the first stage left no {FOLDER}/{REPORT_NAME} in runner.temp.")
        return 0
    found = _pull_request(client, pull, asked)
    if isinstance(found, str):
        say(f"Nothing to do: {found}.")
        return 0
    number, base, draft = found
    pull = pull._replace(number=number)
    context = context_of(client, pull, environ, asked.head)
    listing = files.of_pull_request(client, pull, base, asked.head)
    try:
        report = read(data, {file.path for file in listing.files if file.status != "removed"}, _criteria(), asked.head)
    except BadReport as error:
        fail(f"The report of the first stage was not posted: {error}.")
        return 3
    spoken = {finding.endpoint.path for finding in report.findings}
    blobs = [file.blob for file in listing.files if file.path in spoken and file.blob is not None]
    settings, now, have = state(context, base, blobs[: texts.AT_ONCE])
    if now.head != asked.head:
        say("Nothing to do: the pull request has moved on since the first stage.")
        return 0
    left = [blob for blob in blobs if blob not in have]
    have |= texts.from_api(client, pull, left) if left else {}
    change = change_of(listing, asked.head, have, may_define_endpoints, _no_base).change
    held = {file.path: file.head for file in change.files if file.head is not None}
    report = report._replace(analysed=frozenset(paths_of(change)) - {each.path for each in report.skipped})
    tree, hold = MemoryTree(held), reason_to_hold(settings, draft)
    result = commented(context, settings, report, change, now, tree, hold, PERMISSIONS_OF_THE_SECOND_STAGE)
    say(result.counts.sentence() or "Nothing to post.")
    Outputs(environ).set({"endpoints": str(len(report.findings))})
    return 0 if result.refused is None else 3


def _no_base(paths: list[str]) -> dict[str, Base]:
    """Nothing is analysed here: of a file without a patch it is enough to know that no line can carry a comment."""
    return dict.fromkeys(paths, Base("", b""))


def _report(environ: Mapping[str, str]) -> bytes | None:
    folder = environ.get("RUNNER_TEMP")
    if not folder:
        return None
    try:
        with (Path(folder) / FOLDER / REPORT_NAME).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError:
        return None


def _pull_request(client: Client, pull: Pull, asked: PostForFork) -> tuple[int, str, bool] | str:
    """The number, the base revision and whether it is a draft; or in words why there is none."""
    owner = asked.head_repository.partition("/")[0]
    asked_for = {"state": "open", "head": f"{owner}:{asked.head_branch}", "per_page": 100}
    listed = client.get(f"{pull.repository}/pulls", asked_for)
    rows = [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
    matching = [row for row in rows if _is_from(row, asked)]
    if not matching:
        return "no open pull request has the first stage's commit as its head"
    if len(matching) > 1:
        return "several pull requests have the first stage's commit as their head"
    number, base = matching[0].get("number"), (matching[0].get("base") or {}).get("sha")
    if not isinstance(number, int) or not isinstance(base, str):
        return "GitHub's answer names no pull request"
    return number, base, matching[0].get("draft") is True


def _is_from(row: Mapping[str, Any], asked: PostForFork) -> bool:
    head = row.get("head")
    repository = head.get("repo") if isinstance(head, dict) else None
    name = repository.get("full_name") if isinstance(repository, dict) else None
    return isinstance(head, dict) and head.get("sha") == asked.head and name == asked.head_repository


def _criteria() -> set[str]:
    from reviewer.criteria import all_criteria

    return {criterion.id for criterion in all_criteria()}
