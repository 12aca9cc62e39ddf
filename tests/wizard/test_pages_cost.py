"""What a step costs and how it is kept: queries, cookies, fragments, and validators that change when they must."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from contact.channel import Hours
from contact.publishing import publish_channel
from faq.publishing import publish_entry
from tests.factories import both, create_channel, create_entry, graph, published_flow
from tests.html import read
from wizard.compiler import write_graph
from wizard.graph import Step
from wizard.live import Beside, look_beside
from wizard.models import SiteNotice
from wizard.publishing import publish
from wizard.views import step as step_views

pytestmark = pytest.mark.django_db
LINE = "q1: a=q2 b=end\nq2: a=end\nend"
STEP = "/en/guides/one/q2/?q1=a"
HTMX = {"HX-Request": "true"}
RESTORE = {"HX-Request": "true", "HX-History-Restore-Request": "true"}


def chain(length: int) -> str:
    """A guide of that many steps, in which every question may end early."""
    width = (length - 1) // 10
    rows = []
    for column in range(width):
        for row in range(10):
            onward = f"x{column}-{row + 1}" if row < 9 else "end"
            rows.append(f"x{column}-{row}: on={onward} out=end")
    first = "q1: a=q2 " + " ".join(f"c{column}=x{column}-0" for column in range(width))
    return "\n".join([first, "q2: a=end", *rows, "end"])


@pytest.mark.parametrize("steps", [5, 300])
def test_a_step_costs_one_query_and_two_with_entries_or_channels_at_any_size(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, steps: int
) -> None:
    create_entry("entry")
    create_entry("other")
    create_channel("desk")
    beside = {"entries": ("entry", "other"), "related": ("other",), "channels": ("desk",)}
    published_flow("w1: a=end\nend", flow="two")
    published_flow(chain(steps), flow="one", end=beside)
    published_flow(chain(steps), flow="beside", q1={"related": ("other",)})
    for path, queries in (
        ("one/", 1),
        ("beside/", 2),
        ("one/q1/", 1),
        ("one/q2/?q1=a", 1),
        ("one/q2/?q1=a&two.w1=a&nothing=x", 1),
        ("one/end/", 2),
        ("one/end/?q1=a&q2=a", 2),
    ):
        for headers in ({}, HTMX, {"If-None-Match": '"other"'}):
            with django_assert_num_queries(queries):
                response = client.get(f"/en/guides/{path}", headers=headers)
            assert response.status_code == 200
        with django_assert_num_queries(queries):
            again = client.get(f"/en/guides/{path}", headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    ["", "guides/", "guides/one/", STEP[4:], "guides/one/end/", "guides/one/nope/", "faq/", "contact/"],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_no_page_sets_a_cookie_or_varies_by_one(client: Client, path: str, headers: dict[str, str]) -> None:
    create_entry("entry")
    published_flow(LINE, flow="one", end={"entries": ("entry",)})
    client.cookies.load({"sessionid": "x" * 32, "csrftoken": "y" * 32})
    response = client.get(f"/en/{path}", headers=headers)
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()


def test_reading_writes_nothing(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    published_flow(LINE, flow="one")
    with django_assert_num_queries(1) as seen:
        client.get(STEP)
    assert seen.captured_queries[0]["sql"].lstrip().startswith("SELECT")


def test_htmx_gets_the_part_that_changes_and_everybody_else_the_page(client: Client) -> None:
    published_flow(LINE, flow="one")
    whole, part, restored = (client.get(STEP, headers=headers) for headers in ({}, HTMX, RESTORE))
    assert whole.content.startswith(b"<!doctype html>")
    assert restored.content == whole.content
    fragment, page = read(part), read(whole)
    assert b"<html" not in part.content
    assert fragment.one("title").text == page.one("title").text
    assert fragment.one("h1").text == page.one("h1").text
    assert fragment.one("nav", id="langs")["hx-swap-oob"] == "true"
    main = whole.content.split(b'<main id="main"')[1].partition(b">")[2].split(b"</main>")[0]
    assert main.strip() in part.content


def _answers(client: Client) -> dict[int, HttpResponse]:
    published_flow(LINE, flow="one")
    publish(
        write_graph(graph("q1: a=q3 b=end\nq3: a=end\nend", flow="one", end={"aliases": ("old",)})),
        author=None,
    )
    fresh = client.get("/en/guides/one/q3/")
    paths = {200: "q3/", 301: "old/", 404: "nope/", 410: "q2/"}
    found = {status: client.get(f"/en/guides/one/{path}") for status, path in paths.items()}
    found[304] = client.get("/en/guides/one/q3/", headers={"If-None-Match": fresh["ETag"]})
    return found  # type: ignore[return-value]


def test_every_kind_of_answer_varies_by_the_header_of_htmx(client: Client) -> None:
    for status, response in _answers(client).items():
        assert response.status_code == status
        assert "HX-Request" in response["Vary"]


def test_a_page_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    published_flow(LINE, flow="one")
    for headers in ({}, HTMX):
        first = client.get(STEP, headers=headers)
        again = client.get(STEP, headers={**headers, "If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["Cache-Control"] == first["Cache-Control"] == "max-age=0"
    head = client.head(STEP)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", client.get(STEP)["ETag"])


def test_page_fragment_language_trail_and_host_each_have_their_own_tag(client: Client) -> None:
    published_flow(LINE, flow="one")
    tags = [
        client.get(STEP)["ETag"],
        client.get(STEP, headers=HTMX)["ETag"],
        client.get(STEP.replace("/en/", "/ja/"))["ETag"],
        client.get(STEP.split("?")[0])["ETag"],
        client.get(STEP.replace("q1=a", "q1=b"))["ETag"],
        client.get(STEP, headers={"host": "127.0.0.1"})["ETag"],
        client.get(STEP, secure=True)["ETag"],
    ]
    assert len(set(tags)) == len(tags)


def _tag(client: Client, path: str = "end/?q1=b") -> str:
    return client.get(f"/en/guides/one/{path}")["ETag"]


def test_the_tag_changes_with_the_revision_of_any_guide_on_the_way(client: Client) -> None:
    published_flow("w1: a=end\nend", flow="two")
    published_flow("q1: go=two: b=end\nend", flow="one")
    path = "/en/guides/two/end/?one.q1=go&w1=a"
    before = client.get(path)["ETag"]
    publish(write_graph(graph("q1: go=two: b=end c=end\nend", flow="one")), author=None)
    between = client.get(path)["ETag"]
    publish(write_graph(graph("w1: a=end b=end\nend", flow="two")), author=None)
    assert len({before, between, client.get(path)["ETag"]}) == 3


def test_the_tag_changes_with_what_stands_beside_the_step(client: Client) -> None:
    entry, related = create_entry("entry"), create_entry("related")
    channel = create_channel("desk")
    beside = {"entries": ("entry",), "related": ("related",), "channels": ("desk",)}
    published_flow(LINE, flow="one", end=beside)
    tags = [_tag(client)]
    for row in (entry, related):
        row.title_en = "another question"
        row.save()
        assert _tag(client) == tags[-1]
        publish_entry(row, author=None)
        tags.append(_tag(client))
    channel.name_en = "another desk"
    channel.save()
    assert _tag(client) == tags[-1]
    publish_channel(channel)
    tags.append(_tag(client))
    SiteNotice.objects.create(pk=1, text_ja="見本", text_en="a sample")
    tags.append(_tag(client))
    assert len(set(tags)) == len(tags)


def test_the_tag_does_not_depend_on_the_order_in_which_a_database_brings_rows(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for slug in ("one", "two"):
        create_entry(slug)
        create_channel(slug)
    published_flow(LINE, flow="one", end={"entries": ("one", "two"), "channels": ("one", "two")})
    tag = _tag(client)

    def otherwise(step: Step) -> Beside:
        found = look_beside(step)
        return Beside(dict(reversed(found.entries.items())), dict(reversed(found.channels.items())))

    monkeypatch.setattr(step_views, "look_beside", otherwise)
    assert _tag(client) == tag


def test_the_tag_changes_when_a_channel_opens_or_closes(client: Client) -> None:
    hours = (Hours(("mon", "tue", "wed", "thu", "fri"), "09:00", "18:00"),)
    create_channel("desk", name=both("desk"), hours=hours)
    published_flow(LINE, flow="one", end={"channels": ("desk",)})
    seen = {}
    # Tokyo is nine hours ahead: Monday 8:59, 9:01 and 17:00, then 18:01 there
    for hour, minute in ((23, 59), (0, 1), (8, 0), (9, 1)):
        now = datetime(2026, 11, 22 if hour == 23 else 23, hour, minute, tzinfo=UTC)
        with patch("django.utils.timezone.now", return_value=now):
            seen[hour] = (_tag(client), read(client.get("/en/guides/one/end/?q1=b")).one("p.state").text)
    assert seen[23] == (seen[23][0], "Closed now, opens today at 09:00")
    assert seen[0] == seen[8] == (seen[0][0], "Open now, until 18:00 today")
    assert seen[9][1] == "Closed now, opens Tuesday, November 24 at 09:00"
    assert len({tag for tag, _ in seen.values()}) == 3


def test_the_tag_changes_with_the_templates(client: Client) -> None:
    published_flow(LINE, flow="one")
    before = _tag(client)
    with patch("wizard.views.step.templates_fingerprint", return_value="another"):
        assert _tag(client) != before


def test_the_tag_changes_with_the_name_of_the_site(client: Client, settings: Any) -> None:
    published_flow(LINE, flow="one")
    before = _tag(client)
    settings.SITE_NAME = "Another name"
    assert _tag(client) != before


@pytest.mark.parametrize("path", ["guides/one/", STEP[4:], "guides/nope/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_are_refused(path: str, method: str) -> None:
    published_flow(LINE, flow="one")
    response = getattr(Client(enforce_csrf_checks=True), method)(f"/en/{path}")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
