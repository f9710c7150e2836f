"""What is followed through the code, and where following it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reviewer.callers.known import Access
from reviewer.callers.requests import UNSEEN, Request
from reviewer.callers.urls import Pattern
from reviewer.model import Place, Via

if TYPE_CHECKING:
    from tree_sitter import Node


class State(NamedTuple):
    """What an expression holds.

    ``access``: the steps from the expression to the function, or to the URL. ``urls``: not None while it is a URL on
    its way to a request, ``methods`` those that stand beside it. ``request``: what the function sends (None: it is, or
    runs, a server action).
    ``repeats``, ``renews``, ``typed``: what the code on the way does besides (see moments.py).
    ``slot``: the argument that the function still needs to know what it asks for: its position, and the way to it.
    ``via``: the trigger, once it is known; ``hint``: what it will be unless something stronger is found.
    """

    access: Access = ()
    urls: tuple[Pattern, ...] | None = None
    request: Request | None = None
    methods: tuple[str, ...] = ()
    via: Via | None = None
    hint: Via | None = None
    repeats: bool = False
    renews: bool = False
    typed: bool = False
    trail: tuple[Place, ...] = ()
    slot: tuple[int, Access] | None = None

    def at(self, access: Access) -> State:
        return self._replace(access=access)

    def sent(self, request: Request) -> State:
        """The URL has reached a request."""
        if self.methods and request.methods in ((), (UNSEEN,)):
            request = request._replace(methods=self.methods)
        return self._replace(access=request.returns or (), urls=None, request=request, via=request.via or self.via)

    def triggered(self, via: Via | None) -> State:
        """The first trigger found holds; a hint of a form is stronger than a bare event handler."""
        if self.via is not None or via is None:
            return self
        return self._replace(via=self.hint if self.hint is not None and via is Via.EVENT_HANDLER else via)


class Reached(NamedTuple):
    """The end of one way: a component, or code that nothing further out calls. ``owner``: its name in ``path``.

    ``weak``: a request for certain, but not the end of the way; it counts where no end is found.
    """

    path: str
    owner: str
    place: Place
    state: State
    component: bool
    weak: bool = False


class Exported(NamedTuple):
    """The way leaves the file: ``name`` is exported and holds ``state``. ``owner``: who it is if nobody imports it.

    ``used``: the file itself uses the name too.
    """

    path: str
    name: str
    owner: str
    place: Place
    state: State
    used: bool = False


class Ran(NamedTuple):
    """The function whose parameter is followed runs it (or sends the request) itself."""

    state: State


class Returned(NamedTuple):
    """The function whose parameter is followed returns something that holds it."""

    state: State


class Lost(NamedTuple):
    """A URL is handed to code that cannot be read."""

    place: Place
    state: State


class Asked(NamedTuple):
    """A function that puts a prefix in front of its argument is called with a path. ``url``: where the path stands."""

    path: str
    call: Node
    url: Node
    request: Request


Outcome = Reached | Exported | Ran | Returned | Lost | Asked
