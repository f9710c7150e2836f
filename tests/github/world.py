"""What the GitHub of the tests knows: repositories, commits, pull requests, threads, comments, tokens. In memory.

Its methods are what people and git do. What programs do goes through HTTP (``rest`` and ``graphql``).
"""

from __future__ import annotations

import hashlib
import itertools
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from tests.github.diffs import Entry, carried, differences

NEVER = 10**12


@dataclass(frozen=True)
class Actor:
    """A person or an app. ``kind``: User or Bot."""

    login: str
    kind: str = "User"

    @property
    def id(self) -> int:
        return int.from_bytes(hashlib.sha256(self.login.encode()).digest()[:3], "big")


ACTIONS = Actor("github-actions[bot]", "Bot")
AUTHOR = Actor("ada")
REVIEWER = Actor("grace")
ORGANISATION = Actor("octo", "Organization")


@dataclass
class Token:
    """A token and what it may do. Permissions: none, read or write."""

    value: str
    actor: Actor = ACTIONS
    permissions: dict[str, str] = field(
        default_factory=lambda: {"contents": "read", "pull_requests": "write", "issues": "read"}
    )
    limit: int = 1_000
    remaining: dict[str, int] = field(default_factory=dict)  # of each kind of limit, from the first request on
    reset: float = 0.0
    expired: bool = False

    def may(self, what: str, how: str) -> bool:
        order = ["none", "read", "write"]
        return order.index(self.permissions.get(what, "none")) >= order.index(how)


@dataclass
class Comment:
    number: int
    node: str
    body: str
    author: Actor | None
    minimized: str | None = None
    review: int | None = None
    reply_to: int | None = None
    editor: Actor | None = None  # who changed it last


@dataclass
class Thread:
    """A review thread. ``line`` is None once the line is gone from the diff; ``commit``: where it was begun."""

    node: str
    path: str
    comments: list[Comment]
    commit: str
    subject: str = "LINE"
    line: int | None = None
    start_line: int | None = None
    original_line: int | None = None
    original_start_line: int | None = None
    side: str = "RIGHT"
    resolved_by: Actor | None = None

    @property
    def outdated(self) -> bool:
        return self.subject == "LINE" and self.line is None


@dataclass
class Review:
    number: int
    node: str
    body: str
    author: Actor
    commit: str


@dataclass
class Commit:
    sha: str
    tree: dict[str, str]
    parents: tuple[str, ...]


@dataclass
class Pull:
    number: int
    base_ref: str
    base: str
    head: str
    head_ref: str
    head_repository: str | None
    author: Actor = AUTHOR
    draft: bool = False
    state: str = "open"
    threads: list[Thread] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)

    @property
    def node(self) -> str:
        return f"PR_{self.number}"


