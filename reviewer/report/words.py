"""What the reports say about an endpoint, in sentences that every format shares.

Sentences are plain text with names of the code between backticks, as in Evidence.message. Each format escapes them
with the function of its own sink.
"""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.model import Approach, CallSite, Endpoint, Evidence, Finding, Kind, Outcome, Recommendation, Review, Via
from reviewer.report.escape import shortened, visible

APPROACH_NAMES = {Approach.API_ROUTE: "API route", Approach.SERVER_ACTION: "server action"}
KIND_NAMES = {
    Kind.PAGES_API_ROUTE: "pages API route",
    Kind.ROUTE_HANDLER: "route handler",
    Kind.SERVER_ACTION: "server action",
}
VERDICT_NAMES = {Outcome.FITS: "fits", Outcome.CONSIDER: "worth a thought", Outcome.BETTER_SUITED: "change suggested"}
LONG_PATH = 28
MOST_NAMED = 4  # of the owners of one call, in a line
MISPLACED = "not-an-action"  # the criterion of a directive that makes endpoints of what was never meant as one
VIA_NAMES = {
    Via.FORM: "a form",
    Via.EVENT_HANDLER: "an event handler",
    Via.EFFECT: "an effect",
    Via.QUERY_HOOK: "a query hook",
    Via.SERVER_COMPONENT: "a server component",
    Via.SERVER_CODE: "server code",
    Via.LINK: "a link",
    Via.MARKUP: "markup",
    Via.OTHER_PACKAGE: "another package",
    Via.UNKNOWN: "a call",
}


def name_of(endpoint: Endpoint, methods: Sequence[str] = ()) -> str:
    """What people call the endpoint: ``POST /api/cart``, ``addToCart``, ``inline action, page.tsx:12``."""
    if endpoint.kind is Kind.SERVER_ACTION:
        file = endpoint.path.rpartition("/")[2]
        if endpoint.name == "default":
            return f"default export of {file}"
        return endpoint.name or endpoint.binding or f"inline action, {file}:{endpoint.start_line}"
    spoken = methods or endpoint.methods
    known = [method for method in spoken if method != "*"]
    if endpoint.kind is Kind.ROUTE_HANDLER and endpoint.name:
        known = [endpoint.name]
    return " ".join(filter(None, ["/".join(known), endpoint.url or endpoint.path]))


def suggested(finding: Finding) -> Approach | None:
    """The approach that the recommendation moves to, if it moves to one."""
    moves = {
        Recommendation.API_ROUTE: Approach.API_ROUTE,
        Recommendation.SERVER_ACTION: Approach.SERVER_ACTION,
    }
    recommendation = finding.verdict.recommendation
    return moves.get(recommendation) if recommendation is not None else None


STABLE_ACTIONS = (14, 0)  # the version of Next.js from which server actions need no flag


def needs_upgrade(finding: Finding) -> bool:
    """The suggestion can be taken only once the app uses a newer Next.js."""
    version = finding.endpoint.app.next_version
    return suggested(finding) is Approach.SERVER_ACTION and version is not None and version < STABLE_ACTIONS


def headline(finding: Finding) -> str:
    """What suits better, for which endpoint: a sentence without its full stop."""
    name = f"`{_unticked(name_of(finding.endpoint, finding.verdict.methods))}`"
    verdict = finding.verdict
    may = verdict.outcome is not Outcome.BETTER_SUITED
    if verdict.recommendation is Recommendation.SERVER_ACTION:
        first = f"After an upgrade to Next.js {STABLE_ACTIONS[0]}, a" if needs_upgrade(finding) else "A"
        return f"{first} server action {'may suit' if may else 'suits'} {name} better"
    if verdict.recommendation is Recommendation.API_ROUTE:
        return f"An API route {'may suit' if may else 'suits'} {name} better"
    if verdict.recommendation is Recommendation.EXTRACT:
        return f"{name} {'may be' if may else 'is'} better off in a file of its own"
    if verdict.constraint == MISPLACED:
        file = _unticked(finding.endpoint.path.rpartition("/")[2])
        return f"`{file}` {'may be' if may else 'is'} better off without `'use server'`"
    if verdict.recommendation is Recommendation.SERVER_MODULE:
        return f"A plain server function {'may suit' if may else 'suits'} {name} better"
    return f"{name} fits as {named(finding.endpoint.approach)}"


