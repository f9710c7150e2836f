"""Who reaches an endpoint, as the criteria ask it: this app's own interface, its reads, its server, or others."""

from __future__ import annotations

from functools import cached_property

from reviewer.model import Callers, CallSite, Endpoint, Place, Side, Via

INTERACTIONS = frozenset({Via.FORM, Via.EVENT_HANDLER, Via.EFFECT})
SERVER = frozenset({Via.SERVER_CODE, Via.SERVER_COMPONENT})


class Reach:
    """The call sites of the methods that an endpoint answers, and the places that may reach it besides."""

    def __init__(self, sites: tuple[CallSite, ...], gaps: tuple[Place, ...]) -> None:
        self.sites = sites
        self.gaps = gaps

    @cached_property
    def own_interface(self) -> tuple[CallSite, ...]:
        """The sites that are interactions of this app's own React code."""
        return tuple(site for site in self.sites if is_own_interface(site))

    @property
    def only_own_interface(self) -> bool:
        """Somebody calls it, and nobody but interactions of this app's own React code."""
        return bool(self.sites) and len(self.own_interface) == len(self.sites)

    @cached_property
    def owner_files(self) -> tuple[str, ...]:
        """The files of the components or functions whose interactions lead here, each once."""
        return tuple(sorted({path for site in self.sites for path in _owner_files(site)}))


def is_own_interface(site: CallSite) -> bool:
    """An interaction of this app's own React code, as far as the caller search can tell.

    A call in a client module whose trigger was not found (a function handed through context, say) counts too.
    """
    if site.outside is not None or site.side in (Side.PAGES, Side.SCRIPT):
        return False
    if site.via in INTERACTIONS:
        return True
    return site.via is Via.UNKNOWN and site.side is Side.CLIENT


def reach(endpoint: Endpoint, callers: Callers) -> Reach:
    """The callers of the methods that the endpoint answers; one whose method is not known counts for each."""
    answers = frozenset(endpoint.methods)
    sites = tuple(
        site for site in callers.sites if not answers or "*" in answers or site.method is None or site.method in answers
    )
    return Reach(sites, callers.gaps)


def interaction(site: CallSite) -> str:
    """The caller in words: "one form, `components/newsletter.tsx`"."""
    kinds = {Via.FORM: "form", Via.EVENT_HANDLER: "event handler", Via.EFFECT: "effect"}
    return f"One {kinds.get(site.via, 'function')}, in `{owner_file(site)}`,"


def owner_file(site: CallSite) -> str:
    """The file of the component whose interaction it is."""
    return _owner_files(site)[0]


def _owner_files(site: CallSite) -> tuple[str, ...]:
    return tuple(_file_of(owner) for owner in site.owners) or (site.path,)


def _file_of(owner: str) -> str:
    """ "a.tsx#Form" and "a.tsx" are both "a.tsx"; a number sign may be in the path, too."""
    path, _, name = owner.rpartition("#")
    return path if path and "." not in name and "/" not in name else owner
