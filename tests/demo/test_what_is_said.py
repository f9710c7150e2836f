"""The demo shows every recommendation, silence where the pull request chose well, and a keep comment."""

from reviewer.config import Settings
from reviewer.demo import pull_request
from reviewer.model import Outcome, Status
from reviewer.review import review

SAID = {
    ("shop/app/api/newsletter/route.ts", "POST"): "server-action",
    ("shop/app/api/contact/route.ts", "POST"): "server-action",
    ("shop/app/stock/actions.ts", "getStockLevels"): "api-route",
    ("shop/app/returns/page.tsx", "returnOrder"): "extract",
    ("shop/lib/pricing.ts", "priceWithTax"): "server-module",
}
SILENT = {
    ("shop/app/api/products/route.ts", "GET"),
    ("shop/app/api/payments/route.ts", "POST"),
    ("shop/app/api/webhooks/stripe/route.ts", "POST"),
    ("shop/app/account/address/actions.ts", "updateAddress"),
    ("shop/app/cart/actions.ts", "addToCart"),
}


def test_each_endpoint_gets_the_verdict_that_it_was_written_for() -> None:
    found = review(*pull_request(), Settings())
    said, silent = {}, set()
    for each in found.findings:
        assert each.endpoint.status is Status.NEW
        key = (each.endpoint.path, each.endpoint.name)
        if each.verdict.outcome is Outcome.BETTER_SUITED:
            said[key] = each.verdict.recommendation
        else:
            assert each.verdict.outcome is Outcome.FITS, key
            silent.add(key)
    assert said == SAID
    assert silent == SILENT


def test_the_keep_comment_silences_one_finding_and_its_reason_is_known() -> None:
    found = review(*pull_request(), Settings())
    kept = {each.endpoint.path: each.suppressed.reason for each in found.findings if each.suppressed}
    assert list(kept) == ["shop/app/api/contact/route.ts"]
    assert kept["shop/app/api/contact/route.ts"].startswith("the landing pages of our campaigns")


def test_nothing_is_left_out() -> None:
    found = review(*pull_request(), Settings())
    assert found.skipped == ()
    assert not found.incomplete
