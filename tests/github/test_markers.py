from hypothesis import given
from hypothesis import strategies as st

from reviewer.github import markers
from reviewer.github.markers import Marker, State, SummaryMarker

WORDS = st.text(max_size=40)
SURE = st.text(st.characters(exclude_categories=("Cs",)), max_size=200)


@given(SURE, WORDS, WORDS, WORDS, st.sampled_from(State))
def test_what_is_signed_is_read_back(body: str, key: str, name: str, path: str, state: State) -> None:
    text = markers.signed(body, Marker(key, name, "code", path, "wording", state))
    found = markers.parse(text)
    assert isinstance(found, Marker)
    assert (found.key, found.name, found.path, found.state) == (key, name, path, state)
    assert not markers.is_edited(text, found)
    assert not markers.is_edited(text.replace("\n", "\r\n") + "\r\n", found)
    assert markers.is_edited("changed " + text, found) or not body.strip()


@given(st.lists(WORDS, max_size=500), SURE)
def test_summaries_are_read_back_and_bounded(keys: list[str], body: str) -> None:
    found = markers.parse(markers.signed(body, SummaryMarker(tuple(keys[:50]), "content")))
    assert isinstance(found, SummaryMarker) and found.posted == tuple(keys[:50])


@given(st.text(max_size=300))
def test_no_text_makes_it_stumble(text: str) -> None:
    markers.parse(text)
    markers.parse(f"{markers.PREFIX}{text}{markers.SUFFIX}")


def test_a_marker_counts_only_as_the_last_line() -> None:
    text = markers.signed("body", Marker("k", "n", "c", "p", "w"))
    assert markers.parse(text) is not None
    assert markers.parse(text + "\n\nmore") is None
    assert markers.parse("> " + text.replace("\n", "\n> ")) is None
    assert markers.parse(text.replace(":1:", ":2:")) is None, "another version"


def test_the_marker_cannot_end_its_comment_early() -> None:
    text = markers.signed("body", Marker("--> <b>", "-->", "c", "p", "w"))
    assert text.count("-->") == 1
