"""When a caller calls again, and what it renews afterwards: polling, search as one types, a page or cache refreshed.

Sources: SWR ("Automatic Revalidation"), TanStack Query (``refetchInterval``, ``invalidateQueries``), RTK Query
(``pollingInterval``), Next.js (``router.refresh``, ``revalidatePath``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from reviewer.callers.around import Around, interaction
from reviewer.callers.functions import arguments_of, callee, is_hook, last_name
from reviewer.callers.functions import own_name as name_of
from reviewer.callers.known import words
from reviewer.callers.scopes import FUNCTIONS, File
from reviewer.syntax.parser import ancestors, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.callers.flow import Flow

MAX_NODES = 4_000  # of one function
MAX_HELPERS = 8
MAX_TIMERS = 20

_INTERVALS = words("refreshInterval refetchInterval pollingInterval pollInterval")
_TIMERS = words("setInterval setTimeout clearTimeout")
_RENEWS = r"(?:mutate|invalidate|refetch|revalidate)\w*\Z|setQueryData\Z|updateTag\Z"
_RENEWING = (b"mutate", b"invalidate", b"refetch", b"revalidate", b"setQueryData", b"updateTag", b"refresh", b"\\")
_CALLS = re.compile(rb"\((?<=[\w$>.\s/]\()"), re.compile(rb"`")  # what a plain name is called with
_TIMING = (b"setInterval", b"setTimeout", b"clearTimeout", b"\\")
_NAMED = re.compile(r"refresh|reload|refetch|invalidate|mutate|revalidate", re.IGNORECASE)
_ROUTER = re.compile(r"useRouter\Z")
_STARTS = re.compile(r"use\w*(?:Mutation|Action)\w*\Z")
_DEBOUNCED = re.compile(r"debounce|throttle|deferred", re.IGNORECASE)
_TYPING = (b"usestate", b"debounce", b"throttle", b"deferred", b"\\u")  # in small letters; or an escape hides a word
_TYPED = words(
    "onChange onInput onKeyUp onSearch onInputChange onValueChange onSearchChange onChangeText onQueryChange"
)
_TEXT = r"(?=\w+\Z)(?:input|textarea|\w*(?:Input|Textarea|TextField|TextArea|Search\w*|Autocomplete|Combobox\w*))\Z"
_NOT_TEXT = words("file checkbox radio date color range button submit number time")


def refreshes(flow: Flow, place: Around) -> bool:
    """The functions that call, or that wait for the answer, renew the page or a cache; one helper further, too."""
    return any(_is_renewing(flow, place.file, zone) for zone in _zones(place))


def _is_renewing(flow: Flow, file: File, zone: Node) -> bool:
    """Worked out once for each zone: hundreds of requests can stand in one."""
    if zone.id not in file.renewing:
        file.renewing[zone.id] = _holds_renewal(flow, file, zone)
    return file.renewing[zone.id]


def _holds_renewal(flow: Flow, file: File, zone: Node) -> bool:
    if _says(_RENEWING, file, zone) and any(_renews(file, call) and not _recovers(call) for call in _calls(zone)):
        return True
    for call in islice((call for call in _named_calls(file, zone) if _may_be_renewing(file, call)), MAX_HELPERS):
        helper, function = flow.definition(file, call) or (None, call)
        if helper is None or not _says(_RENEWING, helper, function):
            continue
        if any(_renews(helper, inner) for inner in _calls(function)):
            return True
    return False


def _says(words: Iterable[bytes], file: File, node: Node) -> bool:
    """The text of a node holds one of the words: without them, there is nothing to walk for."""
    data, start, end = file.source.data, node.start_byte, node.end_byte
    return any(data.find(word, start, end) >= 0 for word in words)


def _recovers(call: Node) -> bool:
    """It runs where the request failed: ``catch { router.refresh(); }``."""
    for above in ancestors(call):
        if above.type == "catch_clause":
            return True
        if above.type in FUNCTIONS:
            return False
    return False


def _may_be_renewing(file: File, call: Node) -> bool:
    """A helper of this file, or one that is named for it."""
    function = call.child_by_field_name("function")
    if function is None or function.type != "identifier" or is_hook(file.text(function)):
        return False
    binding = file.binding(function)
    return binding is not None and (binding.kind != "import" or _NAMED.search(binding.name) is not None)


def _renews(file: File, call: Node) -> bool:
    name = last_name(file, call)
    if name == "refresh":
        return "outer" in callee(file, call) or _made_by(file, call, _ROUTER) or callee(file, call) == "refresh"
    if not re.match(_RENEWS, name):
        return False
    return not (name in ("mutate", "mutateAsync") and _made_by(file, call, _STARTS))


def _made_by(file: File, call: Node, hook: re.Pattern[str]) -> bool:
    """What is called, or the object that it is a method of, is what a hook of this name returns."""
    node = call.child_by_field_name("function")
    while node is not None and node.type == "member_expression":
        node = node.child_by_field_name("object")
    binding = file.binding(node) if node is not None and node.type == "identifier" else None
    value = (
        binding.declares.child_by_field_name("value") if binding is not None and binding.kind == "variable" else None
    )
    return value is not None and value.type == "call_expression" and hook.match(last_name(file, value)) is not None


def _zones(place: Around) -> Iterator[Node]:
    """The code that belongs to one interaction: the outermost function below the component, a hook's callbacks,
    and the functions that use what the hook returns."""
    file = place.file
    if place.interaction is not None:
        yield place.interaction
    for call in place.hooks:
        yield from arguments_of(call)
        if not _STARTS.match(last_name(file, call)):
            continue  # what reads is renewed by others
        declarator = call.parent
        pattern = declarator.child_by_field_name("name") if declarator is not None else None
        if pattern is None or declarator is None or declarator.type != "variable_declarator":
            continue
        for name, _ in file.names_of(pattern):
            binding = file.binding(pattern, name)
            for use in file.references(binding) if binding is not None else ():
                user = interaction(file, use)
                if user is not None and is_called(use):
                    yield user


def is_called(use: Node) -> bool:
    """``execute(...)``, ``mutation.mutate(...)``"""
    parent = use.parent
    if parent is not None and parent.type == "member_expression":
        parent = parent.parent
    return parent is not None and parent.type == "call_expression"


def _calls(node: Node) -> Iterator[Node]:
    for count, inner in enumerate(walk(node)):
        if count > MAX_NODES:
            return
        if inner.type == "call_expression":
            yield inner


def _named_calls(file: File, node: Node) -> Iterator[Node]:
    """Those of the calls that call a plain name, by what stands in the bytes: most nodes are no such call."""
    end = node.end_byte
    if node.descendant_count > MAX_NODES:
        cursor = node.walk()
        cursor.goto_descendant(MAX_NODES)
        end = cursor.node.end_byte if cursor.node is not None else end
    data = file.source.data
    for place in sorted(found.start() for sign in _CALLS for found in sign.finditer(data, node.start_byte, end)):
        given = file.source.root.named_descendant_for_byte_range(place, place + 1)
        call = given.parent if given is not None and given.start_byte == place else None
        if call is not None and call.type == "call_expression":
            yield call


# --- again and again


def polls(place: Around) -> bool:
    """The call is repeated by an interval."""
    return _by_option(place) or _by_timer(place)


def _by_option(place: Around) -> bool:
    """``refreshInterval: 1000`` in the options of the hook around the place; not 0 or false."""
    file = place.file
    for call in place.hooks:
        for options in (argument for argument in arguments_of(call) if argument.type == "object"):
            for pair in options.named_children:
                key, value = pair.child_by_field_name("key") or pair, pair.child_by_field_name("value") or pair
                if file.text(key) in _INTERVALS and file.text(value) not in ("0", "false", "undefined", "null"):
                    return True
    return False


def _by_timer(place: Around) -> bool:
    """``setInterval`` in the same interaction; a function that sets a timer for itself; a timer that is cleared."""
    file, node = place.file, place.node
    timers = _timers(file, place.interaction) if place.interaction is not None else ()
    clears = False
    waits = False
    for call in timers:
        name = last_name(file, call)
        if name == "setInterval":
            return True
        clears = clears or name == "clearTimeout"
        if name == "setTimeout":
            waits = waits or call.start_byte < node.start_byte < call.end_byte
            first = next(iter(arguments_of(call)), None)
            names = (name_of(file, above) for above in place.above if above.type in FUNCTIONS)
            if first is not None and any(name and _mentions(file, first, name) for name in names):
                return True
    return clears and waits


def _timers(file: File, zone: Node) -> tuple[Node, ...]:
    if zone.id not in file.timers:
        calls = _calls(zone) if _says(_TIMING, file, zone) else ()
        found = (call for call in calls if last_name(file, call) in _TIMERS)
        file.timers[zone.id] = tuple(islice(found, MAX_TIMERS))
    return file.timers[zone.id]


def _mentions(file: File, node: Node, name: str) -> bool:
    return any(found.type == "identifier" for found in file.occurrences(name, node))


def holds_typed(place: Around) -> bool:
    """The URL, or what is given beside it, holds a text that is typed: an effect or a hook calls with every key."""
    file = place.file
    for call in place.calls if _may_hold_typed(file) else ():
        for name in _names_in(call):
            if _DEBOUNCED.search(file.text(name)) or _is_typed(file, name):
                return True
    return False


def _may_hold_typed(file: File) -> bool:
    """The file has a state at all, or something that waits until nothing is typed."""
    if file.typed is None:
        text = file.source.data.lower()
        file.typed = any(word in text for word in _TYPING)
    return file.typed


def _names_in(call: Node) -> Iterator[Node]:
    arguments = call.child_by_field_name("arguments")
    for count, inner in enumerate(walk(arguments) if arguments is not None else ()):
        if count > 200 or inner.type in FUNCTIONS:
            return
        if inner.type == "identifier":
            yield inner


def _is_typed(file: File, name: Node) -> bool:
    """A state whose setter stands in the change handler of a text field, or what a debounce makes of it."""
    binding = file.binding(name)
    if binding is None or binding.kind != "variable" or binding.declares.type != "variable_declarator":
        return False
    value = binding.declares.child_by_field_name("value")
    if value is None or value.type != "call_expression":
        return False
    hook = last_name(file, value)
    if _DEBOUNCED.search(hook):
        return True
    if hook != "useState" or binding.access != ("[0]",):
        return False
    pattern = binding.declares.child_by_field_name("name")
    for setter, access in file.names_of(pattern):
        bound = file.binding(pattern, setter) if pattern is not None and access == ("[1]",) else None
        for use in file.references(bound) if bound is not None else ():
            attribute = next((above for above in ancestors(use) if above.type == "jsx_attribute"), None)
            if attribute is not None and is_typing(file, attribute):
                return True
    return False


def is_typing(file: File, attribute: Node) -> bool:
    """The JSX attribute is called with every key that is pressed in a text field."""
    element = attribute.parent
    tag = element.child_by_field_name("name") if element is not None else None
    if element is None or tag is None or file.text(attribute.named_children[0]) not in _TYPED:
        return False
    if not re.match(_TEXT, file.text(tag).rpartition(".")[2]):
        return False
    for child in element.named_children:
        if child.type == "jsx_attribute" and file.text(child.named_children[0]) == "type":
            return file.text(child.named_children[-1]).strip("\"'{}") not in _NOT_TEXT
    return True
