import zlib
from base64 import b64encode

from hypothesis import given
from hypothesis import strategies as st

from reviewer.github import markers
from reviewer.github.markers import MOST_KEYS, MOST_TRACES, Marker, Posted, State, SummaryMarker, Trace

WORDS = st.text(max_size=40)
SURE = st.text(st.characters(exclude_categories=("Cs",)), max_size=200)


@given(SURE, WORDS, st.builds(Trace, WORDS, WORDS, WORDS), st.lists(WORDS, max_size=8), st.sampled_from(State))
def test_what_is_signed_is_read_back(body: str, key: str, trace: Trace, former: list[str], state: State) -> None:
    text = markers.signed(body, Marker(key, trace, "wording", state, tuple(former)))
    found = markers.parse(text)
    assert isinstance(found, Marker)
    assert (found.key, found.trace, found.state, found.former) == (key, trace, state, tuple(former))
    assert not markers.is_edited(text, found)
    assert not markers.is_edited(text.replace("\n", "\r\n") + "\r\n", found)
    assert markers.is_edited("changed " + text, found) or not body.strip()


@given(st.lists(WORDS, max_size=30), st.lists(WORDS, max_size=5), SURE)
def test_summaries_are_read_back(keys: list[str], unplaced: list[str], body: str) -> None:
    posted = tuple(Posted(key, Trace(key, "p", "c")) for key in keys)
    found = markers.parse(markers.signed(body, SummaryMarker(posted, tuple(unplaced), "content")))
    assert isinstance(found, SummaryMarker)
    assert (found.posted, found.unplaced, found.content) == (posted, tuple(unplaced), "content")


def test_the_longest_memory_of_a_summary_fits_and_the_latest_are_known_best() -> None:
    from hashlib import sha256

    def noise(number: int, length: int) -> str:
        return "".join(sha256(f"{number}:{part}".encode()).hexdigest() for part in range(-(-length // 64)))[:length]

    posted = [
        Posted(
            f"server-action:{noise(number, 16)}", Trace(noise(number, 12), noise(number + 1, 12), noise(number, 144))
        )
        for number in range(700)
    ]
    text = markers.signed("body", SummaryMarker(tuple(posted)))
    found = markers.parse(text)
    assert isinstance(found, SummaryMarker) and len(text) < 24_000
    assert [each.key for each in found.posted] == [each.key for each in posted[-MOST_KEYS:]]
    assert found.posted[-MOST_TRACES:] == tuple(posted[-MOST_TRACES:])
    assert found.posted == markers.remembered(posted)


@given(st.text(max_size=300))
def test_no_text_makes_it_stumble(text: str) -> None:
    markers.parse(text)
    markers.parse(f"{markers.PREFIX}{text}{markers.SUFFIX}")


@given(st.recursive(st.none() | st.integers() | WORDS, lambda each: st.lists(each) | st.dictionaries(WORDS, each)))
def test_no_fields_make_it_stumble(value: object) -> None:
    import json

    for fields in (
        value,
        {"t": "finding", "s": "open", "k": value},
        {"t": "summary", "s": "open", "k": [], "r": value},
    ):
        packed = b64encode(zlib.compress(json.dumps(fields).encode())).decode()
        assert markers.parse(f"{markers.PREFIX}{packed}{markers.SUFFIX}") is None


def test_what_unpacks_to_very_much_is_no_marker() -> None:
    packed = b64encode(zlib.compress(b" " * 20_000_000)).decode()
    assert len(packed) < markers.LONGEST
    assert markers.parse(f"{markers.PREFIX}{packed}{markers.SUFFIX}") is None


def test_a_marker_counts_only_as_the_last_line() -> None:
    text = markers.signed("body", Marker("k", Trace("n", "p", "c"), "w"))
    assert markers.parse(text) is not None
    assert markers.parse(text + "\n\nmore") is None
    assert markers.parse("> " + text.replace("\n", "\n> ")) is None
    assert markers.parse(text.replace(":1:", ":2:")) is None, "another version"


def test_the_marker_cannot_end_its_comment_early() -> None:
    text = markers.signed("body", Marker("--> <b>", Trace("-->", "p", "c"), "w"))
    assert text.count("-->") == 1
