"""Putting a guide before customers: all of it or nothing, one numbered revision each time."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from ground.text import Text
from tests.factories import both, create_channel, create_entry, create_flow, graph, published_flow
from wizard.compiler import compile_flow, write_graph
from wizard.models import Mention, PublishedStep, Revision
from wizard.publishing import (
    NotPublishable,
    graph_of,
    problems_of,
    publish,
    publish_together,
    restore,
    world_for,
)

pytestmark = pytest.mark.django_db
GUIDE = "q1: yes=a1 no=a2\na1\na2"


def edit(lines: str, **options: object) -> None:
    """Make the draft say something else."""
    write_graph(graph(lines, **options))  # type: ignore[arg-type]


def test_the_live_revision_is_the_draft_as_it_was() -> None:
    flow = published_flow(GUIDE)
    assert flow.live is not None
    assert graph_of(flow.live) == compile_flow(flow) == graph(GUIDE)
    edit("q1: yes=a1\na1")
    assert graph_of(flow.live) == graph(GUIDE)


def test_revisions_are_numbered_guide_by_guide() -> None:
    one, two = published_flow(GUIDE, flow="one"), published_flow(GUIDE, flow="two")
    edit("q1: yes=a1\na1", flow="one")
    assert publish(one, author=None).number == 2
    assert two.live is not None
    assert two.live.number == 1


def test_a_revision_says_who_published_it_and_why() -> None:
    author = User.objects.create_user("editor")
    revision = publish(create_flow(GUIDE), author=author, note="first")
    assert (revision.author, revision.note, revision.start) == (author, "first", "q1")
    assert revision.header == {
        "title": both("title of guide").as_dict(),
        "summary": both("summary of guide").as_dict(),
        "aliases": [],
    }


def test_publishing_what_has_not_changed_gives_the_live_revision() -> None:
    flow = published_flow(GUIDE)
    assert publish(flow, author=None).pk == flow.live_id
    assert Revision.objects.count() == 1


def test_a_guide_with_errors_is_refused_with_all_its_problems_and_nothing_changes() -> None:
    flow = published_flow(GUIDE)
    edit("q1: yes=a1\na1\nlost", a1={"body": Text("本文です")})
    with pytest.raises(NotPublishable) as refused:
        publish(flow, author=None)
    assert {problem.code for problem in refused.value.problems} == {"unreachable", "missing-text"}
    assert "guide/lost" in str(refused.value)
    live = flow.live_id
    flow.refresh_from_db()
    assert flow.live_id == live
    assert Revision.objects.count() == 1


def test_warnings_do_not_stand_in_the_way() -> None:
    lines = "q1: " + " ".join(f"c{number}=a1" for number in range(9)) + "\na1"
    assert publish(create_flow(lines), author=None).number == 1


def test_what_a_guide_names_must_be_published() -> None:
    create_entry("draft", publish=False)
    create_channel("phone", publish=False)
    create_flow("s1", flow="other")
    flow = create_flow("q1: x=a1 y=other: z=other:s1\na1", a1={"entries": ("draft",), "channels": ("phone",)})
    assert {problem.code for problem in problems_of(flow)} == {
        "entry-unpublished",
        "channel-unpublished",
        "guide-missing",
    }


def test_a_step_of_another_guide_must_be_in_its_live_revision() -> None:
    published_flow("s1", flow="other")
    edit("s1: x=s2\ns2", flow="other")
    flow = create_flow("q1: x=other:s2 y=other:s1\n")
    assert [str(problem.where) for problem in problems_of(flow)] == ["guide/q1/x"]


def test_links_of_texts_are_looked_up_too() -> None:
    create_entry("e1")
    published_flow("s1", flow="other")
    body = both("[a](entry:e1) [b](guide:other/s1) [c](entry:gone) [d](guide:other/gone)")
    flow = create_flow("q1: x=a1\na1", a1={"body": body})
    assert [dict(problem.details)["link"] for problem in problems_of(flow)] == [
        "entry:gone",
        "guide:other/gone",
    ] * 2


def test_the_world_of_a_guide_is_asked_for_with_five_queries(django_assert_num_queries) -> None:
    guide = graph("q1: x=other:s1 y=third:\n", q1={"entries": ("e",), "channels": ("c",)})
    with django_assert_num_queries(5):
        world_for([guide])


def test_guides_that_lead_into_each_other_are_published_together() -> None:
    one = create_flow("q1: x=a1\na1", flow="one")
    two = create_flow("q1: on=one:q1\n", flow="two")
    edit("q1: on=two:q1 end=a1\na1", flow="one")
    with pytest.raises(NotPublishable):
        publish(one, author=None)
    revisions = publish_together([one, two], author=None)
    assert [revision.flow.slug for revision in revisions] == ["one", "two"]
    assert [graph_of(revision) for revision in revisions] == [compile_flow(one), compile_flow(two)]


def test_of_guides_published_together_none_goes_live_when_one_cannot() -> None:
    good, bad = create_flow(GUIDE, flow="good"), create_flow("q1: x=a1\na1\nlost", flow="bad")
    with pytest.raises(NotPublishable) as refused:
        publish_together([good, bad], author=None)
    assert [problem.where.flow for problem in refused.value.problems] == ["bad"]
    assert Revision.objects.count() == 0


def test_markdown_is_rendered_in_both_languages_and_sanitised() -> None:
    flow = published_flow(
        "q1: x=a1\na1", q1={"body": Text("**はい**<script>", "**Yes** [x](guide:guide/a1)")}
    )
    content = PublishedStep.objects.get(revision=flow.live, slug="q1").content
    assert content is not None
    assert content["html"] == {
        "ja": "<p><strong>はい</strong>&lt;script&gt;</p>",
        "en": '<p><strong>Yes</strong> <a href="/en/guides/guide/a1/" rel="noopener noreferrer">x</a></p>',
    }


def test_each_step_knows_how_many_questions_may_follow() -> None:
    flow = published_flow("q1: long=q2 short=a1\nq2: x=a1\na1")
    steps = PublishedStep.objects.filter(revision=flow.live).values_list("slug", "content__ahead")
    assert dict(steps) == {"q1": 1, "q2": 0, "a1": 0}


def test_the_entries_a_step_shows_and_names_are_noted() -> None:
    create_entry("e1")
    create_entry("e2")
    published_flow("q1: x=a1\na1", a1={"entries": ("e1",), "related": ("e2",)})
    assert set(Mention.objects.live().values_list("step", "entry", "related_only")) == {
        ("a1", "e1", False),
        ("a1", "e2", True),
    }


def test_restoring_publishes_an_old_revision_anew_and_leaves_the_draft() -> None:
    flow = published_flow(GUIDE)
    first = flow.live
    assert first is not None
    edit("q1: yes=a1\na1")
    publish(flow, author=None)
    edit("q1: other=a1\na1")
    restored = restore(first, author=None)
    flow.refresh_from_db()
    assert (restored.number, flow.live_id) == (3, restored.pk)
    assert graph_of(restored) == graph(GUIDE)
    assert compile_flow(flow) == graph("q1: other=a1\na1")


def test_restoring_what_is_live_changes_nothing() -> None:
    flow = published_flow(GUIDE)
    assert flow.live is not None
    assert restore(flow.live, author=None).pk == flow.live_id


def test_an_old_revision_that_names_what_is_gone_is_not_restored() -> None:
    entry = create_entry("e1")
    flow = published_flow("q1: x=a1\na1", a1={"entries": ("e1",)})
    first = flow.live
    assert first is not None
    edit("q1: x=a1\na1")
    second = publish(flow, author=None)
    entry.live = None
    entry.save()
    with pytest.raises(NotPublishable):
        restore(first, author=None)
    flow.refresh_from_db()
    assert flow.live_id == second.pk


def test_problems_of_a_draft_are_milder_than_those_at_publishing() -> None:
    flow = create_flow("q1: x=a1\na1", a1={"body": Text("本文です")})
    assert [problem.severity for problem in problems_of(flow)] == ["warning"]
    assert [problem.severity for problem in problems_of(flow, drafting=False)] == ["error"]


def test_aliases_of_a_guide_travel_in_its_revision() -> None:
    flow = write_graph(replace(graph("a1"), aliases=("old",)))
    assert graph_of(publish(flow, author=None)).aliases == ("old",)
