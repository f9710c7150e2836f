"""What stands around a place: the calls that it is given to, the hooks among them, the interaction that it belongs to.

One climb tells it all, and much is asked of a place: what its answer is read for, what is sent, renewed and repeated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reviewer.callers.functions import is_component, is_hook, last_name, own_name
from reviewer.callers.known import words
from reviewer.callers.scopes import FUNCTIONS, File
from reviewer.syntax.parser import ancestors

if TYPE_CHECKING:
    from tree_sitter import Node

_CALLS = frozenset({"call_expression", "new_expression"})
_ENDS = FUNCTIONS | {"variable_declarator", "statement_block", "jsx_attribute"}  # no call takes what stands below them
_HOLDERS = FUNCTIONS | {"variable_declarator"}
_BUILDERS = words("URL String encodeURI stringifyUrl format useMemo")


class Around(NamedTuple):
    """A place and what is around it.

    ``above``: its parents, innermost first. ``calls``: those that it is given to or called by, directly or through a
    constant. ``hooks``: the hooks among the calls that it stands in or is given to. ``interaction``: the outermost
    function around it that is no component and no hook.
    """

    file: File
    node: Node
    above: Sequence[Node]
    calls: Sequence[Node]
    hooks: Sequence[Node]
    interaction: Node | None


def around(file: File, node: Node) -> Around:
    """What is around a place of a file."""
    above = list(ancestors(node))
    calls = list(_calls(file, node, above))
    hooks: dict[int, Node] = {}
    for call in (*(node for node in above if node.type == "call_expression"), *calls):
        if is_hook(last_name(file, call)):
            hooks.setdefault(call.id, call)
    return Around(file, node, above, calls, list(hooks.values()), _outermost(file, above))


def interaction(file: File, node: Node) -> Node | None:
    """The outermost function around a place that is no component and no hook."""
    return _outermost(file, ancestors(node))


def _outermost(file: File, above: Iterable[Node]) -> Node | None:
    found = None
    for node in above:
        if node.type in FUNCTIONS:
            name = own_name(file, node)
            if is_component(name) or is_hook(name) or (name == "default" and file.holds_jsx(node)):
                break
            found = node
    return found


def _calls(file: File, node: Node, above: Sequence[Node]) -> Iterator[Node]:
    call = _taking(above)
    if call is not None and last_name(file, call) not in _BUILDERS:
        yield call
        return
    holder = next((node for node in above if node.type in _HOLDERS), None)
    name = holder.child_by_field_name("name") if holder is not None and holder.type not in FUNCTIONS else None
    binding = file.binding(name) if name is not None and name.type == "identifier" else None
    for use in file.references(binding) if binding is not None else ():
        call = _taking(ancestors(use))
        if call is not None:
            yield call


def _taking(above: Iterable[Node]) -> Node | None:
    """The call that takes what stands below these."""
    for node in above:
        if node.type in _CALLS:
            return node
        if node.type in _ENDS:
            return None
    return None
