"""The verdict is about the commit that the event names, whatever the pull request holds by now."""

from collections.abc import Mapping

import pytest

from tests.github import events
from tests.github.conftest import Hub
from tests.github.faults import Fault
from tests.github.shop import BASE, open_keys, route, with_route
from tests.github.world import Pull

CLEAN = {
    "a push that removes the route": {**BASE, "README.md": "# Shop 2\n"},
    "a push that leaves no change": BASE,
    "a push that only removes a file": {path: text for path, text in BASE.items() if path != "README.md"},
}


@pytest.mark.parametrize("clean", CLEAN.values(), ids=CLEAN)
@pytest.mark.parametrize("checked_out", [True, False])
def test_a_job_that_is_run_again_judges_its_own_commit(
    hub: Hub, checked_out: bool, clean: Mapping[str, bytes | str]
) -> None:
    pull = hub.world.open_pull(BASE, with_route())
    if checked_out:
        hub.check_out({path: str(text).encode() for path, text in with_route().items()})
    old = events.pull_request(hub.world, pull)
    hub.world.push(pull, clean)
    run = hub.run("pull_request", old)
    assert run.status == 1 and run.outputs["endpoints"] == "1" and run.outputs["incomplete"] == "false"
    assert run.writes == [] and "moved on" in run.log
    assert hub.review(pull).status == 0


def test_a_job_of_a_clean_commit_stays_green_after_a_route_is_pushed(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, {**BASE, "README.md": "# Shop 2\n"})
    old = events.pull_request(hub.world, pull)
    hub.world.push(pull, with_route())
    run = hub.run("pull_request", old)
    assert run.status == 0 and run.outputs["endpoints"] == "0"


def away_and_back(hub: Hub, pull: Pull, files: Mapping[str, bytes | str]) -> None:
    """The head is another commit while the changed files are listed, and the same again when the state is read."""
    head = pull.head

    def back() -> None:
        pull.head = hub.world.branches[pull.head_ref] = head

    hub.server.arm(Fault(0, before=lambda: (hub.world.push(pull, files), None)[1]), Fault(1, before=back))


@pytest.mark.parametrize("clean", CLEAN.values(), ids=CLEAN)
def test_the_head_moves_and_comes_back(hub: Hub, clean: Mapping[str, bytes | str]) -> None:
    pull = hub.world.open_pull(BASE, with_route())
    assert hub.review(pull).status == 1
    away_and_back(hub, pull, clean)
    run = hub.review(pull)
    assert run.status == 1 and run.outputs["endpoints"] == "1"
    assert len(open_keys(pull)) == 1 and "Fixed" not in pull.threads[0].comments[0].body


def test_the_head_moves_between_two_pages(hub: Hub) -> None:
    many = {f"docs/{number}.md": "text\n" for number in range(150)}
    last = {"zoo/app/api/x/route.ts": route()}
    pull = hub.world.open_pull(BASE, {**BASE, **many, **last})
    old = events.pull_request(hub.world, pull)
    hub.server.arm(Fault(1, before=lambda: (hub.world.push(pull, {**BASE, **many}), None)[1]))
    run = hub.run("pull_request", old)
    assert run.status == 1 and run.outputs["endpoints"] == "1" and run.writes == []


def test_a_comparison_that_is_cut_is_made_whole(hub: Hub) -> None:
    many = {f"docs/{number}.md": "text\n" for number in range(320)}
    pull = hub.world.open_pull(BASE, {**BASE, **many, "zoo/app/api/x/route.ts": route()})
    old = events.pull_request(hub.world, pull)
    hub.world.push(pull, BASE)
    run = hub.run("pull_request", old)
    assert run.status == 1 and run.outputs["endpoints"] == "1" and run.outputs["incomplete"] == "false"
    hub.world.truncated_trees = True
    run = hub.run("pull_request", old)
    assert run.status == 3 and run.outputs["incomplete"] == "true"


def test_a_commit_that_is_gone_is_no_verdict(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, with_route())
    old = events.pull_request(hub.world, pull)
    gone = pull.head
    hub.world.push(pull, BASE, rebase_on=pull.base)
    del hub.world.commits[gone]
    run = hub.run("pull_request", old)
    assert run.status == 3 and run.writes == []


def test_a_pull_request_that_only_removes_costs_one_request_more(hub: Hub) -> None:
    """The addresses of what is gone may name the base: nothing shows which commit the list is of."""
    pull = hub.world.open_pull(BASE, CLEAN["a push that only removes a file"])
    run = hub.review(pull)
    assert run.status == 0 and len(run.requests) == 3


def test_a_list_that_mixes_removed_files_with_others_costs_nothing_more(hub: Hub) -> None:
    files = {**CLEAN["a push that only removes a file"], "lib/Straße [1]?ref=x.ts": "1;\n"}
    run = hub.review(hub.world.open_pull(BASE, files))
    assert run.status == 0 and len(run.requests) == 2


@pytest.mark.parametrize("checked_out", [True, False])
def test_a_route_with_an_extension_of_its_own_is_listed(real_hub: Hub, checked_out: bool) -> None:
    config = 'module.exports = { pageExtensions: ["foo", "ts", "tsx"] }\n'
    base = {**BASE, "next.config.js": config}
    files: dict[str, bytes | str] = {**base, "app/api/newsletter/route.foo": "export async function POST() {}\n"}
    pull = real_hub.world.open_pull(base, files)
    if checked_out:
        real_hub.check_out({path: str(text).encode() for path, text in files.items()})
    run = real_hub.review(pull)
    assert run.status == 3 and run.outputs["incomplete"] == "true"
