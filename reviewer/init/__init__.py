"""The workflows that ``route-or-action init`` writes: least permissions, fixed job name, no filter on paths.

A workflow that a filter keeps from starting leaves a required check waiting for ever (GitHub documentation,
"Troubleshooting required status checks"), so there is none; the program itself ends at once where nothing matters.
"""

from __future__ import annotations

from reviewer import REPOSITORY, __version__

REVIEW = ".github/workflows/route-or-action.yml"
COMMENT = ".github/workflows/route-or-action-comment.yml"
MAJOR = f"v{__version__.partition('.')[0]}"


def workflow(required: bool, merge_queue: bool, forks: bool, code_scanning: bool) -> dict[str, str]:
    """The files to write, by path.

    ``required``: findings fail the check, so that a ruleset can require it. ``merge_queue``: it runs there, too.
    ``forks``: a second workflow comments on pull requests whose own run may only read. ``code_scanning``: findings
    are uploaded as SARIF.
    """
    choices: dict[str, str | bool] = {
        "major": MAJOR,
        "repository": REPOSITORY,
        "required": required,
        "merge_queue": merge_queue,
        "forks": forks,
        "code_scanning": code_scanning,
    }
    files = {REVIEW: _rendered("review.yml", choices)}
    if forks:
        files[COMMENT] = _rendered("comment.yml", choices)
    return files


def _rendered(name: str, choices: dict[str, str | bool]) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    # GitHub's own expressions keep their braces; a condition is a line that starts with "#:".
    environment = Environment(
        loader=PackageLoader("reviewer.init", ""),
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        line_statement_prefix="#:",
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=False,
    )
    return environment.get_template(name).render(choices)
