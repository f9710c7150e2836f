"""How much a command reads and parses, and that it grows with what holds a name or URL, not with the tree."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.syntax import parser

from .conftest import Work

NEW = {
    "apps/app-0/app/api/ledger-exports/route.ts",
    "apps/app-0/app/api/webhooks/ledger/route.ts",
    "apps/app-0/lib/actions/ledger.ts",
}
CALLERS = {"apps/app-0/components/ledger/export-button.tsx", "apps/app-0/components/ledger/ledger-row.tsx"}
CONFIG = ".github/route-or-action.yml"
# What the endpoints and their callers lead to, and the configuration of each app.
AROUND = {"apps/app-0/lib/request.ts", "apps/app-0/lib/session.ts"} | {f"apps/app-{n}/next.config.ts" for n in (0, 1)}


def review(work: Callable[..., Work], root: Path) -> Work:
    return work("review", "--repo", str(root), "--base", "before", "--fail-on", "never", "--format", "json")


def test_a_review_parses_only_what_names_a_new_endpoint_or_is_named_by_one(
    monorepo: Callable[[int], Path], work: Callable[..., Work]
) -> None:
    done = review(work, monorepo(400))

    assert done.status == 0
    assert NEW | CALLERS <= set(done.parses) <= NEW | CALLERS | AROUND
    assert set(done.parses.values()) == {1}


def test_a_review_of_a_larger_tree_parses_no_more(monorepo: Callable[[int], Path], work: Callable[..., Work]) -> None:
    small, large = review(work, monorepo(400)), review(work, monorepo(1_200))

    assert large.parses == small.parses
    assert large.size == small.size


def test_a_review_reads_each_file_of_the_tree_once(monorepo: Callable[[int], Path], work: Callable[..., Work]) -> None:
    assert {path for path, count in review(work, monorepo(1_200)).reads.items() if count > 1} == set()


def test_an_audit_parses_each_file_once_and_no_filler(
    monorepo: Callable[[int], Path], work: Callable[..., Work]
) -> None:
    root = monorepo(400)
    done = work("audit", str(root), "--format", "json")

    assert done.status == 0
    assert set(done.parses.values()) == {1}
    whole = sum(path.stat().st_size for path in root.rglob("*.ts*"))
    assert done.size <= 0.11 * whole
    assert {path for path, count in done.reads.items() if count > 1} <= {CONFIG}


def test_an_audit_that_keeps_no_tree_parses_a_file_three_times_on_average(
    monorepo: Callable[[int], Path], work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parser, "KEPT_BYTES", 1)
    done = work("audit", str(monorepo(400)), "--format", "json")

    assert sum(done.parses.values()) <= 2.6 * len(done.parses)


def test_an_audit_grows_with_the_endpoints(monorepo: Callable[[int], Path], work: Callable[..., Work]) -> None:
    small, large = (work("audit", str(monorepo(size)), "--format", "json") for size in (400, 1_200))

    times = len(large.reads) / len(small.reads)
    assert large.size <= 1.1 * times * small.size
    assert sum(large.reads.values()) <= 1.1 * times * sum(small.reads.values())


def test_a_tree_too_large_to_keep_is_read_twice_and_no_oftener(
    monorepo: Callable[[int], Path], work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parser, "MANY_PATHS", 0)
    done = review(work, monorepo(1_200))

    few = {path for path, count in done.reads.items() if count > 2}
    assert len(few) <= 15
    assert set(done.parses.values()) == {1}
