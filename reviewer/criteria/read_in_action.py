"""Does a server action only read, for an effect or a query hook of a client component?

What changes something is left alone, and so is what is named for a change. Where every call is understood, the code
alone says that it only reads; where some are not, the caller and the names must say so: a query hook is React's word
for a read, and an effect is believed of a function that is named for its answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reviewer.criteria.criterion import Context, Criterion
from reviewer.criteria.facts.behaviour import Behaviour
from reviewer.criteria.facts.calls import Call
from reviewer.criteria.facts.effects import Does, Effect
from reviewer.criteria.facts.names import is_named_for_a_change, is_named_for_an_answer
from reviewer.criteria.facts.services import Service
from reviewer.criteria.facts.unchanging import may_change_something, seems_to_change_something
from reviewer.criteria.facts.understood import (
    asks_who_is_there,
    changes_by_name,
    client_read,
    is_named_read,
    reads_by_name,
)
from reviewer.model import Approach, CallSite, Endpoint, Evidence, Kind, Side, Via

# A read for a click (search, load more) is the same misuse in a milder form.
READ_ON_CLICK = 1.0
# A language model's answer is generated, not read: nothing is changed, and it need not be an action either.
GENERATED = 1.5

criterion = Criterion(
    id="read-in-action",
    title="A server action that only reads",
    favours=Approach.API_ROUTE,
    what="An action that reads, changes nothing that can be seen, and is called from an effect or a query hook.",
    why="Server actions are for changes. They are sent with POST, run one after another and are never cached: several "
    "reads wait for each other, and each waits for every action before it.",
    fix="Read in a server component and pass the data down; or answer `GET` in a route handler, for a query hook.",
    source="React documentation, 'use server', Caveats: \"Server Functions are designed for mutations that update "
    'server-side state; they are not recommended for data fetching."',
    decides=True,
)

_HOW = {Via.EFFECT: "An effect", Via.QUERY_HOOK: "A query hook"}


@criterion.examine
def reads_for_client(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is not Kind.SERVER_ACTION or endpoint.inline or changes_by_name(endpoint.name or ""):
        return
    reach = context.reach(endpoint)
    if not any(_is_client(site) for site in reach.sites):
        return
    behaviour = context.behaviour(endpoint)
    readers = [site for site in reach.sites if site.via in _HOW and site.certain and _is_client(site)]
    generates = behaviour.does(Does.GENERATE) is not None
    if not generates and _belongs_to_a_form(endpoint, reach.sites, readers):
        return
    read = _data_read(behaviour, named=reads_by_name(endpoint.name or ""))
    if readers and not generates:
        yield from _fetched(endpoint, readers[0], read, context)
        return
    caller = next(site for site in readers or reach.sites if _is_client(site))
    if generates:
        weight = GENERATED if readers or len(reach.owner_files) > 1 else 0.0
    else:
        weight = READ_ON_CLICK if read is not None else 0.0
    if weight and not may_change_something(behaviour, context.sources, context.modules):
        yield criterion.evidence(weight, f"It changes nothing; `{caller.path}` calls it for its answer.", caller.place)


def _fetched(endpoint: Endpoint, reader: CallSite, read: Effect | Call | None, context: Context) -> Iterator[Evidence]:
    """An effect or a query hook calls it: it is decided where it only reads, or where nothing says that it does more.

    What it may change is asked last: it is followed further than anything else.
    """
    behaviour = context.behaviour(endpoint)
    sites = context.reach(endpoint).sites
    shared = any(site.side is Side.SERVER and site.path != endpoint.path for site in sites)
    asks = not shared and _asks(endpoint.name or "", reader, behaviour)
    if read is None and not asks:
        return
    fetches = f"{_HOW[reader.via]} in `{reader.path}` fetches data with it."
    understood = not may_change_something(behaviour, context.sources, context.modules)
    if understood and read is not None:
        yield criterion.decision(f"It only reads (`{read.text}`). {fetches}", read.place)
    elif asks and (understood or not seems_to_change_something(behaviour, context.sources, context.modules)):
        yield criterion.decision(f"Nothing is seen that it changes. {fetches}", reader.place)


def _asks(name: str, reader: CallSite, behaviour: Behaviour) -> bool:
    """Who is there is asked by changes, too."""
    if reader.via is Via.QUERY_HOOK:
        return not is_named_for_a_change(name)
    return is_named_for_an_answer(name) and any(
        call.waited and not asks_who_is_there(call) and call.name != "auth" for call in behaviour.calls()
    )


def _belongs_to_a_form(endpoint: Endpoint, sites: Sequence[CallSite], readers: Sequence[CallSite]) -> bool:
    """A form calls it by itself.

    One that loads again what an effect has loaded is none: by the same call, or in the same component by a name that
    says so. ``checkUsername`` in both is a check of the form, too.
    """
    places = {site.place for site in readers}
    named = is_named_for_an_answer(endpoint.name or "")
    owners = {owner for site in readers for owner in site.owners} if named else set()
    return any(site.via is Via.FORM and site.place not in places and owners.isdisjoint(site.owners) for site in sites)


def _is_client(site: CallSite) -> bool:
    return site.side in (Side.CLIENT, Side.SHARED) and site.outside is None


def _data_read(behaviour: Behaviour, named: bool) -> Effect | Call | None:
    """The first read of data; who is there is asked by changes, too.

    ``named``: the action is named for what it answers. Then a read of accounts, files or anything else that it is
    itself named for will do, which proves nothing alone.
    """
    reads = [
        effect
        for effect, through in behaviour.effects_and_calls()
        if effect.does is Does.READ and (through is None or not asks_who_is_there(through))
    ]
    data = next((effect for effect in reads if effect.service not in (Service.ACCOUNTS, Service.FILES)), None)
    found = data or client_read(behaviour)
    if found is not None or not named:
        return found
    told = next((effect for effect in reads if _is_told(effect.text.rpartition(".")[2])), None)
    return told or next((call for call in behaviour.calls() if call.waited and _is_read_of_something(call)), None)


_OF_THE_BROWSER = r"(?:Cookie|Session|Token|Header)s?(?![a-z])"


def _is_read_of_something(call: Call) -> bool:
    """Cookies and the like are read by changes, too."""
    return is_named_read(call) and re.search(_OF_THE_BROWSER, call.name) is None


def _is_told(name: str) -> bool:
    return reads_by_name(name) or name.startswith("read")
