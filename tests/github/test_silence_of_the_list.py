"""What GitHub's list and archive leave out: an endpoint there is listed all the same."""

from __future__ import annotations

import pytest

from tests.github.conftest import Hub
from tests.github.shop import BASE

POST = "export async function POST() { return Response.json({}) }\n"
CONFIG = "module.exports = { pageExtensions: ['foo', 'tsx', 'ts'] }\n"


@pytest.mark.parametrize("more", [{}, {f"docs/{number}.txt": str(number) for number in range(3_100)}])
def test_a_link_whose_target_has_a_space(real_hub: Hub, more: dict[str, bytes | str]) -> None:
    head = {**BASE, **more, "app/x": "../lib/a b", "lib/a b/route.ts": POST}
    run = real_hub.review(real_hub.world.open_pull(BASE, head))
    assert (run.status, run.outputs["incomplete"]) == (3, "true") and "app/x" in run.log


def test_a_link_beyond_the_end_of_the_list(real_hub: Hub) -> None:
    """The tree of a commit tells it, without a diff."""
    more: dict[str, bytes | str] = {f"aa/{number}.txt": str(number) for number in range(3_100)}
    run = real_hub.review(real_hub.world.open_pull(BASE, {**BASE, **more, "app/x": "../lib/h"}))
    assert run.status == 3 and "app/x" in run.log


@pytest.mark.parametrize("checked_out", [True, False])
def test_a_pages_api_route_with_a_suffix_that_is_no_sources(real_hub: Hub, checked_out: bool) -> None:
    """Next.js serves it without any loader (tried on a build of 16.4)."""
    base = {**BASE, "next.config.js": CONFIG}
    head = {**base, "pages/api/x.foo": "export default (request, response) => response.end()\n"}
    if checked_out:
        real_hub.check_out({path: text.encode() for path, text in head.items() if isinstance(text, str)})
    run = real_hub.review(real_hub.world.open_pull(base, head))
    assert run.status == 3 and "pages/api/x.foo" in run.log


def test_a_package_json_that_is_too_large_for_the_archive(real_hub: Hub) -> None:
    padded = f'{{"dependencies": {{"next": "16"}}, "x": "{"a" * 7_000_000}"}}'
    head = {**BASE, "package.json": padded, "app/x/route.ts": POST}
    run = real_hub.review(real_hub.world.open_pull(BASE, head))
    assert run.status == 3 and "package.json could not be read" in run.log