class World:
    """One server's state, with one repository ``octo/shop``."""

    def __init__(self) -> None:
        self.owner, self.name = "octo", "shop"
        self.default_branch = "main"
        self.blobs: dict[str, bytes] = {}
        self.commits: dict[str, Commit] = {}
        self.branches: dict[str, str] = {}
        self.pulls: dict[int, Pull] = {}
        self.tokens: dict[str, Token] = {}
        self.slept = 0.0
        self.created: list[float] = []  # when content was created, for the secondary limit
        self.max_creations_a_minute = 80
        self.links: dict[str, bytes] = {}  # symbolic links, by path, in every archive
        self.archive_host: str | None = None  # where the API sends the request for an archive
        self.next_page: str | None = None  # the address of every next page
        self.moved: tuple[int, str] | None = None  # status and target of a redirect for every file list
        self.undiffed: set[str] = set()  # an attribute in .gitattributes hides their diffs, as if they were binary
        self.no_list: int | None = None  # the status of every file list: its diff is too large or too slow to make
        self.truncated_trees = False  # every list of a commit's files is cut, that of one folder, too
        self.most_entries = 100_000  # of a list of a commit's files
        self.trees: dict[str, dict[str, str]] = {}  # the files below a folder that was listed, by its name in git
        self.bad_paths: set[str] = set()  # their lines are refused, although the diff shows them
        self.locked = False  # the conversation of every pull request
        self.bad_files: set[str] = set()  # comments on the whole file are refused, too
        self.next_times_out: Callable[[], bool] = lambda: False  # set by the server: its next request hangs
        self._numbers = itertools.count(1_001)

    @property
    def full_name(self) -> str:
        return f"{self.owner}/{self.name}"

    def clock(self) -> float:
        """Seconds: the real clock and all that the program under test has asked to sleep."""
        return time.time() + self.slept

    def next_number(self) -> int:
        return next(self._numbers)

    # --- git ---

    def blob(self, data: bytes) -> str:
        sha = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
        self.blobs[sha] = data
        return sha

    def commit(self, files: Mapping[str, bytes | str], parents: tuple[str, ...] = ()) -> str:
        tree = {path: self.blob(data.encode() if isinstance(data, str) else data) for path, data in files.items()}
        text = repr((sorted(tree.items()), parents, len(self.commits)))
        sha = hashlib.sha1(text.encode()).hexdigest()
        self.commits[sha] = Commit(sha, tree, parents)
        return sha

    def files(self, sha: str) -> dict[str, bytes]:
        return {path: self.blobs[blob] for path, blob in self.commits[sha].tree.items()}

    def tree_name(self, files: Mapping[str, str], folder: str) -> str:
        """What git calls a folder: the same for all folders that hold the same."""
        inside = {
            path.removeprefix(f"{folder}/"): blob for path, blob in files.items() if path.startswith(f"{folder}/")
        }
        sha = hashlib.sha1(repr(sorted(inside.items())).encode()).hexdigest()
        self.trees[sha] = inside
        return sha

    def files_of_tree(self, sha: str) -> dict[str, str] | None:
        return self.commits[sha].tree if sha in self.commits else self.trees.get(sha)

    def resolve(self, revision: str) -> str | None:
        return self.branches.get(revision) or (revision if revision in self.commits else None)

    def ancestors(self, sha: str) -> list[str]:
        seen, queue = [], [sha]
        while queue:
            current = queue.pop(0)
            if current in self.commits and current not in seen:
                seen.append(current)
                queue.extend(self.commits[current].parents)
        return seen

    def merge_base(self, one: str, other: str) -> str:
        mine = set(self.ancestors(one))
        return next(sha for sha in self.ancestors(other) if sha in mine)

    def entries(self, pull: Pull, head: str | None = None) -> list[Entry]:
        head = head or pull.head
        base = self.merge_base(pull.base, head)
        entries = differences(self.commits[base].tree, self.commits[head].tree, self.blobs)
        hidden = {each.path: replace(each, patch=None, additions=0, deletions=0) for each in entries}
        return [hidden[each.path] if each.path in self.undiffed else each for each in entries]

    # --- what people do ---

    def open_pull(
        self,
        base: Mapping[str, bytes | str],
        head: Mapping[str, bytes | str],
        *,
        head_repository: str | None = "octo/shop",
        author: Actor = AUTHOR,
        draft: bool = False,
    ) -> Pull:
        """A pull request from a branch with the files ``head`` into main with the files ``base``."""
        bottom = self.branches.get(self.default_branch) or self.commit(base)
        self.branches[self.default_branch] = bottom
        top = self.commit(head, (bottom,))
        number = len(self.pulls) + 1
        pull = Pull(
            number, self.default_branch, bottom, top, f"topic-{number}", head_repository, author, draft, heads=[top]
        )
        self.branches[pull.head_ref] = top
        self.pulls[number] = pull
        return pull

    def push(self, pull: Pull, files: Mapping[str, bytes | str], *, rebase_on: str | None = None) -> str:
        """New files at the head of the pull request; ``rebase_on``: the commit that becomes its parent."""
        before = pull.head
        pull.head = self.commit(files, (rebase_on or before,))
        if rebase_on is not None:
            pull.base = rebase_on
            pull.heads.clear()  # no commit of before is part of the pull request any longer
        self.branches[pull.head_ref] = pull.head
        pull.heads.append(pull.head)
        self._move_threads(pull, before)
        return pull.head

    def advance_base(self, files: Mapping[str, bytes | str]) -> str:
        """Another commit on the main branch; open pull requests then have it as their base."""
        tip = self.commit(files, (self.branches[self.default_branch],))
        self.branches[self.default_branch] = tip
        return tip

    def _move_threads(self, pull: Pull, before: str) -> None:
        old, new = self.files(before), self.files(pull.head)
        shown = {entry.path: entry.ranges for entry in self.entries(pull)}
        for thread in pull.threads:
            if thread.line is None:
                continue
            line = carried(thread.line, old.get(thread.path, b""), new.get(thread.path, b""))
            visible = line is not None and any(a <= line <= b for a, b in shown.get(thread.path, []))
            length = thread.line - thread.start_line if thread.start_line is not None else None
            thread.line = line if visible else None
            thread.start_line = line - length if visible and line is not None and length is not None else None

    def reply(self, thread: Thread, author: Actor = REVIEWER, body: str = "This is on purpose.") -> Comment:
        number = self.next_number()
        comment = Comment(number, f"PRRC_{number}", body, author, reply_to=thread.comments[0].number)
        thread.comments.append(comment)
        return comment

    def comment(self, pull: Pull, body: str, author: Actor = REVIEWER) -> Comment:
        number = self.next_number()
        comment = Comment(number, f"IC_{number}", body, author)
        pull.comments.append(comment)
        return comment

    def begin_thread(self, pull: Pull, path: str, body: str, author: Actor = REVIEWER, line: int | None = 1) -> Thread:
        number = self.next_number()
        first = Comment(number, f"PRRC_{number}", body, author)
        thread = Thread(f"PRRT_{number}", path, [first], pull.head, line=line, original_line=line)
        pull.threads.append(thread)
        return thread

    def token(self, value: str = "ghs_secret", **changes: object) -> Token:
        token = Token(value)
        for name, change in changes.items():
            setattr(token, name, change)
        self.tokens[value] = token
        return token

    def thread_of(self, node: str) -> tuple[Pull, Thread] | None:
        for pull in self.pulls.values():
            for thread in pull.threads:
                if thread.node == node:
                    return pull, thread
        return None

    def comment_of(self, node: str) -> tuple[Pull, Comment] | None:
        for pull in self.pulls.values():
            for comment in [*pull.comments, *(each for thread in pull.threads for each in thread.comments)]:
                if comment.node == node:
                    return pull, comment
        return None
