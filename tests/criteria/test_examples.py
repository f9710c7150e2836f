"""The code that the criteria's pages show is code: it parses, TypeScript takes it, and Next.js compiles it."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from reviewer.changes.trees import MemoryTree
from reviewer.criteria import Criterion, all_criteria
from reviewer.syntax.parser import Sources
from tests.typescript import type_errors

FILE = re.compile(r"^// (\S+\.tsx?)$", re.MULTILINE)
# What the examples import and do not show.
ELSEWHERE = "".join(f'declare module "{name}";\n' for name in ("@/*", "@vercel/blob", "ai", "server-only", "swr"))
SHOWN = {(each.id, when): getattr(each, when) for each in all_criteria() for when in ("before", "after")}


def files(code: str) -> dict[str, str]:
    """The files of an example, each under a line that names it."""
    before, *rest = FILE.split(code)
    assert before == "" and rest, code
    return dict(zip(rest[::2], rest[1::2], strict=True))


@pytest.mark.parametrize("criterion", all_criteria(), ids=lambda criterion: criterion.id)
def test_before_and_after_differ_and_parse(criterion: Criterion) -> None:
    assert criterion.before != criterion.after
    for code in (criterion.before, criterion.after):
        for path, text in files(code).items():
            source = Sources(MemoryTree({path: text.encode()})).get(path)
            assert source is not None and not source.root.has_error, path


def test_every_example_belongs_to_a_criterion() -> None:
    folder = Path(__file__).parents[2] / "reviewer/criteria/examples"
    assert {path.stem for path in folder.iterdir()} == {each.id for each in all_criteria()}


@pytest.mark.node
def test_typescript_takes_every_example(node_packages: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.d.ts").write_text(ELSEWHERE)
    for (criterion, when), code in SHOWN.items():
        root = tmp_path / criterion / when
        for path, text in files(code).items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
            for names, module in re.findall(r"import \{ (.+) \} from \"(\.[^\"]+)\"", text):
                beside = target.parent / f"{module}.ts"
                if beside.resolve().relative_to(root.resolve()).as_posix() not in files(code):
                    beside.parent.mkdir(parents=True, exist_ok=True)
                    beside.write_text("".join(f"export declare const {name}: any;\n" for name in names.split(", ")))
    assert type_errors(tmp_path, node_packages) == []


@pytest.mark.node
def test_next_js_compiles_every_example(node_packages: Path) -> None:
    sources = [
        {"path": f"/app/{'-'.join(name)}/{path}", "source": text}
        for name, code in SHOWN.items()
        for path, text in files(code).items()
    ]
    asked = "".join(json.dumps(source) + "\n" for source in sources)
    command = ["node", str(node_packages / "actions.mjs")]
    done = subprocess.run(command, cwd=node_packages, input=asked, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(sources)
    wrong = [
        (source["path"], answer["error"]) for source, answer in zip(sources, answers, strict=True) if "error" in answer
    ]
    assert wrong == []
    actions = [
        answer["actions"] for source, answer in zip(sources, answers, strict=True) if "webhook-before" in source["path"]
    ]
    assert actions == [["paid"]]
