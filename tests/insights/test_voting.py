"""“Did this solve it?”: votes and comments, with and without htmx, from here and from elsewhere."""

from __future__ import annotations

import pytest
from django.test import Client

from insights.models import Comment
from tests.factories import both, create_channel, create_entry, published_flow
from tests.html import read
from tests.insights.numbers import entry_counts, step_counts

pytestmark = pytest.mark.django_db

URL = "/ja/feedback/"
ABOUT = "guide/a1?q1=yes"
HTMX = {"hx-request": "true"}


@pytest.fixture(autouse=True)
def _published() -> None:
    create_channel("desk", always=True)
    create_entry("other")
    create_entry("card", related=("other",))
    fix = {"tried": both("restarted")}
    published_flow(
        "q1: yes=a1 no=fix\nfix: solved=done no-change=a1\na1\ndone",
        fix=fix,
        a1={"channels": ("desk",), "entries": ("card",)},
        done={"outcome": "solved"},
    )


def vote(client: Client, value: str, about: str = ABOUT, **headers: str):
    return client.post(URL, {"about": about, "vote": value}, headers=headers)


def test_a_yes_is_counted_and_led_to_a_page_that_says_thanks(client):
    response = vote(client, "yes")
    assert response.status_code == 303
    page = client.get(response["Location"])
    assert page.status_code == 200
    assert read(page).one("h1").text == "ありがとうございます"
    assert step_counts() == {"yes guide/a1": 1}


def test_the_way_back_keeps_the_trail(client):
    page = read(client.get(vote(client, "yes")["Location"]))
    assert page.one("a.back")["href"] == "/ja/guides/guide/a1/?q1=yes"


def test_a_no_leads_on_at_once_to_an_untried_remedy_a_channel_and_a_person(client):
    page = read(client.get(vote(client, "no")["Location"]))
    ways = page.one("ul.choices")
    assert [way["href"] for way in ways.all("a")] == ["/ja/guides/guide/fix/?q1=no"]
    assert page.one("li.channel")["id"] == "desk"
    assert page.all("a.button")[0]["href"].startswith("/ja/contact/?way=guide.1.0-")
    assert step_counts() == {"no guide/a1": 1}


def test_without_a_remedy_left_a_no_leads_back_to_the_last_question(client):
    page = read(client.get(vote(client, "no", "guide/a1?q1=no&fix=no-change")["Location"]))
    assert page.one("ul.choices").one("a")["href"] == "/ja/guides/guide/fix/?q1=no&fix=no-change"


def test_a_no_about_an_entry_leads_to_its_guide_and_its_related_entries(client):
    page = read(client.get(vote(client, "no", "card")["Location"]))
    ways = [way["href"] for way in page.one("ul.choices").all("a")]
    assert ways == ["/ja/guides/guide/", "/ja/faq/entry/other/"]
    assert entry_counts() == {"no card": 1}


def test_another_guide_that_leads_to_the_same_entry_is_a_way_on(client):
    published_flow("o1: x=b1\nb1", flow="other-guide", b1={"entries": ("card",)})
    page = read(client.get(vote(client, "no", "guide/a1?q1=no&fix=no-change")["Location"]))
    assert "/ja/guides/other-guide/" in [way["href"] for way in page.one("ul.choices").all("a")]


def test_htmx_gets_the_block_in_place(client):
    response = vote(client, "no", **HTMX)
    assert response.status_code == 200
    assert response["Vary"] == "HX-Request"
    block = read(response)
    assert not block.all("html")
    assert block.one("h2")["autofocus"] == ""
    assert block.one("form")["hx-post"] == URL


def test_the_block_stands_at_answers_and_entries_and_nowhere_else(client):
    for address, about in (
        ("/ja/guides/guide/a1/?q1=yes", ABOUT),
        ("/en/guides/guide/a1/", "guide/a1"),
        ("/ja/faq/entry/card/", "card"),
    ):
        form = read(client.get(address)).one("form", aria_labelledby="solved")
        assert form["action"] == f"/{address[1:3]}/feedback/"
        assert form.one("input", name="about")["value"] == about
    for address in ("/ja/guides/guide/", "/ja/guides/guide/done/", "/ja/guides/guide/fix/"):
        assert not read(client.get(address)).all("form", aria_labelledby="solved")


def test_one_line_of_why_is_kept_without_numbers_and_addresses(client):
    line = " カード 4111-1111-1111-1111 が\nだめ taro@example.com "
    response = client.post(URL, {"about": ABOUT, "comment": line})
    assert response.status_code == 303
    assert "編集" in read(client.get(response["Location"])).one("main").text
    kept = Comment.objects.get()
    assert (kept.text, kept.flow, kept.revision, kept.step, kept.entry, kept.language, kept.is_done) == (
        "カード [number] が だめ [mail]", "guide", 1, "a1", "", "ja", False,
    )  # fmt: skip
    assert step_counts() == {}


