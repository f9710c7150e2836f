"""Callers that are not code of the app: schedules, queue triggers and OpenAPI documents.

Sources: Vercel documentation, "Cron Jobs" (``crons`` of vercel.json) and "Queues" (triggers keyed by file);
OpenAPI Specification, "Paths Object", "Server Object".
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from reviewer.callers.functions import HTTP_METHODS
from reviewer.callers.requests import Request
from reviewer.callers.scopes import File
from reviewer.model import Place, Via
from reviewer.syntax.jsonc import read_object
from reviewer.syntax.packages import join
from reviewer.syntax.parser import Sources

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_DOCUMENT = 1_000_000

_DOCUMENT = re.compile(r"openapi|swagger", re.IGNORECASE)


class Named(NamedTuple):
    """A URL that a configuration file names."""

    place: Place
    request: Request
    file: str | None = None  # the route file itself, where it is named and not its URL


def is_documentation(path: str) -> bool:
    """The file describes the API for others: an OpenAPI or Swagger document, or a module of one."""
    found = _DOCUMENT.search(path)
    return found is not None and not {"/", "."}.isdisjoint(path[found.end() :])


def documented_methods(file: File, node: Node) -> tuple[str, ...]:
    """The methods that an OpenAPI document lists under a path."""
    pair = node.parent
    value = pair.child_by_field_name("value") if pair is not None and pair.type == "pair" else None
    keys = [child.child_by_field_name("key") for child in value.named_children] if value is not None else []
    names = (file.text(key).strip("'\"").upper() for key in keys if key is not None)
    return tuple(name for name in names if name in HTTP_METHODS)


def is_next_config(path: str) -> bool:
    return path.startswith("next.config.", path.rfind("/") + 1)


def schedules(sources: Sources) -> Iterator[Named]:
    """The cron jobs and the queue triggers in every vercel.json."""
    for path in sources.named("vercel.json"):
        data = sources.tree.read(path) or b""
        content = read_object(data)
        crons, functions = content.get("crons"), content.get("functions")
        for cron in crons if isinstance(crons, list) else []:
            url = cron.get("path") if isinstance(cron, dict) else None
            if isinstance(url, str):
                place = Place(path, _line_of(data, url))
                yield Named(place, Request(((url,),), ("GET",), Via.UNKNOWN, "cron"))
        for file, options in functions.items() if isinstance(functions, dict) else ():
            if isinstance(options, dict) and options.get("experimentalTriggers"):
                place = Place(path, _line_of(data, file))
                request = Request((), ("POST",), Via.UNKNOWN, "queue")
                yield Named(place, request, join(os.path.dirname(path), file))


def _line_of(data: bytes, text: str) -> int:
    return data.count(b"\n", 0, max(0, data.find(f'"{text}"'.encode(errors="replace")))) + 1


# --- OpenAPI documents ------------------------------------------------------------------------------------------

_HOST = r"\A(?:https?:)?//[^/]{0,200}"
_PATH = re.compile(r"\n([ \t]{1,12})(?P<quote>[\"']?)(/[^\s\"':]{0,300})(?P=quote):")
_METHOD = re.compile(r"\n([ \t]{1,24})[\"']?(get|put|post|delete|patch|head|options)[\"']?:")
_TOP = re.compile(r"\n(?=[^\s#])")
_SERVER = re.compile(r"^[ \t]{0,8}-?[ \t]{0,8}url:[ \t]{0,4}[\"']?([^\s\"']{1,300})", re.MULTILINE)


def documents(sources: Sources) -> Iterator[Named]:
    """The paths of the OpenAPI and Swagger documents that are kept as YAML or JSON, with their methods."""
    kept = (path for path in sources.paths if path.endswith((".json", ".yaml", ".yml")))
    for path in sorted(path for path in kept if is_documentation(path)):
        data = sources.tree.read(path) or b""
        if len(data) > MAX_DOCUMENT or not any(word in data[:4_000] for word in (b"openapi", b"swagger")):
            continue
        found = _of_json(data) if path.endswith(".json") else _of_yaml(data)
        for url, methods, line in found:
            # The server may have any name: a path that is the whole URL is enough.
            alone = re.sub(_HOST, "", url, count=1)
            patterns = ((url,), (alone,)) if alone != url else ((url,),)
            yield Named(Place(path, line), Request(patterns, methods, Via.UNKNOWN, "openapi"))


def _of_json(data: bytes) -> Iterator[tuple[str, tuple[str, ...], int]]:
    content = read_object(data)
    servers, paths = content.get("servers"), content.get("paths")
    base = servers[0].get("url") if isinstance(servers, list) and servers and isinstance(servers[0], dict) else ""
    base = base if isinstance(base, str) else ""
    if isinstance(content.get("basePath"), str):
        base = content["basePath"]
    for url, item in paths.items() if isinstance(paths, dict) else ():
        if isinstance(url, str) and isinstance(item, dict):
            methods = tuple(name.upper() for name in item if name.upper() in HTTP_METHODS)
            yield base.rstrip("/") + url, methods, _line_of(data, url)


def _of_yaml(data: bytes) -> Iterator[tuple[str, tuple[str, ...], int]]:
    text = data.decode("utf-8", "replace")
    start = text.find("\npaths:")
    if start < 0:
        return
    server = _SERVER.search(text, 0, start)
    base = server[1].rstrip("/") if server is not None else ""
    after = _TOP.search(text, start + 1)
    last = after.start() if after is not None else len(text)
    found = list(_PATH.finditer(text, start, last))
    line, counted = 1, 0
    for index, path in enumerate(found):
        line, counted = line + text.count("\n", counted, path.end()), path.end()
        end = found[index + 1].start() if index + 1 < len(found) else last
        inside = [method for method in _METHOD.finditer(text, path.end(), end) if len(method[1]) > len(path[1])]
        least = min((len(method[1]) for method in inside), default=0)
        methods = tuple(method[2].upper() for method in inside if len(method[1]) == least)
        yield base + path[3], methods, line
