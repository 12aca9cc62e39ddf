"""What walking a guide adds to the counts."""

from __future__ import annotations

import pytest
from django.test import Client

from insights.models import StepCount
from tests.factories import create_entry, published_flow
from tests.insights.numbers import entry_counts, search_counts, step_counts

pytestmark = pytest.mark.django_db

START = "/ja/guides/guide/"
Q2 = "/ja/guides/guide/q2/?q1=yes"
A1 = "/ja/guides/guide/a1/?q1=yes&q2=yes"


@pytest.fixture(autouse=True)
def _guide() -> None:
    published_flow("q1: yes=q2 no=a2\nq2: yes=a1 no=a2\na1\na2", a2={"outcome": "contact"})


@pytest.fixture
def look(client: Client):
    """Looks at an address as somebody who comes from another one."""

    def look(address: str, came_from: str = "", **headers: str) -> int:
        if came_from:
            headers["referer"] = f"http://testserver{came_from}"
        return client.get(address, headers=headers).status_code

    return look


def test_a_walk_counts_start_steps_choices_and_the_answer_once_each(look):
    look(START, "/ja/")
    look(Q2, START)
    look(A1, Q2)
    assert step_counts() == {
        "started guide/q1": 1,
        "seen guide/q1": 1,
        "chosen guide/q1 yes": 1,
        "seen guide/q2": 1,
        "chosen guide/q2 yes": 1,
        "seen guide/a1": 1,
        "reached guide/a1 answer": 1,
    }


def test_counts_carry_the_day_and_the_number_of_the_live_revision(look):
    published_flow("q1: yes=q2 no=a2\nq2: yes=a1 no=a2\na1\na2: again=a1")
    look(START)
    step_counts()
    assert set(StepCount.objects.values_list("revision", flat=True)) == {2}


def test_without_a_referrer_the_last_answer_is_the_choice_taken(look):
    look(A1)
    assert step_counts("chosen") == {"chosen guide/q2 yes": 1}


def test_a_link_opened_from_elsewhere_takes_no_choice_but_comes_in_at_the_step(look):
    look(A1, **{"sec-fetch-site": "none"})
    look(A1, "/ja/search/")
    assert step_counts() == {"entered guide/a1": 2, "seen guide/a1": 2, "reached guide/a1 answer": 2}


def test_the_other_language_and_a_second_click_on_the_same_step_are_not_counted_again(look):
    look(Q2, START)
    look("/en/guides/guide/q2/?q1=yes", Q2)
    assert step_counts() == {"chosen guide/q1 yes": 1, "seen guide/q2": 1}


def test_going_back_counts_who_came_back_and_from_where_instead_of_a_new_visit(look):
    look("/ja/guides/guide/q1/?q1=yes&q2=yes", A1)
    assert step_counts() == {"returned guide/q1 yes": 1, "back guide/a1": 1}


def test_after_a_change_the_choice_at_the_page_somebody_comes_from_is_counted(look):
    look(A1, "/ja/guides/guide/q1/?q1=no&q2=yes")
    assert step_counts("chosen") == {"chosen guide/q1 yes": 1}


def test_a_guide_that_another_one_leads_to_is_started_with_the_choice_in_the_other(look):
    published_flow("o1: here=guide: x=b1\nb1", flow="other")
    look("/ja/guides/guide/?other.o1=here", "/ja/guides/other/")
    assert step_counts() == {"chosen other/o1 here": 1, "started guide/q1": 1, "seen guide/q1": 1}


def test_a_trail_that_fits_no_more_counts_the_step_alone(look):
    look("/ja/guides/guide/a1/?q1=no")
    assert step_counts() == {"entered guide/a1": 1, "seen guide/a1": 1, "reached guide/a1 answer": 1}


def test_the_outcome_of_an_answer_is_kept_with_it(look):
    look("/ja/guides/guide/a2/?q1=no")
    assert step_counts("reached") == {"reached guide/a2 contact": 1}


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "Baiduspider/2.0"},
        {"sec-purpose": "prefetch"},
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"cache-control": "max-age=0"},
        {"hx-history-restore-request": "true"},
    ],
)
def test_bots_prefetches_reloads_and_restored_pages_are_not_counted(look, headers):
    assert look(START, **headers) == 200
    assert step_counts() == {}


@pytest.mark.parametrize("name", ["", "Mozilla/5.0 (Linux; Android 13; CUBOT P80) Chrome/119"])
def test_who_does_not_say_that_it_is_a_bot_is_a_reader(look, name):
    look(START, **{"user-agent": name})
    assert step_counts("started") == {"started guide/q1": 1}


def test_head_redirects_and_missing_pages_are_not_counted(client, look):
    client.head(START)
    client.get("/ja/guides/guide/gone/")
    client.get("/ja/guides/nothing/")
    assert step_counts() == {}


def test_a_fragment_counts_like_its_page(look):
    look(Q2, START, **{"hx-request": "true"})
    assert step_counts() == {"chosen guide/q1 yes": 1, "seen guide/q2": 1}


def test_a_page_the_browser_still_has_counts_when_it_is_looked_at_again(client):
    etag = client.get(START)["ETag"]
    assert client.get(START, headers={"if-none-match": etag}).status_code == 304
    assert step_counts("started") == {"started guide/q1": 2}


def test_coming_to_the_channels_from_a_step_is_counted_there(look):
    look("/ja/contact/?way=x", Q2)
    look("/ja/contact/", START)
    look("/ja/contact/", "/ja/guides/guide/gone/")
    look("/ja/contact/", "/ja/faq/")
    assert step_counts() == {"asked guide/q2": 1, "asked guide/q1": 1}


def test_a_hand_off_pack_opened_by_its_code_is_counted_at_its_step(client):
    page = client.get(A1).content.decode()
    code = page.partition("/contact/?way=")[2].partition('"')[0]
    assert client.get(f"/h/{code}").status_code == 200
    there = {"referer": f"http://testserver/h/{code}"}
    assert client.get(f"/h/{code}?lang=en", headers=there).status_code == 200
    assert step_counts("handed-off") == {"handed-off guide/a1": 1}


def test_an_entry_read_on_its_own_page_is_counted(client):
    create_entry("card")
    client.get("/ja/faq/entry/card/")
    client.get("/en/faq/entry/card/", headers={"user-agent": "bingbot"})
    assert entry_counts() == {"seen card": 1}


def test_reading_writes_nothing(client, django_assert_num_queries):
    client.get(START)
    with django_assert_num_queries(1):
        client.get(START)
    assert not StepCount.objects.exists()


def test_a_page_with_a_vote_is_as_cacheable_as_before_and_sets_no_cookie(client):
    response = client.get(A1)
    assert (response["Cache-Control"], response["Vary"]) == ("max-age=0", "HX-Request")
    assert not response.cookies
    assert b"csrf" not in response.content


def test_a_search_is_counted_with_whether_it_found_something(client):
    client.get("/ja/search/", {"q": "ラーメン 1234567"})
    client.get("/ja/search/", {"q": "ラーメン"}, headers={"user-agent": "Googlebot"})
    client.get("/ja/search/")
    assert search_counts() == {("ラーメン [number]", False): 1}
