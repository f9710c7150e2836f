"""The way to the other approach in words, for when no preview of the code can be made."""

from __future__ import annotations

import re

from reviewer.model import CallSite, Endpoint, Finding, Kind, Place, Recommendation
from reviewer.report.escape import Markdown, code, prose
from reviewer.report.links import Links, line_link
from reviewer.report.reasons import first_step
from reviewer.report.words import name_of

MOST_CALLERS = 5
_SPEAKS_HTTP = "request-parameter"  # the criterion of an action that takes a request and answers it already
_RAW = frozenset({"raw-body", "webhook"})
_READS = "read-in-action"  # the criterion that says that an action only reads


class _Code(str):
    """A name of the code, as it is."""

    __slots__ = ()


Part = str | Place
Step = tuple[Part, ...]


def steps(finding: Finding, links: Links) -> list[Markdown]:
    """What to do, in order, with links to the lines concerned. Empty where nothing is recommended."""
    return [Markdown("".join(_markdown(part, links) for part in step)) for step in _steps(finding)]


def in_words(finding: Finding) -> list[str]:
    """The same as plain text, names of the code between backticks."""
    return ["".join(map(_plain, step)) for step in _steps(finding)]


def _markdown(part: Part, links: Links) -> Markdown:
    if isinstance(part, Place):
        return line_link(links, part)
    return code(part) if isinstance(part, _Code) else prose(part)


def _plain(part: Part) -> str:
    if isinstance(part, Place):
        return f"{part.path}:{part.line}"
    return f"`{part}`" if isinstance(part, _Code) else part


def _steps(finding: Finding) -> list[Step]:
    ways = {
        Recommendation.SERVER_ACTION: _to_action,
        Recommendation.API_ROUTE: _to_route,
        Recommendation.EXTRACT: _to_own_file,
        Recommendation.SERVER_MODULE: _to_function,
    }
    recommendation = finding.verdict.recommendation
    if recommendation is None:
        return []
    return [*_present(*filter(None, [first_step(finding)])), *ways[recommendation](finding)]


def _to_action(finding: Finding) -> list[Step]:
    endpoint = finding.endpoint
    home = _near(finding)
    return _present(
        f"Move the body into an exported async function in {home}, a file that starts with `'use server'`.",
        "Take what it now reads from the request as typed parameters, or as one `FormData`; headers and cookies come "
        "from `next/headers`. Return a value where it now sends a response, and errors as values too: "
        "`{ ok: false, error }`.",
        "Keep the checks for session and input, and those that a middleware makes below `/api`: an action can be "
        "requested by anybody, as a route can.",
        ("Call the function where the URL is requested now: ", *_callers(finding)),
        "Check `ok` where the caller checks the status now, and where it catches an error status: axios and its like "
        "throw on one, an action that returns does not.",
        ("Remove ", *_itself(endpoint, finding.verdict.methods), "."),
    )


def _to_route(finding: Finding) -> list[Step]:
    endpoint = finding.endpoint
    folder = f"{endpoint.app.app_dir or 'app'}/api/{_kebab(endpoint.name or endpoint.binding or 'new-endpoint')}"
    reads = any(seen.criterion == _READS for seen in finding.verdict.evidence)
    method = "`GET`" if reads else "its HTTP method, such as `POST`"
    taken = "from `new URL(request.url).searchParams`" if reads else "with `await request.json()`"
    input_ = f"Read the input {taken}, check it, and answer with `Response.json(…)` and a status."
    named_by = {name for seen in finding.verdict.evidence for name in (seen.criterion, seen.constraint)}
    if _SPEAKS_HTTP in named_by:
        input_ = "Its body needs no change: it takes a request and answers with a response already."
    elif not _RAW.isdisjoint(named_by):
        input_ = (
            "Take the body as it is sent, such as with `await request.text()` where a signature is checked over it."
        )
    return _present(
        f"Export a function named {'' if reads else 'after '}{method}, from `{folder}/route.ts`.",
        input_,
        "Keep the checks for session and input in it.",
        ("Request the URL where the action is called now: ", *_callers(finding)),
        ("Remove ", *_itself(endpoint, ()), "."),
    )


def _to_own_file(finding: Finding) -> list[Step]:
    endpoint = finding.endpoint
    folder = endpoint.path.rpartition("/")[0]
    return _present(
        f"Create `{folder + '/' if folder else ''}actions.ts`, its first line `'use server'`.",
        ("Move ", *_itself(endpoint, ()), " there and export it."),
        "Turn what it takes from the component around it into parameters; bind them with `.bind(null, value)`.",
        "Import it in the component. Nothing else changes for its callers.",
    )


def _to_function(finding: Finding) -> list[Step]:
    endpoint = finding.endpoint
    close = (
        "Take it out of the file with `'use server'`, so that it is no longer an endpoint."
        if endpoint.kind is Kind.SERVER_ACTION
        else "Delete the route."
    )
    return _present(
        "Move the body into a function of a plain module that imports `server-only`.",
        ("Call that function where the endpoint is called now: ", *_callers(finding)),
        close,
    )


def _present(*lines: str | tuple[Part | None, ...]) -> list[Step]:
    """The steps; one of several parts is left out when one of them is missing."""
    given = [(line,) if isinstance(line, str) else line for line in lines]
    return [tuple(part for part in parts if part is not None) for parts in given if None not in parts]


def _callers(finding: Finding) -> tuple[Part | None, ...]:
    sites = [site for site in _distinct(finding.callers.sites) if site.outside is None]
    if not sites:
        return (None,)
    named: list[Part] = [part for site in sites[:MOST_CALLERS] for part in (", ", site.place)][1:]
    more = len(sites) - MOST_CALLERS
    return (*named, f" and {more} more." if more > 0 else ".")


def _distinct(sites: tuple[CallSite, ...]) -> list[CallSite]:
    return list({site.place: site for site in sites}.values())


def _itself(endpoint: Endpoint, methods: tuple[str, ...]) -> Step:
    return (_Code(name_of(endpoint, methods)), " (", Place(endpoint.path, endpoint.start_line), ")")


def _near(finding: Finding) -> str:
    """Where an action of one caller would live: beside that caller."""
    folders = {site.path.rpartition("/")[0] for site in finding.callers.sites if site.outside is None}
    folder = next(iter(folders)).replace("`", "'") if len(folders) == 1 else ""
    return f"`{folder}/actions.ts`" if folder else "a file beside its caller"


def _kebab(name: str) -> str:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name)
    return re.sub(r"[^a-z0-9-]+", "-", words.lower()).strip("-") or "new-endpoint"
