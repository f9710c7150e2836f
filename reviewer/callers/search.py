"""Who calls the endpoints: one pass over the tree's bytes, the syntax tree for the hits, then outwards hop by hop.

Every place that names an endpoint is found: the text of its URL, or an import of the action. Each is followed through
its file. Where the way leaves the file by an exported name, the agenda leads on to the files that import it: file by
file where it is known who imports what, else a level at a time; the tree is never searched once an endpoint.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from reviewer.callers.agenda import MAX_LEVELS, Agenda, Pending, Waiting
from reviewer.callers.answers import reads, sends
from reviewer.callers.around import around
from reviewer.callers.client_calls import client_requests, sent_by
from reviewer.callers.conventions import unnamed_requests
from reviewer.callers.curl import commands
from reviewer.callers.ends import Ends
from reviewer.callers.entries import is_entry
from reviewer.callers.flow import Flow
from reviewer.callers.functions import is_component
from reviewer.callers.http import Http
from reviewer.callers.moments import holds_typed, polls, refreshes
from reviewer.callers.naming import Names, Naming
from reviewer.callers.outside import documented_methods, documents, is_documentation, is_next_config, schedules
from reviewer.callers.owning import Owning
from reviewer.callers.prefixed import prefixers
from reviewer.callers.references import MANY_WORDS, Importers, Symbol, Use
from reviewer.callers.requests import Request
from reviewer.callers.rewrites import is_redirect, rewrites
from reviewer.callers.scopes import FUNCTIONS, File, Files
from reviewer.callers.sides import Sides
from reviewer.callers.sites import Arrival, Seed
from reviewer.callers.state import Asked, Exported, Lost, Outcome, Reached, State
from reviewer.callers.texts import Texts
from reviewer.callers.walk import weak_end
from reviewer.model import App, Callers, Endpoint, Kind, Place, Side, Via
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

if TYPE_CHECKING:
    from tree_sitter import Node

_ROUTE_IMPORT = re.compile(rb"from(?<!\wfrom)\s*[\"']([^\"'\n]{1,300}/route)[\"']")

MAX_PLACES = 1_000  # of one file that name a URL; the most seen in a real file is 86


def find_callers(
    endpoints: Sequence[Endpoint], apps: Sequence[App], sources: Sources, modules: Modules
) -> Mapping[Endpoint, Callers]:
    """Everything known of who reaches each endpoint."""
    search = _Search(endpoints, apps, sources, modules)
    search.places()
    search.outwards()
    return search.ends.callers()


class _Search:
    def __init__(self, endpoints: Sequence[Endpoint], apps: Sequence[App], sources: Sources, modules: Modules) -> None:
        self._endpoints = list(dict.fromkeys(endpoints))
        self._sources = sources
        self._files = Files(sources, modules)
        self._texts = Texts(sources, modules)
        self._modules = modules
        self._importers = Importers(self._texts, self._files, modules)
        self._sides = Sides(self._texts, modules, apps)
        owning = Owning(sources, apps)
        self._http = Http(self._endpoints, apps, sources, owning, lambda: rewrites(self._files, apps))
        self._flow = Flow(self._files, modules, self._http)
        self.ends = Ends(self._endpoints, self._http, self._sides, owning)
        if len(self._endpoints) > MANY_WORDS:
            modules.list_importers([*self._texts.paths, *(endpoint.path for endpoint in self._endpoints)])
        self._agenda = Agenda(self._texts, self._importers, modules.imported)
        self._clients: set[Symbol] = set()  # exported clients, whose users are still to be looked for

    # --- the places that name an endpoint

    def places(self) -> None:
        """Every URL in the tree that may be one of a wanted endpoint, and every use of a wanted action.

        All of a file is looked for at once, so that it is parsed once.
        """
        naming: Mapping[str, Naming] = {}
        if self._http.has_routes:
            self._written()
            naming = self._naming()
        actions: dict[str, list[Endpoint]] = {}
        for endpoint in self._endpoints:
            if endpoint.kind is Kind.SERVER_ACTION:
                actions.setdefault(endpoint.path, []).append(endpoint)
                if not endpoint.inline:
                    self._ask_for(endpoint)
        for path in (*naming, *actions):
            self._agenda.visit(path)
        self._sources.set_aside([*naming, *actions])
        for path, asked in self._agenda.visits():
            if path in naming:
                self._requests(path, naming[path])
            if path in actions:
                self._actions(path, actions[path])
            self._visited(path, asked)
        self._sources.set_aside(())
        self._end_unused(self._agenda.unused())

    def _visited(self, path: str, asked: Mapping[Symbol, Waiting]) -> None:
        """The uses of names in a file. The shortest ways come first: of two that hold the same, the later one ends."""
        uses = list(self._importers.uses_in(path, self._texts.read(path), asked)) if asked else []
        for symbol, _ in uses:
            asked[symbol].used += 1
        for depth in sorted({pending.depth for symbol, _ in uses for pending in asked[symbol].pending}):
            for symbol, use in uses:
                self._used(use, [pending for pending in asked[symbol].pending if pending.depth == depth])

    def _written(self) -> None:
        """What is written in files that hold no code."""
        for written in (*schedules(self._sources), *documents(self._sources), *commands(self._sources)):
            seed = Seed(written.place.path, written.place.line)
            if written.file is None:
                self.ends.request(seed, written.request, Side.UNKNOWN)
            for endpoint in self._http.endpoints_of(written.file) if written.file is not None else ():
                if {"*", *written.request.methods} & set(endpoint.methods):
                    outside = written.request.outside
                    self.ends.add(endpoint, Arrival(seed, Via.UNKNOWN, Side.UNKNOWN, None, ("POST",), outside=outside))

    def _naming(self) -> Mapping[str, Naming]:
        """The files that may name an endpoint by its URL."""
        names = Names(self._http)
        found: dict[str, Naming] = {}
        for path, data in self._texts.all():
            naming = names.of(path, data)
            if naming.route_files:
                self._hints(path, data)
            if naming.asks_for_parsing:
                found[path] = naming
        for path in (path for path, naming in found.items() if naming.defaults):
            file = self._files.get(path)
            if file is not None:
                self._flow.clients.note_defaults(file)
        return found

    def _requests(self, path: str, naming: Naming) -> None:
        """The requests of a file, as far as it names their URLs."""
        if len(naming.places) > MAX_PLACES:
            self._sources.give_up(path, f"it names addresses in more than {MAX_PLACES:,} places")
        file = self._files.get(path)
        if file is None:
            return
        for node in _literals(file, naming.places[:MAX_PLACES]):
            self._url(file, node)
        for sent in client_requests(file, self._flow, self._http.wanted) if naming.clients else ():
            if isinstance(sent, Symbol):
                self._clients.add(sent)
            else:
                self._send(*sent)
        for call, node, request in unnamed_requests(file) if naming.unnamed else ():
            self._send(file, call, node, request)
        for function, state in prefixers(file, self._flow) if naming.prefixes else ():
            self._take(Seed(path, file.source.place(function).line), self._flow.calls_of(file, function, state))

    def _send(self, file: File, call: Node, url: Node, request: Request) -> None:
        if self._http.answers(file.path, request):
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

    def _url(self, file: File, node: Node) -> None:
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

    def _ask_for(self, action: Endpoint) -> None:
        """Asks for the uses of an action in all files but its own."""
        name = action.name or "default"
        exported = Exported(action.path, name, name, Place(action.path, action.start_line), State())
        self._agenda.ask(Symbol(action.path, name), Pending(exported, None, action))

    def _actions(self, path: str, actions: Iterable[Endpoint]) -> None:
        """The uses of the actions of a file by the file itself."""
        file = self._files.get(path)
        for action in actions if file is not None else ():
            assert file is not None
            if action.inline:
                self._inline(file, action)
            else:
                self._own_file(file, action, action.name or "default")

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
                file = self._files.get(outcome.path)
                if file is not None:
                    self._send(file, outcome.call, outcome.url, outcome.request)
            elif isinstance(outcome, Exported) and not self._flow.is_unanswered(seed.path, outcome.state):
                if is_entry(outcome.path, outcome.name) or self._is_server_file(outcome):
                    self.ends.reach(seed, _end(outcome))
                else:
                    self._agenda.ask(Symbol(outcome.path, outcome.name), Pending(outcome, seed))

    def _is_server_file(self, outcome: Exported) -> bool:
        """An action that calls: it is an endpoint of its own, and its callers are not ours."""
        return outcome.state.urls is None and self._sides.is_action_file(outcome.path)

    def outwards(self) -> None:
        """Level by level to the importers of what is still asked for."""
        for depth in range(MAX_LEVELS + bool(self._clients)):
            level = self._agenda.level(depth)
            clients, self._clients = self._clients, set()
            if level or clients:
                self._level(level, clients)
        self._end(self._agenda.rest())

    def _end(self, waiting: Iterable[Pending]) -> None:
        """Ends the ways at the names."""
        for pending in waiting:
            if pending.seed is not None:
                self.ends.reach(pending.seed, _end(pending.exported))

    def _end_unused(self, waiting: Iterable[Pending]) -> None:
        """Ends the ways at names that no other file uses."""
        self._end(pending for pending in waiting if not pending.exported.used)

    def _level(self, level: Mapping[Symbol, Waiting], clients: Collection[Symbol]) -> None:
        limits = {symbol: waiting.limit for symbol, waiting in level.items()}
        prefixed = {symbol for symbol, waiting in level.items() if waiting.is_prefixed}
        cut: set[Symbol] = set()

        def enough(symbol: Symbol, path: str, data: bytes) -> bool:
            if symbol in prefixed:
                return not self._http.may_name(data)
            if symbol in clients:
                return False
            if path in level[symbol].files:
                return True
            if level[symbol].used < limits[symbol]:
                return False
            cut.add(symbol)
            return True

        for symbol, use in self._importers.uses({**level, **dict.fromkeys(clients)}, enough):
            if symbol in clients and isinstance(use, Use):
                for sent in sent_by(use, self._flow):
                    self._send(*sent)
            if symbol in level:
                level[symbol].used += 1
                self._used(use, level[symbol].pending)
        for symbol in cut:
            for pending in level[symbol].pending:
                if pending.seed is not None:
                    self.ends.cut(pending.seed, pending.exported.place, pending.exported.state)
        self._end_unused(pending for waiting in level.values() if not waiting.used for pending in waiting.pending)

    def _used(self, use: Use | Symbol, waiting: Iterable[Pending]) -> None:
        """Follows what waits for the uses of a name from one of them."""
        if isinstance(use, Use) and _is_type(use.node):
            return
        besides: State | None = None
        for pending in waiting:
            self._agenda.depth = pending.depth + 1
            if isinstance(use, Symbol):
                self._agenda.ask(use, pending)
            elif pending.seed is None and pending.endpoint is not None:
                self._use(pending.endpoint, use.file, use.node, State(access=use.access))
            elif pending.seed is not None:
                besides = besides or self._besides(use)
                self._take(pending.seed, self._onwards(pending, use, besides))

    def _besides(self, use: Use) -> State:
        """What the code around a use does besides; asked once, whatever number of ways leads through it."""
        place = around(use.file, use.node)
        return State(repeats=polls(place), renews=refreshes(self._flow, place), typed=holds_typed(place))

    def _onwards(self, pending: Pending, use: Use, besides: State) -> Iterator[Outcome]:
        state = pending.exported.state
        later = state._replace(
            access=(*use.access, *state.access),
            trail=(*state.trail, pending.exported.place),
            repeats=state.repeats or besides.repeats,
            renews=state.renews or besides.renews,
            typed=state.typed or besides.typed,
        )
        return self._flow.follow(use.file, use.node, later)


def _literals(file: File, places: Iterable[int]) -> Iterator[Node]:
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
