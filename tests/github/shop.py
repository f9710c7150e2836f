"""Sources for the tests: a small shop, and the invariants that hold after whatever happened to its pull request."""

from __future__ import annotations

from reviewer.github import markers
from reviewer.github.markers import Marker, State
from tests.github.world import ACTIONS, Pull

BASE: dict[str, bytes | str] = {
    "package.json": '{"dependencies": {"next": "16.4.6"}}\n',
    "app/page.tsx": "export default function Page() {\n  return null;\n}\n",
    "README.md": "# Shop\n",
}


def route(*methods: str, word: str = "plain", above: int = 0) -> str:
    """A route file; ``word`` says the verdict (see standin.py), ``above``: lines before the first method."""
    lines = ["import { db } from '@/db';", *[f"// note {number}" for number in range(above)], ""]
    for method in methods or ("POST",):
        lines += [f"export async function {method}() {{ // {word}", f"  return db.{method.lower()}();", "}", ""]
    return "\n".join(lines)


def with_route(path: str = "app/api/newsletter/route.ts", text: str | None = None) -> dict[str, bytes | str]:
    return {**BASE, path: text if text is not None else route()}


def ours(pull: Pull) -> list[tuple[Marker, bool]]:
    """The markers of our threads, and whether the thread is in sight."""
    found = []
    for thread in pull.threads:
        first = thread.comments[0]
        marker = markers.parse(first.body) if first.author == ACTIONS else None
        if isinstance(marker, Marker):
            found.append((marker, first.minimized is None))
    return found


def open_keys(pull: Pull) -> list[str]:
    return [marker.key for marker, _ in ours(pull) if marker.state is State.OPEN]


def summaries(pull: Pull) -> list[str]:
    """The bodies of our summaries that count."""
    found = []
    for comment in pull.comments:
        marker = markers.parse(comment.body) if comment.author == ACTIONS else None
        if isinstance(marker, markers.SummaryMarker) and marker.state is State.OPEN:
            found.append(comment.body)
    return found


def assert_sound(pull: Pull) -> None:
    """No two comments with one key, and no two summaries."""
    keys = open_keys(pull)
    assert len(keys) == len(set(keys)), f"two comments with one key: {keys}"
    assert len(summaries(pull)) <= 1
