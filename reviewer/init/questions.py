"""What ``init`` asks on a terminal, where no flag has said it."""

from __future__ import annotations

import sys

QUESTIONS = {
    "required": "Shall a finding fail the check, so that it can be required?",
    "merge_queue": "Does the repository use a merge queue?",
    "forks": "Shall pull requests from forks get comments (a second workflow)?",
    "code_scanning": "Shall findings go to code scanning (SARIF)?",
}
USUAL = frozenset({"required"})


def chosen_for(name: str, given: bool | None) -> bool:
    """The answer to one of QUESTIONS: what the flag says, else what is typed, else, where nobody types, what is usual.

    Raises EOFError where the input of a terminal ends before the answer.
    """
    if given is not None:
        return given
    usual = name in USUAL
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return usual
    answers = {"": usual, "y": True, "yes": True, "n": False, "no": False}
    while True:
        print(f"{QUESTIONS[name]} [{'Y/n' if usual else 'y/N'}] ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            print(file=sys.stderr)
            raise EOFError
        if line.strip().lower() in answers:
            return answers[line.strip().lower()]
