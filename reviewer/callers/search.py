"""Who calls the endpoints: one pass over the tree's bytes, the syntax tree for the hits, then outwards hop by hop.

First every place that names an endpoint is found: the text of its URL, or an import of the action. Each is followed
through its file. Where the way leaves the file by an exported name, the importers of all such names are looked for
together, a level at a time, so the tree is searched once a level and never once an endpoint.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reviewer.callers.answers import reads, sends
from reviewer.callers.around import around
from reviewer.callers.client_calls import client_requests, may_make_clients, sent_by, sets_defaults
from reviewer.callers.conventions import DEFAULTS, unnamed_requests
from reviewer.callers.curl import commands
from reviewer.callers.ends import Ends
from reviewer.callers.entries import is_entry
from reviewer.callers.flow import Flow
from reviewer.callers.functions import is_component
from reviewer.callers.http import Http
from reviewer.callers.moments import holds_typed, polls, refreshes
from reviewer.callers.outside import documented_methods, documents, is_documentation, is_next_config, schedules
from reviewer.callers.owning import Owning
from reviewer.callers.prefixed import may_prefix, prefixers
from reviewer.callers.references import Importers, Symbol, Use
from reviewer.callers.requests import Request
from reviewer.callers.rewrites import is_redirect, rewrites
from reviewer.callers.scopes import FUNCTIONS, File, Files
from reviewer.callers.sides import Sides
from reviewer.callers.sites import Arrival, Seed
from reviewer.callers.state import Asked, Exported, Lost, Outcome, Reached, State
from reviewer.callers.texts import Texts, is_generated
from reviewer.callers.walk import weak_end
from reviewer.model import App, Callers, Endpoint, Kind, Place, Side, Via
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

if TYPE_CHECKING:
    from tree_sitter import Node

_ROUTE_IMPORT = re.compile(rb"\bfrom\s*[\"']([^\"'\n]{1,300}/route)[\"']")

MAX_LEVELS = 6
MAX_PLACES = 1_000  # of one file that name a URL; the most seen in a real file is 86
MAX_USES = 60  # of one helper; likewise
MAX_OWNERS = 12  # of one hook whose trigger is known: what is left out is told as a gap


def find_callers(
    endpoints: Sequence[Endpoint], apps: Sequence[App], sources: Sources, modules: Modules
) -> Mapping[Endpoint, Callers]:
    """Everything known of who reaches each endpoint."""
    search = _Search(endpoints, apps, sources, modules)
    search.requests()
    search.actions()
    search.outwards()
    return search.ends.callers()


class _Pending(NamedTuple):
    """What the uses of an exported name hold. ``seed``: None where each use is itself a place that names an action."""

    exported: Exported
    seed: Seed | None
    endpoint: Endpoint | None = None


class _Search:
    def __init__(self, endpoints: Sequence[Endpoint], apps: Sequence[App], sources: Sources, modules: Modules) -> None:
        self._endpoints = list(dict.fromkeys(endpoints))
        self._sources = sources
        self._files = Files(sources, modules)
        self._texts = Texts(sources)
        self._modules = modules
        self._importers = Importers(self._texts, self._files, modules)
        self._sides = Sides(self._texts, modules, apps)
        owning = Owning(sources, apps)
        self._http = Http(self._endpoints, apps, sources, owning, lambda: rewrites(self._files, apps))
        self._flow = Flow(self._files, modules, self._http.wanted)
        self.ends = Ends(self._endpoints, self._http, self._sides, owning)
        self._pending: dict[Symbol, list[_Pending]] = {}
        self._asked: set[tuple[Symbol, Seed | None, State]] = set()
        self._clients: set[Symbol] = set()  # exported clients, whose users are still to be looked for

    # --- the places that name an endpoint

    def requests(self) -> None:
        """Every URL in the tree that may be one of a wanted endpoint."""
        if not self._http.has_routes:
            return
        for written in (*schedules(self._sources), *documents(self._sources), *commands(self._sources)):
            seed = Seed(written.place.path, written.place.line)
            if written.file is None:
                self.ends.request(seed, written.request, Side.UNKNOWN)
            for endpoint in self._http.endpoints_of(written.file) if written.file is not None else ():
                if {"*", *written.request.methods} & set(endpoint.methods):
                    outside = written.request.outside
                    self.ends.add(endpoint, Arrival(seed, Via.UNKNOWN, Side.UNKNOWN, None, ("POST",), outside=outside))
        named: list[tuple[str, list[int]]] = []
        defaulting: list[str] = []
        makers: list[str] = []
        unnamed: list[str] = []
        prefixing: list[str] = []
        by_default = [name.encode() for name, url in DEFAULTS.items() if self._http.has(url)]
        for path, data in self._texts.all():
            if b"/route" in data:
                self._hints(path, data)
            if may_make_clients(path, data, self._http.wanted):
                makers.append(path)
                if sets_defaults(data):
                    defaulting.append(path)
            if any(name in data for name in by_default):
                unnamed.append(path)
            if may_prefix(data) and not is_generated(data):
                prefixing.append(path)
            places = sorted(set(self._http.seeds(path, data))) if self._http.may_hold(data) else []
            if places and not is_generated(data):
                named.append((path, places))
        for path in defaulting:
            file = self._files.get(path)
            if file is not None:
                self._flow.clients.note_defaults(file)
        for path, places in named:
            if len(places) > MAX_PLACES:
                self._sources.give_up(path, f"it names addresses in more than {MAX_PLACES:,} places")
            file = self._files.get(path)
            for node in _literals(file, places[:MAX_PLACES]) if file is not None else ():
                self._url(file, node)

        found = (self._files.get(path) for path in makers)
        files = (file for file in found if file is not None and not is_generated(file.source.data))
        for sent in client_requests(files, self._flow, self._http.wanted):
            if isinstance(sent, Symbol):
                self._clients.add(sent)
            else:
                self._send(*sent)
        for path in unnamed:
            file = self._files.get(path)
            for call, node, request in unnamed_requests(file) if file is not None else ():
                self._send(file, call, node, request)

        for path in prefixing:
            self._prefixed(path)

    def _prefixed(self, path: str) -> None:
        """The calls of the helpers of a file that put a prefix in front of what they are given."""
        file = self._files.get(path)
        for function, state in prefixers(file, self._flow) if file is not None else ():
            assert file is not None
            self._take(Seed(path, file.source.place(function).line), self._flow.calls_of(file, function, state))

    def _send(self, file: File | None, call: Node, url: Node, request: Request) -> None:
        if file is not None and self._http.answers(file.path, request):
            self._take(self._seed(file, url), self._flow.send(file, call, request))

    def _hints(self, path: str, data: bytes) -> None:
        """A file that imports a route file, if only its types, is likely to request it."""
        for found in _ROUTE_IMPORT.finditer(data):
            target = self._modules.resolve(found[1].decode("utf-8", "replace"), path)
            endpoints = self._http.endpoints_of(target) if target is not None and target != path else []
            if not endpoints or is_entry(path, "GET"):
                continue
            line = data.count(b"\n", 0, found.start()) + 1
            for endpoint in endpoints:
                self.ends.hint(endpoint, Place(path, line))

    def _url(self, file: File | None, node: Node) -> None:
        assert file is not None
        urls = self._flow.evaluator.patterns(file, node)
        if is_documentation(file.path):
            request = Request(urls, documented_methods(file, node), Via.UNKNOWN, "documentation")
            self.ends.request(self._seed(file, node), request, Side.UNKNOWN)
        elif is_next_config(file.path):
            if _key_of(file, node) == "destination":
                redirects = is_redirect(file, node)
                leads = Request(
                    urls, ("GET",) if redirects else (), Via.UNKNOWN, "redirect" if redirects else "rewrite"
                )
                self.ends.request(self._seed(file, node), leads, Side.SCRIPT)
        elif outcomes := list(self._flow.follow(file, node, State(urls=urls))):
            self._take(self._seed(file, node), outcomes)

    def actions(self) -> None:
        """Every use of a wanted server action."""
        for endpoint in self._endpoints:
            if endpoint.kind is not Kind.SERVER_ACTION:
                continue
            file = self._files.get(endpoint.path)
            if file is None:
                continue
            if endpoint.inline:
                self._inline(file, endpoint)
                continue
            name = endpoint.name or "default"
            self._own_file(file, endpoint, name)
            exported = Exported(endpoint.path, name, name, Place(endpoint.path, endpoint.start_line), State())
            self._ask(Symbol(endpoint.path, name), _Pending(exported, None, endpoint))

    def _own_file(self, file: File, endpoint: Endpoint, name: str) -> None:
        """The uses of an action by other code of its own file."""
        table = self._modules.table(file.path)
        specifier, local = table.exports.get(name, (None, "")) if table is not None else (None, "")
        binding = file.top(local) if specifier is None and local else None
        if binding is None or binding.kind == "import":
            return
        for node in file.references(binding):
            inside = binding.declares.start_byte <= node.start_byte < binding.declares.end_byte
            if not inside and (node.parent is None or node.parent.type != "export_statement"):
                self._use(endpoint, file, node, State())

    def _inline(self, file: File, endpoint: Endpoint) -> None:
        span = endpoint.handlers[0].body if endpoint.handlers else None
        if span is None or span.path != file.path:
            return
        node: Node | None = file.source.node(span)
        while node is not None and node.type not in FUNCTIONS:
            node = node.parent
        if node is None:
            return
        name = node.child_by_field_name("name") if node.type == "function_declaration" else None
        holder = node.parent if node.parent is not None and node.parent.type == "variable_declarator" else None
        declared = holder.child_by_field_name("name") if holder is not None else None
        label = name or (declared if declared is not None and declared.type == "identifier" else None)
        binding = file.binding(node, file.text(label)) if label is not None else None
        if binding is None:
            self._use(endpoint, file, node, State())
            return
        for use in file.references(binding):
            self._use(endpoint, file, use, State())

    def _use(self, endpoint: Endpoint, file: File, node: Node, state: State) -> None:
        if _is_type(node):
            return
        seed = self._seed(file, node, endpoint)
        if not state.access and (node.parent is None or node.parent.type not in ("export_specifier", "pair_pattern")):
            self.ends.reach_weakly(seed, weak_end(file, node, State()))
        self._take(seed, self._flow.follow(file, node, state))

    def _seed(self, file: File, node: Node, endpoint: Endpoint | None = None) -> Seed:
        place = around(file, node)
        answer = frozenset() if endpoint is not None else reads(self._flow, place), sends(place)
        again = refreshes(self._flow, place), polls(place), holds_typed(place)
        return Seed(file.path, file.source.place(node).line, endpoint, *answer, *again)

    # --- outwards

    def _take(self, seed: Seed, outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            if isinstance(outcome, Reached):
                self.ends.reach(seed, outcome)
            elif isinstance(outcome, Lost):
                self.ends.lose(seed, outcome.state)
            elif isinstance(outcome, Asked):
                self._send(self._files.get(outcome.path), outcome.call, outcome.url, outcome.request)
            elif isinstance(outcome, Exported):
                if is_entry(outcome.path, outcome.name) or self._is_server_file(outcome):
                    self.ends.reach(seed, _end(outcome))
                else:
                    self._ask(Symbol(outcome.path, outcome.name), _Pending(outcome, seed))

    def _is_server_file(self, outcome: Exported) -> bool:
        """An action that calls: it is an endpoint of its own, and its callers are not ours."""
        return outcome.state.urls is None and self._sides.is_action_file(outcome.path)

    def _ask(self, symbol: Symbol, pending: _Pending) -> None:
        key = (symbol, pending.seed, pending.exported.state._replace(trail=()))
        if pending.seed is None or key not in self._asked:
            self._asked.add(key)
            self._pending.setdefault(symbol, []).append(pending)

    def outwards(self) -> None:
        """Level by level to the importers of what was found."""
        for _ in range(MAX_LEVELS + bool(self._clients)):
            if not self._pending and not self._clients:
                return
            level, self._pending = self._pending, {}
            clients, self._clients = self._clients, set()
            self._level(level, clients)
        for waiting in self._pending.values():
            for pending in waiting:
                if pending.seed is not None:
                    self.ends.reach(pending.seed, _end(pending.exported))

    def _level(self, level: dict[Symbol, list[_Pending]], clients: Collection[Symbol]) -> None:
        used: dict[Symbol, int] = dict.fromkeys(level, 0)
        limits = {symbol: _limit(waiting) for symbol, waiting in level.items()}
        cut: set[Symbol] = set()
        prefixed = {symbol for symbol, waiting in level.items() if all(one.exported.state.slot for one in waiting)}

        def enough(symbol: Symbol, data: bytes) -> bool:
            if symbol in prefixed:
                return not self._http.may_name(data)
            if symbol in clients or used[symbol] < limits[symbol]:
                return False
            cut.add(symbol)
            return True

        for symbol, use in self._importers.uses({**level, **dict.fromkeys(clients)}, enough):
            if symbol in clients and isinstance(use, Use):
                for sent in sent_by(use, self._flow):
                    self._send(*sent)
            if symbol not in level:
                continue
            used[symbol] += 1
            if isinstance(use, Symbol):
                for pending in level[symbol]:
                    self._ask(use, pending)
                continue
            if _is_type(use.node):
                continue
            besides: State | None = None
            for pending in level[symbol]:
                if pending.seed is None and pending.endpoint is not None:
                    self._use(pending.endpoint, use.file, use.node, State(access=use.access))
                elif pending.seed is not None:
                    besides = besides or self._besides(use)
                    self._take(pending.seed, self._onwards(pending, use, besides))
        for symbol in cut:
            for pending in level[symbol]:
                if pending.seed is not None:
                    self.ends.cut(pending.seed, pending.exported.place, pending.exported.state)
        for symbol, count in used.items():
            for pending in level[symbol] if count == 0 else ():
                if pending.seed is not None and not pending.exported.used:
                    self.ends.reach(pending.seed, _end(pending.exported))

    def _besides(self, use: Use) -> State:
        """What the code around a use does besides; asked once, whatever number of ways leads through it."""
        place = around(use.file, use.node)
        return State(repeats=polls(place), renews=refreshes(self._flow, place), typed=holds_typed(place))

    def _onwards(self, pending: _Pending, use: Use, besides: State) -> Iterator[Outcome]:
        state = pending.exported.state
        later = state._replace(
            access=(*use.access, *state.access),
            trail=(*state.trail, pending.exported.place),
            repeats=state.repeats or besides.repeats,
            renews=state.renews or besides.renews,
            typed=state.typed or besides.typed,
        )
        return self._flow.follow(use.file, use.node, later)


def _limit(waiting: list[_Pending]) -> int:
    """How many uses of a name are worth following; of an action itself, all."""
    if any(pending.seed is None for pending in waiting):
        return sys.maxsize
    return MAX_OWNERS if all(pending.exported.state.via is not None for pending in waiting) else MAX_USES


def _literals(file: File, places: list[int]) -> Iterator[Node]:
    """The string and template literals at these bytes, each once."""
    seen: set[int] = set()
    for place in places:
        node = file.source.root.descendant_for_byte_range(place, place + 1)
        while node is not None and node.type in ("string_fragment", "escape_sequence"):
            node = node.parent
        if node is not None and node.type in ("string", "template_string") and node.start_byte not in seen:
            seen.add(node.start_byte)
            yield node


def _key_of(file: File, node: Node) -> str:
    pair = node.parent
    key = pair.child_by_field_name("key") if pair is not None and pair.type == "pair" else None
    return file.text(key) if key is not None else ""


def _is_type(node: Node) -> bool:
    parent = node.parent
    return parent is not None and parent.type in ("type_query", "type_arguments", "nested_type_identifier")


def _end(exported: Exported) -> Reached:
    component = is_component(exported.owner)
    state = exported.state
    return Reached(exported.path, exported.owner, exported.place, state, component)
