"""Which calls, attributes and assignments send a request to the URL that they are given, and how.

Sources: MDN (fetch, XMLHttpRequest.open, sendBeacon, EventSource, HTMLFormElement.method), the documentation of SWR,
TanStack Query, axios, ky, ofetch, RTK Query, tRPC links, AI SDK (``api``, POST), QStash (``publishJSON``), Next.js
("Linking and Navigating", "redirect", "Metadata").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reviewer.callers.functions import HTTP_METHODS, TRANSPARENT, arguments_of, callee, last_name, property_of
from reviewer.callers.known import Access, words
from reviewer.callers.scopes import FUNCTIONS, File
from reviewer.callers.urls import Hole, Pattern
from reviewer.model import Via

if TYPE_CHECKING:
    from tree_sitter import Node

UNSEEN = "?"  # the method is chosen where this code does not show


class Request(NamedTuple):
    """One request. ``methods``: those it may use; empty where the code does not tell. ``wrapped``: sent by a helper."""

    patterns: tuple[Pattern, ...]
    methods: tuple[str, ...] = ()
    via: Via | None = None
    outside: str | None = None
    wrapped: bool = False
    returns: Access | None = None  # the function in the call's result that sends it; None: the call does

    def of(self, patterns: tuple[Pattern, ...]) -> Request:
        return self._replace(patterns=patterns)


_VERBS = {
    **{verb: verb.upper() for verb in ("get", "post", "put", "patch", "delete", "head", "options")},
    "del": "DELETE",
    "getJSON": "GET",
    "postJSON": "POST",
    "sendBeacon": "POST",
    **{method: method for method in HTTP_METHODS},  # openapi-fetch: client.POST("/items")
}
_FETCH = re.compile(
    r"(?:\$?o?fetch|fetchEventSource|\w*Fetch|fetch(?:Json|JSON|er|Data|Api|API|With\w+|Wrapper)|axios|ky|got|request|makeRequest|apiRequest)\Z"
)
_READ_HOOK = re.compile(r"(?=\w+\Z)(?:use\w*(?:SWR|Query|Fetch|Get)\w*|(?:fetch|prefetch|ensure)Query(?:Data)?)\Z")
_LIBRARY_HOOK = r"useSWR(?:Immutable|Infinite)?\Z"
_INERT = words(
    "prefetch setQueryData getQueryData removeQueries cancelQueries refetchQueries resetQueries startsWith endsWith"
    " includes indexOf match test has log info warn error debug describe it expect usePathname matcher"
    " createRouteMatcher pathToRegexp split RegExp Set Map capture track unstable_serialize"
)
_RENEWING = re.compile(r"(?:mutate|invalidate|revalidate)\w*\Z|\w*Mutate\Z")
_NAVIGATE = frozenset({"push", "replace", "redirect", "permanentRedirect", "assign", "navigate", "useLinkProps"})
_CHAT = words(
    "useChat useCompletion useObject experimental_useObject useAssistant DefaultChatTransport TextStreamChatTransport"
    " HttpChatTransport AssistantChatTransport"
)
_LINKS = words(
    "httpBatchLink httpLink httpBatchStreamLink unstable_httpBatchStreamLink httpSubscriptionLink ApolloClient HttpLink"
    " createHttpLink GraphQLClient createUploadLink"
)
_QUEUE = r"(?:publish|enqueue|queue|batch|schedule|trigger)\w*\Z"
_URL_KEYS = frozenset({".url", ".uri", ".endpoint", ".path", ".href"})
_THIRD_PARTY = (
    r"(?i:(?:(?:success|cancel|return|callback|redirect|refresh|webhook|notification|notify|failure|error|post_logout_redirect)"
    r"_?(?:ur[li]s?|to|uri)|webhook|redirectTo)\Z)"
)
_MARKUP = (
    r"(?:src|srcSet|poster|data|images?|icons?|logo|avatar|thumbnail|background|photo"
    r"|\w*(?:Image|Avatar|Icon|Logo|Src)(?:Url|URL|Src)?)\Z"
)


def is_fetch(name: str) -> bool:
    """The name of a function that sends requests."""
    return name in _VERBS or _FETCH.match(name) is not None


def is_read_hook(name: str) -> bool:
    """The name of a hook that reads what its key names: ``useSWR``, ``useQuery``."""
    return _READ_HOOK.match(name) is not None


def sends_nothing(name: str) -> bool:
    """The name of a function that requests none of the URLs that it is given."""
    return name in _INERT or (_RENEWING.match(name) is not None and not name.endswith("fetcher"))


def link_to(urls: tuple[Pattern, ...]) -> Request:
    """The request of a link that is followed."""
    return Request(urls, ("GET",), Via.LINK)


def request_at(
    file: File, call: Node, position: int, access: Access, urls: tuple[Pattern, ...]
) -> Request | bool | None:
    """The request that a call makes of a URL argument. False: it makes none; None: it cannot be told from its name."""
    name, arguments = last_name(file, call), arguments_of(call)
    full = callee(file, call)
    if sends_nothing(name):
        return False
    if name == "useSWRMutation" and access in ((), ("[0]",), ("()",)):
        return Request(urls, _fetcher_methods(file, arguments[1:]), returns=(".trigger",))
    if access in ((), ("()",), ("[0]",)) and _READ_HOOK.match(name):
        own = re.match(_LIBRARY_HOOK, name) is None
        methods = _seen(file, arguments[1:]) or ("GET",)
        waits = _CHANGING.issuperset(methods) or ("POST" in methods and _waits_to_be_asked(file, arguments[1:]))
        return Request(urls, methods, Via.EVENT_HANDLER if waits else Via.QUERY_HOOK, wrapped=own)
    if name in _CHAT:
        return Request(urls, ("POST",), Via.EVENT_HANDLER) if access == (".api",) else False
    if access == (".handleUploadUrl",):
        return Request(urls, ("POST",), Via.EVENT_HANDLER)  # Vercel Blob's upload()
    if access in ((".pathname",), (".href",)) and name in _NAVIGATE:
        return Request(urls, ("GET",), Via.LINK)
    if name in _LINKS and access in ((), (".url",), (".uri",)):
        below = tuple((*url, "/", Hole("procedure")) for url in urls)  # tRPC puts the procedure behind it
        return Request(urls + below, (), Via.QUERY_HOOK)
    if access and access[-1] in (".url", ".destination") and re.match(_QUEUE, name):
        return Request(urls, ("POST",), Via.SERVER_CODE, "queue")
    if name in ("query", "mutation") and access[:2] == (".query", "()"):
        via = Via.QUERY_HOOK if name == "query" else Via.EVENT_HANDLER
        return Request(urls, body_methods(file, arguments[0]) or ("GET",), via)
    if access in ((".url",), (".baseURL",)) and _FETCH.match(name):
        return Request(urls, _methods(file, arguments) or ("GET",)) if access == (".url",) else False
    if access:
        return None
    return _plain(file, call, name, full, position, arguments, urls)


def _plain(
    file: File, call: Node, name: str, full: str, position: int, arguments: list[Node], urls: tuple[Pattern, ...]
) -> Request | bool | None:
    if name == "open":
        if position == 1 and arguments[0].type == "string":
            return Request(urls, (file.text(arguments[0])[1:-1].upper(),))
        return Request(urls, ("GET",), Via.LINK) if position == 0 else None
    if position != 0:
        return None
    if name == "rewrite":
        return Request(urls, (), Via.SERVER_CODE, "rewrite")
    if name in _NAVIGATE:
        return Request(urls, ("GET",), Via.LINK)
    if name == "EventSource":
        return Request(urls, ("GET",))
    if name in _VERBS:
        handler = next(iter(arguments[1:2]), None)
        defines = handler is not None and handler.type != "object" and full.startswith(("http.", "rest.", "app."))
        if defines or (handler is not None and handler.type in FUNCTIONS):
            return False  # a server or a mock that defines a route
        wrapped = "." not in full or not full.startswith(("axios.", "ky.", "got.", "superagent."))
        return Request(urls, (_VERBS[name],), wrapped=wrapped)
    if name in ("fetch", "$fetch", "ofetch", "fetchEventSource", "Request", "axios", "ky", "got", "nodeFetch"):
        return Request(urls, _methods(file, arguments[1:]) or ("GET",))
    return None


def by_name(file: File, call: Node, position: int, urls: tuple[Pattern, ...]) -> Request | None:
    """A request that the name of an unresolved helper promises."""
    name, arguments = last_name(file, call), arguments_of(call)
    if position > 1 or not (_FETCH.match(name) or _VERBS.get(name)):
        return None
    return Request(urls, methods_seen(file, call) or (() if len(arguments) > 1 else ("GET",)), wrapped=True)


def client_request(file: File, call: Node, urls: tuple[Pattern, ...]) -> Request:
    """A call of a client itself: ``http(url, options)``."""
    return Request(urls, _methods(file, arguments_of(call)[1:]) or ("GET",), wrapped=True)


def methods_seen(file: File, call: Node) -> tuple[str, ...]:
    """The methods that the arguments or the name of a call to a helper show."""
    name, arguments = last_name(file, call), arguments_of(call)
    if name in _VERBS:
        return (_VERBS[name],)
    for argument in arguments:
        if argument.type == "string" and file.text(argument)[1:-1].upper() in HTTP_METHODS:
            return (file.text(argument)[1:-1].upper(),)
    found = _seen(file, arguments)
    if found:
        return found
    prefix = re.match(r"(get|post|put|patch|delete)(?=[A-Z])", name)
    return (prefix[1].upper(),) if prefix else ()


_CHANGING = frozenset({"PUT", "PATCH", "DELETE"})
_LATER = {"auto": "false", "immediate": "false", "enabled": "false", "manual": "true", "lazy": "true"}


def _waits_to_be_asked(file: File, arguments: list[Node]) -> bool:
    """``useFetch(url, { method: "POST", auto: false })``: a hook of that kind answers a function to call."""
    for argument in arguments:
        options = _resolved(file, argument)
        for name, value in _LATER.items() if options.type == "object" else ():
            said = property_of(file, options, name)
            if said is not None and file.text(said) == value:
                return True
    return False


def _methods(file: File, arguments: list[Node]) -> tuple[str, ...]:
    """The methods that an options argument names; (UNSEEN,) where it cannot be read, () where it names none."""
    for argument in arguments:
        options = _resolved(file, argument)
        if options.type == "object":
            value = property_of(file, options, "method") or property_of(file, options, "type")
            if value is not None:
                return method_values(file, value) or (UNSEEN,)
            if any(child.type == "spread_element" for child in options.named_children):
                return (UNSEEN,)
        elif options.type in ("identifier", "call_expression", "member_expression") and argument is arguments[0]:
            return (UNSEEN,)
    return ()


def _seen(file: File, arguments: list[Node]) -> tuple[str, ...]:
    return tuple(method for method in _methods(file, arguments) if method != UNSEEN)


def _resolved(file: File, node: Node) -> Node:
    while node.type in TRANSPARENT and node.named_children:
        node = node.named_children[0]
    if node.type in ("identifier", "shorthand_property_identifier"):
        binding = file.binding(node)
        if binding is not None and binding.kind == "variable" and not binding.access:
            return binding.declares.child_by_field_name("value") or node
    return node


def method_values(file: File, value: Node) -> tuple[str, ...]:
    """The method names in an expression: a string, the branches of a conditional, or what a variable is ever given."""
    found: list[str] = []
    stack = _values(file, value)
    while stack and len(found) < 8:
        node = stack.pop()
        if node.type == "string":
            found.append(file.text(node)[1:-1].upper())
        elif node.type == "ternary_expression":
            branches = (node.child_by_field_name("alternative"), node.child_by_field_name("consequence"))
            stack.extend(branch for branch in branches if branch is not None)
        elif node.type in TRANSPARENT or node.type == "binary_expression":
            stack.extend(reversed(node.named_children))
        elif node.type not in ("identifier", "member_expression", "shorthand_property_identifier"):
            return ()
    return tuple(dict.fromkeys(method for method in found if method in HTTP_METHODS))


def _values(file: File, node: Node) -> list[Node]:
    """The expression, or everything that its variable is given, what it is declared with last."""
    binding = file.binding(node) if node.type in ("identifier", "shorthand_property_identifier") else None
    if binding is None or binding.kind != "variable" or binding.access:
        return [_resolved(file, node)]
    found = [_resolved(file, node)]
    for use in file.references(binding):
        parent = use.parent
        if parent is not None and parent.type == "assignment_expression":
            right = parent.child_by_field_name("right")
            if right is not None and parent.child_by_field_name("left") == use:
                found.insert(0, right)
    return found


_METHOD = re.compile(rb"\bmethod\s*:\s*[\"'](\w+)[\"']")


def body_methods(file: File, node: Node) -> tuple[str, ...]:
    """The methods that are written as literals anywhere in the text of a function."""
    found = _METHOD.findall(file.source.data, node.start_byte, node.end_byte)
    return tuple(dict.fromkeys(method.decode().upper() for method in found))


def _fetcher_methods(file: File, arguments: list[Node]) -> tuple[str, ...]:
    return body_methods(file, _resolved(file, arguments[0])) if arguments else ()


def attribute_request(
    file: File, attribute: str, element: Node, host: bool, urls: tuple[Pattern, ...]
) -> Request | None:
    """The request of a URL in a JSX attribute."""
    if attribute in ("href", "to", "as"):
        return link_to(urls)
    if attribute == "formAction":
        return Request(urls, ("POST",), Via.FORM)
    if attribute == "action" and host:
        return Request(urls, (_form_method(file, element),), Via.FORM)
    return Request(urls, ("GET",), Via.MARKUP) if re.match(_MARKUP, attribute) else None


def verb_request(access: Access, urls: tuple[Pattern, ...]) -> Request | None:
    """The request of a URL under a method's name, for a component of another package: ``urls={{ post: url }}``."""
    method = access[-1].removeprefix(".").upper() if access else ""
    if method not in HTTP_METHODS:
        return None
    return Request(urls, (method,), Via.QUERY_HOOK if method == "GET" else Via.EVENT_HANDLER)


