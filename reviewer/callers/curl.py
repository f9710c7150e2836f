"""Callers from a shell: the ``curl`` commands in the Markdown that a repository writes for its users.

Who is told how to request an address from a shell can do so from anywhere. A table of routes, a ``fetch`` in a sample,
and notes for those who work on the code (change logs, plans, instructions for assistants) tell nothing of who calls.

Source: the manual of curl, ``--request``, ``--data``, ``--json``, ``--form`` and ``--get``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from reviewer.callers.outside import Named
from reviewer.callers.requests import Request
from reviewer.model import Place, Via
from reviewer.syntax.parser import Sources

MOST_FILES = 300  # those nearest to the root; of 50 repositories read, three have more
MAX_FILE = 200_000  # bytes
MOST_COMMANDS = 500  # of one file
MOST_LINES = 30  # of one command
LONGEST = 4_000  # bytes of one

_SUFFIXES = (".md", ".mdx")
_FOR_DEVELOPERS = re.compile(
    r"(?:^|/)(?:\.[^/]+/|(?:adrs?|internal|notes|plans?|prompts|rfcs?|specs?|superpowers|tasks|tests?)/"
    r"|(?:agents|changelog|changes|claude|contributing|development|gemini|history|releases?|testing)\b[^/]*\Z)",
    re.IGNORECASE,
)
_COMMAND = re.compile(rb"\bcurl(?:\.exe)?[ \t]")
_API = "/api/"
_PATH = re.compile(r"/api/[^\s\"'`?#\\)|;&]{1,200}")
_HOST = re.compile(r"[^\s\"'`]{1,200}\Z")  # of any kind: it may be a variable, or a placeholder
_METHOD = r"\s(?:-X\s?|--request[ =])[\"']?([A-Z]{3,7})\b"
_SENDS = r"\s(?:-d|-F|--data(?:-raw|-binary|-urlencode|-ascii)?|--json|--form(?:-string)?)[\s=\"']"
_BY_GET = r"\s(?:-G|--get)\s"
_FILLED_IN = r"<[^/>]*>|\{[^/}]*\}|\$\w+|\A:.+"  # a segment that the reader fills in


def commands(sources: Sources) -> Iterator[Named]:
    """The requests of every ``curl`` command that names a path under ``/api/``."""
    pages = sorted((path for path in sources.paths if path.endswith(_SUFFIXES)), key=lambda path: path.count("/"))
    for path in [page for page in pages if _FOR_DEVELOPERS.search(page) is None][:MOST_FILES]:
        data = sources.tree.read(path) or b""
        if b"/api/" not in data or len(data) > MAX_FILE:
            continue
        for line, command in _commands(data):
            urls = _urls(command)
            if urls:
                yield Named(Place(path, line), Request(urls, (_method(command),), Via.UNKNOWN, "curl"))


def _commands(data: bytes) -> Iterator[tuple[int, str]]:
    """Each command with its line; one that goes on in the next line ends in a backslash."""
    counted = line = end = 0
    for found in islice(_COMMAND.finditer(data), MOST_COMMANDS):
        if found.start() < end:
            continue
        start = end = found.start()
        for _ in range(MOST_LINES):
            stop = data.find(b"\n", end)
            end = len(data) if stop < 0 else stop + 1
            if stop < 0 or not data[start:stop].rstrip().endswith(b"\\"):
                break
        line += data.count(b"\n", counted, start)
        counted = start
        command = data[start : min(end, start + LONGEST)].decode("utf-8", "replace")
        yield line + 1, command.replace("\\\r\n", " ").replace("\\\n", " ")


def _urls(command: str) -> tuple[tuple[str], ...]:
    """The URL without its query, and its path alone: the server may have any name."""
    at = command.find(_API)
    path, host = _PATH.match(command, at) if at >= 0 else None, _HOST.search(command, max(0, at - 200), max(0, at))
    if path is None or host is None:
        return ()
    alone = _path(path[0])
    return ((f"{host[0]}{alone}",), (alone,)) if "://" in host[0] else ((alone,),)


def _path(written: str) -> str:
    """The path with something in the place of each segment that the reader fills in."""
    return "/".join("1" if re.search(_FILLED_IN, segment) else segment for segment in written.rstrip("/.,").split("/"))


def _method(command: str) -> str:
    said = re.search(_METHOD, command)
    if said is not None:
        return said[1]
    return "POST" if re.search(_SENDS, command) is not None and re.search(_BY_GET, command) is None else "GET"