def test_an_empty_line_is_thanked_for_and_not_kept(client):
    assert client.post(URL, {"about": "card", "comment": "  "}).status_code == 303
    assert not Comment.objects.exists()


def test_a_line_that_is_too_long_comes_back_to_be_shortened(client):
    line = "長" * 501
    response = client.post(URL, {"about": ABOUT, "comment": line})
    assert response.status_code == 400
    field = read(response).one("input", name="comment")
    assert (field["value"], field["aria-invalid"]) == (line, "true")
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "about",
    [
        "",
        "gone",
        "guide/gone",
        "nothing/a1",
        "guide/a1/x",
        "../../etc",
        "guide/",
        "a\x00b",
        "カード",
        "x" * 90,
    ],
)
def test_a_vote_about_what_is_not_published_is_404(client, about):
    assert vote(client, "yes", about).status_code == 404
    assert client.get(URL, {"about": about, "said": "yes"}).status_code == 404


def test_a_draft_cannot_be_voted_on(client):
    create_entry("draft", publish=False)
    assert vote(client, "yes", "draft").status_code == 404


@pytest.mark.parametrize("fields", [{"vote": "perhaps"}, {"vote": ""}, {}])
def test_a_vote_that_says_neither_is_refused(client, fields):
    assert client.post(URL, {"about": ABOUT, **fields}).status_code == 400
    assert step_counts() == {}


def test_the_address_alone_shows_nothing(client):
    assert client.get(URL).status_code == 404
    assert client.get(URL, {"about": ABOUT, "said": "perhaps"}).status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_allowed(client, method):
    assert getattr(client, method)(URL).status_code == 405


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "http://[broken"},
    ],
)
def test_a_vote_from_another_site_is_refused_in_words(client, headers):
    response = vote(client, "yes", **headers)
    assert response.status_code == 403
    assert "別のサイトから送られた" in read(response).one("main").text
    assert step_counts() == {}


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "same-origin"}, {"origin": "http://testserver"}, {"sec-fetch-site": "none"}],
)
def test_a_vote_from_this_site_needs_no_token(headers):
    assert vote(Client(enforce_csrf_checks=True), "yes", **headers).status_code == 303


def test_a_trusted_origin_may_send_votes(client, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://help.example.org"]
    assert (
        vote(
            client, "yes", **{"sec-fetch-site": "same-site", "origin": "https://help.example.org"}
        ).status_code
        == 303
    )


def test_a_flood_is_limited_by_address_and_still_led_on(client, settings):
    settings.FEEDBACK_LIMIT = 2
    for said in ("yes", "no"):
        vote(client, said)
    response = vote(client, "no", "card")
    assert (response.status_code, response["Retry-After"]) == (429, "600")
    assert read(response).one("ul.choices").all("a")
    assert (step_counts(), entry_counts()) == ({"yes guide/a1": 1, "no guide/a1": 1}, {})
    assert client.post(URL, {"about": ABOUT, "comment": "x"}).status_code == 429
    other = client.post(URL, {"about": ABOUT, "vote": "no"}, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 303


def test_a_bot_is_thanked_and_not_counted(client):
    assert vote(client, "yes", **{"user-agent": "Googlebot"}).status_code == 303
    assert step_counts() == {}


def test_voting_sets_no_cookie_and_does_not_touch_the_session(client):
    response = vote(client, "no")
    assert not response.cookies
    assert not client.get(response["Location"]).cookies
    assert "Cookie" not in response.get("Vary", "")


def test_an_empty_line_is_not_said_to_be_read(client):
    answer = client.post("/en/feedback/", {"about": ABOUT, "comment": "  "}, follow=True).content.decode()
    assert "An editor will read it" not in answer
    assert 'name="comment"' in answer


def test_a_line_that_comes_too_often_is_given_back(client, settings):
    settings.FEEDBACK_LIMIT = 1
    vote(client, "no", ABOUT)
    answer = client.post(URL, {"about": ABOUT, "comment": "the date is missing"})
    assert answer.status_code == 429
    assert 'value="the date is missing"' in answer.content.decode()


def test_a_line_that_is_too_long_says_so_in_the_title(client):
    answer = client.post("/en/feedback/", {"about": ABOUT, "comment": "x" * 501}).content.decode()
    assert "<title>Error: that is too long" in answer
