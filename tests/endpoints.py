"""An endpoint for tests that begin with findings."""

from __future__ import annotations

from reviewer.model import App, Endpoint, Handler, Kind, Span, Status

APP = App(root="", next_version=(16, 4), app_dir="app", renders_with_app=True)


def endpoint(kind: Kind, path: str, name: str | None, lines: tuple[int, int], **more: object) -> Endpoint:
    """A new one from the first line to the last; ``more``: any other members."""
    start, end = lines
    given = {
        "anchor_line": start,
        "app": APP,
        "handlers": (Handler(None, Span(path, 0, 1, start, end)),),
        "status": Status.NEW,
        **more,
    }
    return Endpoint(kind, path, name, start, end, **given)  # type: ignore[arg-type]
