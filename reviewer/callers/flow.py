"""Follows functions and URLs through the files of a tree, and into the helpers that they are handed to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.callers.clients import Clients, based, is_static
from reviewer.callers.definitions import Definitions
from reviewer.callers.evaluator import Evaluator
from reviewer.callers.known import after
from reviewer.callers.requests import Request
from reviewer.callers.scopes import Binding, File, Files
from reviewer.callers.state import Outcome, State
from reviewer.callers.urls import SLOT, Pattern
from reviewer.callers.walk import Walk
from reviewer.syntax.modules import Modules

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.callers.http import Http

MAX_NESTING = 4  # helpers that are looked into from one call


class Flow:
    """Follows values through the files of one tree; what helpers do with their parameters is worked out once."""

    def __init__(self, files: Files, modules: Modules, http: Http) -> None:
        """``http``: what leads to none of the endpoints that are asked for is dropped early."""
        self.sources = files.sources
        self.evaluator = Evaluator(files, modules)
        self.clients = Clients(files, modules, self.evaluator)
        self._definitions = Definitions(files, modules)
        self._http = http
        self._inside: dict[tuple[str, int, int, tuple[str, ...], bool], tuple[Outcome, ...]] = {}
        self._nesting = 0

    def follow(self, file: File, node: Node, state: State, boundary: Node | None = None) -> Iterator[Outcome]:
        """Every end of the ways that lead out from an expression. ``boundary``: the function not to leave."""
        return Walk(self, file, boundary).outcomes(node, state)

    def send(self, file: File, call: Node, request: Request) -> Iterator[Outcome]:
        """Every end of the ways that lead out from a call that sends a request."""
        walk = Walk(self, file, None)
        walk.send(call, State(), request)
        return walk.drained()

    def calls_of(self, file: File, function: Node, state: State) -> Iterator[Outcome]:
        """Every end of the ways that lead out from the calls of a function."""
        walk = Walk(self, file, None)
        walk.calls_of(function, state)
        return walk.drained()

    def based(self, file: File, call: Node, request: Request) -> Request:
        """The request with the base of the client that sends it in front of its URLs."""
        bases = self.clients.bases(file, call)
        if not bases:
            return request
        if is_static(bases):
            return request._replace(patterns=based(bases, request.patterns), wrapped=False)
        return request._replace(patterns=based(bases, request.patterns) + request.patterns, wrapped=True)

    def inside(self, file: File, function: Node, position: int, state: State) -> tuple[Outcome, ...]:
        """What a function does with its argument at ``position``: a URL, or a function that it may call."""
        is_url = state.urls is not None
        key = (file.path, function.start_byte, position, state.access, is_url)
        if key not in self._inside:
            self._inside[key] = ()
            if self._nesting < MAX_NESTING:
                self._nesting += 1
                start = State(access=state.access, urls=((SLOT,),) if is_url else None)
                self._inside[key] = tuple(self._parameter(file, function, position, start))
                self._nesting -= 1
        return self._inside[key]

    def _parameter(self, file: File, function: Node, position: int, state: State) -> Iterator[Outcome]:
        for binding in file.parameters(function):
            if binding.position != position:
                continue
            rest = after(state.access, binding.access)
            if rest is None:
                continue
            for node in file.references(binding):
                yield from self.follow(file, node, state.at(rest), boundary=function)

    def definition(self, file: File, call: Node) -> tuple[File, Node] | None:
        return self._definitions.of_call(file, call)

    def component(self, file: File, name: Node) -> tuple[File, Node] | None:
        return self._definitions.of_expression(file, name)

    def origin(self, file: File, binding: Binding) -> tuple[str, str, str]:
        """Where an imported name comes from: the file, its name there, its name here."""
        path = self._definitions.modules.resolve(binding.specifier, file.path) or ""
        return path, binding.imported, binding.name

    def leads(self, path: str, urls: tuple[Pattern, ...]) -> bool:
        """Whether URLs in a file may lead to an endpoint that is asked for."""
        return any(SLOT in url for url in urls) or self._http.wanted(path, urls)

    def is_unanswered(self, path: str, state: State) -> bool:
        """What is requested is known, and none of the endpoints that are asked for. ``path``: the file of its URL."""
        return state.request is not None and state.slot is None and not self._http.answers(path, state.request)

    def exported_as(self, path: str, local: str) -> list[str]:
        return self._definitions.exported_as(path, local)
