"""Every rule of the design about when a guide may be published: what breaks it, and what does not."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from ground.text import Text
from tests.factories import both, graph
from wizard.graph import Choice, Graph, Target
from wizard.problems import MESSAGES, errors
from wizard.validation import MOST_BESIDE, MOST_CHOICES, World, validate

GOOD = "q1: yes=a1 no=a2\na1\na2"


def changed(guide: Graph, slug: str, **values: object) -> Graph:
    """`guide` with other values in one step."""
    steps = (replace(step, **values) if step.slug == slug else step for step in guide.steps)  # type: ignore[arg-type]
    return replace(guide, steps=tuple(steps))


def choices(*slugs: str, to: str = "a1") -> tuple[Choice, ...]:
    return tuple(Choice(slug, both(slug), next=Target(to)) for slug in slugs)


def written(body: str, **values: object) -> Callable[[], Graph]:
    """A good guide but for the Markdown of one answer, or for another text of it."""
    return lambda: changed(graph(GOOD), "a1", body=Text(body, body), **values)


# What is wrong, and where: every code of MESSAGES but `leads-removed`, which needs what is live,
# `step-untitled`, which is refused before it is stored, and `one-paragraph`, which is of notices of entries.
BROKEN: dict[str, tuple[Callable[[], Graph], str]] = {
    "no-steps": (lambda: replace(graph(GOOD), start="", steps=()), "guide"),
    "no-start": (lambda: replace(graph(GOOD), start=""), "guide"),
    "start-missing": (lambda: graph(GOOD, start="gone"), "guide"),
    "duplicate-slug": (lambda: changed(graph(GOOD), "a2", aliases=("a1",)), "guide/a1"),
    "bad-slug": (lambda: replace(graph(GOOD), flow="Guide 1"), "Guide 1"),
    "unreachable": (lambda: graph(f"{GOOD}\nlost"), "guide/lost"),
    "no-target": (
        lambda: changed(graph(GOOD), "q1", choices=(*graph(GOOD).steps[0].choices, Choice("y", both("y")))),
        "guide/q1/y",
    ),
    "target-missing": (lambda: graph("q1: yes=a1 no=gone\na1"), "guide/q1/no"),
    "guide-missing": (lambda: graph("q1: yes=a1 no=elsewhere:\na1"), "guide/q1/no"),
    "guide-step-missing": (lambda: graph("q1: yes=a1 no=other:gone\na1"), "guide/q1/no"),
    "circle": (lambda: graph("q1: on=q2\nq2: back=q1 end=a1\na1"), "guide/q2/back"),
    "empty-answer": (lambda: changed(graph(GOOD), "a1", body=Text()), "guide/a1"),
    "question-outcome": (lambda: changed(graph(GOOD), "q1", outcome="solved"), "guide/q1"),
    "bad-outcome": (lambda: changed(graph(GOOD), "a1", outcome="perhaps"), "guide/a1"),
    "missing-text": (lambda: changed(graph(GOOD), "a1", body=Text("本文です")), "guide/a1"),
    "no-text": (lambda: changed(graph(GOOD), "a1", title=Text()), "guide/a1"),
    "entry-unpublished": (lambda: changed(graph(GOOD), "a1", entries=("draft",)), "guide/a1"),
    "channel-unpublished": (lambda: changed(graph(GOOD), "a1", channels=("draft",)), "guide/a1"),
    "helper-unknown": (lambda: changed(graph(GOOD), "a1", helper="draft"), "guide/a1"),
    "same-label": (
        lambda: changed(
            graph(GOOD), "q1", choices=(*choices("x"), replace(choices("y", to="a2")[0], label=both("x")))
        ),
        "guide/q1",
    ),
    "too-long": (
        lambda: graph("\n".join([*(f"q{n}: on=q{n + 1}" for n in range(13)), "q13"])),
        "guide/q0",
    ),
    "many-choices": (lambda: changed(graph("q1: x=a1\na1"), "q1", choices=choices(*"abcdefgh")), "guide/q1"),
    "too-many-choices": (
        lambda: changed(
            graph("q1: x=a1\na1"), "q1", choices=choices(*(f"c{n}" for n in range(MOST_CHOICES + 1)))
        ),
        "guide/q1",
    ),
    "too-much-beside": (written("本文です", channels=("known",) * (MOST_BESIDE + 1)), "guide/a1"),
    "image": (written("![図](a.png)"), "guide/a1"),
    "link-without-text": (written("まず [](contact:)"), "guide/a1"),
    "link-title": (written('[窓口](contact: "平日")'), "guide/a1"),
    "lost-line": (written("本文です\n\n[注]: 必ず"), "guide/a1"),
    "lost-cell": (written("| a |\n|---|\n| 1 | 二 |"), "guide/a1"),
    "lost-code": (written("```手順\nls\n```"), "guide/a1"),
    "list-number": (written("1. 一\n3. 三"), "guide/a1"),
    "too-nested": (written(">" * 30 + " 奥"), "guide/a1"),
    "html": (written("<details>中身</details>"), "guide/a1"),
    "shows-nothing": (written("&nbsp;"), "guide/a1"),
    "plain-text": (written("本文です", tried=Text("`ls` した", "Ran `ls`")), "guide/a1"),
    "line-break": (written("本文です", title=Text("題\nです", "Title")), "guide/a1"),
    "bad-link": (lambda: changed(graph(GOOD), "a1", body=both("[here](ftp://x.example)")), "guide/a1"),
}
ADVICE = {"many-choices", "html", "plain-text", "line-break"}
WORLD = World(entries={"known"}, channels={"known"}, helpers={"known"}, flows={"other": {"s1"}})


def test_every_problem_there_is_has_a_guide_that_shows_it() -> None:
    assert {*BROKEN, "leads-removed", "step-untitled", "one-paragraph"} == set(MESSAGES)


def test_a_good_guide_has_no_problems() -> None:
    assert validate(graph(GOOD), WORLD) == []


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_rule_is_named_with_its_place(code: str) -> None:
    make, place = BROKEN[code]
    found = validate(make(), WORLD)
    assert {problem.code for problem in found} == {code}
    assert str(found[0].where) == place


@pytest.mark.parametrize("code", BROKEN)
def test_only_what_is_advice_may_be_published_all_the_same(code: str) -> None:
    assert bool(errors(validate(BROKEN[code][0](), WORLD))) == (code not in ADVICE)


@pytest.mark.parametrize("code", ["missing-text", "no-text"])
def test_missing_words_are_warnings_while_drafting(code: str) -> None:
    (problem, *_) = validate(BROKEN[code][0](), WORLD, drafting=True)
    assert (problem.code, problem.severity) == (code, "warning")


@pytest.mark.parametrize("code", sorted(set(BROKEN) - {"missing-text", "no-text", *ADVICE}))
def test_everything_else_is_an_error_while_drafting_too(code: str) -> None:
    assert errors(validate(BROKEN[code][0](), WORLD, drafting=True))


def test_what_is_named_and_published_is_no_problem() -> None:
    known = dict.fromkeys(("entries", "related", "channels"), ("known",))
    guide = changed(
        graph("q1: yes=a1 no=other: third=other:s1\na1"), "a1", helper="known", body=Text(), **known
    )
    assert validate(guide, WORLD) == []


def test_joins_are_fine() -> None:
    assert validate(graph("q1: x=q2 y=q2\nq2: x=a1 y=a1\na1"), WORLD) == []


def test_a_solved_answer_may_stand_by_its_title() -> None:
    assert validate(changed(graph(GOOD), "a1", body=Text(), outcome="solved"), WORLD) == []


@pytest.mark.parametrize("name", ["entries", "channels"])
def test_an_answer_may_show_an_entry_or_a_channel_alone(name: str) -> None:
    assert validate(changed(graph(GOOD), "a1", body=Text(), **{name: ("known",)}), WORLD) == []


def test_a_related_entry_alone_does_not_make_an_answer() -> None:
    found = validate(changed(graph(GOOD), "a1", body=Text(), related=("known",)), WORLD)
    assert [problem.code for problem in found] == ["empty-answer"]


def test_a_way_of_twelve_questions_is_short_enough() -> None:
    assert validate(graph("\n".join([*(f"q{n}: on=q{n + 1}" for n in range(12)), "q12"])), WORLD) == []


def test_an_unsure_choice_does_not_count_among_the_seven() -> None:
    guide = changed(graph("q1: x=a1\na1"), "q1", choices=choices(*"abcdefg", "unknown"))
    assert validate(guide, WORLD) == []


def test_a_guide_may_lead_into_another_that_leads_back() -> None:
    world = World(flows={"one": {"q1"}, "two": {"q1"}})
    for flow, other in (("one", "two"), ("two", "one")):
        assert validate(graph(f"q1: on={other}:q1 end=a1\na1", flow=flow), world) == []


def test_a_circle_through_the_guides_own_name_is_still_a_circle() -> None:
    found = validate(graph("q1: again=guide: end=a1\na1"), WORLD)
    assert [(problem.code, str(problem.where)) for problem in found] == [("circle", "guide/q1/again")]


def test_a_missing_step_of_the_guide_itself_is_found_under_its_own_name_too() -> None:
    found = validate(graph("q1: on=guide:gone end=a1\na1"), WORLD)
    assert [problem.code for problem in found] == ["target-missing"]


def test_a_choice_slug_used_twice_is_named_where_it_stands() -> None:
    guide = changed(
        graph(GOOD), "q1", choices=(*choices("x"), replace(choices("y", to="a2")[0], aliases=("x",)))
    )
    assert [(problem.code, str(problem.where)) for problem in validate(guide, WORLD)] == [
        ("duplicate-slug", "guide/q1/x")
    ]


def test_labels_that_read_the_same_in_one_language_are_named_with_it() -> None:
    guide = changed(
        graph(GOOD),
        "q1",
        choices=(
            Choice("x", Text("はい", "Yes"), next=Target("a1")),
            Choice("y", Text("はい ", "No"), next=Target("a2")),
        ),
    )
    (problem,) = validate(guide, WORLD)
    assert dict(problem.details) == {"label": "はい", "language": "Japanese"}


def test_errors_come_first_then_the_order_of_the_steps() -> None:
    guide = graph("q1: x=a1 y=gone\na1\nlost", a1={"body": Text("本文です")})
    found = validate(guide, WORLD, drafting=True)
    assert [(problem.severity, problem.code) for problem in found] == [
        ("error", "target-missing"),
        ("error", "unreachable"),
        ("warning", "missing-text"),
    ]
