"""Whether a base address is handed to the code that uses it: then nothing there tells whose it is.

``${params.baseUrl}/api/items`` of a client for another company's product is no request of ours, even where we have a
route of that path. The request that is answered, an environment variable and the page's own address are no such bases.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewer.callers.fields import class_around, field_values
from reviewer.callers.functions import TRANSPARENT, arguments_of, is_component, own_name
from reviewer.callers.scopes import Binding, File

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_HOPS = 8

# Names of what a framework hands over, and of addresses that an app gives of itself.
_OWN = (
    r"(?i:(?:req|request|ctx|context|event|_?headers?|\w*origin|location|env|protocol"
    r"|(?:app|site|web|webapp|public|self|our|next|nextauth|vercel|server|host|own)_?(?:base)?_?"
    r"(?:url|uri|href|domain|origin))\Z)"
)


def names_own(expression: str) -> bool:
    """``process.env.NEXT_PUBLIC_APP_URL``: by its last name an address that the app gives of itself."""
    return re.match(_OWN, expression.rpartition(".")[2].removeprefix("NEXT_PUBLIC_")) is not None


def is_given(file: File, node: Node) -> bool:
    """The value is a parameter, a part of one, or made of one; or a field of which nothing is known."""
    current: Node | None = node
    for _ in range(MAX_HOPS):
        if current is None:
            return False
        if current.type in TRANSPARENT:
            current = current.named_children[0] if current.named_children else None
        elif current.type == "member_expression":
            name, inner = current.child_by_field_name("property"), current.child_by_field_name("object")
            if name is not None and re.match(_OWN, file.text(name)):
                return False
            if inner is not None and inner.type == "this":
                inner = next(field_values(file, current), None)
                if inner is None:
                    return _is_inherited(current)
            current = inner
        elif current.type in ("call_expression", "new_expression"):
            current = _source_of(current)
        elif current.type == "identifier":
            if re.match(_OWN, file.text(current)):
                return False
            binding = file.binding(current)
            if binding is None or binding.kind not in ("parameter", "variable"):
                return False
            if binding.kind == "parameter":
                return _is_strange(file, binding)
            if any(re.match(_OWN, step.removeprefix(".")) for step in binding.access):
                return False
            current = binding.declares.child_by_field_name("value")
        else:
            return False
    return False


def _is_inherited(member: Node) -> bool:
    """A field that the class itself gives nothing: its base class may."""
    body = class_around(member)
    declared = body.parent if body is not None else None
    return declared is not None and any(child.type == "class_heritage" for child in declared.children)


def _source_of(call: Node) -> Node | None:
    """What a call makes its result of: ``base`` of ``base.trim()`` and of ``normalize(base)``."""
    function = call.child_by_field_name("function")
    if function is not None and function.type == "member_expression":
        return function.child_by_field_name("object")
    return next(iter(arguments_of(call)), None)


def _is_strange(file: File, binding: Binding) -> bool:
    """A parameter of plain code: a component's properties come from the app's own pages."""
    named = any(re.match(_OWN, step.removeprefix(".")) for step in binding.access)
    return not named and not is_component(own_name(file, binding.declares))
