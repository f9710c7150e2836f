"""Does a server action only read, for an effect or a query hook of a client component?

Speaks only when every call of the action is understood: one that might change something is left alone, and so is one
that is named for a change.
"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import Context, Criterion
from reviewer.criteria.facts.behaviour import Behaviour
from reviewer.criteria.facts.calls import Call
from reviewer.criteria.facts.effects import Does, Effect
from reviewer.criteria.facts.services import Service
from reviewer.criteria.facts.understood import changes_by_name, client_read, may_change_something
from reviewer.model import Approach, CallSite, Endpoint, Evidence, Kind, Side, Via

# A read for a click (search, load more) is the same misuse in a milder form.
READ_ON_CLICK = 1.0
# A language model's answer is generated, not read: nothing is changed, and it need not be an action either.
GENERATED = 1.5

criterion = Criterion(
    id="read-in-action",
    title="A server action that only reads",
    favours=Approach.API_ROUTE,
    what="An action that reads from a database or service, changes nothing, and is called from an effect or a query "
    "hook.",
    why="Server actions are for changes. They are sent with POST, run one after another and are never cached: several "
    "reads wait for each other, and each waits for every action before it.",
    fix="Read in a server component and pass the data down; or answer `GET` in a route handler, for a query hook.",
    source="React documentation, 'use server', Caveats: \"Server Functions are designed for mutations that update "
    'server-side state; they are not recommended for data fetching."',
    decides=True,
)

_READERS = frozenset({Via.EFFECT, Via.QUERY_HOOK})


@criterion.examine
def reads_for_client(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    if endpoint.kind is not Kind.SERVER_ACTION or endpoint.inline or changes_by_name(endpoint.name or ""):
        return
    reach = context.reach(endpoint)
    behaviour = context.behaviour(endpoint)
    if behaviour.does(Does.WRITE, Does.SEND) is not None or may_change_something(behaviour):
        return
    in_form = any(site.via is Via.FORM for site in reach.sites)
    reader = next((site for site in reach.sites if site.via in _READERS and site.certain and _is_client(site)), None)
    read = _data_read(behaviour)
    generates = behaviour.does(Does.GENERATE) is not None
    if read is not None and reader is not None and not in_form and not generates:
        how = "A query hook" if reader.via is Via.QUERY_HOOK else "An effect"
        yield criterion.decision(
            f"It only reads (`{read.text}`). {how} in `{reader.path}` fetches data with it.", read.place
        )
        return
    caller = reader or next((site for site in reach.sites if _is_client(site)), None)
    if caller is None:
        return
    if generates and (reader is not None or len(reach.owner_files) > 1):
        weight = GENERATED
    elif not generates and read is not None and not in_form:
        weight = READ_ON_CLICK
    else:
        return
    yield criterion.evidence(weight, f"It changes nothing; `{caller.path}` calls it for its answer.", caller.place)


def _is_client(site: CallSite) -> bool:
    return site.side in (Side.CLIENT, Side.SHARED) and site.outside is None


def _data_read(behaviour: Behaviour) -> Effect | Call | None:
    """The first read of data. Accounts and files are read by changes too, and prove nothing."""
    for effect in behaviour.effects():
        if effect.does is Does.READ and effect.service not in (Service.ACCOUNTS, Service.FILES):
            return effect
    return client_read(behaviour)
