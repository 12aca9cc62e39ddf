"""Links in the texts of a guide: which can work, and why the others cannot."""

import pytest

from faq.links import LINK_REASONS, bad_links
from tests.factories import both, graph
from wizard.validation import World, validate

WORLD = World(entries={"known"}, flows={"other": {"s1"}})
FORM, SCHEME, GUIDE, ENTRY = (LINK_REASONS[name] for name in ("form", "scheme", "guide", "entry"))


@pytest.mark.parametrize(
    "link",
    [
        "https://example.com/a?b=c#d",
        "http://example.com",
        "mailto:help@example.com",
        "tel:+81-3-0000-0000",
        "guide:other",
        "guide:other/s1",
        "entry:known",
        "contact:",
    ],
)
def test_a_link_that_works_is_no_problem(link: str) -> None:
    assert list(bad_links(f"Read [this]({link}).", WORLD)) == []


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("javascript:alert(1)", SCHEME),
        ("data:text/html,x", SCHEME),
        ("/admin/", SCHEME),
        ("//example.com", SCHEME),
        ("https://", SCHEME),
        ("https://localhost", SCHEME),
        ("mailto:", SCHEME),
        ("mailto:nobody", SCHEME),
        ("tel:", SCHEME),
        ("contact:phone", SCHEME),
        ("", SCHEME),
        ("guide:", GUIDE),
        ("guide:gone", GUIDE),
        ("guide:other/gone", GUIDE),
        ("guide:Other", GUIDE),
        ("entry:", ENTRY),
        ("entry:gone", ENTRY),
        ("entry:Known", ENTRY),
    ],
)
def test_a_link_that_cannot_work_is_named_with_its_reason(link: str, reason: str) -> None:
    assert list(bad_links(f"Read [this]({link}).", WORLD)) == [(link, reason)]


def test_a_link_whose_bracket_never_closes_is_named() -> None:
    assert list(bad_links("Read [this](https://example.com and go on", WORLD)) == [
        ("[this](https://example.com …", FORM)
    ]


def test_a_link_by_reference_is_judged_like_any_other() -> None:
    assert list(bad_links("Read [this][1].\n\n[1]: javascript:alert(1)", WORLD)) == [
        ("javascript:alert(1)", SCHEME)
    ]


def test_an_address_in_angle_brackets_is_judged_too() -> None:
    assert list(bad_links("Read <ftp://example.com>.", WORLD)) == [("ftp://example.com", SCHEME)]


def test_brackets_in_prose_are_no_links() -> None:
    assert list(bad_links("Press [OK] (the left one), or [cancel].", WORLD)) == []


def test_a_guide_may_link_to_its_own_steps_before_it_is_published() -> None:
    own = {"body": both("See [there](guide:guide/a1) or [all](guide:guide).")}
    assert validate(graph("q1: x=a1\na1", q1=own), World()) == []


def test_a_link_to_a_step_the_guide_does_not_have_is_named_in_each_language() -> None:
    found = validate(graph("q1: x=a1\na1", a1={"body": both("[x](guide:guide/gone)")}), World())
    assert [dict(problem.details)["language"] for problem in found] == ["Japanese", "English"]
    assert {dict(problem.details)["reason"] for problem in found} == {GUIDE}
