"""Publishing at a given time: what was decided on goes live then, and nothing that was edited since."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.translation import override

from tests.admin_pages import sentences, signed_in
from tests.edits import change_title, editor
from tests.factories import create_flow, published_flow
from tests.meanwhile import meanwhile, once, two_at_once
from wizard import scheduling
from wizard.compiler import compile_flow
from wizard.editing import rename_flow, retire_flow, undo
from wizard.models import Flow, ScheduledPublish
from wizard.models.editing import Plan
from wizard.publishing import NotPublishable, graph_of, publish, restore
from wizard.scheduling import (
    NotInFuture,
    cancel_scheduled,
    cancelled_by,
    publish_due,
    refusal_of,
    schedule_publish,
    scheduled,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
LINES = "q: yes=a no=b\na\nb"


def retitle(flow: Flow, title: str) -> None:
    """Edit the draft of `flow`."""
    change_title(flow, title)


def test_a_guide_goes_live_when_its_time_has_come_and_not_before() -> None:
    flow = create_flow(LINES)
    schedule_publish(flow, LATER, author=editor(), note="spring", now=NOW)
    assert publish_due(NOW).published == []
    flow.refresh_from_db()
    assert flow.live is None
    (plan,) = publish_due(LATER).published
    flow.refresh_from_db()
    assert flow.live is not None
    assert plan.revision == flow.live
    assert (flow.live.author, flow.live.note) == (editor(), "spring")
    assert publish_due(LATER).published == []


def test_what_is_edited_after_the_decision_stays_a_draft() -> None:
    flow = create_flow(LINES)
    decided = compile_flow(flow)
    schedule_publish(flow, LATER, author=None, now=NOW)
    change_title(flow, "later")
    publish_due(LATER)
    flow.refresh_from_db()
    assert flow.live is not None
    assert graph_of(flow.live) == decided
    assert compile_flow(flow).title.en == "later"


def test_a_guide_renamed_since_goes_live_under_its_new_slug() -> None:
    flow = create_flow(LINES)
    schedule_publish(flow, LATER, author=None, now=NOW)
    rename_flow(flow, "renamed")
    assert [plan.flow.slug for plan in publish_due(LATER).published] == ["renamed"]


@pytest.mark.parametrize("make", [create_flow, published_flow])
def test_what_went_live_is_kept_as_that_and_not_as_called_off_or_still_to_come(
    make: Callable[[str], Flow],
) -> None:
    flow = make(LINES)
    schedule_publish(flow, LATER, author=None, now=NOW)
    (plan,) = publish_due(LATER).published
    kept = ScheduledPublish.objects.get(pk=plan.pk)
    flow.refresh_from_db()
    assert flow.live is not None
    assert (kept.state, kept.revision) == (Plan.PUBLISHED, flow.live)
    assert cancelled_by(flow.live) is None
    assert scheduled(flow) is None


def test_only_the_plan_that_a_revision_called_off_is_told_of() -> None:
    planned, other = create_flow(LINES), create_flow(LINES, flow="other")
    plan = schedule_publish(planned, LATER, author=None, now=NOW)
    called_off = publish(planned, author=None)
    chosen = {"action": "publish_chosen", "_selected_action": [other.pk]}
    said = sentences(signed_in().post("/admin/wizard/flow/", chosen, follow=True))
    assert said == ["“title of other” is published: revision 1 is live."]
    other.refresh_from_db()
    assert other.live is not None
    assert (cancelled_by(called_off), cancelled_by(other.live)) == (plan, None)


def test_a_second_decision_takes_the_place_of_the_first() -> None:
    flow = create_flow(LINES)
    first = schedule_publish(flow, LATER, author=None, now=NOW)
    second = schedule_publish(flow, LATER + timedelta(days=1), author=None, now=NOW)
    first.refresh_from_db()
    assert first.state == Plan.CANCELLED
    assert scheduled(flow) == second


def test_a_decision_can_be_taken_back() -> None:
    flow = create_flow(LINES)
    schedule_publish(flow, LATER, author=None, now=NOW)
    assert cancel_scheduled(flow)
    assert not cancel_scheduled(flow)
    assert publish_due(LATER).published == []


def test_what_is_published_by_hand_is_not_replaced_by_what_was_decided_before() -> None:
    flow = create_flow(LINES)
    plan = schedule_publish(flow, LATER, author=None, now=NOW)
    retitle(flow, "mended")
    revision = publish(flow, author=None)
    assert cancelled_by(revision) == plan
    assert publish_due(LATER).published == []
    assert Flow.objects.get().live == revision


def test_what_is_restored_is_not_replaced_by_what_was_decided_before() -> None:
    flow = published_flow(LINES)
    first = flow.live
    retitle(flow, "second")
    publish(flow, author=None)
    retitle(flow, "planned")
    plan = schedule_publish(flow, LATER, author=None, now=NOW)
    assert first is not None
    revision = restore(first, author=None)
    assert cancelled_by(revision) == plan
    assert publish_due(LATER).published == []
    assert Flow.objects.get().live == revision


def test_publishing_what_is_live_already_leaves_what_was_decided() -> None:
    flow = published_flow(LINES)
    retitle(flow, "planned")
    schedule_publish(flow, LATER, author=None, now=NOW)
    undo(flow, expected_version=flow.version, author=None)
    assert publish(flow, author=None) == flow.live
    assert len(publish_due(LATER).published) == 1


def test_a_time_that_has_passed_or_a_guide_with_errors_is_refused() -> None:
    with override("en"), pytest.raises(NotInFuture, match="later one"):
        schedule_publish(create_flow(LINES), NOW, author=None, now=NOW)
    with pytest.raises(NotPublishable):
        schedule_publish(create_flow("q: yes=q", flow="round"), LATER, author=None, now=NOW)
    assert not ScheduledPublish.objects.exists()


def test_what_cannot_be_published_any_more_is_refused_and_holds_up_nobody() -> None:
    target = published_flow("x", flow="other")
    flow, fine = create_flow("q: yes=other: no=a\na"), create_flow(LINES, flow="fine")
    for each in (flow, fine):
        schedule_publish(each, LATER, author=None, now=NOW)
    target.live = None
    target.save()
    due = publish_due(LATER)
    assert [plan.flow.slug for plan in due.published] == ["fine"]
    (plan,) = due.refused
    plan.refresh_from_db()
    assert plan.state == Plan.REFUSED
    (problem,) = refusal_of(plan)
    assert (problem.code, problem.where.choice) == ("guide-missing", "yes")
    assert "other" in problem.message
    assert publish_due(LATER).refused == []


def test_guides_that_lead_into_each_other_go_live_together() -> None:
    for slug in ("one", "two"):
        published_flow("x", flow=slug)
    one = create_flow("q: yes=two: no=a\na", flow="one")
    two = create_flow("x: on=one: off=b\nb", flow="two")
    for flow in (one, two):
        schedule_publish(flow, LATER, author=None, now=NOW)
    Flow.objects.update(live=None)
    assert len(publish_due(LATER).published) == 2


@two_at_once
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["schedule", "retire"])
def test_what_is_decided_while_guides_go_live_comes_after_it(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow = published_flow(LINES)
    retitle(flow, "planned")
    schedule_publish(flow, LATER, author=None, now=NOW)
    acts: dict[str, Callable[[], object]] = {
        "schedule": lambda: schedule_publish(flow, LATER + timedelta(days=1), author=None, now=NOW),
        "retire": lambda: retire_flow(flow),
    }
    later: list[Future[object]] = []
    once(monkeypatch, scheduling, "graph_from_dict", lambda: later.append(meanwhile(acts[what])))
    assert len(publish_due(LATER).published) == 1
    later[0].result()
    waits, is_live = ScheduledPublish.objects.waiting().exists(), Flow.objects.published().exists()
    assert (waits, is_live) == ((True, True) if what == "schedule" else (False, False))


def test_the_command_publishes_and_says_so_and_is_silent_when_nothing_is_due() -> None:
    flow = create_flow(LINES)
    now = timezone.now()
    plan = schedule_publish(flow, now + timedelta(days=1), author=None, now=now)
    out = StringIO()
    call_command("publish_due", stdout=out)
    assert out.getvalue() == ""
    ScheduledPublish.objects.filter(pk=plan.pk).update(at=now - timedelta(minutes=1))
    call_command("publish_due", stdout=out)
    assert out.getvalue() == "guide: revision 1 is live.\n"


def test_the_command_fails_with_the_problems_of_what_was_refused() -> None:
    flow = create_flow(LINES)
    plan = schedule_publish(flow, timezone.now() + timedelta(days=1), author=None, now=timezone.now())
    graph = {**plan.graph, "start": "absent"}
    ScheduledPublish.objects.update(at=timezone.now() - timedelta(minutes=1), graph=graph)
    with pytest.raises(CommandError, match=r"guide: start-missing: .*\nNot published: guide\."):
        call_command("publish_due")
