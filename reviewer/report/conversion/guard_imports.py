"""What the checks of a wrapper import, as the file of the route would write it."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from reviewer.report.conversion.naming import relative_specifier
from reviewer.report.conversion.preview import Refused
from reviewer.report.conversion.route_answers import RESPONSES
from reviewer.report.conversion.scope import names_of_module, taken_from_outside
from reviewer.syntax.bindings import exports, imports
from reviewer.syntax.parser import Source

if TYPE_CHECKING:
    from reviewer.report.conversion.style import Style
    from reviewer.report.conversion.wrapped import Guard


def imports_of_checks(source: Source, guard: Guard, text: str, style: Style) -> list[str]:
    """The imports that the checks bring along. Raises Refused for what the wrapper's module keeps for itself."""
    piece = Source("piece.tsx" if source.tsx else "piece.ts", text.encode())
    wanted = taken_from_outside(piece, piece.root) - RESPONSES
    here = {item.local: item for item in imports(source)}
    there = {item.local: item for item in imports(guard.source)}
    given = {item.local or item.name for item in exports(guard.source)}
    lines: list[str] = []
    for name in sorted(wanted):
        if name in there:
            item = there[name]
            specifier = _named_here(source, guard, item.specifier)
            known = here.get(name)
            if known is not None and (known.specifier, known.imported) == (specifier, item.imported):
                continue
            clause = _clause(item.local, item.imported)
        elif name in given:
            specifier, clause = _specifier(source, guard.source.path), f"{{ {name} }}"
        elif name in names_of_module(guard.source):
            raise Refused(f"the wrapper needs `{name}`, which its module keeps for itself")
        else:
            continue
        if name in names_of_module(source):
            raise Refused(f"`{name}` of the wrapper means something else in the route's file")
        keyword = "import type" if name in there and there[name].type_only else "import"
        lines.append(f"{keyword} {clause} from {style.string(specifier)}{style.semicolon}")
    return lines


def _clause(local: str, imported: str) -> str:
    if imported == "default":
        return local
    if imported == "*":
        return f"* as {local}"
    return f"{{ {local} }}" if local == imported else f"{{ {imported} as {local} }}"


def _named_here(source: Source, guard: Guard, specifier: str) -> str:
    if not specifier.startswith("."):
        return specifier
    folder = posixpath.dirname(guard.source.path)
    return _specifier(source, posixpath.normpath(posixpath.join(folder, f"{specifier}.ts")))


def _specifier(source: Source, module: str) -> str:
    """How the route's file names a module of the repository: by its alias, where it uses ``@/`` for one beside it."""
    for item in imports(source):
        alias, _, below = item.specifier.partition("/")
        first = below.partition("/")[0]
        _, found, rest = module.partition(f"/{first}/")
        if alias in ("@", "~") and first and found:
            return f"{alias}/{first}/{posixpath.splitext(rest)[0].removesuffix('/index')}"
    return relative_specifier(source.path, module)
