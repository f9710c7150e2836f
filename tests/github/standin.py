"""A stand-in for the analysis, so that the tests of the comments do not change when a criterion does.

Every ``export async function NAME`` of a changed ``route.ts`` that is not in its base text is a new endpoint. A word
in its line's comment says the verdict: ``// plain`` suits a server action better, ``// maybe`` is worth a thought,
everything else fits. ``// broken`` anywhere in a file: it could not be analysed. ``// unserved`` anywhere in the base
text: nothing of it was an endpoint there, as where a directive is missing.
"""

from __future__ import annotations

import hashlib
import re

from reviewer.config import Settings
from reviewer.model import (
    Approach,
    Change,
    Evidence,
    Finding,
    Fit,
    Kind,
    Outcome,
    Place,
    Recommendation,
    Review,
    Skipped,
    Suppression,
    Tree,
    Verdict,
)
from tests.endpoints import endpoint

_FUNCTION = re.compile(rb"export async function (\w+)[^\n]*\n(?:[ \t][^\n]*\n)*\}?")


def review(change: Change, _tree: Tree, _settings: Settings, *_: object) -> Review:
    findings, skipped, analysed = [], [], set()
    for file in change.files:
        if file.head is None or not file.path.endswith("route.ts"):
            continue
        if b"// broken" in file.head:
            skipped.append(Skipped(file.path, "it does not parse", True))
            continue
        analysed.add(file.path)
        served_before = b"// unserved" not in (file.base or b"")
        old = {match.group(1) for match in _FUNCTION.finditer(file.base or b"") if served_before}
        new = (match for match in _FUNCTION.finditer(file.head) if match.group(1) not in old)
        findings += [_finding(file.path, file.head, match, file.previous_path) for match in new]
    gone = tuple(change.skipped) + tuple(skipped)
    return Review(tuple(findings), gone, frozenset(analysed), head=change.head, base=change.base)


def _finding(path: str, data: bytes, match: re.Match[bytes], before: str | None) -> Finding:
    name = match.group(1).decode()
    first = data.count(b"\n", 0, match.start()) + 1
    last = first + match.group(0).rstrip().count(b"\n")
    word = next((each for each in ("plain", "maybe", "kept") if f"// {each}".encode() in match.group(0)), "")
    outcome = {"plain": Outcome.BETTER_SUITED, "kept": Outcome.BETTER_SUITED, "maybe": Outcome.CONSIDER}.get(word)
    url = "/" + path.removeprefix("app/").removesuffix("/route.ts")
    found = endpoint(Kind.ROUTE_HANDLER, path, name, (first, last), methods=(name,), url=url)
    message = "one form calls it" if b"// reworded" not in match.group(0) else "two forms call it"
    evidence = (Evidence("A1", Approach.SERVER_ACTION, 2.0, message, Place(path, first)),) if outcome else ()
    recommendation = Recommendation.SERVER_ACTION if outcome else None
    verdict = Verdict(outcome or Outcome.FITS, Fit(20, 80) if outcome else Fit(80, 20), recommendation, None, evidence)
    kept = Suppression("meant to be", path, first, True) if word == "kept" else None
    return Finding(
        identity(path, name), found, verdict, suppressed=kept, previous_id=identity(before, name) if before else None
    )


def identity(path: str, name: str) -> str:
    return hashlib.sha256(f"{path}:{name}".encode()).hexdigest()[:16]


def only(found: Review, path: str) -> Review:
    """The review without the findings of other files."""
    return found._replace(findings=tuple(each for each in found.findings if each.endpoint.path == path))
