"""What a run hands to the workflow: outputs, the job summary, annotations and the report's file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from reviewer.report.escape import command, log, output

REPORT_NAME = "route-or-action.json"
SARIF_NAME = "route-or-action.sarif"


class Outputs:
    """The files that the runner gives to a step. Where it gives none, as in a run by hand, nothing is written."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._outputs = environ.get("GITHUB_OUTPUT")
        self._summary = environ.get("GITHUB_STEP_SUMMARY")
        self._temporary = environ.get("RUNNER_TEMP")

    def set(self, values: Mapping[str, str]) -> None:
        """The step's outputs, each behind a delimiter that its value does not hold."""
        _append(self._outputs, "".join(output(name, value) for name, value in values.items()))

    def summary(self, markdown: str) -> None:
        _append(self._summary, markdown)

    def report(self, text: str, name: str = REPORT_NAME) -> str:
        """The path of the file that now holds the report, or "" where there is no place for it."""
        if not self._temporary:
            return ""
        path = Path(self._temporary) / name
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            warn(f"The report could not be written to {path}: {error.strerror}.")
            return ""
        return str(path)


def _append(path: str | None, text: str) -> None:
    if not path:
        return
    try:
        with Path(path).open("a", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text)
    except OSError as error:
        warn(f"{path} could not be written: {error.strerror}.")


def annotate(commands: Iterable[str]) -> None:
    """Workflow commands, which escape.command has made."""
    for each in commands:
        print(each, flush=True)


def say(text: str) -> None:
    """A line of the job's log."""
    print(log(text), flush=True)


def warn(text: str) -> None:
    print(command("warning", text, title="route-or-action"), flush=True)


def fail(text: str) -> None:
    print(command("error", text, title="route-or-action"), flush=True)
