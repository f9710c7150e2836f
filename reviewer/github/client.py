"""One door to GitHub: reads are repeated by PyGithub's own retry, writes never are.

A write that fails with 4xx did not happen. One that ends in a 5xx, a time-out or a broken connection may have
happened: the caller reads the live state again and decides (GitHub documentation, "Best practices for using the
REST API"; the token goes to the API's own host and nowhere else).
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import IO, TYPE_CHECKING, Any, NoReturn, TypeVar, cast
from urllib.parse import parse_qsl, urlsplit

from reviewer import __version__

if TYPE_CHECKING:
    from github.Requester import Requester

TIMEOUT = 20  # seconds a request
LONGEST_WAIT = 90  # seconds that a run waits for a rate limit before it goes on without
READ_TRIES = 4
PAGE = 100

Answer = TypeVar("Answer")


class Problem(StrEnum):
    """What a failed request means for the one who sent it."""

    DENIED = "denied"  # 401, 403, 404 on a write: the token may not
    LIMITED = "limited"  # a primary or secondary rate limit
    REFUSED = "refused"  # 409, 410, 422 ...: GitHub understood and said no; nothing was written
    UNKNOWN = "unknown"  # 5xx, time-out, reset, unreadable answer: a write may have happened


class ApiError(Exception):
    """A request failed. The text is for people, and holds nothing of the request's headers."""

    def __init__(self, problem: Problem, status: int | None, message: str, wait: float | None = None) -> None:
        super().__init__(f"{message} (HTTP {status})" if status else message)
        self.problem = problem
        self.status = status
        self.wait = wait  # seconds that GitHub asks to wait, where it says so


