"""What ``init`` writes asks for the rights that the choices need, and for no other."""

from itertools import product
from typing import Any

import pytest
import yaml

from reviewer.init import COMMENT, REVIEW, workflow

CHOICES = list(product((False, True), repeat=4))


def parsed(text: str) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(text)
    return found


@pytest.mark.parametrize(("required", "merge_queue", "forks", "code_scanning"), CHOICES)
def test_each_choice_changes_what_it_is_about_and_nothing_else(
    required: bool, merge_queue: bool, forks: bool, code_scanning: bool
) -> None:
    files = workflow(required, merge_queue, forks, code_scanning)
    assert list(files) == ([REVIEW, COMMENT] if forks else [REVIEW])
    review = parsed(files[REVIEW])
    assert ("merge_group" in review[True]) is merge_queue
    (job,) = review["jobs"].values()
    rights = {"contents": "read", "pull-requests": "write"}
    uploads = {"security-events": "write", "actions": "read"}
    assert job["permissions"] == rights | (uploads if code_scanning else {})
    ours = next(step for step in job["steps"] if step["uses"].startswith("route-or-action/"))
    assert ours.get("with") == (None if required else {"fail-on": "never"})
    others = [step["uses"].partition("@")[0] for step in job["steps"] if step is not ours]
    expected = ["actions/checkout"]
    expected += ["actions/upload-artifact"] if forks else []
    expected += ["github/codeql-action/upload-sarif"] if code_scanning else []
    assert others == expected


def test_the_second_stage_listens_to_the_first_and_checks_nothing_out() -> None:
    files = workflow(required=True, merge_queue=False, forks=True, code_scanning=False)
    first, second = parsed(files[REVIEW]), parsed(files[COMMENT])
    assert second[True]["workflow_run"] == {"workflows": [first["name"]], "types": ["completed"]}
    (job,) = second["jobs"].values()
    assert job["permissions"] == {"actions": "read", "contents": "read", "pull-requests": "write"}
    assert not any("checkout" in step["uses"] or "run" in step for step in job["steps"])


def test_the_job_has_one_name_whatever_is_chosen() -> None:
    names = {parsed(workflow(*choice)[REVIEW])["jobs"]["route-or-action"]["name"] for choice in CHOICES}
    assert names == {"route-or-action"}
