"""Reviews that the reports are tested with: a plausible pull request, and one whose author is hostile."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.model import (
    Approach,
    Callers,
    CallSite,
    Evidence,
    Finding,
    Fit,
    Kind,
    Outcome,
    Place,
    Recommendation,
    Remark,
    Review,
    Side,
    Skipped,
    Suppression,
    Verdict,
    Via,
)
from reviewer.report.links import Links
from tests.endpoints import endpoint

HEAD = "4f1c9a2b7d3e5f60718293a4b5c6d7e8f9012345"
BASE = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"
LINKS = Links("https://github.com", "acme/shop", HEAD)
GOLDEN = Path(__file__).parent / "golden"


def newsletter() -> Finding:
    path, form = "app/api/newsletter/route.ts", "components/newsletter/NewsletterForm.tsx"
    return Finding(
        id="c0ffee00c0ffee01",
        endpoint=endpoint(Kind.ROUTE_HANDLER, path, "POST", (6, 21), methods=("POST",), url="/api/newsletter"),
        verdict=Verdict(
            Outcome.BETTER_SUITED,
            Fit(6, 94),
            Recommendation.SERVER_ACTION,
            evidence=(
                Evidence(
                    "A1",
                    Approach.SERVER_ACTION,
                    1.6,
                    "`NewsletterForm` is the only caller, from the submit handler of its form",
                    Place(form, 18),
                ),
                Evidence(
                    "M1",
                    Approach.SERVER_ACTION,
                    1.2,
                    "The route does one thing: it validates an e-mail address and inserts one row",
                    Place(path, 11),
                ),
                Evidence(
                    "A1",
                    Approach.SERVER_ACTION,
                    0.5,
                    "The caller refreshes the page afterwards, which an action does by itself",
                    Place(form, 27),
                ),
                Evidence(
                    "R1",
                    Approach.API_ROUTE,
                    0.4,
                    "It limits requests by address through `ratelimit.limit`",
                    Place(path, 8),
                ),
            ),
        ),
        callers=Callers(
            (
                CallSite(
                    form,
                    18,
                    Via.FORM,
                    "POST",
                    Side.CLIENT,
                    owners=(f"{form}#NewsletterForm",),
                    reads=frozenset({"status"}),
                ),
            )
        ),
    )


def webhook() -> Finding:
    path = "app/actions/stripe.ts"
    return Finding(
        id="c0ffee00c0ffee02",
        endpoint=endpoint(Kind.SERVER_ACTION, path, "handleStripeEvent", (9, 48), methods=("POST",)),
        verdict=Verdict(
            Outcome.BETTER_SUITED,
            Fit(99, 1),
            Recommendation.API_ROUTE,
            constraint="raw-body",
            evidence=(
                Evidence(
                    "R3",
                    Approach.API_ROUTE,
                    6.0,
                    "`stripe.webhooks.constructEvent` needs the raw body of Stripe's request, "
                    "and Stripe can only request a URL",
                    Place(path, 12),
                    constraint="raw-body",
                ),
                Evidence("R2", Approach.API_ROUTE, 1.0, "Nothing in the app calls it", Place(path, 9)),
            ),
        ),
    )


def inline_action() -> Finding:
    path = "app/settings/profile/page.tsx"
    return Finding(
        id="c0ffee00c0ffee03",
        endpoint=endpoint(
            Kind.SERVER_ACTION, path, None, (14, 71), inline=True, methods=("POST",), binding="saveProfile"
        ),
        verdict=Verdict(
            Outcome.BETTER_SUITED,
            Fit(22, 78),
            Recommendation.EXTRACT,
            evidence=(
                Evidence(
                    "M2",
                    Approach.SERVER_ACTION,
                    2.0,
                    "`saveProfile` takes 58 of the 96 lines of `ProfilePage` and branches 11 times",
                    Place(path, 14),
                    recommends=Recommendation.EXTRACT,
                ),
            ),
        ),
        callers=Callers((CallSite(path, 80, Via.FORM, side=Side.SERVER, owners=(f"{path}#ProfilePage",)),)),
    )


def reader() -> Finding:
    path = "lib/users.ts"
    sites = tuple(
        CallSite(
            f"app/{page}/page.tsx",
            line,
            Via.SERVER_COMPONENT,
            side=Side.SERVER,
            owners=(f"app/{page}/page.tsx#default",),
        )
        for page, line in (("account", 8), ("orders", 11), ("admin/users", 19))
    )
    return Finding(
        id="c0ffee00c0ffee04",
        endpoint=endpoint(Kind.SERVER_ACTION, path, "getUser", (5, 9), methods=("POST",)),
        verdict=Verdict(
            Outcome.CONSIDER,
            Fit(40, 60),
            Recommendation.SERVER_MODULE,
            evidence=(
                Evidence(
                    "server-only",
                    Approach.SERVER_ACTION,
                    1.1,
                    "All 3 callers are server components",
                    sites[0].place,
                    recommends=Recommendation.SERVER_MODULE,
                ),
            ),
        ),
        callers=Callers(sites),
    )


def search() -> Finding:
    path = "app/api/products/route.ts"
    pages = ("components/ProductGrid.tsx", "components/SearchBox.tsx", "components/CartSidebar.tsx")
    sites = tuple(
        CallSite(page, 12, Via.QUERY_HOOK, "GET", Side.CLIENT, owners=(f"{page}#{page[11:-4]}",)) for page in pages
    )
    return Finding(
        id="c0ffee00c0ffee05",
        endpoint=endpoint(Kind.ROUTE_HANDLER, path, "GET", (4, 30), methods=("GET",), url="/api/products"),
        verdict=Verdict(
            Outcome.FITS,
            Fit(99, 1),
            constraint="query-hook",
            evidence=(
                Evidence(
                    "R2", Approach.API_ROUTE, 6.0, "Read through `useSWR` in 3 places", sites[0].place, "query-hook"
                ),
            ),
        ),
        callers=Callers((*sites, CallSite("components/SearchBox.tsx", 31, Via.LINK, "GET", Side.CLIENT))),
    )


def kept() -> Finding:
    path = "app/api/address/route.ts"
    return Finding(
        id="c0ffee00c0ffee06",
        endpoint=endpoint(Kind.ROUTE_HANDLER, path, "PUT", (7, 15), methods=("PUT",), url="/api/address"),
        verdict=Verdict(
            Outcome.BETTER_SUITED,
            Fit(9, 91),
            Recommendation.SERVER_ACTION,
            evidence=(Evidence("A1", Approach.SERVER_ACTION, 1.6, "`AddressForm` is the only caller", Place(path, 7)),),
        ),
        callers=Callers(
            (CallSite("components/SearchBox.tsx", 44, Via.FORM, "PUT", owners=("components/SearchBox.tsx#SearchBox",)),)
        ),
        suppressed=Suppression("the mobile app calls it from version 3 on", path, 6, added=True),
    )


def plausible() -> Review:
    """A pull request as teams open them."""
    return Review(
        findings=(newsletter(), webhook(), inline_action(), reader(), search(), kept()),
        skipped=(
            Skipped("app/api/legacy/route.js", "larger than 1,500,000 bytes", incomplete=True),
            Skipped("lib/generated/client.ts", "the parser gave up: this is not TypeScript that a person wrote"),
        ),
        analysed=frozenset({"app/api/newsletter/route.ts", "app/actions/stripe.ts"}),
        notes=("This pull request changes `.github/route-or-action.yml`; the settings of the base branch applied.",),
        base=BASE,
        head=HEAD,
        settings={"comment-on": ".github/route-or-action.yml:3", "max-comments": "input max-comments"},
        remarks=(
            Remark(
                Place("components/AddressForm.tsx", 3),
                "This keep comment belongs to no endpoint: "
                "write `// route-or-action: keep -- reason` on the line above one.",
            ),
        ),
    )


EVIL = (
    "@octocat #1 GH-2 acme/shop#3 https://evil.example www.evil.example a@evil.example <img src=x onerror=alert(1)> "
    "<!-- --> [x](https://evil.example) ![x](https://evil.example/x.png) `code` ``` | a | \u202egnp.exe\u200b "
    "\x1b[31mred ::error::pwned ##[error]pwned \r\n"
    "\n# Title\n- item\n<script>alert(1)</script> $x$ :tada: 4f1c9a2b7d3e5f60"
)


def hostile() -> Review:
    """Names, paths, reasons and messages that try every sink."""
    path = f"app/{EVIL}/route.ts"
    site = CallSite(f"components/{EVIL}.tsx", 3, Via.FORM, "POST", owners=(f"components/{EVIL}.tsx#{EVIL}",))
    finding = Finding(
        id="c0ffee00c0ffee99",
        endpoint=endpoint(Kind.ROUTE_HANDLER, path, "POST", (1, 2), methods=("POST",), url=f"/{EVIL}"),
        verdict=Verdict(
            Outcome.BETTER_SUITED,
            Fit(6, 94),
            Recommendation.SERVER_ACTION,
            evidence=(
                Evidence("A1", Approach.SERVER_ACTION, 2.0, f"`{EVIL}` is called {EVIL}", Place(path, 1)),
                Evidence("A2", Approach.SERVER_ACTION, 1.0, EVIL, Place(path, 2)),
            ),
        ),
        callers=Callers((site,), (Place(path, 9),)),
        suppressed=None,
    )
    silenced = Finding(
        id="c0ffee00c0ffee98",
        endpoint=finding.endpoint,
        verdict=finding.verdict,
        callers=finding.callers,
        suppressed=Suppression(EVIL, path, 1, added=True),
    )
    return Review(
        findings=(finding, silenced),
        skipped=(Skipped(path, EVIL, incomplete=True),),
        notes=(EVIL,),
        base=BASE,
        head=HEAD,
        settings={"exclude": EVIL},
        remarks=(Remark(Place(path, 1), EVIL),),
    )


@pytest.fixture(name="plausible")
def _plausible() -> Review:
    return plausible()


@pytest.fixture(name="hostile")
def _hostile() -> Review:
    return hostile()


@pytest.fixture
def links() -> Links:
    return LINKS


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compares a whole output with the file of that name. ``RENEW=1 pytest tests/report`` writes the files anew."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if os.environ.get("RENEW"):
            file.write_text(text, encoding="utf-8")
        assert file.exists(), f"{name} is missing: run RENEW=1 pytest tests/report and read what it wrote"
        assert text == file.read_text(encoding="utf-8")

    return compare
