"""The hand-off pack and its short code."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone

from contact.handoff import as_mail, as_text
from ground.text import Text
from tests.factories import both, create_channel, graph, published_flow
from tests.shipped import shipped_pack
from wizard.compiler import write_graph
from wizard.editing import rename_flow
from wizard.handoff import UnreadableCode, _check, code_of, hand_off, read_code
from wizard.live import look_up
from wizard.models import Flow
from wizard.paths import list_ways
from wizard.publishing import publish
from wizard.runtime import resolve
from wizard.trail import Place, parse

pytestmark = pytest.mark.django_db


def code_at(flow: str, step: str, query: str) -> str:
    live = look_up(Place(flow, step), parse(query, flow))
    position = resolve(Place(flow, step), parse(query, flow), live.steps, live.starts)
    return code_of(position.place, position.before, live.guides)


def signed(body: str) -> str:
    """`body` with the two characters that catch typing errors."""
    return f"{body}-{_check(body)}"


@pytest.fixture
def guide() -> Flow:
    return published_flow("q1: a=r1 b=a1\nr1: solved=a1 no-change=a2\na1\na2", r1={"tried": both("tried it")})


def test_a_code_is_short_and_opens_the_same_way(guide: Flow):
    code = code_at("guide", "a2", "q1=a&r1=no-change")
    assert code.startswith("guide.1.01-")
    walked = read_code(code)
    assert walked.place == Place("guide", "a2")
    assert [(one.step.slug, one.choice.slug) for one in walked.before] == [("q1", "a"), ("r1", "no-change")]


def test_a_code_may_be_typed_in_capitals(guide: Flow):
    assert read_code(code_at("guide", "a1", "q1=b").upper()).place.step == "a1"


def test_a_code_outlives_the_name_of_its_guide(guide: Flow, client: Client):
    code = code_at("guide", "a2", "q1=a&r1=no-change")
    rename_flow(guide, "today")
    publish(guide, author=None)
    assert read_code(code).place == Place("today", "a2")
    assert client.get(f"/h/{code}").status_code == 200
    assert "title of q1" in client.get(f"/en/contact/?way={code}").content.decode()


@pytest.mark.parametrize(
    "code",
    ["", "-", "guide.1.01", "guide.1.01-zz", "guide.9.01-22", "nope", "a" * 5000, "guide.1.~-22", "\x00"],
)
def test_a_mistyped_code_is_refused(guide: Flow, code: str):
    with pytest.raises(UnreadableCode):
        read_code(code)


def test_one_wrong_letter_is_noticed(guide: Flow):
    code = code_at("guide", "a2", "q1=a&r1=no-change")
    with pytest.raises(UnreadableCode):
        read_code(code.replace(".01-", ".00-"))


def test_a_code_leads_through_guides_that_hand_over(guide: Flow):
    published_flow("s1: x=guide:r1 y=guide:", flow="first")
    code = code_at("guide", "a2", "first.s1=x&r1=no-change")
    assert [one.place for one in read_code(code).before] == [Place("first", "s1"), Place("guide", "r1")]
    assert read_code(code_at("guide", "q1", "first.s1=y")).place == Place("guide", "q1")


def test_a_code_shows_what_was_seen_even_after_the_guide_has_changed(guide: Flow, client: Client):
    code = code_at("guide", "a1", "q1=b")
    write_graph(graph("q1: z=a9\na9"))
    publish(Flow.objects.get(slug="guide"), author=None)
    walked = read_code(code)
    assert (walked.place.step, walked.is_live) == ("a1", False)
    page = client.get(f"/h/{code}", headers={"accept-language": "en"}).content.decode()
    assert "published anew since" in page
    assert "title of a1" in page


def test_the_pack_tells_answers_from_what_was_tried_in_either_language(guide: Flow):
    code = code_at("guide", "a2", "q1=a&r1=no-change")
    pack = hand_off(read_code(code), origin="https://example.org", now=timezone.now(), code=code)
    english, japanese = as_text(pack, "en"), as_text(pack, "ja")
    assert "- title of q1 → label a" in english
    assert "- tried it → label no-change" in english
    assert "- tried itです → label no-changeです" in japanese
    assert "https://example.org/en/guides/guide/a2/?q1=a&r1=no-change" in english
    assert "https://example.org/ja/guides/guide/a2/?q1=a&r1=no-change" in japanese
    assert code in english


def test_a_mail_carries_the_whole_pack_or_says_where_the_rest_is(guide: Flow):
    code = code_at("guide", "a2", "q1=a&r1=no-change")
    pack = hand_off(read_code(code), origin="https://example.org", now=timezone.now(), code=code)
    whole = unquote(as_mail(pack, "ja", 2000))
    for line in filter(None, as_text(pack, "ja").splitlines()):
        assert line in whole or "くわしい状況" in line
    for language, rest in (("ja", "続きは上のコード"), ("en", "The rest is behind the code")):
        long = replace(pack, passed=pack.passed * 20)
        mail = as_mail(long, language, 2000)
        assert len(mail) <= 2000
        text = unquote(mail)
        assert rest in text.splitlines()[-1]
        assert code in text
        assert f"https://example.org/{language}/guides/guide/a2/?q1=a&r1=no-change" in text
        assert rest not in whole
    endless = Text("とても長い題名です" * 20, "a very long title " * 10)
    mail = as_mail(replace(pack, guide=endless, place=endless), "ja", 2000)
    assert len(mail) <= 2000
    assert code in mail


def test_every_mail_of_the_shipped_guides_can_be_opened_under_windows(shipped: None, client: Client):
    found = []
    for shown in shipped_pack().graphs:
        way = max(list_ways(shown, limit=1000), key=lambda each: (bool(each.end), len(each.answers)))
        trail = "&".join(f"{step.slug}={choice.slug}" for step, choice in way.answers)
        assert way.end
        page = client.get(f"/ja/guides/{shown.flow}/{way.end.slug}/?{trail}").content.decode()
        found += re.findall(r'href="(mailto:\?[^"]*)"', page)
    assert found
    assert max(len(unescape(address)) for address in found) < 2048


def test_an_answer_carries_the_pack_in_the_language_its_channel_needs(client: Client):
    create_channel("english-desk", languages=("en",))
    published_flow("q1: a=a1\na1", a1={"channels": ("english-desk",), "outcome": "contact"})
    page = client.get("/ja/guides/guide/a1/?q1=a").content.decode()
    assert 'id="pack-ja"' in page
    assert 'id="pack-en"' in page
    assert "mailto:?subject=" in page


def test_an_answer_whose_channels_speak_the_readers_language_carries_one_text(guide: Flow, client: Client):
    page = client.get("/ja/guides/guide/a1/?q1=b").content.decode()
    assert 'id="pack-ja"' in page
    assert 'id="pack-en"' not in page


def test_talking_to_a_person_takes_the_way_along_from_every_step(guide: Flow, client: Client):
    page = client.get("/en/guides/guide/r1/?q1=a").content.decode()
    code = code_at("guide", "r1", "q1=a")
    assert f'href="/en/contact/?way={code}"' in page
    contact = client.get(f"/en/contact/?way={code}").content.decode()
    assert "title of q1 → label a" in contact


def test_a_way_nobody_can_read_leaves_the_contact_page_as_it_is(client: Client):
    assert client.get("/en/contact/?way=%00nonsense").status_code == 200


def test_the_code_page_is_not_for_search_engines_and_refuses_other_methods(guide: Flow, client: Client):
    address = f"/h/{code_at('guide', 'a1', 'q1=b')}"
    assert '<meta name="robots" content="noindex">' in client.get(address).content.decode()
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("path", ["code", "nonsense"])
def test_the_page_of_a_code_is_read_in_either_language(guide: Flow, client: Client, path: str):
    address = f"/h/{code_at('guide', 'a1', 'q1=b') if path == 'code' else path}"
    for language, other in (("ja", "en"), ("en", "ja")):
        response = client.get(f"{address}?lang={language}", headers={"accept-language": other})
        page = response.content.decode()
        assert response["Content-Language"] == language
        assert f'<html lang="{language}"' in page
        assert f'href="{address}?lang={other}"' in page
    assert "Accept-Language" in client.get(f"{address}?lang=xx")["Vary"]


def test_an_unreadable_code_says_what_to_do(client: Client):
    response = client.get("/h/nonsense", headers={"accept-language": "en"})
    assert response.status_code == 404
    assert "Compare it letter by letter" in response.content.decode()


def test_opening_a_code_costs_a_query_for_each_answer_and_two_more(guide: Flow, django_assert_num_queries):
    published_flow("s1: x=guide:r1", flow="first")
    code = code_at("guide", "a2", "q1=a&r1=no-change")
    with django_assert_num_queries(4):
        read_code(code)
    code = code_at("guide", "a2", "first.s1=x&r1=no-change")
    with django_assert_num_queries(4):
        read_code(code)


def test_a_guide_that_is_walked_several_times_is_looked_up_once(guide: Flow, django_assert_num_queries):
    code = signed("~".join(["guide.1.1"] * 10))
    with django_assert_num_queries(12):
        assert len(read_code(code).before) == 10


@pytest.mark.parametrize(
    "body",
    ["~".join(["guide.1."] * 100), "guide.1.~guide.1.", "~".join(["guide.1.1"] * 11), f"guide.1.{'0' * 61}"],
)
def test_a_code_nobody_was_given_costs_nothing(
    guide: Flow, client: Client, django_assert_max_num_queries, django_assert_num_queries, body: str
):
    with django_assert_num_queries(0), pytest.raises(UnreadableCode):
        read_code(signed(body))
    with django_assert_max_num_queries(3):
        client.get(f"/ja/contact/?way={signed(body)}")


def test_a_way_through_more_guides_than_a_code_holds_has_none(client: Client):
    for number in range(12, 0, -1):
        published_flow(f"q: x=guide{number + 1}: y=a\na" if number < 12 else "q", flow=f"guide{number}")
    query = "&".join(f"guide{number}.q=x" for number in range(1, 12))
    assert code_at("guide10", "q", query).startswith("guide1.1.0~guide2.1.0~")
    assert code_at("guide11", "q", query) == ""
    page = client.get(f"/en/guides/guide11/q/?{query}").content.decode()
    assert 'href="/en/contact/?way="' in page
    assert client.get("/en/contact/?way=").status_code == 200
