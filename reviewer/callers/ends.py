"""The ends of the ways: what reaches an endpoint, from which side and set off by what, and what was lost on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reviewer.callers.entries import is_entry
from reviewer.callers.http import Answer, Http
from reviewer.callers.owning import Owning
from reviewer.callers.requests import Request
from reviewer.callers.sides import Sides
from reviewer.callers.sites import Arrival, Seed, sites_of
from reviewer.callers.state import Reached, State
from reviewer.model import Callers, Endpoint, Kind, Place, Side, Via


class _Found:
    def __init__(self) -> None:
        self.arrivals: list[Arrival] = []
        self.gaps: set[Place] = set()
        self.cut: set[Place] = set()  # helpers with more users than are followed
        self.hints: set[Place] = set()  # gaps, where the same file holds no call site


class Ends:
    """Gathers what the search finds for each endpoint. The sides are told at last, for all ends together."""

    def __init__(self, endpoints: Iterable[Endpoint], http: Http, sides: Sides, owning: Owning) -> None:
        self._http = http
        self._sides = sides
        self._owning = owning
        self._found = {endpoint: _Found() for endpoint in endpoints}
        self._ends: list[tuple[Seed, Reached]] = []
        self._weak: list[tuple[Seed, Reached]] = []

    def reach(self, seed: Seed, end: Reached) -> None:
        """A way ends here; a weak end counts only where its way has no other."""
        if end.state.slot is not None:
            return  # what is asked for is not told: nothing was called yet
        (self._weak if end.weak else self._ends).append((seed, end))

    def reach_weakly(self, seed: Seed, end: Reached) -> None:
        """What is a use for certain counts even where the way further out was lost."""
        self._weak.append((seed, end))

    def hint(self, endpoint: Endpoint, place: Place) -> None:
        """A place that is likely to use the endpoint, and shows no use."""
        self._found[endpoint].hints.add(place)

    def request(self, seed: Seed, request: Request, side: Side) -> None:
        """A request of a configuration file: nobody sets it off."""
        for answer in self._http.answers(seed.path, request):
            arrival = Arrival(seed, Via.UNKNOWN, side, None, answer.methods, answer.certain, request.outside)
            self.add(answer.endpoint, arrival)

    def add(self, endpoint: Endpoint, arrival: Arrival) -> None:
        """Takes in a caller whose end and side are known."""
        own_file = endpoint.path == arrival.seed.path and endpoint.kind is not Kind.SERVER_ACTION
        if own_file and arrival.via is Via.UNKNOWN and arrival.outside is None:
            arrival = arrival._replace(via=Via.SERVER_CODE)
        is_action = endpoint.kind is Kind.SERVER_ACTION  # each app that imports one serves it
        if arrival.outside is None and not is_action and self._owning.is_foreign(endpoint.app, arrival):
            arrival = arrival._replace(via=Via.OTHER_PACKAGE)
        self._found[endpoint].arrivals.append(arrival)

    def lose(self, seed: Seed, state: State) -> None:
        """The way of a URL was lost: a gap of all endpoints that it may mean."""
        if state.urls is None:
            return
        for answer in self._http.answers(seed.path, Request(state.urls, ())):
            self._found[answer.endpoint].gaps.add(seed.place)

    def cut(self, seed: Seed, place: Place, state: State) -> None:
        """More files use a helper than are followed: whoever counts its users should know."""
        if state.slot is not None:
            return
        if state.request is not None:
            for answer in self._http.answers(seed.path, state.request):
                self._found[answer.endpoint].cut.add(place)
        elif seed.endpoint is not None:
            self._found[seed.endpoint].cut.add(place)

    def callers(self) -> Mapping[Endpoint, Callers]:
        """What was found, endpoint by endpoint."""
        self._settle(self._ends)
        self._settle_weak()
        found: dict[Endpoint, Callers] = {}
        for endpoint, one in self._found.items():
            sites = sites_of(one.arrivals)
            files = {place.path for site in sites for place in (site.place, *site.trail)}
            gaps = one.cut | (one.gaps - {site.place for site in sites})
            gaps |= {hint for hint in one.hints if hint.path not in files}
            found[endpoint] = Callers(sites, tuple(sorted(gaps)))
        return found

    def _settle(self, ends: list[tuple[Seed, Reached]]) -> None:
        """Tells of all ends at once on which side they run, then takes them in."""
        meant: list[tuple[Seed, Reached, Answer]] = []
        for seed, end in ends:
            if end.state.request is not None:
                answers = self._http.answers(seed.path, end.state.request)
                meant.extend((seed, end, answer) for answer in answers)
            elif seed.endpoint is not None:
                meant.append((seed, end, Answer(seed.endpoint, (), True)))
        self._sides.settle({(end.path, _in_browser(end.state)) for _, end, _ in meant})
        for seed, end, answer in meant:
            self._arrive(seed, end, answer)

    def _settle_weak(self) -> None:
        reached = {(arrival.seed.place, endpoint) for endpoint, one in self._found.items() for arrival in one.arrivals}
        lost: list[tuple[Seed, Reached]] = []
        for seed, end in self._weak:
            request = end.state.request
            answers = self._http.answers(seed.path, request) if request is not None else []
            endpoints = [answer.endpoint for answer in answers] if seed.endpoint is None else [seed.endpoint]
            if any((seed.place, endpoint) not in reached for endpoint in endpoints):
                lost.append((seed, end))
        self._settle(lost)

    def _arrive(self, seed: Seed, end: Reached, answer: Answer) -> None:
        state = end.state
        side = self._sides.of(end.path, answer.endpoint.app, _in_browser(state))
        if not answer.ours and side not in (Side.CLIENT, Side.PAGES):
            self._found[answer.endpoint].gaps.add(seed.place)
            return
        via = state.via or (Via.UNKNOWN if not end.component else _rendering(side))
        if via is Via.SERVER_CODE and side in (Side.CLIENT, Side.PAGES) and state.request is not None:
            via = state.request.via or Via.UNKNOWN
        if via is Via.UNKNOWN and (side in (Side.SERVER, Side.SCRIPT) or is_entry(end.path, end.owner)):
            via = Via.SERVER_CODE
        owner = f"{end.path}#{end.owner}" if end.owner else end.path
        outside = state.request.outside if state.request is not None else None
        again = state.repeats, state.renews, state.typed
        told = answer.methods, answer.certain and answer.ours, outside, state.trail, *again
        self.add(answer.endpoint, Arrival(seed, via, side, owner, *told))


def _in_browser(state: State) -> bool:
    """Only code in the browser is set off like this."""
    if state.via in (Via.EVENT_HANDLER, Via.EFFECT, Via.QUERY_HOOK):
        return True
    return state.via is Via.FORM and state.request is not None


def _rendering(side: Side) -> Via:
    return Via.UNKNOWN if side in (Side.CLIENT, Side.PAGES) else Via.SERVER_COMPONENT
