"""The files that the workflows pick up are those that the action writes."""

from pathlib import Path

from reviewer.github.outputs import REPORT_NAME, SARIF_NAME
from reviewer.init import REVIEW, workflow

ROOT = Path(__file__).parent.parent.parent


def test_the_workflow_uploads_what_the_action_writes() -> None:
    everything = workflow(required=True, merge_queue=True, forks=True, code_scanning=True)[REVIEW]
    assert f"path: ${{{{ runner.temp }}}}/{REPORT_NAME}\n" in everything
    assert f"sarif_file: ${{{{ runner.temp }}}}/{SARIF_NAME}\n" in everything


def test_the_pages_name_the_same_files() -> None:
    assert REPORT_NAME in (ROOT / "action.yml").read_text()
    page = (ROOT / "docs/action.md").read_text()
    assert REPORT_NAME in page
    assert SARIF_NAME in page
