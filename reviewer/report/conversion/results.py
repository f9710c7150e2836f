"""What a caller does with the response of its ``fetch``, told to the result of an action instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer.report.conversion.edits import Edit, replaced, without_statement
from reviewer.report.conversion.methods import ends
from reviewer.report.conversion.preview import Refused
from reviewer.report.conversion.scope import bound_names, enclosing_function, fresh, mentioned, mentions
from reviewer.syntax.parser import ancestors, walk

if TYPE_CHECKING:
    from tree_sitter import Node

    from reviewer.report.conversion.answers import Shape
    from reviewer.syntax.parser import Source

_NEVER = frozenset({"statusText", "headers", "body", "blob", "arrayBuffer", "redirected", "url"})


_ASKING = frozenset({"unary_expression", "parenthesized_expression", "template_substitution", "binary_expression"})
_SAYS = frozenset({"alert", "console", "toast", "Error"})


@dataclass(frozen=True, slots=True)
class _Uses:
    oks: list[Node]  # ``response.ok``, whole
    reads: list[Node]  # ``await response.json()``, or what follows ``return``
    texts: list[Node]  # ``await response.text()``
    statuses: list[Node]  # ``response.status``, whole


def told(source: Source, waited: Node, shape: Shape) -> list[Edit] | None:
    """The edits around ``await fetch(...)``; None where the use is not one that is understood.

    Raises Refused where the caller relies on what an action does not have.
    """
    parent = waited.parent
    if parent is not None and parent.type == "expression_statement":
        return []
    if parent is None or parent.type != "variable_declarator":
        return None
    name, statement = parent.child_by_field_name("name"), parent.parent
    if name is None or name.type != "identifier" or statement is None or len(statement.named_children) != 1:
        return None
    scope = enclosing_function(waited) or source.root
    text = source.text(name)
    if bound_names(source, scope).count(text) != 1:
        return None
    found = _uses(source, scope, name)
    if found is None:
        return None
    annotation = parent.child_by_field_name("type")
    edits = [Edit(annotation.start_byte, annotation.end_byte, "")] if annotation is not None else []
    if shape.plain:
        return _plain(source, name, found, shape, edits)
    return _discriminated(source, scope, name, found, shape, edits)


def _uses(source: Source, scope: Node, name: Node) -> _Uses | None:
    oks: list[Node] = []
    reads: list[Node] = []
    texts: list[Node] = []
    statuses: list[Node] = []
    for node in mentions(source, scope, name):
        member = node.parent
        if member is None or member.type != "member_expression" or member.named_children[0].id != node.id:
            return None
        read = source.text(member.named_children[-1])
        if read == "ok":
            oks.append(member)
            continue
        if read == "status":
            statuses.append(member)
            continue
        call = member.parent
        waited = _waited(call, scope) if call is not None and call.type == "call_expression" else None
        if read in _NEVER:
            raise Refused(f"a caller reads `.{read}` of the response")
        if read not in ("json", "text") or waited is None:
            return None
        (reads if read == "json" else texts).append(waited)
    return _Uses(oks, reads, texts, statuses)


def _waited(call: Node, scope: Node) -> Node | None:
    """The call with its ``await``; the call itself where the function, which is async, returns it."""
    parent = call.parent
    if parent is None or parent.type == "await_expression":
        return parent
    return call if parent.type == "return_statement" and enclosing_function(parent) == scope else None


def _plain(source: Source, name: Node, found: _Uses, shape: Shape, edits: list[Edit]) -> list[Edit] | None:
    if found.oks or found.texts or found.statuses or (shape.empty and found.reads):
        return None
    merged = _merged(source, name, found)
    if merged is not None:
        return [*edits, *merged]
    local = fresh("result", mentioned(source, source.root) - {source.text(name)})
    return [*edits, replaced(name, local), *(read_as(read, local) for read in found.reads)]


def _merged(source: Source, name: Node, found: _Uses) -> list[Edit] | None:
    """The one variable that took the JSON of a response that nothing else reads takes the result itself."""
    if len(found.reads) != 1 or found.oks:
        return None
    declarator = found.reads[0].parent
    statement = declarator.parent if declarator is not None else None
    own = name.parent.parent if name.parent is not None else None
    if declarator is None or statement is None or own is None or declarator.type != "variable_declarator":
        return None
    if statement.parent != own.parent or len(statement.named_children) != 1:
        return None
    pattern = source.data[declarator.start_byte : found.reads[0].start_byte].decode("utf-8", "replace")
    local = pattern.rstrip().removesuffix("=").rstrip()
    return [replaced(name, local), without_statement(source, statement)]


def _discriminated(
    source: Source, scope: Node, name: Node, found: _Uses, shape: Shape, edits: list[Edit]
) -> list[Edit] | None:
    if found.statuses and not shape.status:
        raise Refused("a caller relies on status of the answer")
    if shape.flat and shape.error_flat:
        merged = _merged_with_ok(source, scope, name, found)
        if merged is not None:
            return [*edits, *merged]
    local = fresh("result", mentioned(source, scope) | set(bound_names(source, scope)))
    edits = [*edits, replaced(name, local)]
    for use in found.oks:
        edits.append(replaced(use, f"{local}.ok"))
    edits += [replaced(use, f"{local}.status") for use in found.statuses]
    for read in found.texts:
        if not shape.error_text or not _after_failure(source, read, source.text(name)):
            return None
        edits.append(read_as(read, f"{local}.error"))
    for read in found.reads:
        failed = _after_failure(source, read, source.text(name))
        if failed is None and _is_typed(source):
            return None
        value = _value(local, failed, shape)
        if value is None or (failed and value != local and _takes_apart(source, scope, read)):
            return None
        edits.append(read_as(read, value))
    return edits


def read_as(read: Node, name: str) -> Edit:
    """The name in the place of ``await response.json()``, whose parentheses go with it."""
    parent = read.parent
    around = parent is not None and parent.type == "parenthesized_expression"
    statement = parent.parent if parent is not None else None
    is_condition = statement is not None and statement.type in ("if_statement", "while_statement")
    return replaced(parent if around and parent is not None and not is_condition else read, name)


def _merged_with_ok(source: Source, scope: Node, name: Node, found: _Uses) -> list[Edit] | None:
    """``data`` takes the result, and is asked where the response was: TypeScript knows its fields after that."""
    if len(found.reads) != 1 or found.texts:
        return None
    merged = _merged(source, name, _Uses([], found.reads, [], []))
    declarator = found.reads[0].parent
    local = declarator.child_by_field_name("name") if declarator is not None else None
    if (
        merged is None
        or local is None
        or (declarator is not None and declarator.child_by_field_name("type") is not None)
    ):
        return None
    if found.oks or found.statuses:
        if local.type != "identifier":
            return None
        told_as = [replaced(use, f"{source.text(local)}.ok") for use in found.oks]
        return [*merged, *told_as, *(replaced(use, f"{source.text(local)}.status") for use in found.statuses)]
    return (
        merged if not _is_typed(source) or (local.type == "identifier" and _only_asked(source, scope, local)) else None
    )


def _is_typed(source: Source) -> bool:
    return source.path.endswith((".ts", ".tsx", ".mts", ".cts"))


def _only_asked(source: Source, scope: Node, local: Node) -> bool:
    """Every field of the result is asked for, or said to people: it may be undefined where it is read."""
    for node in mentions(source, scope, local):
        member = node.parent
        if member is None or member.type != "member_expression" or member.named_children[0].id != node.id:
            return False
        around = member.parent
        if around is None or (around.type not in _ASKING and not _is_said(source, around)):
            return False
    return True


def told_in_chain(source: Source, handler: Node, shape: Shape) -> list[Edit] | None:
    """The edits of a callback that took the JSON of the response and takes the result; None where it does not fit.

    All that it does must be to ask for fields; ``if (result.error)`` becomes ``if (!result.ok)``.
    """
    if shape.plain:
        return None if shape.empty else []
    listed = handler.child_by_field_name("parameters")
    local = handler.child_by_field_name("parameter")
    if local is None and listed is not None and len(listed.named_children) == 1:
        local = listed.named_children[0].child_by_field_name("pattern")
    if local is None or local.type != "identifier" or not shape.flat or not _only_asked(source, handler, local):
        return None
    if shape.error_flat:
        return []
    asked = f"({source.text(local)}.error)"
    conditions = [
        condition
        for node in walk(handler)
        if node.type == "if_statement"
        and (condition := node.child_by_field_name("condition")) is not None
        and source.text(condition) == asked
    ]
    if not shape.error_text or not conditions:
        return None
    return [replaced(condition, f"(!{source.text(local)}.ok)") for condition in conditions]


def _is_said(source: Source, arguments: Node) -> bool:
    call = arguments.parent if arguments.type == "arguments" else None
    function = call.named_children[0] if call is not None and call.named_children else None
    return function is not None and source.text(function).partition(".")[0] in _SAYS


def _takes_apart(source: Source, scope: Node, read: Node) -> bool:
    """The JSON of a failure is read for its fields, where the action gives a text."""
    declarator = read.parent
    local = declarator.child_by_field_name("name") if declarator is not None else None
    if declarator is None or declarator.type != "variable_declarator" or local is None:
        handed_on = ("member_expression", "parenthesized_expression", "return_statement")
        return declarator is not None and declarator.type in handed_on
    if local.type != "identifier":
        return True
    for node in walk(scope):
        if node.type == "identifier" and source.text(node) == source.text(local) and node.parent is not None:
            parent = node.parent
            if parent.type == "member_expression" and parent.named_children[0].id == node.id:
                return True
    return False


def _value(local: str, failed: bool | None, shape: Shape) -> str | None:
    if failed is None:
        return local if shape.flat and shape.error_flat else None
    if failed:
        if shape.error_flat:
            return local
        return f"{local}.error" if shape.error_text else None
    if shape.empty:
        return None
    return local if shape.flat else f"{local}.data"


def _after_failure(source: Source, node: Node, name: str) -> bool | None:
    """Whether the code runs only after a failed request, only after a good one, or None: both."""
    inner = node
    for parent in ancestors(node):
        if parent.type == "if_statement":
            asked = _asks(source, parent, name)
            branch = parent.child_by_field_name("consequence")
            if asked is not None and branch is not None:
                taken = branch.start_byte <= inner.start_byte < branch.end_byte
                return asked if taken else not asked
        if parent.type == "statement_block":
            for sibling in parent.named_children:
                if sibling.end_byte > inner.start_byte:
                    break
                asked = _asks(source, sibling, name) if sibling.type == "if_statement" else None
                branch = sibling.child_by_field_name("consequence") if asked is not None else None
                if asked is not None and branch is not None and ends(branch):
                    return not asked
        inner = parent
    return None


def _asks(source: Source, node: Node, name: str) -> bool | None:
    """True: the condition is that the request failed; False: that it went well; None: something else."""
    condition = node.child_by_field_name("condition")
    text = source.text(condition).replace(" ", "").replace("?.", ".") if condition is not None else ""
    return {f"(!{name}.ok)": True, f"({name}.ok)": False}.get(text)
