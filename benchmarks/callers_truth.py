"""How well the call sites of real endpoints are found: precision and recall against labels made by hand.

usage: python benchmarks/callers_truth.py OWNER/NAME=CHECKOUT [OWNER/NAME=CHECKOUT ...] [--round N] [--details]

``callers/labels.jsonl`` names, for endpoints of public repositories at one commit each, every place that reaches them:
path, line, kind (the trigger, or who calls from outside) and the HTTP method. A checkout is that commit's files.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from reviewer.callers.search import find_callers
from reviewer.changes.trees import FolderTree
from reviewer.model import CallSite, Endpoint
from reviewer.nextjs.detection import all_endpoints
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

LABELS = Path(__file__).parent / "callers" / "labels.jsonl"


@dataclass
class Score:
    """Call sites by place, and of those found, kinds and methods that are right."""

    found: int = 0
    wrong: int = 0
    missed: int = 0
    kind_right: int = 0
    method_right: int = 0
    endpoints: int = 0
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, other: Score) -> None:
        for name in ("found", "wrong", "missed", "kind_right", "method_right", "endpoints"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.confused += other.confused

    def __str__(self) -> str:
        precision = self.found / max(1, self.found + self.wrong)
        recall = self.found / max(1, self.found + self.missed)
        kinds, methods = self.kind_right / max(1, self.found), self.method_right / max(1, self.found)
        return (
            f"{self.endpoints} endpoints, {self.found + self.missed} call sites: precision {precision:.3f}, "
            f"recall {recall:.3f}; of those found: kind {kinds:.3f}, method {methods:.3f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", nargs="+", help="OWNER/NAME=FOLDER")
    parser.add_argument("--round", type=int, help="1: the search was worked out on them; others: drawn later")
    parser.add_argument("--details", action="store_true", help="print every difference")
    asked = parser.parse_args()
    rows = [json.loads(line) for line in LABELS.read_text().splitlines()]
    rows = [row for row in rows if asked.round in (None, row["round"])]
    total = Score()
    for pair in asked.checkout:
        name, _, folder = pair.partition("=")
        score = measured([row for row in rows if row["repo"] == name], Path(folder), asked.details)
        print(f"{name}: {score}")
        total.add(score)
    print(f"all: {total}")
    for (expected, seen), count in total.confused.most_common():
        print(f"  {count} x {expected} taken for {seen}")


def measured(rows: list[dict], folder: Path, details: bool) -> Score:
    """The score of one repository."""
    sources = Sources(FolderTree(folder))
    modules = Modules(sources)
    detected = all_endpoints(sources, modules)
    wanted = {(row["path"], row["entry"]): row for row in rows}
    endpoints = [endpoint for endpoint in detected.endpoints if _entry(endpoint, wanted) is not None]
    callers = find_callers(endpoints, detected.apps, sources, modules)
    found: dict[tuple[str, str], list[CallSite]] = {key: [] for key in wanted}
    for endpoint in endpoints:
        entry = _entry(endpoint, wanted)
        if entry is not None:
            found[entry].extend(callers[endpoint].sites)
    total = Score(endpoints=len(rows))
    for key, row in wanted.items():
        total.add(_compared(row, found[key], details))
    return total


def _entry(endpoint: Endpoint, wanted: dict[tuple[str, str], dict]) -> tuple[str, str] | None:
    keys = ((endpoint.path, "*"), (endpoint.path, endpoint.name or ""))
    return next((key for key in keys if key in wanted), None)


def _compared(row: dict, sites: list[CallSite], details: bool) -> Score:
    score = Score()
    labelled = {(site["path"], site["line"]): site for site in row["sites"]}
    seen: dict[tuple[str, int], list[CallSite]] = {}
    for site in sites:
        seen.setdefault((site.path, site.line), []).append(site)
    for place, found in seen.items():
        if place not in labelled:
            score.wrong += 1
            _tell(details, "wrong", row, place, found)
            continue
        score.found += 1
        label = labelled[place]
        kinds = {site.outside or site.via.value for site in found}
        if label["kind"] in kinds:
            score.kind_right += 1
        else:
            score.confused[label["kind"], "/".join(sorted(kinds))] += 1
            _tell(details, f"not {label['kind']}", row, place, found)
        methods = {site.method for site in found}
        if label.get("method") in methods or "method" not in label:
            score.method_right += 1
        else:
            _tell(details, f"not {label['method']}", row, place, found)
    for place in labelled.keys() - seen.keys():
        score.missed += 1
        _tell(details, "missed", row, place, [])
    return score


def _tell(details: bool, what: str, row: dict, place: tuple[str, int], found: list[CallSite]) -> None:
    if details:
        seen = ", ".join(f"{site.outside or site.via.value} {site.method or ''}" for site in found)
        print(f"  {what}: {row['path']} {row['entry']} at {place[0]}:{place[1]} {seen}")


if __name__ == "__main__":
    main()
