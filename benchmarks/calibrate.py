"""How right the weighing is, on labelled endpoints of public repositories.

    python benchmarks/calibrate.py --rows benchmarks/heldout.jsonl --root FOLDER

FOLDER holds one checkout per repository and commit, named ``<repository>-<first 8 digits of the commit>``; in a clone,
``git archive COMMIT | tar -x -C FOLDER/NAME`` makes one. A row has ``repo``, ``commit`` (or ``before_commit``),
``path`` and ``entry``, and either a ``label`` or a ``direction`` with ``article_agrees``. Rows without a checkout are
left out. Prints each row that is not as expected, precision and recall, how reliable the predicted fit is, and what
each repository gives when the threshold is chosen on all the others.

``heldout.jsonl`` names endpoints of public repositories that no weight was chosen on: H001 to H075 are those that
their teams moved, read and labelled before the program saw them; K001 to K046 were drawn at random from whole
repositories and are right as they are. What the former showed has been mended since, reason by reason.

``heldout2.jsonl`` to ``heldout9.jsonl`` name endpoints of further repositories: those that teams moved, and draws
from whole trees. Each file was committed before its first run, and mended for only after it, so that the first runs
are honest and the later ones are fitted:

    file                      first run, as labelled then            after mending
    heldout.jsonl   (H, K)    0 of 68 alarms, recall 0.55            0 of 68, 35 of 38
    heldout2.jsonl  (N)       1 of 94 alarms, 31 of 46, 0.67         0 of 97, 42 of 43
    heldout3.jsonl  (P)       0 of 53 alarms, 13 of 15, 0.87         0 of 53, 15 of 15
    heldout4.jsonl  (Q)       2 of 40 alarms, 17 of 27, 0.63         0 of 39, 27 of 28
    heldout5.jsonl  (R)       1 of 4 alarms, 5 of 7, 0.71            1 of 4, 7 of 7
    heldout6.jsonl  (T)       3 of 180 alarms, 45 of 84, 0.54        5 of 180, 78 of 84
    heldout7.jsonl  (S)       0 of 92 alarms, 38 of 58, 0.66         0 of 92, 42 of 58
    heldout8.jsonl  (U)       0 of 60 alarms, 23 of 32, 0.72         0 of 60, 28 of 32
    heldout9.jsonl  (V)       4 of 73 alarms, 29 of 37, 0.78         4 of 73, 32 of 37

U and V are the last: drawn by people who knew nothing of the program, and run after all mends but those that they led
to themselves. Together 52 of 69 were found (0.75), 52 of 56 findings were right (0.93), and 4 of 133 that are right as
they are were spoken of; all four are reads that a client's effect and a server page or a language model share, which
their labels call "either". The version before T was drawn finds 34 of these 69. By kind, of U and V in their first run:
routes that should be actions 16 of 24, actions that only read for client code 25 of 29, plain functions 11 of 13,
extractions 0 of 3. ``relabelled`` tells which labels a first run proved wrong; the table counts them as they were.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer.changes.trees import FolderTree
from reviewer.config import Settings
from reviewer.model import Approach, Finding, Outcome, Review
from reviewer.review import audit
from reviewer.verdict import BETTER_SUITED

EXPECTED = {
    "keep": (),
    "either": (),
    "to-action": ("server-action",),
    "to-route": ("api-route",),
    "to-module": ("server-module",),
    "extract": ("extract", "server-module"),
}


@dataclass(frozen=True)
class Row:
    """``expected``: the recommendations that are right; none: silence; None: good reviewers would disagree."""

    id: str
    repository: str
    tree: str
    path: str
    entry: str
    expected: tuple[str, ...] | None


@dataclass(frozen=True)
class Answer:
    """What the reviewer says about a row. ``other``: the fit of the other approach, in percent."""

    row: Row
    found: bool
    recommendation: str | None
    outcome: Outcome
    other: int
    constraint: str | None

    @property
    def spoken(self) -> bool:
        return self.outcome is Outcome.BETTER_SUITED

    @property
    def right(self) -> bool:
        return self.spoken and self.recommendation in (self.row.expected or ())


def rows(paths: Iterable[Path]) -> list[Row]:
    """The rows of the files, labels and migrations alike."""
    found = []
    for path in paths:
        for line in path.read_text().splitlines():
            data = json.loads(line)
            commit = data.get("commit") or data["before_commit"]
            name = data["repo"].rpartition("/")[2]
            found.append(
                Row(data["id"], data["repo"], f"{name}-{commit[:8]}", data["path"], data["entry"], _expected(data))
            )
    return found


def _expected(data: dict[str, object]) -> tuple[str, ...] | None:
    if "label" in data:
        return EXPECTED[str(data["label"])]
    if data["article_agrees"] == "unclear":
        return None
    if data["article_agrees"] is not True:
        return ()
    return ("server-action",) if data["direction"] == "route->action" else ("api-route",)


def answers(wanted: Sequence[Row], root: Path) -> list[Answer]:
    """One audit a tree, restricted to the files of its rows."""
    reviews: dict[tuple[str, str], Review] = {}
    found = []
    for row in wanted:
        key = row.tree, row.path
        if key not in reviews:
            reviews[key] = audit(FolderTree(root / row.tree), Settings(), only=row.path)
        found.append(_answer(row, [each for each in reviews[key].findings if _is_meant(row, each)]))
    return found


def _is_meant(row: Row, finding: Finding) -> bool:
    endpoint = finding.endpoint
    if row.entry in ("*", endpoint.name, endpoint.binding):
        return True
    return endpoint.name == "default" and row.entry in (finding.verdict.methods or endpoint.methods)


def _answer(row: Row, findings: Sequence[Finding]) -> Answer:
    if not findings:
        return Answer(row, False, None, Outcome.FITS, 0, None)
    finding = max(findings, key=lambda each: (list(Outcome).index(each.verdict.outcome), _other(each)))
    verdict = finding.verdict
    return Answer(row, True, verdict.recommendation, verdict.outcome, _other(finding), verdict.constraint)


def _other(finding: Finding) -> int:
    approach = finding.endpoint.approach
    return finding.verdict.fit.percent(Approach(approach).other)


def report(given: Sequence[Answer]) -> str:
    """The tables."""
    lines = []
    for answer in given:
        expected = answer.row.expected
        fine = expected is None or (answer.right if expected else not answer.spoken)
        if not fine or not answer.found or expected is None:
            want = "?" if expected is None else "/".join(expected) or "silence"
            got = f"{answer.outcome} {answer.recommendation or '-'} {answer.other} % {answer.constraint or ''}"
            lines.append(f"{answer.row.id}  want {want:14} got {got if answer.found else 'no endpoint found'}")
    silent = [answer for answer in given if answer.row.expected == ()]
    asked = [answer for answer in given if answer.row.expected]
    alarms = sum(answer.spoken for answer in silent)
    hits = sum(answer.right for answer in asked)
    lines.append(f"\nfalse alarms {alarms} of {len(silent)}; hits {hits} of {len(asked)}")
    spoken = alarms + sum(answer.spoken for answer in asked)
    lines.append(f"precision {hits / spoken if spoken else 1:.2f}  recall {hits / len(asked) if asked else 1:.2f}")
    lines += ["", "fit of the other approach: predicted, moved, rows", *_reliability([*silent, *asked])]
    lines += ["", "left out: false alarms, hits, threshold chosen on the others", *_left_out([*silent, *asked])]
    return "\n".join(lines)


def _reliability(given: Sequence[Answer]) -> list[str]:
    lines = []
    for low in range(0, 100, 20):
        inside = [answer for answer in given if low <= answer.other < low + 20 or (low == 80 and answer.other == 100)]
        if inside:
            mean = sum(answer.other for answer in inside) / len(inside)
            moved = 100 * sum(bool(answer.row.expected) for answer in inside) / len(inside)
            lines.append(f"  {low:3}-{low + 20:3} %  {mean:5.1f} %  {moved:5.1f} %  {len(inside)}")
    return lines


def _left_out(given: Sequence[Answer]) -> list[str]:
    """The threshold is the lowest that gives no false alarm on the other repositories, never below the one in use."""
    lines = []
    in_use = 100 / (1 + 2.718281828**-BETTER_SUITED)
    for repository in sorted({answer.row.repository for answer in given}):
        rest = [answer for answer in given if answer.row.repository != repository]
        worst = max((answer.other for answer in rest if not answer.row.expected), default=0)
        threshold = max(in_use, worst + 1)
        own = [answer for answer in given if answer.row.repository == repository]
        spoken = [answer for answer in own if answer.spoken and answer.other >= threshold]
        alarms = sum(not answer.row.expected for answer in spoken)
        hits = sum(answer.right for answer in spoken)
        asked = sum(bool(answer.row.expected) for answer in own)
        lines.append(f"  {repository:36} {alarms} of {len(own) - asked:2}  {hits} of {asked:2}  {threshold:.0f} %")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=Path, action="append", required=True, help="a file of rows, one JSON a line")
    parser.add_argument("--root", type=Path, required=True, help="the folder of the checkouts")
    options = parser.parse_args()
    wanted = rows(options.rows)
    there = [row for row in wanted if (options.root / row.tree).is_dir()]
    if len(there) < len(wanted):
        print(f"{len(wanted) - len(there)} rows are left out: their checkouts are missing")
    print(report(answers(there, options.root)))


if __name__ == "__main__":
    main()
