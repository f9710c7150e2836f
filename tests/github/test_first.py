from tests.github.conftest import Hub

BASE = {"package.json": '{"dependencies": {"next": "16.4.6"}}', "app/page.tsx": "export default function Page() {}\n"}
ROUTE = "import x from 'x';\n\nexport async function POST() { // plain\n  return 1;\n}\n"


def test_a_finding_becomes_one_comment_and_a_second_run_writes_nothing(hub: Hub) -> None:
    pull = hub.world.open_pull(BASE, {**BASE, "app/api/a/route.ts": ROUTE})
    first = hub.review(pull)
    print(first.log, [(r.method, r.path, r.status) for r in first.requests])
    assert first.status == 1
    assert len(pull.threads) == 1 and pull.threads[0].line == 5 and pull.threads[0].start_line == 3
    assert len(pull.comments) == 1
    assert len(first.requests) <= 8
    second = hub.review(pull)
    print(second.log, [(r.method, r.path, r.status) for r in second.requests])
    assert second.status == 1 and second.writes == []
