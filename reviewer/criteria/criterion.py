"""What a criterion is: a declaration for people, and a small pure function that looks at one endpoint.

A file of this folder declares one criterion. It registers itself; nothing else names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from reviewer.config import Settings
from reviewer.criteria.facts.behaviour import Behaviour, behaviour
from reviewer.criteria.facts.reach import Reach, reach
from reviewer.model import Approach, Callers, Endpoint, Evidence, Place, Recommendation
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources


class Context:
    """What an endpoint is judged in.

    ``siblings``: the other endpoints of the same file and app, and the other methods of the same pages API route.
    ``others``: their callers, where they are known. ``settings``: what the team has chosen.
    """

    def __init__(
        self,
        callers: Callers,
        sources: Sources,
        modules: Modules,
        siblings: tuple[Endpoint, ...] = (),
        others: Mapping[Endpoint, Callers] | None = None,
        settings: Settings | None = None,
    ) -> None:
        self.callers = callers
        self.sources = sources
        self.modules = modules
        self.siblings = siblings
        self.others = others or {}
        self.settings = settings or Settings()
        self._reached: dict[Endpoint, Reach] = {}

    def behaviour(self, endpoint: Endpoint) -> Behaviour:
        """What the endpoint does."""
        return behaviour(endpoint, self.sources, self.modules)

    def reach(self, endpoint: Endpoint) -> Reach:
        """Who reaches the endpoint, by the methods that it answers; worked out once."""
        known = self._reached.get(endpoint)
        if known is None:
            known = self._reached[endpoint] = reach(endpoint, self.callers)
        return known


Examiner = Callable[[Endpoint, Context], Iterator[Evidence]]


class Criterion(NamedTuple):
    """One reason. ``favours``: the approach that it speaks for. ``decides``: it is a rule of the platform or the team.

    ``asks_for``: what people read that it speaks for, where the name of the approach would not say it.
    The texts make the criterion's page: ``what`` it looks for, ``why`` it matters, how to ``fix``. The example, code
    ``before`` and ``after``, is a file of its own, ``examples/ID.md``.
    """

    id: str
    title: str
    favours: Approach
    what: str
    why: str
    fix: str
    source: str
    decides: bool = False
    asks_for: str = ""

    @property
    def before(self) -> str:
        """Code that the criterion speaks against."""
        return _example(self.id)[0]

    @property
    def after(self) -> str:
        """The same in the approach that it speaks for."""
        return _example(self.id)[1]

    def examine(self, examiner: Examiner) -> Examiner:
        """Registers the function that looks for this criterion."""
        if self.id in _registered:
            raise ValueError(f"two criteria are called {self.id}")
        _registered[self.id] = (self, examiner)
        return examiner

    def evidence(
        self,
        weight: float,
        message: str,
        place: Place,
        recommends: Recommendation | None = None,
    ) -> Evidence:
        """One observation, to be weighed."""
        return Evidence(self.id, self.favours, weight, message, place, None, recommends)

    def decision(
        self,
        message: str,
        place: Place,
        recommends: Recommendation | None = None,
        favours: Approach | None = None,
    ) -> Evidence:
        """An observation that decides by itself."""
        return Evidence(self.id, favours or self.favours, DECISIVE, message, place, self.id, recommends)


@cache
def _example(criterion: str) -> tuple[str, str]:
    from importlib.resources import files

    text = files("reviewer.criteria").joinpath("examples", f"{criterion}.md").read_text(encoding="utf-8")
    before, after = (block.partition("\n```")[0] for block in text.split("```tsx\n")[1:])
    return before, after


KEEPS_ROUTE = "keeping the API route"  # of what only a route can do: it answers a suggestion, and never makes one
DECISIVE = 5.0  # log-odds; as good as certain, and still a number that can be read in a table

_registered: dict[str, tuple[Criterion, Examiner]] = {}


def registered() -> Mapping[str, tuple[Criterion, Examiner]]:
    """Every criterion with its function, by id, once the package is imported."""
    return _registered
