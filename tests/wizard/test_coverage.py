"""How far entries are from home."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from tests.factories import create_entry, graph, published_flow
from wizard.coverage import cover


def shown(*slugs: str) -> dict[str, tuple[str, ...]]:
    return {"entries": slugs}


def test_clicks_are_counted_from_home_along_the_shortest_way():
    guide = graph("q1: a=q2 b=a1\nq2: a=a1 b=a2\na1\na2", a1=shown("near"), a2=shown("far"))
    coverage = cover([guide], ["near", "far"])
    assert coverage.clicks == {"near": 2, "far": 3}
    assert coverage.sightings["far"][0].way == ("guide", "q1=a", "q2=b")
    assert (coverage.most_clicks, coverage.mean_clicks) == (3, 2.5)


def test_an_entry_beside_the_first_question_is_one_click_away():
    coverage = cover([graph("q1: a=a1\na1", q1=shown("beside"))], ["beside"])
    assert coverage.clicks == {"beside": 1}
    assert not coverage.sightings["beside"][0].is_answer


def test_a_way_through_another_guide_counts_when_it_is_shorter():
    long = graph("q1: a=q2\nq2: a=q3\nq3: a=a1\na1", flow="long", a1=shown("end"))
    short = graph("s1: a=long:a1", flow="short")
    assert cover([long, short], ["end"]).sightings["end"][0].way == ("short", "s1=a")


def test_an_entry_no_guide_shows_is_unreached():
    assert cover([graph("q1: a=a1\na1", a1={"related": ("named",)})], ["named"]).unreached == ["named"]


@pytest.mark.parametrize(
    ("end", "lost"),
    [({}, (("guide", "q1"),)), (shown("e"), ()), ({"channels": ("c",)}, ()), ({"outcome": "solved"}, ())],
)
def test_not_being_sure_must_end_in_an_entry_or_a_channel(end: dict, lost: tuple):
    assert cover([graph("q1: a=a1 unknown=a2\na1\na2", a2=end)], []).lost == lost


def test_longest_and_median_ways_are_counted_without_listing_them():
    rungs = "\n".join(f"q{n}: a=q{n + 1} b=q{n + 1}" for n in range(40))
    lengths = cover([graph(f"{rungs}\nq40: a=end\nend")], []).lengths[0]
    assert (lengths.longest, lengths.median, lengths.ways) == (41, 41, 2**40)


def test_the_median_of_an_even_number_of_ways_lies_between():
    assert cover([graph("q1: a=a1 b=q2\nq2: a=a1\na1")], []).lengths[0].median == 1.5


@pytest.mark.django_db
def test_the_command_counts_one_click_as_one():
    create_entry("beside")
    published_flow("q1: a=a1\na1", q1=shown("beside"))
    output = io.StringIO()
    call_command("coverage", stdout=output)
    assert "1 click, beside the question guide/q1: guide" in output.getvalue()
    assert "at most 1 click, mean 1.00." in output.getvalue()


@pytest.mark.django_db
def test_the_command_lists_and_fails_only_when_asked():
    create_entry("answered")
    create_entry("lonely")
    published_flow("q1: a=a1\na1", a1=shown("answered"))
    output = io.StringIO()
    call_command("coverage", stdout=output)
    assert "not reached: lonely" in output.getvalue()
    assert "2 clicks, answer guide/a1: guide > q1=a" in output.getvalue()
    assert "guide: 1 way, longest 1 question, median 1" in output.getvalue()
    with pytest.raises(SystemExit, match="1"):
        call_command("coverage", "--check", stdout=io.StringIO())
