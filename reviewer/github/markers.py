"""The hidden line by which a comment of ours is known again: typed, encoded, versioned, and the body's last line.

A marker is a hint and no authority: anybody can paste one. It counts only in a comment that GitHub says we wrote.
Names and paths come from the pull request, so only digests of them are kept: a marker is as short as we say it is, and
no name, however long, can make a comment of ours unknown to us.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

PREFIX, SUFFIX = "<!-- route-or-action:1:", " -->"
LONGEST = 30_000  # characters of a marker
MOST_BYTES = 200_000  # of a marker, unpacked
MOST_KEYS = 400  # that a summary remembers
MOST_TRACES = 60  # of them with what knows them again after a rename
MOST_FORMER = 8


class State(StrEnum):
    """What the comment says at present."""

    OPEN = "open"
    CLOSED = "closed"  # the finding is gone
    DUPLICATE = "duplicate"  # two runs at once posted the same


class Trace(NamedTuple):
    """What knows an endpoint again after its file was renamed: digests, and a sketch of its code."""

    name: str  # of recommendation, kind and name
    path: str
    code: str


UNKNOWN = Trace("", "", "")


class Marker(NamedTuple):
    """The marker of a finding's comment. ``digest``: of the body that we wrote, to tell when a person has edited it."""

    key: str
    trace: Trace
    wording: str  # digest of what the comment says, apart from line numbers and commits
    state: State = State.OPEN
    former: tuple[str, ...] = ()  # keys that it had before its file was renamed
    digest: str = ""


class Posted(NamedTuple):
    """A finding that has, or had, a thread."""

    key: str
    trace: Trace = UNKNOWN


class SummaryMarker(NamedTuple):
    """The marker of the summary comment.

    ``posted``: the latest last. ``unplaced``: the keys of findings that GitHub took neither on a line nor on a file.
    ``content``: digest of what it says, apart from what is different only because it was said before.
    """

    posted: tuple[Posted, ...] = ()
    unplaced: tuple[str, ...] = ()
    content: str = ""
    state: State = State.OPEN
    digest: str = ""


def short(text: str) -> str:
    """The digest that stands for a name or a path."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def remembered(posted: Iterable[Posted]) -> tuple[Posted, ...]:
    """Those that fit into a summary's marker: the latest."""
    kept = list(posted)[-MOST_KEYS:]
    return (*(Posted(each.key) for each in kept[:-MOST_TRACES]), *kept[-MOST_TRACES:])


def signed(body: str, marker: Marker | SummaryMarker) -> str:
    """The body with its marker as the last line."""
    return f"{_normal(body)}\n\n{PREFIX}{_packed({**_fields(marker), 's': marker.state, 'd': digest(body)})}{SUFFIX}"


def _fields(marker: Marker | SummaryMarker) -> dict[str, object]:
    if isinstance(marker, Marker):
        former = list(marker.former[-MOST_FORMER:])
        return {"t": "finding", "k": marker.key, "r": _row(marker.trace), "w": marker.wording, "f": former}
    posted = remembered(marker.posted)
    return {
        "t": "summary",
        "k": [each.key for each in posted],
        "r": [_row(each.trace) for each in posted[-MOST_TRACES:]],
        "u": list(marker.unplaced[:MOST_KEYS]),
        "c": marker.content,
    }


def _row(trace: Trace) -> list[str]:
    return [trace.name, trace.path, trace.code]


def _packed(fields: dict[str, object]) -> str:
    text = json.dumps(fields, separators=(",", ":"), ensure_ascii=True)
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def parse(text: str) -> Marker | SummaryMarker | None:
    """The marker of a comment's text, or None where its last line is none of ours."""
    last = _normal(text).rpartition("\n")[2]
    if not (last.startswith(PREFIX) and last.endswith(SUFFIX)) or len(last) > LONGEST:
        return None
    try:
        fields = json.loads(_unpacked(last[len(PREFIX) : -len(SUFFIX)]))
        state = State(fields["s"])
        if fields["t"] == "finding":
            return _finding(fields, state)
        return _summary(fields, state) if fields["t"] == "summary" else None
    except (ValueError, KeyError, TypeError, binascii.Error, zlib.error, RecursionError):
        return None


def _unpacked(text: str) -> bytes:
    """Raises ValueError, binascii.Error or zlib.error."""
    packed = zlib.decompressobj()
    data = packed.decompress(base64.b64decode(text.encode("ascii"), validate=True), MOST_BYTES)
    if not packed.eof:
        raise ValueError("too long, or cut off")
    return data


def _finding(fields: dict[str, object], state: State) -> Marker:
    key, wording, body = _texts([fields["k"], fields["w"], fields["d"]])
    return Marker(key, _trace(fields["r"]), wording, state, _texts(fields["f"]), body)


def _summary(fields: dict[str, object], state: State) -> SummaryMarker:
    keys, rows = _texts(fields["k"]), fields["r"]
    if not isinstance(rows, list) or len(rows) > len(keys):
        raise ValueError("more traces than keys")
    traces: Sequence[Trace] = [*[UNKNOWN] * (len(keys) - len(rows)), *map(_trace, rows)]
    posted = tuple(map(Posted, keys, traces))
    content, body = _texts([fields["c"], fields["d"]])
    return SummaryMarker(posted, _texts(fields["u"]), content, state, body)


def _trace(row: object) -> Trace:
    name, path, code = _texts(row)
    return Trace(name, path, code)


def _texts(values: object) -> tuple[str, ...]:
    """Raises ValueError."""
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError("no list of texts")
    return tuple(values)


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
