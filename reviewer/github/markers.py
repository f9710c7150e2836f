"""The hidden line by which a comment of ours is known again: typed, encoded, versioned, and the body's last line.

A marker is a hint and no authority: anybody can paste one. It counts only in a comment that GitHub says we wrote.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

PREFIX, SUFFIX = "<!-- route-or-action:1:", " -->"
LONGEST = 20_000
MOST_KEYS = 400


class State(StrEnum):
    """What the comment says at present."""

    OPEN = "open"
    CLOSED = "closed"  # the finding is gone
    DUPLICATE = "duplicate"  # two runs at once posted the same


@dataclass(frozen=True, slots=True)
class Marker:
    """The marker of a finding's comment. ``digest``: of the body that we wrote, to tell when a person has edited it."""

    key: str
    name: str  # how the endpoint is known across a rename: recommendation, kind and name
    code: str  # digest of the endpoint's normalised code
    path: str
    wording: str  # digest of what the comment says, apart from line numbers and commits
    state: State = State.OPEN
    digest: str = ""


@dataclass(frozen=True, slots=True)
class SummaryMarker:
    """The marker of the summary comment.

    ``posted``: the keys of all findings that have, or had, a thread. ``content``: digest of what it says, apart from
    what is different only because it was said before.
    """

    posted: tuple[str, ...] = ()
    content: str = ""
    state: State = State.OPEN
    digest: str = ""


def signed(body: str, marker: Marker | SummaryMarker) -> str:
    """The body with its marker as the last line."""
    fields: dict[str, object]
    if isinstance(marker, Marker):
        fields = {"t": "finding", "k": marker.key, "n": marker.name, "c": marker.code, "p": marker.path}
        fields["w"] = marker.wording
    else:
        fields = {"t": "summary", "k": list(marker.posted[-MOST_KEYS:]), "c": marker.content}
    fields |= {"s": marker.state, "d": digest(body)}
    text = json.dumps(fields, separators=(",", ":"), ensure_ascii=True)
    return f"{_normal(body)}\n\n{PREFIX}{base64.b64encode(text.encode()).decode()}{SUFFIX}"


def parse(text: str) -> Marker | SummaryMarker | None:
    """The marker of a comment's text, or None where its last line is none of ours."""
    last = _normal(text).rpartition("\n")[2]
    if not (last.startswith(PREFIX) and last.endswith(SUFFIX)) or len(last) > LONGEST:
        return None
    try:
        encoded = last[len(PREFIX) : -len(SUFFIX)].encode("ascii")
        fields = json.loads(base64.b64decode(encoded, validate=True))
        state = State(fields["s"])
    except (ValueError, KeyError, TypeError, binascii.Error, RecursionError):
        return None
    if fields.get("t") == "summary" and _texts(fields.get("k")) and _texts([fields.get("c"), fields.get("d")]):
        return SummaryMarker(tuple(fields["k"]), fields["c"], state, fields["d"])
    if fields.get("t") == "finding" and _texts([fields.get(each) for each in "kncpwd"]):
        return Marker(
            key=fields["k"],
            name=fields["n"],
            code=fields["c"],
            path=fields["p"],
            wording=fields["w"],
            state=state,
            digest=fields["d"],
        )
    return None


def _texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def unsigned(text: str) -> str:
    """The body without its marker."""
    return _normal(text).rpartition("\n")[0].rstrip() if parse(text) is not None else _normal(text)


def digest(body: str) -> str:
    """Of what people see: line ends and outer white space aside, which GitHub may change."""
    return hashlib.sha256(_normal(body).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def is_edited(text: str, marker: Marker | SummaryMarker) -> bool:
    """Whether somebody changed the body after us."""
    return digest(unsigned(text)) != marker.digest


def _normal(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
