"""Writes the parts of the documentation that come from elsewhere: workflows to copy, the inputs, blocks of the README.

``python docs/generate.py`` writes them, ``--check`` only says which are out of step (exit status 1).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection
from pathlib import Path

from reviewer import REPOSITORY
from reviewer.config import Settings
from reviewer.config.reference import page
from reviewer.demo import pull_request
from reviewer.init import COMMENT, REVIEW, workflow
from reviewer.report.comment import render
from reviewer.report.links import Links
from reviewer.report.previews import Previews
from reviewer.review import review

ROOT = Path(__file__).parent.parent


def generated() -> dict[str, str]:
    """The text of every file that is generated in whole or in part, by path."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    readme = _between(readme, "workflow", f"```yaml\n{_workflows()['pull-request.yml']}```")
    readme = _between(readme, "comment", _quoted(_comment()))
    workflows = {f"docs/workflows/{name}": text for name, text in _workflows().items()}
    made = {"README.md": readme, "docs/action.md": _action_page(), "docs/configuration.md": page(), **workflows}
    return {**_with_our_name(made), **made}


def _with_our_name(made: Collection[str]) -> dict[str, str]:
    """The pages and workflows written by hand, where they name another repository than the program does."""
    named = re.search(r"uses: ([\w.-]+/[\w.-]+)@v\d", (ROOT / "README.md").read_text(encoding="utf-8"))
    before = named.group(1) if named is not None else REPOSITORY
    owners = [f"--owner {name.partition('/')[0]}" for name in (before, REPOSITORY)]
    by_hand = [*(ROOT / "docs").glob("*.md"), *(ROOT / "docs/workflows").glob("*.yml")]
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in by_hand}
    return {path: text.replace(before, REPOSITORY).replace(*owners) for path, text in texts.items() if path not in made}


def _action_page() -> str:
    """The inputs and outputs of action.yml, with the prose around them that the page has now."""
    import yaml

    declared = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    page = (ROOT / "docs/action.md").read_text(encoding="utf-8")
    for part in ("inputs", "outputs"):
        rows = [f"| `{name}` | {' '.join(each['description'].split())} |" for name, each in declared[part].items()]
        page = _between(page, part, "\n".join(["| name | meaning |", "|---|---|", *rows]))
    return page


def _workflows() -> dict[str, str]:
    forks = workflow(required=True, merge_queue=False, forks=True, code_scanning=False)
    return {
        "pull-request.yml": _only(required=True),
        "advice-only.yml": _only(required=False),
        "merge-queue.yml": _only(merge_queue=True),
        "code-scanning.yml": _only(code_scanning=True),
        "forks-review.yml": forks[REVIEW],
        "forks-comment.yml": forks[COMMENT],
    }


def _only(required: bool = True, merge_queue: bool = False, code_scanning: bool = False) -> str:
    return workflow(required, merge_queue, forks=False, code_scanning=code_scanning)[REVIEW]


def _comment() -> str:
    """The comment on the demo's newsletter route."""
    change, tree = pull_request()
    found = review(change, tree, Settings())
    newsletter = next(each for each in found.findings if "newsletter" in each.endpoint.path)
    return render(newsletter, Links(), Previews(tree, change).markdown(newsletter))


def _quoted(markdown: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in markdown.strip().splitlines())


def _between(text: str, name: str, block: str) -> str:
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}{block}\n{end}{after}"


def main(arguments: list[str]) -> int:
    stale = [
        path for path, text in generated().items() if not (ROOT / path).exists() or (ROOT / path).read_text() != text
    ]
    for path in stale:
        print(f"out of step: {path}" if "--check" in arguments else f"wrote {path}")
        if "--check" not in arguments:
            (ROOT / path).write_text(generated()[path], encoding="utf-8")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
