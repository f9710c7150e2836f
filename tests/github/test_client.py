"""The door to GitHub: the token stays behind it, and waits are bounded."""

import pytest

from reviewer.github.client import ApiError, Client, Problem, wait_asked
from tests.github.conftest import Hub
from tests.github.faults import Fault
from tests.github.shop import BASE


def client(hub: Hub) -> Client:
    return Client(hub.server.api, hub.server.graphql, "ghs_secret")


@pytest.mark.parametrize(
    ("api", "graphql"),
    [
        ("https://api.github.com", "https://evil.example/graphql"),
        ("https://api.github.com", "http://api.github.com/graphql"),
        ("https://api.github.com", "https://api.github.com:444/graphql"),
        ("https://user:x@api.github.com", "https://api.github.com/graphql"),
        ("ftp://api.github.com", "ftp://api.github.com/graphql"),
        ("", ""),
    ],
)
def test_addresses_that_do_not_belong_together(api: str, graphql: str) -> None:
    with pytest.raises(ValueError, match="GITHUB_API_URL"):
        Client(api, graphql, "t")


def test_nothing_shows_the_token(hub: Hub) -> None:
    made = client(hub)
    assert "ghs_secret" not in repr(made)
    for kind in ("401", "403", "404", "422", "502-before", "reset-before", "broken-json"):
        hub.server.arm(Fault(0, kind, times=20))
        with pytest.raises(ApiError) as caught:
            made.post("/repos/octo/shop/pulls/1/reviews", {})
        assert "ghs_secret" not in str(caught.value) and caught.value.__cause__ is None
    hub.server.arm()


@pytest.mark.parametrize("link", ["http://evil.example/x?page=2", "https://127.0.0.1/x?page=2"])
def test_the_next_page_of_another_host_is_not_asked_for(hub: Hub, link: str) -> None:
    hub.world.next_page = link
    pull = hub.world.open_pull(BASE, {**BASE, **{f"n{number}.txt": "1\n" for number in range(101)}})
    run = hub.review(pull)
    assert run.status == 3 and "another host" in run.log


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_to_another_host_is_not_followed(hub: Hub, status: int) -> None:
    hub.world.moved = (status, "http://evil.example/repos")
    run = hub.review(hub.world.open_pull(BASE, BASE))
    assert run.status == 3


def test_a_post_is_sent_once(hub: Hub) -> None:
    made = client(hub)
    hub.server.arm(Fault(0, "502-before", times=20))
    with pytest.raises(ApiError) as caught:
        made.post("/repos/octo/shop/pulls/1/reviews", {"event": "COMMENT", "body": "x"})
    assert caught.value.problem is Problem.UNKNOWN and len(hub.server.since) == 1


def test_a_read_is_repeated(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, BASE)
    hub.server.arm(Fault(0, "502-before", times=3))
    assert next(client(hub).pages(f"/repos/octo/shop/pulls/{pull.number}/files")) == []


def test_the_wait_that_is_asked_for() -> None:
    assert wait_asked({"retry-after": "7", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "9"}) == 7
    assert wait_asked({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "9"}) == 1
    assert wait_asked({"x-ratelimit-remaining": "5", "x-ratelimit-reset": "9"}) is None
    assert wait_asked({"retry-after": "soon"}) is None
