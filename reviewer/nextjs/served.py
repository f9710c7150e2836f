"""What Next.js serves from one file: its endpoints, and where a comment on each could stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reviewer.model import App, Endpoint, Handler, Kind, Skipped, Span
from reviewer.nextjs.app import owner
from reviewer.nextjs.body import Work, work_behind, work_behind_export
from reviewer.nextjs.directives import STABLE, Refusal, directives
from reviewer.nextjs.hidden_exports import unknown_exports
from reviewer.nextjs.methods import told_apart
from reviewer.nextjs.packages import app_of_package
from reviewer.nextjs.pages_api import default_export
from reviewer.nextjs.relevance import may_use_server
from reviewer.nextjs.route_handlers import route_methods
from reviewer.nextjs.routing import is_pages_api_file, is_route_file, pages_api_url, route_url
from reviewer.nextjs.server_actions import actions
from reviewer.nextjs.soundness import may_hide_directive, misunderstood
from reviewer.nextjs.tunnels import tunnel_of
from reviewer.syntax.parser import SOURCE_SUFFIXES

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.nextjs.references import Resolver
    from reviewer.syntax.parser import Source


class Served(NamedTuple):
    """An endpoint; ``anchors``: the lines that a reader would look at first, best first; ``code``: its own text."""

    endpoint: Endpoint
    anchors: tuple[int, ...]
    code: bytes


class Contents(NamedTuple):
    """The endpoints of one file, what of it could not be taken for one, and what it may export beyond our sight."""

    served: tuple[Served, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    hidden: tuple[Skipped, ...] = ()


def can_serve(apps: Sequence[App], path: str, data: bytes) -> bool:
    """The file may hold an endpoint: the cheap test before parsing."""
    if not path.endswith(SOURCE_SUFFIXES):
        app = owner(apps, path)
        return app is not None and (is_route_file(app, path) or is_pages_api_file(app, path))
    if may_use_server(data):
        return True
    app = owner(apps, path)
    return app is not None and (is_route_file(app, path) or is_pages_api_file(app, path))


def contents(path: str, data: bytes, apps: Sequence[App], resolver: Resolver) -> Contents:
    """What Next.js serves from a file."""
    source = resolver.sources.get(path, data)
    app = owner(apps, path)
    routed = app is not None and (is_route_file(app, path) or is_pages_api_file(app, path))
    if source is None:
        reason = resolver.sources.skipped.get(path, Skipped(path, "not a source file that can be parsed"))
        return Contents(skipped=(reason._replace(incomplete=True),))
    served: list[Served] = []
    skipped: list[Skipped] = []
    hidden: list[Skipped] = []
    if app is not None and routed:
        if is_route_file(app, path):
            unknown = unknown_exports(source, resolver)
            hidden.extend([Skipped(path, unknown, incomplete=True)] if unknown else ())
            served.extend(_route_handlers(source, app, resolver))
        else:
            served.extend(_pages_api(source, app, resolver))
            if not served:
                skipped.append(Skipped(path, "Next.js serves this file, but without a default export it answers 500"))
    if may_use_server(data):
        found = _server_actions(source, app or app_of_package(apps, path, resolver.sources), resolver)
        served.extend(found.served)
        skipped.extend(found.skipped)
    if routed or served or may_hide_directive(source) or _is_action_file(source, data):
        skipped.extend(misunderstood(source))
    return Contents(tuple(served), tuple(skipped), tuple(hidden))


def _route_handlers(source: Source, app: App, resolver: Resolver) -> Iterator[Served]:
    url = route_url(app, source.path)
    for item in route_methods(source, resolver.modules):
        if item.node is not None:
            work = work_behind(source, item.node, resolver, export=item.key)
        else:
            work = work_behind_export(source.path, item.method, resolver)
        tunnel = tunnel_of(source, work, resolver.sources)
        yield _served(source, app, Kind.ROUTE_HANDLER, item.method, item.node, item.entry, work, tunnel, url=url)


def _pages_api(source: Source, app: App, resolver: Resolver) -> Iterator[Served]:
    export = default_export(source)
    if export is None:
        return
    entry, node = export
    work = work_behind(source, node, resolver) if node is not None and node.type != "export_specifier" else None
    if work is None or (node is not None and node.type == "identifier"):
        work = work_behind_export(source.path, "default", resolver)
    tunnel = tunnel_of(source, work, resolver.sources)
    if tunnel is None and len(work.handlers) == 1 and work.handlers[0].method is None:
        home = resolver.sources.get(work.handlers[0].body.path)
        if home is not None:
            work = work._replace(handlers=told_apart(home, home.node(work.handlers[0].body)))
    url = pages_api_url(app, source.path)
    yield _served(source, app, Kind.PAGES_API_ROUTE, "default", node, entry, work, tunnel, url=url)


def _server_actions(source: Source, app: App | None, resolver: Resolver) -> Contents:
    found = actions(source)
    if app is None or not (found.found or found.refusals):
        return Contents()
    if found.refusals:
        first = min(found.refusals, key=lambda refusal: refusal.line)
        reason = f"Next.js refuses line {first.line}: {first.reason}"
        return Contents(skipped=(Skipped(source.path, reason, not _surely_refused(source, found.refusals, app)),))
    if not app.has_server_actions:
        return Contents(skipped=(Skipped(source.path, _why_no_actions(app)),))
    served = []
    seen: Counter[str | None] = Counter()
    for action in found.found:
        work = work_behind(source, action.node, resolver, export=action.key)
        if action.node.type == "export_specifier":
            work = work_behind_export(source.path, action.name or "default", resolver)
        name = action.name or action.binding
        one = _served(
            source, app, Kind.SERVER_ACTION, name, action.node, action.entry, work, None,
            inline=action.inline, binding=action.binding, directive=action.directive,
        )  # fmt: skip
        if action.inline:
            one = one._replace(endpoint=one.endpoint._replace(ordinal=seen[name]))
            seen[name] += 1
        served.append(one)
    return Contents(tuple(served))


def _surely_refused(source: Source, refusals: Iterable[Refusal], app: App) -> bool:
    """The app's version refuses one of them whatever its configuration, and the parser saw the file as it is."""
    if source.root.has_error:
        return False
    major = app.next_version[0] if app.next_version is not None else STABLE
    return any(refusal.since is not None and refusal.since <= max(major, STABLE) for refusal in refusals)


