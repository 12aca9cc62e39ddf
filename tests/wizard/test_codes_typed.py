"""A short code as people type, paste, forward and read it out: the same page, or a sentence that says it is damaged."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contact.models import Enquiry
from tests.factories import both, published_flow
from tests.html import Element, Response, read
from tests.wizard.test_handoff import code_at, signed
from wizard.renaming import rename_flow, rename_step

pytestmark = pytest.mark.django_db
CANNOT = "This code cannot be read"
UNKNOWN = "No guide on this site has the way"


@pytest.fixture
def code() -> str:
    """The code of a way through two guides: it has every sign that a code can have."""
    published_flow(
        "q-1: a=r1 b=a1\nr1: solved=a1 no-change=a2\na1\na2", flow="my-guide", r1={"tried": both("tried it")}
    )
    published_flow("s1: x=my-guide:r1", flow="first")
    made = code_at("my-guide", "a2", "first.s1=x&r1=no-change")
    assert made.startswith("first.1.0~my-guide.1.r1.1-")
    return made


def full_width(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


def put(what: str) -> Callable[[str], str]:
    return lambda text: text[: len(text) // 2] + what + text[len(text) // 2 :]


def swap(one: str, other: str) -> Callable[[str], str]:
    return lambda text: text.replace(one, other)


MANGLED: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "full width": full_width,
    "full width capitals": lambda text: full_width(text.upper()),
    "white space around": lambda text: f" \t{text}\u3000\n",
    "a space inside": put(" "),
    "broken at the end of a line": put("\r\n"),
    "a full-width space inside": put("\u3000"),
    "a zero-width space": put("\u200b"),
    "a soft hyphen": put("\u00ad"),
    "a byte order mark": lambda text: f"\ufeff{text}",
    **{f"U+{ord(dash):04X} for hyphens": swap("-", dash) for dash in "‐‑‒–—―−ー－ｰ─﹣"},
    **{f"U+{ord(wave):04X} for tildes": swap("~", wave) for wave in "〜～∼˜"},
    "Japanese full stops": swap(".", "。"),
    "half-width Japanese full stops": swap(".", "｡"),
    "percent signs": lambda text: "".join(f"%{ord(each):02X}" for each in text),
    **{f"{end} behind": lambda text, end=end: text + end for end in [*".。）)、,，」』”’'\">…/／", "。)", "/。", "—"]},  # type: ignore[misc]
    **{f"{start} before": lambda text, start=start: start + text for start in ["「", "（", "(", "<", "“", "…", "・", "- "]},  # type: ignore[misc]
    "a word stuck behind": lambda text: f"{text}を開いて",
    "Japanese around": lambda text: f"コードは{text}です。",
    "English around": lambda text: f"The code is {text}, thanks.",
    "the line of a pack": lambda text: f"Code: {text}\nOpen the same place: https://example.org/en/",
    "an address": lambda text: f"https://example.org/h/{text}",
    "an address with its language": lambda text: f"https://example.org/h/{text}?lang=ja",
    "a contact address": lambda text: f"https://example.org/ja/contact/?way={text}#desk",
    "Markdown": lambda text: f"**{text}**",
}  # fmt: skip


def test_a_mangled_code_is_sent_to_its_own_address(code: str, client: Client) -> None:
    for name, mangle in MANGLED.items():
        opened = client.get(f"/h/{quote(mangle(code))}?lang=en")
        assert (opened.status_code, opened.get("Location")) == (301, f"/h/{code}?lang=en"), name
        typed = client.get("/h/", {"code": mangle(code)})
        assert (typed.status_code, typed.get("Location")) == (302, f"/h/{code}"), name


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from(sorted(MANGLED)), min_size=2, max_size=5))
def test_however_often_it_was_mangled_a_code_leads_to_the_same_page_or_is_said_to_be_damaged(
    code: str, client: Client, names: list[str]
) -> None:
    mangled = reduce(lambda text, name: MANGLED[name](text), names, code)
    for response in (
        client.get("/h/", {"code": mangled, "lang": "en"}),
        client.get(f"/h/{quote(mangled)}?lang=en"),
    ):
        if response.status_code in {301, 302}:
            assert response["Location"] == f"/h/{code}?lang=en"
        elif mangled != code:
            assert CANNOT in response.content.decode()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(typed=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_whatever_is_typed_gets_a_page_that_says_what_is_wrong(client: Client, typed: str) -> None:
    for response in (client.get("/h/", {"code": typed, "lang": "en"}), client.get(f"/h/{quote(typed)}")):
        assert response.status_code in {200, 404}
        assert 'id="code_error"' in response.content.decode()


def test_no_address_of_a_code_is_an_error(client: Client) -> None:
    for path in (
        "%00", "%ff%fe", "a%00b", "%E2%28", "x" * 20_000, "-" * 20_000, "%25" * 5000, "//", "..", "?", "%3Cscript%3E",
        "a%0d%0aX-Evil:1",
    ):  # fmt: skip
        for address in (f"/h/{path}", f"/h/?code={path}"):
            response = client.get(address)
            assert response.status_code in {200, 404}, address
            assert read(response).one("input", id="code"), address


def field(response: Response) -> tuple[Element, Element]:
    page = read(response)
    return page, page.one("input", id="code")


@pytest.mark.parametrize(
    ("language", "title", "label"),
    [("ja", "短いコードを開く", "短いコード"), ("en", "Open a short code", "Short code")],
)
def test_there_is_a_field_for_a_code_in_either_language(
    client: Client, language: str, title: str, label: str
) -> None:
    response = client.get(f"/h/?lang={language}", headers={"accept-language": "fr"})
    page, typed = field(response)
    assert (response.status_code, response["Content-Language"]) == (200, language)
    assert page.one("html")["lang"] == language
    assert (page.one("h1").text, page.one("title").text.partition(" — ")[0]) == (title, title)
    assert page.one("label", for_="code").text == label
    assert not typed.get("aria-invalid")
    form = page.one("form", action="/h/")
    assert (form["method"], form.one("input", name="lang")["value"]) == ("get", language)
    other = {"ja": "en", "en": "ja"}[language]
    assert page.one("nav.langs").one("a", lang=other)["href"] == f"/h/?lang={other}"
    assert page.one("meta", name="robots")["content"].startswith("noindex")
    assert client.post("/h/").status_code == 405


def test_the_bare_address_without_its_slash_leads_to_the_field(client: Client) -> None:
    assert client.get("/h")["Location"] == "/h/"


def test_the_field_leads_to_the_code_in_the_language_it_was_read_in(code: str, client: Client) -> None:
    response = client.get("/h/", {"lang": "ja", "code": code}, headers={"accept-language": "en"}, follow=True)
    assert response.redirect_chain == [(f"/h/{code}?lang=ja", 302)]
    assert read(response).one("h1").text == "ガイドで確認した内容"


@pytest.mark.parametrize("way", ["address", "field"])
def test_a_damaged_code_stays_in_the_field_with_what_is_wrong(code: str, client: Client, way: str) -> None:
    wrong = code.replace(".r1.1-", ".r1.0-")
    response = client.get(f"/h/{wrong}?lang=en" if way == "address" else f"/h/?code={wrong}&lang=en")
    page, typed = field(response)
    assert response.status_code == (404 if way == "address" else 200)
    assert page.one("title").text.startswith("Error: ")
    assert typed["value"] == wrong
    assert (typed["aria-invalid"], typed["aria-describedby"]) == ("true", "code_hint code_error")
    error = page.one(id="code_error").text
    assert error.startswith(f"{CANNOT}: it looks mistyped, damaged or incomplete.")
    assert page.one("div.message", role="alert").one("a", href="#code").text == error
    other = page.one("nav.langs").one("a", lang="ja")["href"]
    assert field(client.get(other))[1]["value"] == wrong


def test_an_empty_field_asks_for_a_code(client: Client) -> None:
    page, _ = field(client.get("/h/?code=+&lang=en"))
    assert page.one(id="code_error").text == "Type the short code."


def test_a_whole_code_of_no_guide_here_is_not_called_damaged(client: Client) -> None:
    response = client.get(f"/h/{signed('elsewhere.3.01')}?lang=en")
    assert response.status_code == 404
    assert UNKNOWN in read(response).one(id="code_error").text
    assert CANNOT not in response.content.decode()


def test_what_has_not_the_form_of_a_code_cannot_be_read_though_its_last_characters_fit(
    client: Client,
) -> None:
    for body in (
        "nope", "first", "first.1", "first.1.0~nope", "first.1.0~", "~first.1.0", "nope~first.1.0", "first..0",
        "first.x.0", "first.1234567.0", f"{'a' * 81}.1.0", "first.1.s1.0.0",
    ):  # fmt: skip
        response = client.get(f"/h/{signed(body)}?lang=en")
        assert response.status_code == 404, body
        assert CANNOT in read(response).one(id="code_error").text, body


def test_a_way_that_its_guide_never_had_is_said_to_be_none(code: str, client: Client) -> None:
    for body in (
        "my-guide.1.9", "my-guide.1.02", "my-guide.1.010", "my-guide.1.gone.0", "my-guide.2.0", "nope.1.0",
        "first.1.0~nope.1.0",
    ):  # fmt: skip
        response = client.get(f"/h/{signed(body)}?lang=en")
        assert response.status_code == 404, body
        assert UNKNOWN in read(response).one(id="code_error").text, body


def test_a_code_finds_its_renamed_guide_whatever_steps_once_had_that_name(client: Client) -> None:
    earlier, later = (
        published_flow("start: a=guide\nguide", flow=flow).steps.get(slug="guide") for flow in ("one", "two")
    )
    guide = published_flow("q1: a=end\nend")
    code = code_at("guide", "end", "q1=a")
    rename_step(earlier, "now")
    rename_flow(guide, "today")
    rename_step(later, "now")
    page = read(client.get(f"/h/{code}?lang=en"))
    assert page.link("Open the same place")["href"] == "http://testserver/en/guides/today/end/?q1=a"


def test_the_contact_pages_read_a_mangled_code_too(code: str, client: Client, settings) -> None:
    settings.ENQUIRY_EMAIL = "desk@example.org"
    mangled = f"{full_width(code.upper())}。"
    contact = read(client.get("/en/contact/", {"way": mangled}))
    assert "title of s1 → label x" in contact.one(id="pack-en").text
    assert code in contact.one(id="pack-en").text
    assert contact.one("a", href=f"/h/{code}").text == code
    enquiry = contact.link("Send a question")["href"]
    assert "title of s1 → label x" in read(client.get(enquiry)).one("form", method="post").one("pre").text
    client.post("/en/contact/enquiry/", {"mail": "a@example.org", "text": "Why?", "way": mangled})
    stored = Enquiry.objects.get()
    assert f"Code: {code}\n" in stored.pack
    assert client.get(f"/h/{quote(stored.way)}")["Location"] == f"/h/{code}"
