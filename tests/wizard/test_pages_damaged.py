"""Links that something happened to on their way: the same page, or the truth about the link."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import create_entry, published_flow
from tests.html import read

pytestmark = pytest.mark.django_db
LINE = "q1: credit-card=q2 region=q2 b=end\nq2: a=q3 not-me=end\nq3: a=end\nend"
LINKS = (
    "guides/one/q2/",
    "guides/one/q3/?q1=region&q2=a",
    "guides/two/end/?one.q1=credit-card&one.q2=not-me&w1=x",
)


def _query(change: Callable[[str], str]) -> Callable[[str], str]:
    """What happens to the query alone."""

    def changed(link: str) -> str:
        path, mark, query = link.partition("?")
        return path + mark + (change(query) if query else "")

    return changed


# Each takes a link as it was copied and gives it as it arrives.
MANGLINGS: dict[str, Callable[[str], str]] = {
    "a full stop": lambda link: link + ".",
    "a Japanese full stop": lambda link: link + "。",
    "a bracket": lambda link: link + ")",
    "a wide bracket and a comma": lambda link: link + "）、",
    "words": lambda link: link + "を開いて",
    "words, escaped": lambda link: link + quote("を開いてください。"),
    "a quotation mark and an angle": lambda link: link + '">',
    "a space and words": lambda link: link + "%20please",
    "nothing to see": lambda link: link.replace("/", "/\u200b") + "\ufeff",
    "entities": lambda link: link.replace("&", "&amp;"),
    "entities of entities": lambda link: link.replace("&", "&amp;amp;"),
    "entities read where there were none": lambda link: link.replace("&not", "¬"),
    "escaped ampersands": lambda link: link.replace("&", "%26"),
    "escaped equals": _query(lambda query: query.replace("=", "%3D")),
    "all escaped twice": _query(lambda query: quote(quote(query, safe=""), safe="")),
    "quoted-printable": lambda link: link.replace("=", "=3D"),
    "capitals": str.upper,
    "a capital at the start": lambda link: link.replace("guides", "Guides").replace("q1", "Q1"),
    "wide letters": _query(lambda query: "".join(chr(ord(sign) + 0xFEE0) for sign in query)),
    "long hyphens": lambda link: link.replace("-", "–"),
    "slashes": lambda link: link.replace("/", "//"),
    "no last slash": lambda link: link.replace("/?", "?").rstrip("/"),
    "an escaped question mark": lambda link: link.replace("?", "%3F"),
    "a line that goes on, quoted-printable": _query(
        lambda query: query.replace("=", "=3D").replace("3Da", "3D=%0D%0Aa")
    ),
    "a broken line": _query(lambda query: query.replace("&", "&%0D%0A")),
    "cut at an ampersand": lambda link: link.partition("&")[0],
    "cut in the middle of an answer": lambda link: link[:-1] if "?" in link else link,
    "cut behind an equals sign": lambda link: link.rpartition("=")[0] + "=" if "=" in link else link,
    "counters of a newsletter": _query(lambda query: f"utm_source=mail&{query}&fbclid=IwAR0_x"),
}


@pytest.fixture
def _site() -> None:
    published_flow("w1: x=end\nend", flow="two")
    published_flow(LINE.replace("b=end", "b=two:").replace("not-me=end", "not-me=two:w1"), flow="one")


def shown(client: Client, link: str) -> tuple[str, str]:
    """The heading and the way of the page a link leads to, and what is said of the link."""
    response = client.get(f"/en/{link}", follow=True)
    assert response.status_code == 200, link
    page = read(response)
    trail = page.all("section.trail")
    message = page.all("div.message")
    return page.one("h1").text + "".join(part.text for part in trail), "".join(part.text for part in message)


@pytest.mark.usefixtures("_site")
@pytest.mark.parametrize("mangling", MANGLINGS)
def test_a_mangled_link_shows_the_same_page_or_says_that_it_is_damaged(client: Client, mangling: str) -> None:
    for link in LINKS:
        whole, said = shown(client, link)
        assert said == ""
        page, said = shown(client, MANGLINGS[mangling](link))
        if mangling.startswith("cut"):
            assert page == whole or "This link looks damaged" in said
            assert "has changed" not in said
        else:
            assert (page, said) == (whole, "")


@pytest.mark.usefixtures("_site")
def test_any_two_things_may_happen_to_a_link(client: Client) -> None:
    @settings(max_examples=15)
    @given(st.sampled_from(LINKS), *[st.sampled_from(list(MANGLINGS))] * 2)
    def check(link: str, first: str, second: str) -> None:
        whole, _ = shown(client, link)
        page, said = shown(client, MANGLINGS[second](MANGLINGS[first](link)))
        assert page == whole or "This link looks damaged" in said
        assert "has changed" not in said

    check()


@pytest.mark.parametrize(
    ("asked", "today"),
    [
        ("/JA/guides/one/", "/ja/guides/one/"),
        ("/Ja/Guides/One/Q2/?q1=b", "/ja/guides/one/q2/?q1=b"),
        ("/en//guides/one//q2/", "/en/guides/one/q2/"),
        ("/en/guides/one/q2/)", "/en/guides/one/q2/"),
        ("/en/guides/one/q2)", "/en/guides/one/q2/"),
        ("/en/guides/one/q2/。", "/en/guides/one/q2/"),
        ("/en/guides/one/q3/%3Fq1=b%26q2=a", "/en/guides/one/q3/?q1=b&q2=a"),
        ("/EN/FAQ/Entry/Some-Entry/", "/en/faq/entry/some-entry/"),
        ("/en/faq/entry/some-entry。", "/en/faq/entry/some-entry/"),
        ("/en/faq/entry/some-entry/)", "/en/faq/entry/some-entry/"),
        ("/en/contact/。", "/en/contact/"),
        ("/JA", "/ja/"),
    ],
)
def test_an_address_that_was_damaged_redirects_for_good_to_what_it_was(
    client: Client, asked: str, today: str
) -> None:
    published_flow(LINE, flow="one")
    create_entry("some-entry")
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, today)
    assert client.get(today).status_code == 200


@pytest.mark.parametrize(
    "path", ["/en/guides/no_such/", "/en/guides/質問/", "/xx/guides/one/", "/en/nothing/at-all/"]
)
def test_what_never_was_an_address_is_not_redirected(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_only_reading_is_redirected(client: Client) -> None:
    published_flow(LINE, flow="one")
    assert client.post("/EN/guides/one/").status_code in {404, 405}
