"""PyGithub's retry with two gaps closed: a wait that GitHub asks for is bounded, and 429 is a limit like 403."""

from __future__ import annotations

from typing import Any

from github import GithubException
from github.GithubRetry import GithubRetry

from reviewer.github import client


class PatientRetry(GithubRetry):
    """Waits as long as ``Retry-After`` or the reset says, and gives up at once where that is too long."""

    def increment(self, *arguments: Any, **named: Any) -> Any:
        response = named.get("response") or (arguments[2] if len(arguments) > 2 else None)
        if response is not None and response.status in (403, 429):
            headers = {name.lower(): value for name, value in response.headers.items()}
            if (client.wait_asked(headers) or 0) > client.LONGEST_WAIT:
                raise GithubException(response.status, {"message": "API rate limit exceeded"}, headers)
        return super().increment(*arguments, **named)