def _is_action_file(source: Source, data: bytes) -> bool:
    return may_use_server(data) and directives(source, source.root.named_children, module=True).server is not None


def _why_no_actions(app: App) -> str:
    if not app.renders_with_app:
        return "'use server' registers nothing here: the app renders no page with the App Router"
    version = ".".join(str(part) for part in app.next_version or ())
    return f"'use server' registers nothing here: Next.js {version} has no server actions unless a flag asks for them"


def _served(
    source: Source,
    app: App,
    kind: Kind,
    name: str | None,
    node: Node | None,
    entry: Node,
    work: Work,
    tunnel: str | None,
    *,
    url: str | None = None,
    inline: bool = False,
    binding: str | None = None,
    directive: Node | None = None,
) -> Served:
    whole = _statement(node if node is not None else entry)
    lines = source.span(whole)
    handlers = work.handlers or (Handler(None, source.span(node if node is not None else entry)),)
    if kind is Kind.ROUTE_HANDLER:
        methods: tuple[str, ...] = (name,) if name is not None else ()
        handlers = (Handler(name, _of_method(handlers, name)),)
    elif kind is Kind.PAGES_API_ROUTE:
        methods = tuple(handler.method for handler in handlers if handler.method is not None) or ("*",)
    else:
        methods = ()
        handlers = (Handler(None, handlers[0].body),)
    anchors = [lines.start_line, source.place(entry).line]
    if directive is not None:
        anchors.append(source.place(directive).line)
    endpoint = Endpoint(
        kind=kind,
        path=source.path,
        name=name,
        start_line=lines.start_line,
        end_line=lines.end_line,
        anchor_line=lines.start_line,
        app=app,
        inline=inline,
        methods=methods,
        url=url,
        handlers=handlers,
        wrappers=work.wrappers,
        tunnel=tunnel,
        binding=binding,
    )
    code = source.data[whole.start_byte : whole.end_byte]
    return Served(endpoint, tuple(dict.fromkeys(anchors)), code)


def _of_method(handlers: tuple[Handler, ...], method: str | None) -> Span:
    return next((handler.body for handler in handlers if handler.method == method), handlers[0].body)


def _statement(node: Node) -> Node:
    """The whole statement that declares a node, where it declares nothing else."""
    parent = node.parent
    if node.type == "variable_declarator" and parent is not None and len(parent.named_children) == 1:
        node, parent = parent, parent.parent
    if parent is not None and parent.type == "export_statement":
        return parent
    return node
