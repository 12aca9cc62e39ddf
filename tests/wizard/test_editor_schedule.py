"""Publishing put off to a time, from the page of publishing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.edits import with_step
from tests.factories import create_flow, graph, published_flow
from tests.html import read
from tests.staff import signed_in
from wizard.compiler import write_graph
from wizard.models import Alias, Flow, Revision, ScheduledPublish
from wizard.scheduling import publish_due

pytestmark = pytest.mark.django_db
URL = "/admin/wizard/flow/guide/publish/"
LINES = "q: yes=a no=b\na\nb"


@pytest.fixture
def publisher() -> Client:
    """Somebody who may publish."""
    return signed_in("wizard.view_flow", "wizard.change_flow", "wizard.publish_flow")


def decide(client: Client, at: datetime | str, **fields: str) -> str:
    """What the page says after the form was sent to publish at a time."""
    mark = read(client.get(URL)).one("form.publishing").one("input", name="mark")["value"]
    given = timezone.localtime(at).strftime("%Y-%m-%dT%H:%M") if isinstance(at, datetime) else at
    page = read(client.post(URL, {"do": "schedule", "mark": mark, "at": given, **fields}, follow=True))
    errors = [row.text for row in page.one("div.editor").all("ul.errorlist")]
    return " ".join([*(row.text for row in page.all("ul.messagelist")), *errors])


def tomorrow() -> datetime:
    """A day from now."""
    return timezone.now() + timedelta(days=1)


def test_a_draft_goes_live_at_its_time_as_it_was_when_that_was_decided(
    publisher: Client, client: Client
) -> None:
    create_flow(LINES)
    assert "goes live at" in decide(publisher, tomorrow(), note="for December")
    page = read(publisher.get(URL))
    assert "decided by staff" in page.one("form.plan").text
    write_graph(with_step(graph(LINES), "a", editor_note="later"))
    assert "It was edited since" in read(publisher.get(URL)).one("form.plan").text
    publish_due(timezone.now())
    assert not Revision.objects.exists()
    publish_due(timezone.now() + timedelta(days=2))
    assert client.get("/en/guides/guide/").status_code == 200
    assert Revision.objects.get().note == "for December"


def test_a_successor_is_named_when_the_time_is_chosen(publisher: Client) -> None:
    published_flow(LINES)
    write_graph(graph("q: yes=b no=b\nb"))
    decide(publisher, tomorrow(), **{"successor-a": "b"})
    assert Alias.objects.get(slug="a").step.slug == "b"  # type: ignore[union-attr]
    publish_due(timezone.now() + timedelta(days=2))
    assert Flow.objects.get().live.number == 2  # type: ignore[union-attr]


def test_it_can_be_called_off(publisher: Client) -> None:
    create_flow(LINES)
    decide(publisher, tomorrow())
    page = read(publisher.post(URL, {"do": "cancel"}, follow=True))
    assert "Nothing goes live by itself" in page.one("ul.messagelist").text
    assert not page.all("form.plan")
    publish_due(timezone.now() + timedelta(days=2))
    assert not Revision.objects.exists()


def test_publishing_or_restoring_meanwhile_calls_it_off_and_says_so_before_and_after(
    publisher: Client,
) -> None:
    published_flow(LINES)
    for note in ("published", "restored"):
        write_graph(with_step(graph(LINES), "a", editor_note=f"planned, then {note}"))
        decide(publisher, tomorrow())
        write_graph(with_step(graph(LINES), "a", editor_note=note))
        page = read(publisher.get(URL))
        assert "before then calls it off" in page.one("form.plan").text
        if note == "published":
            mark = page.one("form.publishing").one("input", name="mark")["value"]
            answer = publisher.post(URL, {"do": "publish", "mark": mark}, follow=True)
        else:
            revision = f"{URL.removesuffix('publish/')}revisions/1/"
            assert "Restoring calls that off." in read(publisher.get(revision)).one("main").text
            answer = publisher.post(revision, follow=True)
        assert "is called off, so that" in read(answer).one("ul.messagelist").text
        assert not ScheduledPublish.objects.waiting().exists()


def test_a_time_that_has_passed_or_is_none_is_refused(publisher: Client) -> None:
    create_flow(LINES)
    assert "passed already" in decide(publisher, timezone.now() - timedelta(days=1))
    assert "Choose a day and a time." in decide(publisher, "")
    assert "Enter a valid date/time." in decide(publisher, "soon")
    assert not ScheduledPublish.objects.exists()


def test_what_could_not_go_live_is_told_with_its_reasons(publisher: Client) -> None:
    published_flow("x: a=y\ny", flow="other")
    create_flow("q: to=other: no=b\nb")
    decide(publisher, tomorrow())
    Flow.objects.filter(slug="other").update(live=None)
    publish_due(timezone.now() + timedelta(days=2))
    section = read(publisher.get(URL)).one("section", aria_labelledby="refused")
    assert "“other”, which is not published" in section.one("li").text


def test_a_decision_needs_the_permission_to_publish(publisher: Client) -> None:
    create_flow(LINES)
    decide(publisher, tomorrow())
    editor = signed_in("wizard.view_flow", "wizard.change_flow", name="editor")
    for do in ("schedule", "cancel"):
        assert editor.post(URL, {"do": do, "mark": "x"}).status_code == 403
    assert ScheduledPublish.objects.waiting().count() == 1