def _form_method(file: File, element: Node) -> str:
    for child in element.named_children:
        if child.type == "jsx_attribute" and child.named_children and file.text(child.named_children[0]) == "method":
            return file.text(child.named_children[-1]).strip("\"'{}").upper() or "GET"
    return "GET"


def sibling_method(file: File, pair: Node) -> tuple[str, ...]:
    """The method that stands beside a URL in an object: ``{ method: "PATCH", url }``."""
    value = property_of(file, pair.parent, "method") if pair.parent is not None else None
    return method_values(file, value) if value is not None else ()


def property_request(key: str, urls: tuple[Pattern, ...]) -> Request | None:
    """The request that the name of an object's property tells: a navigation item, an image, an address given away.

    "redirect.destination": what ``getServerSideProps`` and its kin return.
    """
    if key in ("href", "to", "redirect.destination"):
        return link_to(urls)
    if re.match(_THIRD_PARTY, key):
        return Request(urls, (), Via.UNKNOWN, "third-party")
    return Request(urls, ("GET",), Via.MARKUP) if re.match(_MARKUP, key) and key != "data" else None


def assignment_request(left: str, urls: tuple[Pattern, ...]) -> Request | None:
    """``location.href = url`` and its like."""
    if re.search(r"(?:^|\.)location(?:\.href)?\Z", left) or left.endswith(".href"):
        return Request(urls, ("GET",), Via.LINK)
    if left.endswith(".src"):
        return Request(urls, ("GET",), Via.MARKUP)
    return Request(urls, (), Via.FORM) if left.endswith(".action") else None
