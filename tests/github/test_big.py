"""Big pull requests, and texts that GitHub does not show: everything that was not read is said."""

from collections import Counter

import pytest

from tests.github import events
from tests.github.conftest import Hub
from tests.github.server import Logged
from tests.github.shop import BASE, assert_sound, open_keys, route, with_route
from tests.github.world import ACTIONS, REVIEWER

PATH = "app/api/newsletter/route.ts"


def many(count: int) -> dict[str, bytes | str]:
    return {**BASE, **{f"assets/{number:05}.txt": f"{number}\n" for number in range(count)}}


def test_all_pages_of_the_changed_files_are_read(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, {**many(250), "zz/app/api/last/route.ts": route()})
    run = hub.review(pull)
    assert run.status == 1 and pull.threads[0].path == "zz/app/api/last/route.ts"
    assert sum(each.path.endswith("/files") for each in run.requests) == 3


def test_what_comes_after_three_thousand_files_is_found_all_the_same(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, {**many(3_001), "zz/app/api/last/route.ts": route()})
    run = hub.review(pull)
    assert run.status == 1 and len(pull.threads) == 1
    assert run.outputs["incomplete"] == "false"


def test_a_list_that_stays_cut_is_said(hub: Hub) -> None:
    hub.world.truncated_trees = True
    pull = hub.world.open_pull(BASE, {**many(3_001), PATH: route()})
    run = hub.review(pull)
    assert run.status == 1 and len(pull.threads) == 1
    assert run.outputs["incomplete"] == "true" and "only the first" in run.summary


def lists(requests: list[Logged]) -> list[Logged]:
    return [each for each in requests if "/git/trees/" in each.path]


@pytest.mark.parametrize("deep", [True, False])
def test_a_list_of_more_files_than_github_lists_is_read_by_folders(hub: Hub, deep: bool) -> None:
    """Only those that differ, and none that nobody reads: a whole tree costs as many requests as it has folders."""
    hub.world.most_entries = 40
    folder = "apps/web/src/app/api/last" if deep else "app/api/last"
    same = {f"packages/p{number:02}/{name}.ts": f"{number};\n" for number in range(60) for name in "ab"}
    base = {**BASE, **same, "apps/web/package.json": BASE["package.json"], "lib/old.ts": "old();\n"}
    head = {**base, f"{folder}/route.ts": route(), "lib/new.ts": "old();\n"}
    head |= {f"node_modules/x/{number}.js": "1;\n" for number in range(100)}
    del head["lib/old.ts"]
    hub.world.no_list = 422
    pull = hub.world.open_pull(base, head)
    run = hub.review(pull)
    assert run.status == 1 and [each.path for each in pull.threads] == [f"{folder}/route.ts"]
    assert run.outputs["incomplete"] == "false" and "only the first" not in run.summary
    asked = lists(run.requests)
    assert len(asked) <= 10, [each.path for each in asked]