def named(approach: Approach) -> str:
    """The approach with its article, within a sentence."""
    return f"{'an' if approach is Approach.API_ROUTE else 'a'} {APPROACH_NAMES[approach]}"


def clearness(finding: Finding) -> str:
    """How clearly the verdict speaks: in words, and in the figures behind them. Empty where figures say nothing."""
    approach = suggested(finding)
    if finding.verdict.constraint:
        return f"Decisive: {lowered(criterion_title(finding.verdict.constraint))}"
    if approach is None:
        return ""
    fit = finding.verdict.fit
    degree = "Very clear" if fit.percent(approach) >= 95 else "Clear"
    if finding.verdict.outcome is Outcome.CONSIDER:
        degree = "On balance"
    return f"{degree}: {fit.percent(approach)}% to {fit.percent(approach.other)}%"


def criterion_title(criterion: str) -> str:
    """The title of a criterion; its id where it is not known."""
    from reviewer.criteria import all_criteria

    return next((known.title for known in all_criteria() if known.id == criterion), criterion)


def favoured(evidence: Evidence) -> str:
    """What the evidence speaks for, in a word or two: for a narrow column."""
    if evidence.recommends is Recommendation.EXTRACT:
        return "own file"
    if evidence.recommends is Recommendation.SERVER_MODULE:
        return "function"
    return "route" if evidence.favours is Approach.API_ROUTE else "action"


def owner_names(sites: Sequence[CallSite]) -> list[str]:
    """The components or functions whose interaction reaches the endpoint, each once, by the names that people use."""
    owners = [owner for site in sites for owner in (site.owners or (f"{site.path}#",))]
    return list(dict.fromkeys(_owner_name(owner) for owner in owners))


def listed(names: Sequence[str]) -> str:
    """Names in a row, as a sentence has them: a few, and how many more there are."""
    shown = list(names[:MOST_NAMED])
    more = len(names) - len(shown)
    last = f"{more} more" if more else shown.pop() if shown else ""
    return f"{', '.join(shown)} and {last}" if shown else last


def _owner_name(owner: str) -> str:
    path, _, name = owner.rpartition("#")
    plain = _unticked(name)
    known = plain.isidentifier() and plain != "default"
    return plain if known else _unticked("/".join(path.split("/")[-2:]))


def _unticked(text: str) -> str:
    """A name may hold a backtick only in a path; in a sentence it would end the name's own ticks."""
    return text.replace("`", "'")


def lowered(title: str) -> str:
    """The title as it stands within a sentence."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def endpoint_noun(review: Review) -> str:
    """What its endpoints are called: those of a change are new, those of a tree are there."""
    return "endpoint" if review.base is None and review.head is None else "new endpoint"


def plural(count: int, noun: str, many: str = "") -> str:
    return f"{count} {noun if count == 1 else many or noun + 's'}"


def with_short_paths(sentence: str) -> str:
    """The sentence with only the last two parts of every long path in it: a narrow column has no room for more."""
    pieces = sentence.split("`")
    return "`".join(_short_path(piece) if at % 2 else piece for at, piece in enumerate(pieces))


def _short_path(name: str) -> str:
    is_long_path = len(name) > LONG_PATH and not name.startswith("/") and "." in name.rpartition("/")[2]
    return "/".join(name.split("/")[-2:]) if is_long_path else name


def plain(sentence: str, limit: int) -> str:
    """A sentence for a sink without markup. Beyond ``limit`` its middle is left out: only a hostile name is so long."""
    return shortened(visible(sentence).replace("`'", "'").replace("'`", "'").replace("`", "'"), limit)
