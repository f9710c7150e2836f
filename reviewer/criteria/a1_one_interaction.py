"""A1: does the back-end logic belong to one interaction of the user interface?

Speaks when every caller is a form, an event handler or an effect of this app's own React code, and they are few.
"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.criteria.criterion import Context, Criterion
from reviewer.criteria.facts.effects import Does
from reviewer.criteria.facts.reach import interaction, owner_file
from reviewer.criteria.facts.work import certain_mutation, mutation
from reviewer.model import Approach, CallSite, Endpoint, Evidence, Side, Via

# A form is the article's own example. A handler is as close a tie but a weaker example, an effect is closer to
# fetching than to interacting (the task must be small besides), and a trigger that was not found may be anything.
WEIGHTS = {Via.FORM: 2.4, Via.EVENT_HANDLER: 2.2, Via.EFFECT: 1.2, Via.UNKNOWN: 1.0}
# Two neighbours that share an interaction (create and edit) are still close; two far apart, or three, are not.
SHARE_FOR_TWO = 0.6

criterion = Criterion(
    id="A1",
    title="Tied to one interaction of the interface",
    favours=Approach.SERVER_ACTION,
    what="Whether all callers are forms, event handlers or effects of this app's own components, and how many.",
    why="A server action is called like a function by the component that needs it: no address, no request to write, "
    "types on both sides; and a form that has it as its `action` works before the page's JavaScript has loaded.",
    fix="Turn the method into an exported async function in a module that begins with `'use server'`, and pass it to "
    "the form or call it in the handler.",
    source='The article: "Your back-end logic closely relates to specific UI interactions, like forms."',
)


@criterion.examine
def one_interaction(endpoint: Endpoint, context: Context) -> Iterator[Evidence]:
    reach = context.reach(endpoint)
    if not reach.only_own_interface or any(site.polls for site in reach.sites):
        return
    behaviour = context.behaviour(endpoint)
    change = mutation(endpoint, behaviour)
    if change is None:  # server actions are for changes, whoever calls
        return
    may_only_ask = "POST" in endpoint.methods and change.does is Does.SEND and certain_mutation(behaviour) is None
    if may_only_ask and any(site.via is Via.EFFECT for site in reach.sites):
        return  # a page that opens fetches from another server more often than it changes something there
    weakest = min(reach.sites, key=_weight)
    files = reach.owner_files
    known = "known " if reach.gaps else ""  # a place that could not be resolved may call it, too
    if len(files) == 1:
        if len(reach.sites) == 1:
            is_it = "is" if weakest.certain else "seems to be"  # its address may lead elsewhere
            message = f"{interaction(weakest)} {is_it} its only {known}caller."
        else:
            message = f"All its {known}callers are in `{owner_file(weakest)}`."
        yield criterion.evidence(_weight(weakest), message, weakest.place)
    elif len(files) == 2 and files[0].rpartition("/")[0] == files[1].rpartition("/")[0]:
        message = f"Its {known}callers lie side by side: `{files[0]}` and `{files[1]}`."
        yield criterion.evidence(_weight(weakest) * SHARE_FOR_TWO, message, weakest.place)


def _weight(site: CallSite) -> float:
    return WEIGHTS[site.via] if site.side is not Side.UNKNOWN else WEIGHTS[Via.UNKNOWN]
