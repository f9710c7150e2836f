"""The GitHub of the tests on a port of this machine: HTTP, tokens, limits, faults, and a log of every request."""

from __future__ import annotations

import json
import socket
import struct
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.github import graph, rest
from tests.github.faults import Fault
from tests.github.rest import Answer, Asked, problem
from tests.github.world import Token, World

HANG = 1.6  # seconds: longer than the time-out that the tests give to the client


@dataclass
class Logged:
    """One request and its answer, as they went over the wire."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    status: int = 0
    answer: Any = None
    fault: str = ""
    authorised: bool = False
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def writes(self) -> bool:
        if self.path.endswith("graphql"):
            return str((self.body or {}).get("query", "")).lstrip().startswith("mutation")
        return self.method not in ("GET", "HEAD")


class _Listener(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A client that has lost its patience and gone is part of the tests."""


class Server:
    """Serves a world. ``prefix``: where the REST API lies, "" as on api.github.com or "/api/v3" as on GHES."""

    def __init__(self, world: World, prefix: str = "") -> None:
        self.world = world
        self.prefix = prefix
        self.graphql_path = "/api/graphql" if prefix else "/graphql"
        self.log: list[Logged] = []
        self.faults: list[Fault] = []
        self._armed_at = 0
        self._lock = threading.RLock()
        world.next_times_out = self._next_times_out
        self._http = _Listener(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def api(self) -> str:
        return self.origin + self.prefix

    @property
    def graphql(self) -> str:
        return self.origin + self.graphql_path

    def arm(self, *faults: Fault) -> None:
        """Let these faults hit the requests from now on."""
        self.faults = list(faults)
        self._armed_at = len(self.log)

    def _next_times_out(self) -> bool:
        number = len(self.log) - self._armed_at
        return any(fault.hits(number) and fault.kind.startswith("timeout") for fault in self.faults)

    @property
    def since(self) -> list[Logged]:
        """The requests since ``arm``."""
        return self.log[self._armed_at :]

    def take(self, logged: Logged) -> Fault | None:
        with self._lock:
            number = len(self.log) - self._armed_at
            self.log.append(logged)
            return next((fault for fault in self.faults if fault.hits(number)), None)

    def answered(self, logged: Logged) -> Answer:
        """The answer by the rules, without faults."""
        with self._lock:
            if logged.path.startswith("/_codeload/"):
                if logged.authorised:
                    return problem(400, "Credentials must not be sent here")
                return Answer(200, raw=rest.archive(self.world, logged.path.rsplit("/", 1)[1]))
            token = self._token(logged)
            if isinstance(token, Answer):
                return token
            made = self._dispatched(logged, token)
            made.headers |= self._limits(logged, token)
            return made

    def _token(self, logged: Logged) -> Token | Answer:
        value = logged.headers.get("Authorization", "").partition(" ")[2]
        token = self.world.tokens.get(value)
        if token is None or token.expired:
            return problem(401, "Bad credentials")
        if self.world.clock() >= token.reset:
            token.reset, token.remaining = self.world.clock() + 3_600, {}
        kind = self._kind(logged)
        if token.remaining.setdefault(kind, token.limit) <= 0:
            return self._spent(logged, token)
        token.remaining[kind] -= 1
        return token

    def _kind(self, logged: Logged) -> str:
        return "graphql" if logged.path == self.graphql_path else "core"

    def _spent(self, logged: Logged, token: Token) -> Answer:
        """The primary limit: REST refuses, GraphQL answers 200."""
        message = "API rate limit exceeded for installation ID 1."
        if self._kind(logged) == "core":
            spent = problem(403, message)
        else:
            spent = Answer(200, {"data": None, "errors": [{"type": "RATE_LIMITED", "message": message}]})
        spent.headers = self._limits(logged, token)
        return spent

    def _limits(self, logged: Logged, token: Token) -> dict[str, str]:
        left = token.remaining[self._kind(logged)]
        return {
            "X-RateLimit-Limit": str(token.limit),
            "X-RateLimit-Remaining": str(left),
            "X-RateLimit-Reset": str(int(token.reset - self.world.slept) + 1),
            "X-RateLimit-Used": str(token.limit - left),
            "X-RateLimit-Resource": self._kind(logged),
        }

    def _dispatched(self, logged: Logged, token: Token) -> Answer:
        if logged.path == self.graphql_path and logged.method == "POST":
            asked = logged.body if isinstance(logged.body, dict) else {}
            return Answer(200, graph.execute(self.world, token, str(asked.get("query")), asked.get("variables") or {}))
        if not logged.path.startswith(self.prefix + "/"):
            return problem(404, "Not Found")
        path = logged.path[len(self.prefix) :]
        asked = Asked(self.world, token, logged.method, path, logged.query, logged.body, self.api, logged.headers)
        return rest.answer(asked)

    def faulty(self, kind: str, logged: Logged) -> Answer:
        """The answer of a fault that is an answer."""
        far = str(int(self.world.clock() - self.world.slept) + 20)
        limited = {"X-RateLimit-Limit": "1000", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": far}
        is_graphql = logged.path == self.graphql_path
        if kind.startswith("502"):
            return Answer(502, raw=b"<html>Bad gateway</html>")
        if kind == "401":
            return problem(401, "Bad credentials")
        if kind == "403":
            return problem(403, rest.NOT_ACCESSIBLE)
        if kind == "403-retry-after":
            answer = problem(403, "You have exceeded a secondary rate limit.")
            answer.headers["Retry-After"] = "7"
            return answer
        if kind == "403-secondary":
            return problem(
                403, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
            )
        if kind == "403-primary":
            answer = problem(403, "API rate limit exceeded for installation ID 1.")
            answer.headers |= limited
            return answer
        if kind in ("429", "429-retry-after"):
            answer = problem(429, "Too many requests")
            answer.headers |= {"Retry-After": "7"} if kind.endswith("after") else {}
            return answer
        if kind in ("graphql-errors", "graphql-limited") and is_graphql:
            error: dict[str, Any] = {"message": "Something went wrong while executing your query."}
            if kind == "graphql-limited":
                error = {"type": "RATE_LIMITED", "message": "API rate limit exceeded for installation ID 1."}
            return Answer(200, {"data": None, "errors": [error]}, limited if kind == "graphql-limited" else {})
        if kind.isdigit():
            return problem(int(kind), {"404": "Not Found", "422": "Validation Failed"}.get(kind, "No"))
        return problem(502, "Bad gateway")


def _leave_out(made: Answer, logged: Logged) -> None:
    """A mutation is carried out, and the answer lacks the lists that took too long: errors beside the data."""
    if not (logged.path.endswith("/graphql") and logged.writes and isinstance(made.body, dict)):
        return
    made.body = {**_with_empty_lists(made.body), "errors": [{"message": "Something went wrong while executing."}]}


def _with_empty_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: [] if name == "nodes" else _with_empty_lists(inner) for name, inner in value.items()}
    return value


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            self._serve()

        def do_POST(self) -> None:
            self._serve()

        do_PATCH = do_PUT = do_DELETE = do_POST  # noqa: N815

        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            raw = self.rfile.read(length) if length else b""
            parts = urlsplit(self.path)
            logged = Logged(
                self.command,
                parts.path,
                dict(parse_qsl(parts.query)),
                json.loads(raw) if raw else None,
                authorised="Authorization" in self.headers,
                headers=dict(self.headers),
            )
            fault = server.take(logged)
            if fault is not None and fault.before is not None:
                fault.before()
            kind = logged.fault = fault.kind if fault is not None else ""
            if kind == "no-budget":
                for token in server.world.tokens.values():
                    token.remaining = {"core": 1, "graphql": 1}
                    token.reset = server.world.clock() + 30
            happens = (
                kind in ("", "no-budget")
                or (
                    "after" in kind.split("-")[1:]
                    and kind.split("-")[0]
                    in (
                        "502",
                        "timeout",
                        "reset",
                        "broken",
                        "partial",
                    )
                )
                or kind == "broken-json"
            )
            made = server.answered(logged) if happens else None
            if kind.startswith("timeout"):
                threading.Event().wait(HANG)
                self.close_connection = True
                return
            if kind.startswith("reset"):
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.close_connection = True
                self.connection.close()
                return
            if kind == "partial-after" and made is not None:
                _leave_out(made, logged)
            elif kind not in ("", "no-budget") and not kind.startswith("broken"):
                made = server.faulty(kind, logged)
            assert made is not None
            self._send(made, logged, broken=kind.startswith("broken"))

        def _send(self, made: Answer, logged: Logged, broken: bool) -> None:
            data = made.raw if made.raw is not None else json.dumps(made.body).encode()
            if broken:
                data = data[: len(data) // 2]
            logged.status, logged.answer = made.status, made.body
            self.send_response(made.status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            for name, value in made.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)
            self.wfile.flush()

    return Handler