def test_a_change_all_over_a_huge_tree_is_said_to_be_cut(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound counts both sides: lists that are refused half way cost no more than those that are not."""
    monkeypatch.setattr("reviewer.github.revisions.MOST_LISTS", 9)
    hub.world.most_entries = 40
    hub.world.no_list = 422
    pull = hub.world.open_pull(BASE, {**BASE, **{f"a{number:02}/b/c.ts": "1;\n" for number in range(30)}})
    run = hub.review(pull)
    assert run.status == 3 and run.outputs["incomplete"] == "true" and "only the first" in run.summary
    assert len(lists(run.requests)) == 9


def test_a_comparison_of_more_than_three_hundred_files(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, {**many(400), "zz/app/api/last/route.ts": route()})
    run = hub.run("merge_group", events.merge_group(pull.base, pull.head))
    assert run.status == 1 and run.writes == [] and run.outputs["better-suited"] == "1"


def test_very_many_sources_come_from_the_archive(hub: Hub) -> None:
    files = {**BASE, **{f"lib/n{number}.ts": f"export const n{number} = {number};\n" for number in range(400)}}
    pull = hub.world.open_pull(BASE, {**files, PATH: route()})
    run = hub.review(pull)
    assert run.status == 1 and sum(each.path == "/graphql" for each in run.requests) <= 3


def test_a_thread_is_not_closed_because_the_list_was_cut(hub: Hub) -> None:
    last = "zz/app/api/last/route.ts"
    pull = hub.world.open_pull(BASE, {**BASE, last: route()})
    hub.review(pull)
    before = pull.threads[0].comments[0].body
    hub.world.truncated_trees = True
    hub.world.push(pull, {**many(3_001), last: route()})
    run = hub.review(pull)
    assert run.status == 3 and pull.threads[0].comments[0].body == before


def long_file(word: str = "fine", more: str = "") -> str:
    return "".join(f"// line {number}\n" for number in range(21_000)) + route("GET", word=word) + more


def test_an_added_file_without_a_patch_is_read_and_commented_as_a_file(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, with_route(PATH, long_file("plain")))
    run = hub.review(pull)
    assert run.status == 1 and pull.threads[0].subject == "FILE"


def test_a_modified_file_without_a_patch_is_compared_with_its_text_at_the_merge_base(hub: Hub) -> None:
    base = {**BASE, PATH: long_file()}
    head = {**base, PATH: "// moved\n" * 21_000 + long_file(more=route("POST"))}
    pull = hub.world.open_pull(base, head)
    tip = hub.world.advance_base({**base, PATH: "export {};\n"})
    pull.base = tip
    run = hub.review(pull)
    assert run.status == 1 and run.outputs["endpoints"] == "1", "GET is old, although main has removed it since"


def test_a_base_text_that_graphql_cuts_off_is_read_byte_by_byte(hub: Hub) -> None:
    text = "".join(f"// line {number} {'x' * 30}\n" for number in range(21_000)) + route("GET", word="fine")
    base = {**BASE, PATH: text}
    pull = hub.world.open_pull(base, {**base, PATH: "// moved\n" * 21_000 + text + route("POST")})
    assert len(text) > 512_000
    run = hub.review(pull)
    assert run.status == 1 and run.outputs["endpoints"] == "1"


@pytest.mark.parametrize("hidden", ["a NUL character", "an attribute"])
def test_a_file_that_git_takes_for_binary_is_read_all_the_same(hub: Hub, hidden: str) -> None:
    """GitHub then counts no changed line and shows no patch, as for a file of which only the mode changed."""
    mark = "\0" if hidden == "a NUL character" else ""
    base = {**BASE, PATH: route("GET", word="fine")}
    pull = hub.world.open_pull(base, {**base, PATH: route("GET", word="fine") + f"// {mark}\n" + route("POST")})
    hub.world.undiffed |= {PATH} if hidden == "an attribute" else set()
    run = hub.review(pull)
    assert run.status == 1 and run.outputs["endpoints"] == "1" and pull.threads[0].subject == "FILE"
    assert hub.review(pull).writes == []


def test_a_renamed_file_that_git_takes_for_binary_is_compared_with_what_it_was(hub: Hub) -> None:
    moved = "app/api/moved/route.ts"
    old = route("GET", word="fine", above=30)
    pull = hub.world.open_pull({**BASE, PATH: old}, {**BASE, moved: old + route("POST")})
    hub.world.undiffed.add(moved)
    run = hub.review(pull)
    assert run.status == 1 and run.outputs["endpoints"] == "1"


def test_a_file_that_is_only_renamed_has_nothing_new(hub: Hub) -> None:
    moved = "app/api/moved/route.ts"
    pull = hub.world.open_pull({**BASE, PATH: route()}, {**BASE, moved: route()})
    hub.check_out({moved: route().encode()})
    run = hub.review(pull)
    assert run.status == 0 and run.outputs["endpoints"] == "0" and len(run.requests) == 4


HUGE = "//" + "x" * 1_600_000 + "\n"


def test_a_source_too_long_to_read_is_said_unless_it_was_only_renamed(hub: Hub) -> None:
    base = {**BASE, "lib/old.ts": "\0" + HUGE, PATH: "\0" + HUGE}
    pull = hub.world.open_pull(base, {**BASE, "lib/new.ts": "\0" + HUGE, PATH: "\0" + HUGE})
    run = hub.review(pull)
    assert run.status == 0 and run.outputs["incomplete"] == "false"
    hub.world.push(pull, {**base, PATH: "\0\0" + HUGE})
    assert hub.review(pull).status == 3, "git takes it for binary: that no line changed means nothing"


def test_a_route_that_moved_away_from_a_file_without_a_patch_is_not_new(real_hub: Hub) -> None:
    long = "".join(f"// line {number}\n" for number in range(21_000)) + "export async function POST() {}\n"
    base = {**BASE, "app/layout.tsx": "export default function L() {}\n", PATH: long}
    head = {**base, "app/api/other/route.ts": "export async function POST() {}\n"}
    del head[PATH]
    run = real_hub.review(real_hub.world.open_pull(base, head))
    assert run.status == 0 and run.outputs["endpoints"] == "0" and run.outputs["incomplete"] == "false"


@pytest.mark.parametrize("status", [406, 422, 500, 502])
def test_where_github_cannot_make_the_diff_the_trees_tell_what_changed(hub: Hub, status: int) -> None:
    base = {**BASE, PATH: route("GET", word="fine"), "lib/gone.ts": "1;\n"}
    head = {**BASE, PATH: route("GET", word="fine") + route("POST"), "app/api/b/route.ts": route()}
    pull = hub.world.open_pull(base, head)
    hub.world.no_list = status
    run = hub.review(pull)
    assert run.status == 1 and run.outputs["endpoints"] == "2" and run.outputs["incomplete"] == "false"
    assert [thread.subject for thread in pull.threads] == ["FILE", "FILE"]


def test_where_neither_the_diff_nor_the_trees_can_be_had_there_is_no_verdict(hub: Hub) -> None:
    hub.world.no_list, hub.world.truncated_trees = 406, True
    run = hub.review(hub.world.open_pull(BASE, with_route()))
    assert run.status == 3 and "GitHub" in run.summary


def test_text_that_is_not_utf_8_is_read_byte_by_byte(hub: Hub) -> None:
    text = b"// caf\xe9\n" + route().encode()
    pull = hub.world.open_pull(BASE, {**BASE, PATH: text})
    assert hub.review(pull).status == 1 and len(pull.threads) == 1


@pytest.mark.parametrize("text", [b"\xef\xbb\xbf" + route().encode(), route().replace("\n", "\r\n").encode()])
def test_byte_order_marks_and_windows_line_ends(hub: Hub, text: bytes) -> None:
    base = {**BASE, PATH: text.replace(b"POST", b"GET").replace(b"// plain", b"// fine")}
    pull = hub.world.open_pull(base, {**BASE, PATH: text})
    assert hub.review(pull).status == 1


def test_no_final_newline(hub: Hub) -> None:
    base = {**BASE, PATH: route("GET", word="fine").rstrip("\n")}
    pull = hub.world.open_pull(base, {**BASE, PATH: route("GET", word="fine") + route("POST").rstrip("\n")})
    run = hub.review(pull)
    assert run.status == 1 and run.outputs["endpoints"] == "1"


@pytest.mark.parametrize(
    "path",
    [
        "app/api/[id]/route.ts",
        "app/(shop)/api/@slot/(.)x/route.ts",
        "app/api/a b/route.ts",
        "app/api/grüße/route.ts",
        'app/api/"quoted"/route.ts',
    ],
)
def test_paths_of_every_shape(hub: Hub, path: str) -> None:
    pull = hub.world.open_pull(BASE, with_route(path))
    run = hub.review(pull)
    assert run.status == 1 and pull.threads[0].path == path
    assert hub.review(pull).writes == []


def test_a_binary_file_and_a_deleted_file(hub: Hub) -> None:
    base = {**BASE, "old/app/api/x/route.ts": route(word="fine"), "logo.png": b"\x89PNG\0\1"}
    pull = hub.world.open_pull(base, {**BASE, "logo.png": b"\x89PNG\0\2"})
    run = hub.review(pull)
    assert run.status == 0 and run.outputs["incomplete"] == "false"


def test_an_empty_pull_request(hub: Hub) -> None:
    """An empty list does not tell which commit it is of: one request more does."""
    run = hub.review(hub.world.open_pull(BASE, BASE))
    assert run.status == 0 and len(run.requests) == 3


def test_ten_thousand_comments_of_other_people(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, with_route())
    hub.review(pull)
    sticky = pull.comments.pop()
    for number in range(5_000):
        hub.world.comment(pull, f"note {number}", REVIEWER)
        hub.world.begin_thread(pull, PATH, f"thread {number}", REVIEWER)
    pull.comments.append(sticky)
    pull.threads.append(pull.threads.pop(0))
    run = hub.review(pull)
    assert run.writes == [] and run.status == 1
    assert_sound(pull)


def test_a_summary_among_the_first_comments_spares_reading_the_rest(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, with_route())
    hub.review(pull)
    for number in range(500):
        hub.world.comment(pull, f"note {number}", ACTIONS)
    run = hub.review(pull)
    assert sum(each.path == "/graphql" for each in run.requests) == 1


def test_bodies_stay_within_githubs_limit(hub: Hub) -> None:
    """65,536 characters: the fake refuses more, so that every body of a hundred findings was within."""
    hub.inputs["max-comments"] = "5"
    folder = "x" * 180
    files = {**BASE, **{f"app/{folder}/{folder}/n{number}/route.ts": route() for number in range(120)}}
    pull = hub.world.open_pull(BASE, files)
    run = hub.review(pull)
    assert run.status == 1 and len(pull.threads) == 5 and len(pull.comments) == 1
    assert len(run.summary.encode()) < 1_048_576


def test_three_thousand_files_and_ten_thousand_comments_cost_what_they_must(hub: Hub) -> None:
    """Work is counted: pages of the two lists, and each other thing once."""
    moved = {f"old/{number:04}.txt": f"{number}\n" for number in range(1_000)}
    base = {**BASE, **moved}
    head = {**many(1_990), **{path.replace("old/", "new/"): text for path, text in moved.items()}, PATH: route()}
    pull = hub.world.open_pull(base, head)
    for number in range(5_000):
        hub.world.comment(pull, f"note {number}", REVIEWER)
        hub.world.begin_thread(pull, PATH, f"thread {number}", REVIEWER)
    run = hub.review(pull)
    assert run.status == 1 and run.outputs["incomplete"] == "false" and len(open_keys(pull)) == 1
    kinds = Counter(kind(each) for each in run.requests)
    assert kinds.pop("files") == 30 and kinds.pop("state") == 50
    assert kinds == {"archive": 1, "code-load": 1, "refresh": 1, "review": 1, "mutation": 1}
    again = hub.review(pull)
    assert again.status == 1 and again.writes == []
    assert sum(kind(each) == "state" for each in again.requests) <= 51


def kind(logged: Logged) -> str:
    """What a request is for."""
    if logged.path == "/graphql":
        return {"query State": "state", "query Refres": "refresh", "mutation Wri": "mutation"}.get(
            str(logged.body["query"]).lstrip()[:12].rstrip("("), "texts"
        )
    words = {"/files": "files", "/tarball/": "archive", "/reviews": "review", "/_codeload/": "code-load"}
    return next((word for part, word in words.items() if part in logged.path), logged.path)


def test_comments_on_whole_files_are_few(hub: Hub) -> None:
    """Each is a request and a mail of its own; what there is no room for is in the summary."""
    files = {f"app/api/n{number:02}/route.ts": route() for number in range(14)}
    pull = hub.world.open_pull(BASE, {**BASE, **files})
    hub.world.undiffed |= set(files)
    run = hub.review(pull)
    assert run.status == 1 and len(pull.threads) == 10 and {thread.subject for thread in pull.threads} == {"FILE"}
    assert "14 suggestions: 10 commented now, 4 over the limit of comments" in pull.comments[0].body
    assert hub.review(pull).writes == []
