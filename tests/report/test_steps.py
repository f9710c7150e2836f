"""The way in words, where it depends on what the review found."""

from __future__ import annotations

from reviewer.model import Approach, Evidence, Place
from reviewer.report.links import Links
from reviewer.report.steps import steps

from .conftest import newsletter, webhook


def test_an_action_that_only_reads_becomes_a_get_handler_with_a_query_string() -> None:
    finding = webhook()
    seen = Evidence("read-in-action", Approach.API_ROUTE, 1.0, "It only reads", Place(finding.endpoint.path, 9))
    text = "\n".join(steps(finding._replace(verdict=finding.verdict._replace(evidence=(seen,))), Links()))
    assert "Export a function named `GET`, from" in text
    assert "searchParams" in text
    assert "POST" not in text
    assert "request.json" not in text
    assert "such as `POST`" in "\n".join(steps(finding, Links()))


def test_the_raw_body_of_a_webhook_is_kept() -> None:
    finding = webhook()
    assert "await request.text()" in (text := "\n".join(steps(finding, Links()))) and "request.json" not in text
    seen = Evidence("R3", Approach.API_ROUTE, 1.0, "It works with e-mail", Place(finding.endpoint.path, 9))
    verdict = finding.verdict._replace(constraint=None, evidence=(seen,))
    text = "\n".join(steps(finding._replace(verdict=verdict), Links()))
    assert "await request.json()" in text and "request.text" not in text


def test_an_action_that_takes_a_request_moves_as_it_is() -> None:
    finding = webhook()
    seen = Evidence("request-parameter", Approach.API_ROUTE, 5.0, "It takes a `Request`", Place("a.ts", 9))
    verdict = finding.verdict._replace(constraint="request-parameter", evidence=(seen,))
    text = "\n".join(steps(finding._replace(verdict=verdict), Links()))
    assert "Its body needs no change" in text and "request.json" not in text and "request.text" not in text


def test_callers_that_catch_an_error_status_are_told_to_ask_for_it() -> None:
    text = "\n".join(steps(newsletter(), Links()))
    assert "axios and its like throw on one, an action that returns does not" in text
    assert "axios" not in "\n".join(steps(webhook(), Links()))
