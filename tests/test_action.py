"""The whole action with the real analysis, and everything that a user or a runner can get wrong around it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from reviewer import action, demo
from reviewer.report import json as report_json
from tests.github import events
from tests.github.conftest import Hub, description, prefix, real_hub, server, world  # noqa: F401
from tests.github.conftest import contract as contract
from tests.github.shop import assert_sound
from tests.github.world import REVIEWER

SHOP: dict[str, bytes | str] = {
    "package.json": '{"dependencies": {"next": "16.4.6", "react": "19.2.0"}}\n',
    "app/layout.tsx": "export default function Layout({ children }) {\n  return <html>{children}</html>;\n}\n",
    "app/page.tsx": "export default function Page() {\n  return null;\n}\n",
}
ROUTE = """import { db } from '@/lib/db';

export async function POST(request: Request) {
  const { email } = await request.json();
  await db.subscriber.create({ data: { email } });
  return Response.json({ ok: true });
}
"""
FORM = """'use client';

export function Newsletter() {
  async function submit(event: React.FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const email = new FormData(event.currentTarget).get('email');
    await fetch('/api/newsletter', { method: 'POST', body: JSON.stringify({ email }) });
  }
  return <form onSubmit={submit}><input name="email" /><button>Sign up</button></form>;
}
"""


def demo_trees() -> tuple[dict[str, bytes | str], dict[str, bytes | str]]:
    change, tree = demo.pull_request()
    head: dict[str, bytes | str] = {path: tree.read(path) or b"" for path in tree.paths()}
    base = dict(head)
    for file in change.files:
        base.pop(file.path, None)
        if file.base is not None:
            base[file.base_path] = file.base
    return base, head


@pytest.mark.parametrize("checked_out", [True, False])
def test_the_demo_pull_request_end_to_end(real_hub: Hub, checked_out: bool) -> None:  # noqa: F811
    base, head = demo_trees()
    pull = real_hub.world.open_pull(base, head)
    if checked_out:
        real_hub.check_out({path: data if isinstance(data, bytes) else data.encode() for path, data in head.items()})
    run = real_hub.review(pull, "opened")
    assert run.status == 1, run.log
    assert int(run.outputs["better-suited"]) == len(pull.threads) > 0
    assert run.outputs["endpoints"] == "10" and len(pull.comments) == 1
    report = json.loads(Path(run.outputs["report"]).read_text())
    Draft202012Validator(report_json.schema()).validate(report)
    assert_sound(pull)
    again = real_hub.review(pull)
    assert again.status == 1 and again.writes == []


def test_a_newsletter_route_is_found_and_fixed(real_hub: Hub) -> None:  # noqa: F811
    with_form = {**SHOP, "app/newsletter.tsx": FORM, "app/api/newsletter/route.ts": ROUTE}
    pull = real_hub.world.open_pull(SHOP, with_form)
    run = real_hub.review(pull)
    assert run.status == 1 and [thread.path for thread in pull.threads] == ["app/api/newsletter/route.ts"]
    real_hub.world.push(pull, SHOP)
    run = real_hub.review(pull)
    assert run.status == 0 and "Fixed in" in pull.threads[0].comments[0].body


def test_no_next_js_app(real_hub: Hub) -> None:  # noqa: F811
    pull = real_hub.world.open_pull({"main.py": "1\n"}, {"main.py": "2\n", "lib/route.ts": ROUTE})
    run = real_hub.review(pull)
    assert run.status == 0 and run.writes == []


def test_a_merge_group_is_checked_and_not_commented(real_hub: Hub) -> None:  # noqa: F811
    with_form = {**SHOP, "app/newsletter.tsx": FORM, "app/api/newsletter/route.ts": ROUTE}
    pull = real_hub.world.open_pull(SHOP, with_form)
    run = real_hub.run("merge_group", events.merge_group(pull.base, pull.head))
    assert run.status == 1 and run.writes == [] and "merge group" in run.log
    assert "::warning file=app/api/newsletter/route.ts" in run.log


def test_what_people_settled_does_not_fail_the_merge_group(real_hub: Hub) -> None:  # noqa: F811
    with_form = {**SHOP, "app/newsletter.tsx": FORM, "app/api/newsletter/route.ts": ROUTE}
    pull = real_hub.world.open_pull(SHOP, with_form)
    assert real_hub.review(pull).status == 1
    group = events.merge_group(pull.base, pull.head, pull.number)
    assert real_hub.run("merge_group", group).status == 1
    pull.threads[0].resolved_by = REVIEWER
    run = real_hub.run("merge_group", group)
    assert run.status == 0 and run.writes == [] and "1 settled in its thread" in run.summary
    for payload in (events.merge_group(pull.base, pull.head, 104), events.merge_group(pull.base, pull.head, 0)):
        assert real_hub.run("merge_group", payload).status == 1, "nothing is settled that cannot be looked up"


def test_pull_request_target_reads_the_head_though_the_workspace_is_the_base(real_hub: Hub) -> None:  # noqa: F811
    with_form = {**SHOP, "app/newsletter.tsx": FORM, "app/api/newsletter/route.ts": ROUTE}
    pull = real_hub.world.open_pull(SHOP, with_form, head_repository="ada/shop")
    real_hub.check_out({path: data if isinstance(data, bytes) else data.encode() for path, data in SHOP.items()})
    run = real_hub.run("pull_request_target", events.pull_request(real_hub.world, pull))
    assert run.status == 1 and len(pull.threads) == 1


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("fail-onn: never\n", "Did you mean fail-on"),
        ("fail-on: [\n", ".github/route-or-action.yml"),
        ("- a\n", ".github/route-or-action.yml"),
    ],
)
def test_wrong_settings_at_the_base_are_told(real_hub: Hub, settings: str, words: str) -> None:  # noqa: F811
    base = {**SHOP, ".github/route-or-action.yml": settings}
    run = real_hub.review(real_hub.world.open_pull(base, {**base, "app/api/a/route.ts": ROUTE}))
    assert run.status == 2 and words in run.log


def test_a_wrong_input_is_told(real_hub: Hub) -> None:  # noqa: F811
    real_hub.inputs["fail-on"] = "allways"
    run = real_hub.review(real_hub.world.open_pull(SHOP, SHOP))
    assert run.status == 2 and "fail-on" in run.log


def test_a_settings_file_that_is_not_there_is_told(real_hub: Hub) -> None:  # noqa: F811
    real_hub.inputs["config"] = "settings.yml"
    run = real_hub.review(real_hub.world.open_pull(SHOP, SHOP))
    assert run.status == 2 and "settings.yml" in run.log


@pytest.mark.parametrize("named", ["ci/r.yml", "./ci/r.yml"])
def test_the_settings_file_may_be_named_from_here(real_hub: Hub, named: str) -> None:  # noqa: F811
    real_hub.inputs["config"] = named
    files = {**SHOP, "ci/r.yml": "fail-on: never\n"}
    run = real_hub.review(real_hub.world.open_pull(files, {**files, "app/api/a/route.ts": ROUTE}))
    assert run.status == 0 and "ci/r.yml" not in run.log


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"GITHUB_EVENT_PATH": ""}, "GITHUB_EVENT_PATH"),
        ({"GITHUB_EVENT_NAME": ""}, "GITHUB_EVENT_NAME is not set"),
        ({"GITHUB_EVENT_PATH": "/nowhere/event.json"}, "could not be read"),
        ({"INPUT_TOKEN": "", "GITHUB_TOKEN": ""}, "There is no token"),
        ({"INPUT_TOKEN": " \n"}, "There is no token"),
        ({"INPUT_TOKEN": "ghs_a\r\nX-Evil: 1"}, "characters that no token has"),
        ({"INPUT_TOKEN": "ghs_ü"}, "characters that no token has"),
        ({"GITHUB_REPOSITORY": "shop"}, "GITHUB_REPOSITORY"),
        ({"GITHUB_GRAPHQL_URL": "https://elsewhere.example/graphql"}, "different hosts"),
        ({"GITHUB_API_URL": "ftp://x", "GITHUB_GRAPHQL_URL": "ftp://x"}, "no http address"),
    ],
)
def test_a_broken_environment_is_told(
    real_hub: Hub,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
    changes: dict[str, str],
    words: str,
) -> None:
    pull = real_hub.world.open_pull(SHOP, SHOP)
    environ = {**real_hub.environ("pull_request", events.pull_request(real_hub.world, pull)), **changes}
    assert action.main(environ) == 2
    log = capsys.readouterr().out
    assert words in log and "Traceback" not in log


def test_a_token_with_a_newline_behind_it_is_that_token(real_hub: Hub) -> None:  # noqa: F811
    pull = real_hub.world.open_pull(SHOP, SHOP)
    payload = events.pull_request(real_hub.world, pull)
    assert real_hub.run("pull_request", payload, INPUT_TOKEN="ghs_secret\n").status == 0


@pytest.mark.parametrize("payload", ["", "{", "[]", "null", "[" * 50_000, '"text"', '{"pull_request": 3}'])
def test_a_payload_that_is_none(real_hub: Hub, capsys: pytest.CaptureFixture[str], payload: str) -> None:  # noqa: F811
    environ = real_hub.environ("pull_request", {})
    Path(environ["GITHUB_EVENT_PATH"]).write_text(payload)
    assert action.main(environ) == 2
    assert "Traceback" not in capsys.readouterr().out


def test_a_server_that_is_not_there(real_hub: Hub) -> None:  # noqa: F811
    pull = real_hub.world.open_pull(SHOP, SHOP)
    payload = events.pull_request(real_hub.world, pull)
    nowhere = "http://127.0.0.1:9"
    run = real_hub.run("pull_request", payload, GITHUB_API_URL=nowhere, GITHUB_GRAPHQL_URL=nowhere + "/graphql")
    assert run.status == 3 and "connection to GitHub broke" in run.log


def test_a_mistake_of_ours_is_one_line(real_hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    def stumble(*_: Any) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("reviewer.github.run.review", stumble)
    run = real_hub.review(real_hub.world.open_pull(SHOP, {**SHOP, "app/api/a/route.ts": ROUTE}))
    assert run.status == 3 and "ZeroDivisionError" in run.log and "secret detail" not in run.log


@pytest.mark.parametrize("event", ["schedule", "issue_comment", "release"])
def test_events_that_change_nothing(real_hub: Hub, event: str) -> None:  # noqa: F811
    run = real_hub.run(event, {})
    assert run.status == 0 and run.log.startswith("Nothing to do: ") and run.requests == []
    assert run.outputs["endpoints"] == "0"


def test_pull_request_text_cannot_speak_to_the_runner(real_hub: Hub) -> None:  # noqa: F811
    path = "app/api/a::error::x/%0A::set-output name=a::b/route.ts"
    with_form = {**SHOP, "app/f.tsx": FORM.replace("/api/newsletter", "/api/x"), path: ROUTE}
    run = real_hub.review(real_hub.world.open_pull(SHOP, with_form))
    assert "Traceback" not in run.log
    for line in run.log.splitlines():
        assert not line.lstrip().startswith(("::set-output", "::error::x", "##["))


def test_the_annotations_keep_to_githubs_limits(real_hub: Hub) -> None:  # noqa: F811
    files = {**SHOP, "package.json": str(SHOP["package.json"])}
    for number in range(15):
        files[f"app/api/n{number}/route.ts"] = ROUTE
        files[f"app/form{number}.tsx"] = FORM.replace("/api/newsletter", f"/api/n{number}")
    run = real_hub.review(real_hub.world.open_pull(SHOP, files))
    assert sum(line.startswith("::warning") for line in run.log.splitlines()) <= 10
