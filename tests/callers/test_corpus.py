"""A whole workspace of our own: who calls each endpoint, against a list written by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from reviewer.callers.search import find_callers
from reviewer.changes.trees import FolderTree
from reviewer.model import Callers, CallSite, Endpoint
from reviewer.nextjs.detection import all_endpoints
from reviewer.syntax.modules import Modules
from reviewer.syntax.parser import Sources

CORPUS = Path(__file__).parents[1] / "corpus"
APPS = sorted(path.name for path in CORPUS.glob("callers-*"))


def found_in(app: str) -> Mapping[Endpoint, Callers]:
    sources = Sources(FolderTree(CORPUS / app))
    modules = Modules(sources)
    detected = all_endpoints(sources, modules)
    return find_callers(detected.endpoints, detected.apps, sources, modules)


def described(site: CallSite) -> str:
    how = [site.outside or str(site.via), *([site.method] if site.method else [])]
    owners = [owner.partition("#")[2] or owner for owner in site.owners]
    flags = [name for name, said in (("polls", site.polls), ("refreshes", site.refreshes)) if said]
    return " ".join([f"{site.path}:{site.line}", *how, *owners, "|", str(site.side), *flags])


@pytest.mark.parametrize("app", APPS)
def test_every_endpoint_has_the_callers_that_a_person_finds(app: str) -> None:
    expected = json.loads((CORPUS / app / "expected-callers.json").read_text())
    found = {
        f"{endpoint.path} {endpoint.name or endpoint.binding}": [described(site) for site in callers.sites]
        for endpoint, callers in found_in(app).items()
    }
    assert found == expected


@pytest.mark.parametrize("app", APPS)
def test_nothing_is_left_open(app: str) -> None:
    assert [callers.gaps for callers in found_in(app).values() if callers.gaps] == []
