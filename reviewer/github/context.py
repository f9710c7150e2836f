"""What all steps of a run need, and the one request that reads the settings, the live state and texts together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reviewer.changes.trees import FolderTree, MemoryTree
from reviewer.config import ConfigError, Settings, load, merged
from reviewer.config.keys import BY_NAME, FILE
from reviewer.github import documents, live, texts
from reviewer.github.client import Client
from reviewer.github.live import Live, Pull
from reviewer.github.outputs import say
from reviewer.github.workspace import checkout
from reviewer.report.links import Links


@dataclass(slots=True)
class Context:
    """One run. ``workspace``: the checkout, where there is one."""

    client: Client
    pull: Pull
    environ: Mapping[str, str]
    head: str
    workspace: FolderTree | MemoryTree | None
    notes: list[str] = field(default_factory=list)

    @property
    def server(self) -> str:
        return self.environ.get("GITHUB_SERVER_URL") or "https://github.com"

    @property
    def links(self) -> Links:
        return Links(self.server, f"{self.pull.owner}/{self.pull.name}", self.head)


def context_of(client: Client, pull: Pull, environ: Mapping[str, str], head: str) -> Context:
    """``GITHUB_SHA`` is what actions/checkout takes by default: the merge commit, or the base's."""
    folder = environ.get("GITHUB_WORKSPACE")
    found = checkout(Path(folder), {head, environ.get("GITHUB_SHA", "")}) if folder else ""
    if not isinstance(found, str):
        return Context(client, pull, environ, head, found)
    if found:
        say(f"The workspace {found}: the code is read from GitHub.")
    return Context(client, pull, environ, head, None)


def settings_path(environ: Mapping[str, str]) -> str:
    """Where the settings are in the repository."""
    return environ.get("INPUT_CONFIG", "").strip().removeprefix("./") or FILE


def settings_of(environ: Mapping[str, str], text: bytes | None, origin: str = FILE) -> Settings:
    """Defaults, then the file at the base, then the inputs. Raises ConfigError."""
    settings = load(text, origin) if text is not None else Settings()
    if text is None and environ.get("INPUT_CONFIG", "").strip():
        raise ConfigError(f"The input config names {settings_path(environ)}, which is not there at the base.")
    given = {name: environ.get(f"INPUT_{name.upper()}", "") for name, key in BY_NAME.items() if key.from_text}
    return merged(settings, given, "input")


def state(context: Context, base: str, blobs: Sequence[str]) -> tuple[Settings, Live, dict[str, bytes]]:
    """The settings at the base, the live state and the texts of blobs, all in one request where they fit into one.

    Raises ApiError, ConfigError.
    """
    path = settings_path(context.environ)
    variables = {**live.first_page(context.pull), "settings": f"{base}:{path}", "base": base}
    data = context.client.query(documents.state(blobs, settings=True), variables)
    repository = data.get("repository")
    repository = repository if isinstance(repository, dict) else {}
    settings = _settings_at(context, base, repository.get("settings"), repository.get("base"))
    return settings, live.complete(context.client, context.pull, data), texts.from_answer(repository, blobs)


def settings_at(context: Context, base: str) -> Settings:
    """The settings at a commit, by a request of their own. Raises ApiError, ConfigError."""
    expressions = [f"{base}:{settings_path(context.environ)}", base]
    file, commit = texts.nodes_at(context.client, context.pull, expressions)
    return _settings_at(context, base, file, commit)


def _settings_at(context: Context, base: str, file: object, commit: object) -> Settings:
    """A file that is there and cannot be read is no missing file: defaults could be weaker than what it asks for."""
    if commit is None:
        raise ConfigError(f"The commit {base[:7]} is not there: its settings could not be read.")
    origin = f"{settings_path(context.environ)} at {base[:7]}"
    text = texts.of_node(context.client, context.pull, file)
    if text is None and file:
        raise ConfigError(f"{origin}: the file could not be read. Save it as UTF-8 text of at most 64 KiB.")
    return settings_of(context.environ, text, origin)
