"""Small apps in memory, and what the criteria see in them."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping

import pytest

from reviewer.changes.trees import MemoryTree
from reviewer.config import Settings
from reviewer.criteria import Context, all_criteria, examine
from reviewer.criteria.criterion import KEEPS_ROUTE
from reviewer.criteria.facts.functions import named_function
from reviewer.model import (
    App,
    Callers,
    CallSite,
    Endpoint,
    Evidence,
    Handler,
    Kind,
    Place,
    Recommendation,
    Side,
    Via,
)
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

APP = App("", (16, 0), "app", None, renders_with_app=True)


DECIDES = {criterion.id: criterion.decides for criterion in all_criteria()}
ASKS_FOR = {criterion.id: criterion.asks_for for criterion in all_criteria()}
SAYS_SEVERAL_THINGS = ("R3", "documented-api")


class Small:
    """An app of a few files."""

    def __init__(self, files: Mapping[str, str], app: App = APP) -> None:
        self.sources = Sources(MemoryTree({path: text.encode() for path, text in files.items()}))
        self.modules = Modules(self.sources)
        self.app = app

    def route(self, path: str, method: str = "POST", url: str = "/api/thing", **facts: object) -> Endpoint:
        return self._endpoint(Kind.ROUTE_HANDLER, path, method, (method,), url=url, **facts)

    def action(self, path: str, name: str, **facts: object) -> Endpoint:
        return self._endpoint(Kind.SERVER_ACTION, path, name, (), **facts)

    def _endpoint(self, kind: Kind, path: str, name: str, methods: tuple[str, ...], **facts: object) -> Endpoint:
        source = self.sources.get(path)
        assert source is not None
        span = named_function(source, name)
        assert span is not None, f"no function {name} in {path}"
        handler = Handler(methods[0] if methods else None, span)
        found = Endpoint(
            kind,
            path,
            name,
            span.start_line,
            span.end_line,
            span.start_line,
            self.app,
            methods=methods,
            handlers=(handler,),
        )

        return found._replace(**facts)  # type: ignore[arg-type]

    def see(
        self,
        endpoint: Endpoint,
        *sites: CallSite,
        gaps: tuple[Place, ...] = (),
        siblings: tuple[Endpoint, ...] = (),
        others: Mapping[Endpoint, Callers] | None = None,
        settings: Settings | None = None,
    ) -> dict[str, Evidence]:
        """What each criterion sees; where it says several things, the least of them."""
        callers, chosen = Callers(sites, gaps), settings or Settings()
        context = Context(callers, self.sources, self.modules, siblings, others or {}, chosen)
        found = examine(endpoint, context)
        for each in found:
            assert each.message[0] in string.ascii_uppercase + "`" and each.message.endswith("."), each
            assert "``" not in each.message and "``" not in each.place.path and each.weight > 0, each
            assert each.constraint is None or DECIDES[each.criterion]
            says_so = each.recommends in (None, Recommendation.API_ROUTE) or ASKS_FOR[each.criterion]
            assert says_so, f"the page of {each.criterion} does not say that it may ask for {each.recommends}"
            assert ASKS_FOR[each.criterion] != KEEPS_ROUTE or endpoint.kind is not Kind.SERVER_ACTION, each
        names = [each.criterion for each in found if each.criterion not in SAYS_SEVERAL_THINGS]
        assert len(names) == len(set(names)), found
        return {each.criterion: each for each in found}


def call(path: str = "components/form.tsx", via: Via = Via.FORM, side: Side = Side.CLIENT, **facts: object) -> CallSite:
    facts.setdefault("owners", (f"{path}#Component",))
    return CallSite(path, 7, via, side=side, **facts)  # type: ignore[arg-type]


@pytest.fixture
def small() -> type[Small]:
    return Small


@pytest.fixture
def site() -> Callable[..., CallSite]:
    return call


@pytest.fixture
def route(small: type[Small]) -> Callable[..., tuple[Small, Endpoint]]:
    """One route file and its method."""

    def made(text: str, method: str = "POST", path: str = "app/api/thing/route.ts", **more: object):
        files = dict(more.pop("files", {}))
        app = small({path: text, **files})
        return app, app.route(path, method, **more)

    return made


@pytest.fixture
def action(small: type[Small]) -> Callable[..., tuple[Small, Endpoint]]:
    """One module of actions and one action of it."""

    def made(text: str, name: str = "act", path: str = "app/actions.ts", **more: object):
        files = dict(more.pop("files", {}))
        app = small({path: text, **files})
        return app, app.action(path, name, **more)

    return made
