"""Between rows and the value of a guide: nothing is lost, rows keep their identity, queries do not grow."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings

from ground.text import Text
from tests.factories import both, create_channel, create_entry, create_flow, graph, published_flow
from tests.strategies import guides
from wizard.compiler import compile_flow, write_graph
from wizard.graph import Graph, Target
from wizard.models import Alias, Choice, Flow, Step

pytestmark = pytest.mark.django_db

RICH = """
q1: yes=q2 no=a1 far=other: step=other:s1
q2: x=a1
a1
"""


def rich() -> Graph:
    """A guide with everything in it; what it names exists."""
    create_flow("s1", flow="other")
    create_channel("phone")
    for slug in ("e1", "e2"):
        create_entry(slug)
    texts = {name: both(name) for name in ("body", "tried", "wait", "deadline", "caution")}
    made = graph(
        RICH,
        q1={"entries": ("e2", "e1"), "aliases": ("first", "old"), "editor_note": "why"},
        q2={**texts, "helper": "retry-dates", "related": ("e1",)},
        a1={"entries": ("e1",), "related": ("e1", "e2"), "channels": ("phone",), "outcome": "contact"},
    )
    choices = (
        replace(made.steps[0].choices[0], hint=both("hint"), aliases=("yep",)),
        *made.steps[0].choices[1:],
    )
    return replace(
        made, aliases=("former",), steps=(replace(made.steps[0], choices=choices), *made.steps[1:])
    )


def test_a_guide_survives_its_rows() -> None:
    made = rich()
    assert compile_flow(write_graph(made)) == made


def test_rows_written_over_other_rows_say_the_new_guide_alone() -> None:
    write_graph(rich())
    made = graph("q2: x=a9\na9")
    assert compile_flow(write_graph(made)) == made
    assert set(Step.objects.filter(flow__slug="guide").values_list("slug", flat=True)) == {"q2", "a9"}


@settings(max_examples=25)
@given(guides())
def test_any_guide_survives_its_rows(made: Graph) -> None:
    def near(target: Target | None) -> Target | None:
        return Target(target.step) if target and target.step in made.by_slug else None

    steps = tuple(
        replace(
            step, entries=(), related=(), channels=(), aliases=(),
            choices=tuple(replace(choice, next=near(choice.next), aliases=()) for choice in step.choices),
        )
        for step in made.steps
    )  # fmt: skip
    made = replace(made, steps=steps)
    with transaction.atomic():
        assert compile_flow(write_graph(made)) == made
        transaction.set_rollback(True)


def test_a_step_keeps_its_row_by_its_slug_so_that_choices_of_other_guides_go_on_pointing_to_it() -> None:
    flow = create_flow("q1: x=a1\na1", flow="other")
    create_flow("q1: far=other:a1\n")
    before = Step.objects.get(flow=flow, slug="a1").pk
    write_graph(graph("q0: x=q1 y=a2\nq1: x=a1\na2\na1", flow="other"))
    assert Step.objects.get(flow=flow, slug="a1").pk == before
    assert Choice.objects.get(step__flow__slug="guide").next_step_id == before


def test_a_step_that_is_gone_leaves_choices_of_other_guides_without_a_target() -> None:
    create_flow("q1: x=a1\na1", flow="other")
    flow = create_flow("q1: far=other:a1\n")
    write_graph(graph("q1: x=a2\na2", flow="other"))
    assert compile_flow(flow).steps[0].choices[0].next == Target("", "other")


def test_writing_a_draft_leaves_what_customers_read() -> None:
    flow = published_flow("q1: x=a1\na1")
    write_graph(graph("q1: x=a2\na2"))
    assert Flow.objects.get(pk=flow.pk).live_id == flow.live_id


def test_a_former_slug_of_a_guide_moves_to_the_guide_that_claims_it_last() -> None:
    write_graph(replace(graph("a1", flow="one"), aliases=("past",)))
    write_graph(replace(graph("a1", flow="two"), aliases=("past",)))
    assert Alias.objects.get(slug="past").flow.slug == "two"


def test_texts_are_compiled_tidy_whatever_a_browser_sent() -> None:
    flow = create_flow("q1: x=a1\na1")
    Step.objects.filter(slug="a1").update(body_ja=" 一行目\r\n二行目 \x02", editor_note="a\r\nb ")
    step = compile_flow(flow).by_slug["a1"]
    assert step.body == Text("一行目\n二行目", "body of a1")
    assert step.editor_note == "a\nb"


def sizes() -> list[Graph]:
    """Guides of three and of thirty questions (one batch of rows), with entries, channels and aliases."""
    made = []
    for size in (3, 30):
        rows = [f"q{number}: on=q{number + 1} far=other:s1" for number in range(size)]
        extra: dict[str, Any] = {
            f"q{n}": {"entries": ("e1",), "channels": ("phone",), "aliases": (f"old{n}",)}
            for n in range(size)
        }
        made.append(graph("\n".join([*rows, f"q{size}"]), flow=f"size-{size}", **extra))
    return made


def test_a_guide_is_read_with_five_queries_at_any_size(django_assert_num_queries) -> None:
    rich()
    for made in sizes():
        flow = write_graph(made)
        with django_assert_num_queries(5):
            compile_flow(flow)


def test_a_guide_is_written_with_as_many_queries_at_any_size(django_assert_num_queries) -> None:
    rich()
    small, large = sizes()
    write_graph(small)
    write_graph(large)
    with CaptureQueriesContext(connection) as queries:
        write_graph(small)
    with django_assert_num_queries(len(queries)):
        write_graph(large)


def test_a_choice_has_one_row_for_each_question_that_offers_it() -> None:
    write_graph(graph("q1: x=q2 y=q2\nq2: x=a1\na1"))
    assert Choice.objects.filter(slug="x").count() == 2
