"""From everything that was reached to call sites: one for each place, trigger and method."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from reviewer.callers.sides import joined
from reviewer.model import CallSite, Endpoint, Place, Side, Via


class Seed(NamedTuple):
    """A place that names an endpoint, with what its surroundings tell. ``endpoint``: None while only a URL is known."""

    path: str
    line: int
    endpoint: Endpoint | None = None
    reads: frozenset[str] = frozenset()
    sends: frozenset[str] = frozenset()
    refreshes: bool = False
    polls: bool = False
    typed: bool = False  # it asks for a text that is being typed

    @property
    def place(self) -> Place:
        return Place(self.path, self.line)


class Arrival(NamedTuple):
    """One way from a seed to whoever sets it off."""

    seed: Seed
    via: Via
    side: Side
    owner: str | None
    methods: tuple[str, ...] = ()
    certain: bool = True
    outside: str | None = None
    trail: tuple[Place, ...] = ()
    repeats: bool = False
    renews: bool = False
    typed: bool = False


def sites_of(arrivals: Iterable[Arrival]) -> tuple[CallSite, ...]:
    """The call sites, by place. Two ways from one place by the same trigger are one site with two owners."""
    found = list(arrivals)
    told = {arrival.seed.place for arrival in found if arrival.via is not Via.UNKNOWN}
    grouped: dict[tuple[Place, Via, str | None, str | None], list[Arrival]] = {}
    for arrival in found:
        if arrival.via is Via.UNKNOWN and arrival.outside is None and arrival.seed.place in told:
            continue  # another way out of the same place was followed to its end
        for method in arrival.methods or (None,):
            key = arrival.seed.place, arrival.via, method, arrival.outside
            grouped.setdefault(key, []).append(arrival)
    sites = [_site(method, outside, group) for (_, _, method, outside), group in grouped.items()]
    return tuple(sorted(sites, key=lambda site: (site.path, site.line, site.via, site.method or "")))


def _site(method: str | None, outside: str | None, found: list[Arrival]) -> CallSite:
    seed = found[0].seed
    sides = {arrival.side for arrival in found}
    return CallSite(
        path=seed.path,
        line=seed.line,
        via=found[0].via,
        method=method,
        side=joined(sides),
        owners=tuple(sorted({arrival.owner for arrival in found if arrival.owner is not None})),
        certain=any(arrival.certain for arrival in found),
        outside=outside,
        reads=seed.reads,
        sends=seed.sends,
        trail=min((arrival.trail for arrival in found), key=lambda trail: (len(trail), trail)),
        refreshes=seed.refreshes or any(arrival.renews for arrival in found),
        polls=seed.polls
        or any(arrival.repeats for arrival in found)
        or ((seed.typed or any(arrival.typed for arrival in found)) and found[0].via in (Via.EFFECT, Via.QUERY_HOOK)),
    )
