"""The program as GitHub runs it: inputs and event in, comments, outputs and exit status out.

The exit status comes from the findings alone. A comment that could not be written is a warning.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

from reviewer.config import ConfigError
from reviewer.github.client import ApiError, Client, Problem
from reviewer.github.event import AnalyseOnly, Nothing, PostForFork, ReviewPullRequest, Unusable, activity
from reviewer.github.live import Pull
from reviewer.github.outputs import Outputs, fail, say

MAX_PAYLOAD = 30_000_000
_NEEDED = ("GITHUB_", "INPUT_", "RUNNER_")
# Where programs, homes and temporary files are, in which language, and how to get out: proxies and certificates.
_LEFT = {"PATH", "HOME", "TMPDIR", "LANG", "TZ"}
_LEFT |= {"SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"}
_LEFT |= {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy"}
_LEFT_TOO = ("LC_", "PYTHON", "ROUTE_OR_ACTION_")


class ActionError(Exception):
    """What a user can mend, in words for the job's log; exit status 2."""


def taken(environ: MutableMapping[str, str]) -> dict[str, str]:
    """What a run needs, taken out of the process's environment, where next to nothing is left.

    The runner hands the action tokens that it has no use for, for caches, artifacts and identities: nothing that is
    started, parsed or printed later shall find one.
    """
    needed = {name: value for name, value in environ.items() if name.startswith(_NEEDED)}
    for name in [name for name in environ if not (name in _LEFT or name.startswith(_LEFT_TOO))]:
        del environ[name]
    return needed


def main(environ: Mapping[str, str]) -> int:
    """Do what the event asks for and return the exit status. Never raises, never prints a traceback."""
    try:
        return _run(environ)
    except (ActionError, ConfigError) as error:
        fail(str(error))
        return 2
    except ApiError as error:
        fail(f"The review could not be completed: {error}. {_advice(error)}".strip())
        return 3
    except Exception as error:  # the last line of defence: whatever went wrong, no traceback in a user's log
        if environ.get("RUNNER_DEBUG") == "1":
            raise
        fail(
            f"The review could not be completed: {type(error).__name__} inside route-or-action. "
            "Run again with debug logging to see where, and please report it."
        )
        return 3


def _run(environ: Mapping[str, str]) -> int:
    what = activity(environ.get("GITHUB_EVENT_NAME", ""), _payload(environ), environ.get("GITHUB_SHA", ""))
    if isinstance(what, Unusable):
        raise ActionError(
            f"Nothing can be reviewed: {what.reason}. Run the action in a workflow that GitHub has started on that "
            "event, and leave GITHUB_EVENT_NAME and GITHUB_EVENT_PATH as the runner sets them."
        )
    if isinstance(what, Nothing):
        say(f"Nothing to do: {what.reason}.")
        Outputs(environ).set({"endpoints": "0", "findings": "0", "better-suited": "0", "incomplete": "false"})
        return 0
    client = _client(environ)
    owner, _, name = environ.get("GITHUB_REPOSITORY", "").partition("/")
    if not owner or not name:
        raise ActionError("GITHUB_REPOSITORY is not set: this command runs inside GitHub Actions.")
    number = what.number if isinstance(what, ReviewPullRequest) else 0
    pull = Pull(owner, name, number)
    if isinstance(what, PostForFork):
        from reviewer.github.second_stage import post_for_fork

        return post_for_fork(client, pull, what, environ)
    from reviewer.github.run import analyse_only, review_pull_request

    if isinstance(what, AnalyseOnly):
        return analyse_only(client, pull, what, environ)
    return review_pull_request(client, pull, what, environ)


def _payload(environ: Mapping[str, str]) -> Mapping[str, Any]:
    path = environ.get("GITHUB_EVENT_PATH")
    if not path:
        raise ActionError("GITHUB_EVENT_PATH is not set: this command runs inside GitHub Actions.")
    try:
        if Path(path).stat().st_size > MAX_PAYLOAD:
            raise ActionError(f"{path} is too large to be an event's payload.")
        payload = json.loads(Path(path).read_bytes())
    except OSError as error:
        raise ActionError(f"The event's payload {path} could not be read: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise ActionError(f"The event's payload {path} is not JSON.") from None
    return payload if isinstance(payload, dict) else {}


def _client(environ: Mapping[str, str]) -> Client:
    token = (environ.get("INPUT_TOKEN") or environ.get("GITHUB_TOKEN") or "").strip()
    if not token:
        raise ActionError("There is no token: leave the input `token` at its default, or give it one.")
    if not token.isascii() or not token.isprintable() or " " in token:
        raise ActionError("The token holds characters that no token has: look at how the secret was pasted.")
    api = environ.get("GITHUB_API_URL") or "https://api.github.com"
    graphql = environ.get("GITHUB_GRAPHQL_URL") or "https://api.github.com/graphql"
    try:
        return Client(api, graphql, token)
    except ValueError as error:
        raise ActionError(f"{error}.") from None


def _advice(error: ApiError) -> str:
    if error.problem is Problem.LIMITED:
        wait = f" in {error.wait / 60:.0f} minutes" if error.wait else " later"
        return f"The token's rate limit is used up: run this again{wait}."
    if error.status == 401:
        return "The token is wrong or has expired."
    if error.problem is Problem.DENIED:
        return "The job needs the permissions `contents: read` and `pull-requests: write` (README, Permissions)."
    if error.problem is Problem.REFUSED and error.status in (None, 200, 404):  # 200 is GraphQL's for all of them
        return (
            "Either the commit or the pull request that the event names is not there any more, as after a force push, "
            "or the job lacks one of the permissions `contents: read` and `pull-requests: write` (README, Permissions)."
        )
    return ""


if __name__ == "__main__":
    sys.exit(main(taken(os.environ)))
