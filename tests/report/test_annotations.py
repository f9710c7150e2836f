from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from reviewer.model import Review, Skipped
from reviewer.report.annotations import MAX_MESSAGE, render


def test_the_whole_output(plausible: Review, golden: Callable[[str, str], None]) -> None:
    golden("annotations.txt", "\n".join(render(plausible)) + "\n")


def test_a_hostile_author_adds_no_command(hostile: Review) -> None:
    commands = render(hostile)
    assert [command.partition(" ")[0] for command in commands] == ["::error", "::warning", "::notice"]
    for command in commands:
        assert len(command.splitlines()) == 1
        assert "##[" not in command


def test_what_the_author_keeps_is_not_annotated(plausible: Review) -> None:
    assert not any("api/address" in command for command in render(plausible))


def test_github_shows_ten_of_a_kind_so_the_tenth_counts_the_rest(plausible: Review) -> None:
    finding = plausible.findings[0]
    holes = tuple(Skipped(f"{number}.ts", "too large", True) for number in range(10))
    commands = render(plausible._replace(findings=(finding,) * 25, skipped=holes))
    kinds = Counter(command.partition(" ")[0] for command in commands)
    assert kinds == {"::warning": 10, "::error": 10, "::notice": 1}
    warnings = [command for command in commands if command.startswith("::warning")]
    assert warnings[-1].endswith("::16 more suggestions: see the job summary.")


def test_no_message_is_cut_by_the_runner(hostile: Review) -> None:
    finding = hostile.findings[0]
    long = finding._replace(endpoint=finding.endpoint._replace(url="/" + "%\n:," * 9_000))
    for command in render(hostile._replace(findings=(long,))):
        message = command.rpartition("::")[2]
        assert len(message.replace("%25", "%").replace("%0A", "\n")) <= MAX_MESSAGE < 4_096