class Client:
    """Requests to one API host. Its ``repr`` shows no secret."""

    def __init__(self, api_url: str, graphql_url: str, token: str | None) -> None:
        """Raises ValueError where the two addresses do not belong together, or credentials would travel in clear."""
        self.api_url = api_url.rstrip("/")
        self.graphql_url = graphql_url
        self._budgets: dict[str, tuple[int, float]] = {}  # what is left and when it is renewed, by kind of limit
        _check_hosts(self.api_url, graphql_url)
        self._reads = _requester(self.api_url, token, repeat=True)
        self._writes = _requester(self.api_url, token, repeat=False)

    def __repr__(self) -> str:
        return f"Client({self.api_url!r})"

    def left(self, kind: str) -> int | None:
        """What is left of a rate limit, "core" or "graphql"; None where it is not known or is soon renewed.

        (GitHub documentation, "Rate limits for the REST API", and the same for the GraphQL API.)
        """
        left, reset = self._budgets.get(kind, (None, 0.0))
        return left if left is not None and reset - time.time() > LONGEST_WAIT else None

    def get(self, path: str, parameters: Mapping[str, Any] | None = None) -> Any:
        """The answer's JSON. Raises ApiError."""
        return self._read(lambda: self._asked(self._reads, "GET", path, parameters=dict(parameters or {}))[1])

    def pages(self, path: str, parameters: Mapping[str, Any] | None = None) -> Iterator[list[Any]]:
        """The pages of a list, following the ``Link`` header. Raises ApiError."""
        url: str | None = path
        asked: dict[str, Any] = {**(parameters or {}), "per_page": PAGE}
        while url is not None:
            here, query = url, dict(asked)
            headers, page = self._read(lambda: self._asked(self._reads, "GET", here, parameters=query))  # noqa: B023
            if not isinstance(page, list):
                raise ApiError(Problem.UNKNOWN, None, "GitHub answered with something that is no list")
            yield page
            url = self._next(headers.get("link", ""))
            asked = dict(parse_qsl(urlsplit(url).query)) if url else {}
            url = url.split("?")[0] if url else None

    def _next(self, links: str) -> str | None:
        """The next page's address, if it lies below this API."""
        for part in links.split(","):
            address, _, relation = part.partition(";")
            if 'rel="next"' in relation:
                address = address.strip().removeprefix("<").removesuffix(">")
                if not address.startswith(self.api_url + "/"):
                    raise ApiError(Problem.UNKNOWN, None, "GitHub's next page lies on another host")
                return address.removeprefix(self.api_url)
        return None

    def redirect(self, path: str) -> str:
        """Where the API redirects to. Nothing is followed. Raises ApiError."""

        def ask() -> str:
            status, headers, body = self._reads.requestJson("GET", path)
            self._note(headers)
            if status in (301, 302, 307, 308) and headers.get("location"):
                return str(headers["location"])
            raise self._reads.createException(status, headers, {"message": ""} if status < 400 else _json(body))

        return self._read(ask)

    @contextmanager
    def stream(self, address: str) -> Iterator[IO[bytes]]:
        """The body behind an address, asked for without any credentials; not one more redirect is followed.

        Raises ApiError.
        """
        import requests

        def ask() -> requests.Response:
            # An auth function that adds nothing keeps requests from reading credentials out of a .netrc file.
            answer = requests.get(address, stream=True, allow_redirects=False, timeout=TIMEOUT, auth=lambda sent: sent)
            if answer.status_code != 200:
                answer.close()
                raise ApiError(Problem.UNKNOWN, answer.status_code, "the archive could not be fetched")
            return answer

        answer = self._read(ask)
        with answer:
            yield cast("IO[bytes]", answer.raw)

    def query(self, document: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The data of a GraphQL query. Any error in the answer is a failure, partial data included. Raises ApiError."""

        def ask() -> dict[str, Any]:
            data, errors = self._graphql(self._reads, document, variables)
            if errors:
                raise _graphql_error(errors, self._reads)
            return data

        return self._read(ask)

    def mutate(self, document: str, variables: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The data and the errors of a GraphQL mutation: some fields may have succeeded. Raises ApiError."""
        data, errors = self._write(lambda: self._graphql(self._writes, document, variables))
        if errors and not any(data.values()):
            error = _graphql_error(errors, self._writes)
            if error.problem is not Problem.REFUSED:
                raise error
        return data, errors

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """The answer to one write. Never repeated by itself. Raises ApiError."""
        return self._write(lambda: self._asked(self._writes, "POST", path, input=dict(body))[1])

    def _asked(self, requester: Requester, verb: str, address: str, **named: Any) -> tuple[dict[str, Any], Any]:
        headers, answer = requester.requestJsonAndCheck(verb, address, **named)
        self._note(headers)
        return headers, answer

    def _note(self, headers: Mapping[str, Any]) -> None:
        """What an answer says of the rate limit."""
        left, reset = str(headers.get("x-ratelimit-remaining", "")), str(headers.get("x-ratelimit-reset", ""))
        if left.isdigit() and reset.isdigit():
            self._budgets[str(headers.get("x-ratelimit-resource", "core"))] = int(left), float(reset)

    def _graphql(
        self, requester: Requester, document: str, variables: Mapping[str, Any]
    ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        asked = {"query": document, "variables": dict(variables)}
        _, answer = self._asked(requester, "POST", self.graphql_url, input=asked)
        if not isinstance(answer, dict) or not ("data" in answer or "errors" in answer):
            raise ApiError(Problem.UNKNOWN, None, "GitHub's answer to a GraphQL request makes no sense")
        errors = [error for error in answer.get("errors") or [] if isinstance(error, dict)]
        data = answer.get("data")
        return (data if isinstance(data, dict) else {}), errors

    def _read(self, ask: Callable[[], Answer]) -> Answer:
        """Ask, and once more after a failure that PyGithub's retry does not cover."""
        for last in (False, True):
            try:
                return _translated(ask)
            except ApiError as error:
                if last or (error.wait or 0) > LONGEST_WAIT:
                    raise
                time.sleep(error.wait or 1)
        raise AssertionError

    def _write(self, ask: Callable[[], Answer]) -> Answer:
        """Write once; after a rate limit, which wrote nothing, wait and write once more."""
        for last in (False, True):
            try:
                return _translated(ask, writing=True)
            except ApiError as error:
                if last or error.problem is not Problem.LIMITED or (error.wait or 60) > LONGEST_WAIT:
                    raise
                time.sleep(error.wait or 60)
        raise AssertionError


def _check_hosts(api_url: str, graphql_url: str) -> None:
    api, graphql = urlsplit(api_url), urlsplit(graphql_url)
    if (api.scheme, api.hostname, api.port) != (graphql.scheme, graphql.hostname, graphql.port):
        raise ValueError("GITHUB_API_URL and GITHUB_GRAPHQL_URL name different hosts")
    if api.scheme not in ("http", "https") or not api.hostname or api.username:
        raise ValueError("GITHUB_API_URL is no http address")


def _requester(api_url: str, token: str | None, repeat: bool) -> Requester:
    import github

    _silence()
    client = github.Github(
        base_url=api_url,
        auth=github.Auth.Token(token) if token else None,
        timeout=TIMEOUT,
        user_agent=f"route-or-action/{__version__}",
        per_page=PAGE,
        retry=_patient_retry() if repeat else None,
        seconds_between_requests=0,
        seconds_between_writes=None if repeat else 1,
    )
    return client.requester


def _silence() -> None:
    """PyGithub puts a handler of its own on its logger. Nothing of what it says belongs into a job's log."""
    for name in ("github", "urllib3"):
        logger = logging.getLogger(name)
        logger.propagate = False
        logger.handlers = [logging.NullHandler()]


def _patient_retry() -> Any:
    from reviewer.github.patience import PatientRetry

    return PatientRetry(
        total=READ_TRIES - 1,
        backoff_factor=1,
        backoff_max=20,
        max_rate_limit_wait=LONGEST_WAIT,
        status_forcelist=[*range(500, 600), 403, 429],
        raise_on_status=False,
    )


def _translated(ask: Callable[[], Answer], writing: bool = False) -> Answer:
    import requests
    from github import GithubException
    from urllib3.exceptions import HTTPError

    try:
        return ask()
    except ApiError:
        raise
    except GithubException as error:
        _raise(error, writing)
    except requests.Timeout:
        raise ApiError(Problem.UNKNOWN, None, "GitHub did not answer in time") from None
    except (requests.RequestException, HTTPError, OSError):
        raise ApiError(Problem.UNKNOWN, None, "the connection to GitHub broke") from None
    except (ValueError, TypeError, AttributeError):
        raise ApiError(Problem.UNKNOWN, None, "GitHub's answer could not be read") from None
    except (AssertionError, RuntimeError):
        raise ApiError(Problem.REFUSED, None, "GitHub redirected to an address that must not see the token") from None


def _raise(error: Any, writing: bool) -> NoReturn:
    status = error.status if isinstance(error.status, int) else None
    message = _message(error.data) or f"GitHub answered {status}"
    headers = {str(name).lower(): str(value) for name, value in (error.headers or {}).items()}
    wait = wait_asked(headers)
    if _is_limit(status, message, headers, error.data):
        raise ApiError(Problem.LIMITED, status, message, wait) from None
    if status is None or status >= 500 or status < 300:
        raise ApiError(Problem.UNKNOWN, status, message) from None
    if status in (401, 403) or (status == 404 and writing):
        raise ApiError(Problem.DENIED, status, message) from None
    raise ApiError(Problem.REFUSED, status, message) from None


def _json(body: object) -> dict[str, Any]:
    found = json.loads(body) if isinstance(body, str) and body else {}
    return found if isinstance(found, dict) else {}


def _message(data: object) -> str:
    text = data.get("message") if isinstance(data, dict) else None
    return " ".join(text.split())[:300] if isinstance(text, str) else ""


def _is_limit(status: int | None, message: str, headers: Mapping[str, str], data: object) -> bool:
    """403 and 429 tell a limit by header or text; a 422 with the code ``abuse`` is one too."""
    if status == 429:
        return True
    if status == 403:
        spent = headers.get("x-ratelimit-remaining") == "0"
        return spent or "retry-after" in headers or "rate limit" in message.lower()
    errors = data.get("errors") if isinstance(data, dict) else None
    return status == 422 and any(isinstance(each, dict) and each.get("code") == "abuse" for each in errors or [])


def wait_asked(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait: ``Retry-After`` first, then the reset of a spent limit (documentation, "Rate limits")."""
    after = headers.get("retry-after", "")
    if after.isdigit():
        return float(after)
    reset = headers.get("x-ratelimit-reset", "")
    if headers.get("x-ratelimit-remaining") == "0" and reset.isdigit():
        return max(0.0, float(reset) - time.time()) + 1
    return None


def _graphql_error(errors: list[dict[str, Any]], requester: Requester) -> ApiError:
    kinds = {str(error.get("type", "")) for error in errors}
    message = _message(errors[0]) or "GitHub refused a GraphQL request"
    if "RATE_LIMITED" in kinds or "rate limit" in message.lower():
        wait = (
            max(0.0, requester.rate_limiting_resettime - time.time()) + 1 if requester.rate_limiting[0] == 0 else None
        )
        return ApiError(Problem.LIMITED, 200, message, wait)
    if kinds & {"FORBIDDEN", "INSUFFICIENT_SCOPES", "UNAUTHORIZED"}:
        return ApiError(Problem.DENIED, 200, message)
    if kinds - {""} <= {"NOT_FOUND", "UNPROCESSABLE", "STALE_DATA", "VALIDATION"} and kinds - {""}:
        return ApiError(Problem.REFUSED, 200, message)
    return ApiError(Problem.UNKNOWN, 200, message)
