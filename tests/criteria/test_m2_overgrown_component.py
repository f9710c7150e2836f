"""M2: a component that its action overgrows, and long actions that overgrow none."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.model import Approach, Handler, Kind, Recommendation

PAGE = "export default function Page() {\nasync function save(data) { 'use server';\n%s }\n return <form action={save} />; }"


def steps(statements: int, awaits: int = 0, branches: int = 0) -> str:
    """So many statements, the first of them awaited, and so many branches in the last."""
    lines = ["await go();" if number < awaits else "go();" for number in range(statements)]
    if branches:
        lines[-1] = f"use([{', '.join(['a ? b : c'] * branches)}]);"
    return "\n".join(lines)


def seen_of(small, body: str, page: str = PAGE, **changes: object):
    app = small({"app/page.tsx": page % body})
    source = app.sources.get("app/page.tsx")
    start = source.data.index(b"async function save")
    node = source.root.named_descendant_for_byte_range(start, start + 20)
    while node.type != "function_declaration":
        node = node.parent
    inside = app.action("app/page.tsx", "default")._replace(inline=True, handlers=(Handler(None, source.span(node)),))
    return app.see(inside._replace(**changes)).get("M2")


@pytest.mark.parametrize(
    ("body", "grown"),
    [
        (steps(13, awaits=3, branches=7), 0),
        (steps(13), 0),
        (steps(7, awaits=3), 0),
        (steps(3, branches=7), 0),
        (steps(2), 0),
        (steps(14), 1),
        (steps(7, awaits=4), 1),
        (steps(3, branches=8), 1),
        (steps(28), 1),
        (steps(14, awaits=4), 2),
        (steps(14, branches=8), 2),
        (steps(10, awaits=4, branches=8), 2),
        (steps(14, awaits=4, branches=8), 2),
        (steps(29), 2),
    ],
)
def test_one_sign_is_little_and_two_are_enough(small, body: str, grown: int) -> None:
    seen = seen_of(small, body)
    assert (seen is not None) is (grown > 0)
    if seen is not None:
        assert seen.recommends is Recommendation.EXTRACT and seen.constraint is None
        assert seen.favours is Approach.SERVER_ACTION and seen.place.line == 2
        assert (seen.weight >= 2) is (grown == 2) and seen.weight > 0


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (steps(16), "puts 16 statements into"),
        (steps(16, awaits=1), "16 statements and 1 awaited call into"),
        ("go(" + "await x, " * 5 + "await x)", "puts 1 statement and 6 awaited calls into"),
        (steps(16, awaits=2), "16 statements and 2 awaited calls into"),
    ],
)
def test_counts_read_as_english(small, body: str, said: str) -> None:
    assert said in seen_of(small, body).message


@pytest.mark.parametrize("markup", ["<form action={save} />", "<form action={save}></form>"])
def test_a_file_with_markup(small, markup: str) -> None:
    page = PAGE.replace("<form action={save} />", markup)
    assert seen_of(small, steps(40), page) is not None


@pytest.mark.parametrize("markup", ["make(save)", "render('form', save)", "save as Action<Page>"])
def test_silent_of_a_file_without(small, markup: str) -> None:
    page = PAGE.replace("<form action={save} />", markup)
    assert seen_of(small, steps(40), page) is None


def test_silent_of_other_code(small) -> None:
    long = steps(40, awaits=10)
    assert seen_of(small, long, inline=False) is None
    assert seen_of(small, long, kind=Kind.ROUTE_HANDLER) is None
    assert seen_of(small, long, handlers=()) is None
    assert seen_of(small, long, path="app/missing.tsx") is None
    assert seen_of(small, "/* " + long + " */") is None
    assert seen_of(small, "go(`" + long + "`);") is None
    outside = PAGE.replace("return <form", long.replace("await ", "") + " return <form")
    assert seen_of(small, "go();", outside) is None, "the component may be long by itself"


def test_an_action_in_a_module_of_its_own_may_be_long(action) -> None:
    app, endpoint = action(
        f"'use server';\nexport async function act() {{ {steps(60, awaits=20)} }}\nconst a = '<p/>';"
    )
    assert "M2" not in app.see(endpoint)


def actions(small, text: str, *names: str):
    """The actions of a page, by the functions that they are."""
    app = small({"app/page.tsx": text})
    source = app.sources.get("app/page.tsx")
    made = []
    for name in names:
        start = source.data.index(f"async function {name}".encode())
        node = source.root.named_descendant_for_byte_range(start, start + 20)
        while node.type != "function_declaration":
            node = node.parent
        whole = app.action("app/page.tsx", "default")
        made.append(whole._replace(name=name, inline=True, handlers=(Handler(None, source.span(node)),)))
    return app, made


def action_of(name: str, statements: int) -> str:
    return f"async function {name}(data) {{ 'use server';\n{steps(statements)} }}\n"


def page_of(inside: str, beside: str = "") -> str:
    return f"{beside}export default function Page() {{\n{inside} return <form action={{a}} />; }}"


@pytest.mark.parametrize(("others", "overgrown"), [((14, 14, 14), False), ((14, 14, 18), True), ((46,), True)])
def test_a_component_is_crowded_by_all_of_its_actions(small, others: tuple[int, ...], overgrown: bool) -> None:
    names = "abcd"[: len(others) + 1]
    page = page_of("".join(map(action_of, names, (14, *others))))
    app, (action, *rest) = actions(small, page, *names)
    seen = app.see(action, siblings=tuple(rest))["M2"]
    assert (seen.weight >= 2) is overgrown
    assert (f", among {len(names)} actions." in seen.message) is overgrown
    assert app.see(action)["M2"].weight < 2, "alone it is only growing"


def test_a_small_action_among_many_is_not_told(small) -> None:
    app, (action, *rest) = actions(small, page_of(action_of("a", 3) + action_of("b", 80)), "a", "b")
    assert "M2" not in app.see(action, siblings=tuple(rest))


def test_actions_beside_a_component_crowd_its_file_only(small) -> None:
    beside = action_of("a", 40) + action_of("b", 40)
    app, (action, other) = actions(small, page_of("", beside), "a", "b")
    seen = app.see(action, siblings=(other,))["M2"]
    assert seen.weight < 2 and seen.message == "It puts 40 statements into the file of the component beside it."
    app, (inside, outside) = actions(small, page_of(action_of("a", 14), action_of("b", 80)), "a", "b")
    assert app.see(inside, siblings=(outside,))["M2"].weight < 2
