"""Slugs outlive their steps: pointers to today's step, or the word that it is gone."""

from dataclasses import replace
from typing import Any

import pytest

from tests.factories import create_flow, graph, published_flow
from wizard import publishing
from wizard.compiler import write_graph
from wizard.graph import Graph, Step, step_from_dict
from wizard.models import Flow, PublishedStep
from wizard.publishing import broken_arrivals, graph_of, problems_of, publish, restore

pytestmark = pytest.mark.django_db


def republish(made: Graph) -> Flow:
    """Publish `made` over what its guide was."""
    flow = write_graph(made)
    publish(flow, author=None)
    flow.refresh_from_db()
    return flow


def pointers(flow: Flow) -> dict[str, str]:
    """The former slugs of the live revision and where each leads; empty where the step is gone."""
    rows = PublishedStep.objects.filter(revision=flow.live, content__isnull=True)
    return dict(rows.values_list("slug", "moved_to"))


def test_a_removed_step_is_remembered_as_gone() -> None:
    published_flow("q1: yes=a1 no=a2\na1\na2")
    assert pointers(republish(graph("q1: yes=a1\na1"))) == {"a2": ""}


def test_it_stays_remembered_in_later_revisions() -> None:
    published_flow("q1: yes=a1 no=a2\na1\na2")
    republish(graph("q1: yes=a1\na1"))
    assert pointers(republish(graph("q1: yes=a3\na3"))) == {"a1": "", "a2": ""}


def test_a_renamed_step_is_pointed_to_by_its_former_slug() -> None:
    published_flow("q1: yes=a1\na1")
    assert pointers(republish(graph("q1: yes=new\nnew", new={"aliases": ("a1",)}))) == {"a1": "new"}


def test_a_step_renamed_twice_is_pointed_to_directly_by_both() -> None:
    published_flow("q1: yes=a1\na1")
    republish(graph("q1: yes=b1\nb1", b1={"aliases": ("a1",)}))
    flow = republish(graph("q1: yes=c1\nc1", c1={"aliases": ("a1", "b1")}))
    assert pointers(flow) == {"a1": "c1", "b1": "c1"}


def test_an_alias_moves_with_the_step_it_is_given_to() -> None:
    published_flow("q1: x=a1 y=a2\na1\na2", a1={"aliases": ("old",)})
    flow = republish(graph("q1: x=a1 y=a2\na1\na2", a2={"aliases": ("old",)}))
    assert pointers(flow) == {"old": "a2"}


def test_the_former_slugs_of_a_step_go_with_it() -> None:
    published_flow("q1: x=a1 y=a2\na1\na2", a2={"aliases": ("old",)})
    assert pointers(republish(graph("q1: x=a1\na1"))) == {"a2": "", "old": ""}


def test_a_slug_that_comes_back_is_a_step_again() -> None:
    published_flow("q1: yes=a1 no=a2\na1\na2")
    republish(graph("q1: yes=a1\na1"))
    flow = republish(graph("q1: yes=a1 no=a2\na1\na2", q1={"editor_note": "again"}))
    assert pointers(flow) == {}


def test_pointers_are_no_part_of_the_guide() -> None:
    published_flow("q1: yes=a1 no=a2\na1\na2")
    flow = republish(graph("q1: yes=a1\na1"))
    assert flow.live is not None
    assert [step.slug for step in graph_of(flow.live).steps] == ["q1", "a1"]


def test_restoring_brings_a_removed_step_back_and_marks_newer_ones_as_gone() -> None:
    first = published_flow("q1: yes=a1\na1").live
    assert first is not None
    republish(graph("q1: yes=b1\nb1"))
    revision = restore(first, author=None)
    assert pointers(revision.flow) == {"b1": ""}


def test_removing_a_step_that_a_live_guide_leads_to_is_warned_of() -> None:
    published_flow("q1: x=a1 y=a2\na1\na2", flow="target")
    published_flow("q1: far=target:a2\n", flow="other")
    flow = write_graph(graph("q1: x=a1\na1", flow="target"))
    (problem,) = problems_of(flow)
    assert (problem.code, problem.severity, str(problem.where)) == ("leads-removed", "warning", "target/a2")
    assert problem.details == (("guide", "other"),)
    assert publish(flow, author=None).number == 2


def test_of_other_guides_only_the_steps_that_name_this_one_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    published_flow("q1: x=a1 y=a2\na1\na2", flow="target")
    published_flow("q1: far=target:a2 near=a\na", flow="other")
    published_flow("q2: x=b\nb", flow="third")
    read: list[str] = []

    def reading(content: dict[str, Any]) -> Step:
        read.append(content["slug"])
        return step_from_dict(content)

    monkeypatch.setattr(publishing, "step_from_dict", reading)
    assert len(broken_arrivals(graph("q1: x=a1\na1", flow="target"))) == 1
    assert read == ["q1"]


def test_a_successor_takes_the_warning_away() -> None:
    published_flow("q1: x=a1 y=a2\na1\na2", flow="target")
    published_flow("q1: far=target:a2\n", flow="other")
    flow = write_graph(graph("q1: x=a1\na1", flow="target", a1={"aliases": ("a2",)}))
    assert problems_of(flow) == []


def test_a_step_that_never_was_live_is_not_missed() -> None:
    flow = create_flow("q1: x=a1 y=a2\na1\na2", flow="target")
    assert problems_of(flow) == []
    assert problems_of(write_graph(replace(graph("q1: x=a1\na1"), flow="target"))) == []
