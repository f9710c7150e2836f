"""Which real endpoints get a preview ("How it could look"), and whether TypeScript accepts it.

    python benchmarks/previews.py --root FOLDER [--every] [--packages tests/oracle]

FOLDER holds one checkout a sub-folder. By default the previews are those of the findings that the reviewer speaks
about. ``--every``: of every endpoint that could be another one, whatever the verdict: each route as a server action,
each inline action in its own file, each exported action as a route and as a server module. An endpoint that several
checkouts of one repository hold counts once.

``--packages``: a folder with typescript, next, react and their types installed. Each preview is laid over its checkout
and checked; only what TypeScript did not say about the original files counts (tests/report/conversion/typecheck.mjs).
Exit status 1 if there is such a thing.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reviewer.changes.trees import FolderTree
from reviewer.config import Settings
from reviewer.model import Finding, Kind, Outcome, Recommendation
from reviewer.report.conversion import Refused, attempt
from reviewer.review import audit
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

HERE = Path(__file__).parent
TYPECHECK = HERE.parent / "tests" / "report" / "conversion" / "typecheck.mjs"
MEMORY = "--max-old-space-size=3000"


@dataclass
class Tally:
    """Of one recommendation: the endpoints, those with a preview, those of them that TypeScript accepts."""

    endpoints: int = 0
    made: int = 0
    accepted: int = 0
    refused: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Asked:
    """One preview to check."""

    id: str
    group: str
    original: str
    rewritten: dict[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--every", action="store_true", help="every endpoint, not only findings")
    parser.add_argument("--packages", type=Path, default=HERE.parent / "tests" / "oracle")
    parser.add_argument("--only", action="append", help="a checkout's name")
    asked = parser.parse_args()
    tallies: dict[str, Tally] = {}
    seen: set[tuple[str, ...]] = set()
    wrong = 0
    for checkout in sorted(asked.root.iterdir()):
        if checkout.is_dir() and (not asked.only or checkout.name in asked.only):
            previews = list(made(checkout, asked.every, tallies, seen))
            wrong += checked(checkout, previews, asked.packages, tallies)
    for group, tally in sorted(tallies.items()):
        print(f"{group}: {tally.endpoints} endpoints, {tally.made} previews, {tally.accepted} accepted by TypeScript")
        for why, count in tally.refused.most_common():
            print(f"  {count:5} {why}")
    raise SystemExit(1 if wrong else 0)


def made(checkout: Path, every: bool, tallies: dict[str, Tally], seen: set[tuple[str, ...]]) -> Iterator[Asked]:
    """The previews of one checkout; what is refused goes into the tallies."""
    sources = Sources(FolderTree(checkout))
    modules = Modules(sources)
    for finding in audit(FolderTree(checkout), Settings()).findings:
        for outcome, meant in wanted(finding, every):
            endpoint, way = meant.endpoint, str(meant.verdict.recommendation)
            name = endpoint.name or endpoint.binding or str(endpoint.start_line)
            key = repository(checkout.name), endpoint.path, name, way
            if key in seen:
                continue
            seen.add(key)
            tally = tallies.setdefault(f"{outcome} {way}", Tally())
            tally.endpoints += 1
            try:
                preview = attempt(meant, sources, modules)
            except Refused as refused:
                tally.refused[str(refused)] += 1
                continue
            tally.made += 1
            yield Asked(" ".join((*key[1:3], way)), f"{outcome} {way}", endpoint.path, dict(preview.rewritten))


def wanted(finding: Finding, every: bool) -> Iterator[tuple[str, Finding]]:
    """The ways in which the endpoint is to be shown."""
    verdict, endpoint = finding.verdict, finding.endpoint
    if not every:
        if verdict.recommendation is not None and verdict.outcome is not Outcome.FITS and finding.suppressed is None:
            yield str(verdict.outcome), finding
        return
    ways = [Recommendation.SERVER_ACTION]
    if endpoint.kind is Kind.SERVER_ACTION:
        ways = [Recommendation.EXTRACT] if endpoint.inline else [Recommendation.API_ROUTE, Recommendation.SERVER_MODULE]
    for way in ways:
        yield "every", finding._replace(verdict=verdict._replace(recommendation=way))


def repository(name: str) -> str:
    """The checkout's name without the commit that it may end with."""
    rest, _, commit = name.rpartition("-")
    return rest if rest and len(commit) == 8 and not set(commit) - set("0123456789abcdef") else name


def checked(checkout: Path, previews: list[Asked], packages: Path, tallies: dict[str, Tally]) -> int:
    """How many previews TypeScript does not accept; each is printed with what it says."""
    if not previews:
        return 0
    asked = [{"id": each.id, "original": each.original, "rewritten": each.rewritten} for each in previews]
    done = subprocess.run(
        ["node", MEMORY, str(TYPECHECK), str(packages)],
        input=json.dumps({"root": str(checkout), "previews": asked}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(f"{checkout.name}: {done.stderr[-2000:]}")
        return len(previews)
    said = json.loads(done.stdout)
    wrong = 0
    for each in previews:
        lines = [*said["new"][each.id], *said["unused"][each.id]]
        if lines:
            wrong += 1
            print(f"{checkout.name} {each.id}", *lines, sep="\n    ")
        else:
            tallies[each.group].accepted += 1
    return wrong


if __name__ == "__main__":
    main()
