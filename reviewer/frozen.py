"""Frozen data classes with slots, made in a quarter of the time that the standard library takes for one.

``dataclass(frozen=True, slots=True)`` compiles six methods for every class. Here the constructor alone is; the others
are the same functions for all classes. A run makes forty to a hundred: they were a sixth of what it takes to start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform

Made = TypeVar("Made")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[Made]) -> type[Made]:
    """The class as a frozen data class: what dataclasses say of it, ``replace`` among them, holds."""
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    values = attrgetter(*made.__dataclass_fields__)

    def same(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    made.__init__ = _constructor(made)
    made.__eq__ = same
    made.__hash__ = lambda self: hash(values(self))
    made.__repr__ = _shown
    made.__setattr__ = _refuse
    made.__delattr__ = _refuse
    return made  # type: ignore[no-any-return]


def _constructor(made: Any) -> Callable[..., None]:
    fields: dict[str, Field[object]] = made.__dataclass_fields__
    scope: dict[str, Any] = {"_MISSING": MISSING}
    parameters, body = ["self"], []
    for name, each in fields.items():
        scope[f"_set_{name}"] = made.__dict__[name].__set__  # of the slot: the class itself refuses
        value, default = name, ""
        if each.default is not MISSING:
            scope[f"_default_{name}"], default = each.default, f"=_default_{name}"
        elif each.default_factory is not MISSING:
            scope[f"_default_{name}"], default = each.default_factory, "=_MISSING"
            value = f"_default_{name}() if {name} is _MISSING else {name}"
        parameters.append(name + default)
        body.append(f" _set_{name}(self, {value})\n")
    exec(f"def __init__({', '.join(parameters)}):\n{''.join(body)}", scope)
    constructor: Callable[..., None] = scope["__init__"]
    return constructor


def _shown(self: Any) -> str:
    values = (f"{name}={getattr(self, name)!r}" for name in self.__dataclass_fields__)
    return f"{type(self).__qualname__}({', '.join(values)})"


def _refuse(_self: object, name: str, *_: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")
