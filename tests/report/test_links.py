from __future__ import annotations

from urllib.parse import unquote, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from reviewer.model import Place
from reviewer.report.links import Links, line_link, short_name


def test_a_line_of_a_path_as_next_js_has_them(links: Links) -> None:
    url = links.blob(Place("app/(shop)/@modal/(.)products/[...slug]/route.ts", 12))
    assert url == (
        f"https://github.com/acme/shop/blob/{links.sha}/app/%28shop%29/%40modal/%28.%29products/%5B...slug%5D/route.ts#L12"
    )


def test_several_lines(links: Links) -> None:
    assert links.blob(Place("a.ts", 3), 9).endswith("/a.ts#L3-L9")
    assert links.blob(Place("a.ts", 3), 3).endswith("/a.ts#L3")


def test_without_a_repository_there_is_no_link() -> None:
    assert Links().blob(Place("a.ts", 1)) == ""
    assert line_link(Links(), Place("app/api/a/route.ts", 1)) == "a/route.ts:1"


def test_an_enterprise_server_keeps_its_address() -> None:
    links = Links("https://ghe.example.com/", "team/app", "abc")
    assert links.blob(Place("a.ts", 1)) == "https://ghe.example.com/team/app/blob/abc/a.ts#L1"


def test_a_path_that_is_not_utf_8_keeps_its_bytes(links: Links) -> None:
    path = b"caf\xe9.ts".decode("utf-8", "surrogateescape")
    assert links.blob(Place(path, 1)).endswith("/caf%E9.ts#L1")


@given(st.text(alphabet=st.characters(codec=None), min_size=1))
def test_the_server_gets_the_path_back(path: str) -> None:
    url = Links("https://github.com", "acme/shop", "abc").blob(Place(path, 5))
    parts = urlsplit(url)
    assert (parts.netloc, parts.fragment) == ("github.com", "L5")
    if path.isprintable():
        assert unquote(parts.path) == f"/acme/shop/blob/abc/{path}"


def test_the_name_of_a_line_has_the_folder_that_tells_routes_apart() -> None:
    assert short_name(Place("app/api/cart/route.ts", 4)) == "cart/route.ts:4"
    assert short_name(Place("components/CartForm.tsx", 4)) == "CartForm.tsx:4"
    assert short_name(Place("middleware.ts", 4)) == "middleware.ts:4"
