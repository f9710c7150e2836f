"""Data classes that behave as the standard library's frozen ones with slots."""

from __future__ import annotations

import dataclasses
from dataclasses import FrozenInstanceError, field, replace

import pytest

from reviewer.frozen import frozen


@frozen
class Ours:
    """A point."""

    x: int
    y: int = 2
    tags: tuple[str, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def both(self) -> int:
        return self.x + self.y


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    """A point."""

    x: int
    y: int = 2
    tags: tuple[str, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)


@frozen
class Single:
    """One field."""

    name: str


def test_a_value_is_given_by_place_by_name_or_by_default() -> None:
    made = Ours(1, tags=("a",))

    assert (made.x, made.y, made.tags, made.notes, made.both) == (1, 2, ("a",), {}, 3)
    assert Ours(1).notes is not Ours(1).notes


@pytest.mark.parametrize(("given", "named"), [((), {}), ((1, 2, (), {}, 5), {}), ((1,), {"z": 1}), ((1,), {"x": 1})])
def test_what_the_fields_do_not_allow_is_refused(given: tuple[int, ...], named: dict[str, int]) -> None:
    with pytest.raises(TypeError):
        Ours(*given, **named)  # type: ignore[arg-type]


def test_nothing_can_be_changed_or_added() -> None:
    made = Ours(1)

    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'x'"):
        made.x = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del made.x
    with pytest.raises(FrozenInstanceError):
        made.z = 2  # type: ignore[attr-defined]
    assert not hasattr(made, "__dict__")


def test_equal_fields_of_one_class_are_equal() -> None:
    assert Ours(1, 3) == Ours(1, 3)
    assert Ours(1, 3) != Ours(1, 4)
    assert Single("a") == Single("a") != Single("b")


@pytest.mark.parametrize("other", [Theirs(1), Single("a"), (1, 2, (), {}), None])
def test_what_is_of_another_class_is_not_equal(other: object) -> None:
    assert Ours(1) != other


def test_equal_ones_are_one_key() -> None:
    assert len({Single("a"), Single("a"), Single("b")}) == 2


def test_it_is_shown_and_replaced_as_others_are() -> None:
    assert repr(Ours(1, 3, ("a",))) == repr(Theirs(1, 3, ("a",))).replace("Theirs", "Ours")
    assert replace(Ours(1, 3), y=4) == Ours(1, 4)
    assert [each.name for each in dataclasses.fields(Ours)] == ["x", "y", "tags", "notes"]
    assert Ours.__doc__ == "A point."


def test_its_fields_can_be_matched_by_place() -> None:
    match Ours(1, 3):
        case Ours(x, y):
            assert (x, y) == (1, 3)
