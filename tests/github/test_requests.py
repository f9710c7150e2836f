"""How many requests a run costs, by the log of the server, and what goes into them."""

import pytest

from tests.github.conftest import Hub
from tests.github.shop import BASE, route, with_route

PATH = "app/api/newsletter/route.ts"


def text(files: dict[str, bytes | str]) -> dict[str, bytes]:
    return {path: data.encode() if isinstance(data, str) else data for path, data in files.items()}


def api(requests: list) -> list[str]:
    """The requests that count against the limits: code-load is another host."""
    return [f"{each.method} {each.path}" for each in requests if not each.path.startswith("/_codeload/")]


@pytest.mark.parametrize("checked_out", [True, False])
def test_a_pull_request_that_touches_nothing_of_ours_costs_two(hub: Hub, checked_out: bool) -> None:
    head = {
        **BASE,
        "README.md": "# Shop 2\n",
        "app/page.tsx": "export default function Page() {}\n",
        "lib/a.ts": "1;\n",
    }
    pull = hub.world.open_pull(BASE, head)
    if checked_out:
        hub.check_out(text(head))
    run = hub.review(pull)
    assert run.status == 0 and len(api(run.requests)) == 2


@pytest.mark.parametrize("gone", [False, True])
def test_a_list_that_names_no_commit_costs_one_more(hub: Hub, gone: bool) -> None:
    """An empty list, or one of removed files, could be that of another commit that was pushed and taken back
    meanwhile: only the comparison of both commits says that there is nothing, and nobody else may say it.
    """
    head = {path: text for path, text in BASE.items() if path != "README.md"} if gone else BASE
    run = hub.review(hub.world.open_pull(BASE, head))
    assert run.status == 0 and len(api(run.requests)) == 3
    assert any("/compare/" in each.path for each in run.requests)


@pytest.mark.parametrize("checked_out", [True, False])
def test_an_ordinary_pull_request_costs_six_with_all_writes(hub: Hub, checked_out: bool) -> None:
    head = with_route()
    pull = hub.world.open_pull(BASE, head)
    if checked_out:
        hub.check_out(text(head))
    run = hub.review(pull)
    assert len(pull.threads) == 1 and len(pull.comments) == 1
    assert len(api(run.requests)) <= 6, api(run.requests)


def test_a_second_run_costs_two_with_a_checkout(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, with_route())
    hub.check_out(text(with_route()))
    hub.review(pull)
    assert len(hub.review(pull).requests) == 2


def test_a_push_that_fixes_one_and_adds_one_costs_six(hub: Hub) -> None:
    files = {**with_route(), "app/api/b/route.ts": route()}
    pull = hub.world.open_pull(BASE, files)
    hub.review(pull)
    files = {**with_route(text=route(word="fine")), "app/api/b/route.ts": route(), "app/api/c/route.ts": route()}
    hub.world.push(pull, files)
    hub.check_out(text(files))
    run = hub.review(pull)
    assert len(pull.threads) == 3 and len(api(run.requests)) <= 6


def test_a_merge_commit_in_the_workspace_costs_nothing_more(hub: Hub) -> None:
    """Files that main changed meanwhile differ from the head; the pull request's own are the head's."""
    pull = hub.world.open_pull(BASE, with_route())
    hub.check_out(text({**with_route(), "README.md": "# changed on main\n"}))
    assert len(hub.review(pull).requests) <= 6


def test_a_workspace_that_holds_other_text_is_not_believed(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, with_route())
    hub.check_out(text(with_route(text=route(word="fine"))))
    run = hub.review(pull)
    assert run.status == 1 and pull.threads[0].line == 5


def test_a_symbolic_link_in_the_workspace_is_not_followed(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, with_route())
    hub.check_out(text(BASE))
    assert hub.workspace is not None
    secret = hub.folder / "secret.ts"
    secret.write_text(route())
    (hub.workspace / PATH).parent.mkdir(parents=True)
    (hub.workspace / PATH).symlink_to(secret)
    assert hub.review(pull).status == 1


def test_a_sparse_checkout_is_no_checkout(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, with_route())
    hub.check_out(text(with_route()))
    assert hub.workspace is not None
    (hub.workspace / ".git" / "info").mkdir()
    (hub.workspace / ".git" / "info" / "sparse-checkout").write_text("/app\n")
    run = hub.review(pull)
    assert any("/tarball/" in each.path for each in run.requests)


def test_nothing_is_written_into_the_workspace(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, with_route())
    hub.check_out(text(with_route()))
    assert hub.workspace is not None
    before = sorted(hub.workspace.rglob("*"))
    hub.review(pull)
    assert sorted(hub.workspace.rglob("*")) == before


def test_the_archive_is_fetched_without_credentials(hub: Hub) -> None:
    run = hub.review(hub.world.open_pull(BASE, with_route()))
    fetched = [each for each in run.requests if each.path.startswith("/_codeload/")]
    assert len(fetched) == 1 and not fetched[0].authorised


@pytest.mark.parametrize("description", ["ghes-3.17", "ghes-3.18", "ghes-3.19"])
@pytest.mark.parametrize("prefix", ["/api/v3"], indirect=True, ids=["ghes"])
def test_enterprise_server_addresses(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, with_route())
    run = hub.review(pull)
    assert run.status == 1 and len(pull.threads) == 1 and len(pull.comments) == 1
    assert all(each.path.startswith(("/api/v3/", "/api/graphql", "/_codeload/")) for each in run.requests)
    assert hub.review(pull).writes == []
