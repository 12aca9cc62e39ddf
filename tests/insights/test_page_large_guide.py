"""The insights of a guide too large for a page: its first levels, and the rest when it is opened."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils.timezone import localdate
from django.utils.translation import override

from insights.models import StepCount
from insights.periods import period_until
from insights.tables import Table, as_csv, words
from insights.writing import write
from tests.factories import both, graph, published_flow
from tests.html import Element, read
from tests.insights.staff import staff_client
from tests.insights.test_page_guide import walked
from tests.insights.test_pages import lines, rows
from tests.work import calls
from wizard.graph import Choice, Graph, Step, Target, step_to_dict
from wizard.models import Flow, PublishedStep, Revision

pytestmark = pytest.mark.django_db
URL = "/admin/insights/guides/guide/"
TABLES = ("questions", "choices", "answers")
IN_PLACE = {"HX-Request": "true"}


def guide(leads: dict[str, list[str]]) -> Graph:
    """A guide of questions (they lead on, by as many choices) and answers; the first is its start."""
    steps = [
        Step(
            slug,
            both(f"title of {slug}"),
            choices=tuple(
                Choice(f"c{number}", both(f"choice {number}"), next=Target(to))
                for number, to in enumerate(below)
            ),
        )
        for slug, below in leads.items()
    ]
    return Graph("guide", both("large guide"), both("summary"), steps[0].slug, tuple(steps))


def wide(size: int) -> Graph:
    """Everything at the first question."""
    ends = [f"s{number}" for number in range(1, size)]
    return guide({"s0": ends, **{slug: [] for slug in ends}})


def deep(size: int) -> Graph:
    """One question after the other."""
    return guide({f"s{number}": [f"s{number + 1}"] * (number < size - 1) for number in range(size)})


def bushy(size: int) -> Graph:
    """Three choices at every question."""
    return guide(
        {
            f"s{number}": [f"s{below}" for below in range(3 * number + 1, 3 * number + 4) if below < size]
            for number in range(size)
        }
    )


def stored(made: Graph) -> Flow:
    """The guide live, as if it had been published: that takes a while for thousands of steps."""
    flow, _ = Flow.objects.get_or_create(slug=made.flow)
    header = {"title": made.title.as_dict(), "summary": made.summary.as_dict(), "aliases": list(made.aliases)}
    number = flow.revisions.count() + 1
    flow.live = Revision.objects.create(flow=flow, number=number, header=header, start=made.start)
    flow.save()
    PublishedStep.objects.bulk_create(
        PublishedStep(revision=flow.live, slug=step.slug, position=position, content=step_to_dict(step))
        for position, step in enumerate(made.steps)
    )
    return flow


@pytest.fixture
def editor() -> Client:
    return staff_client("insights.view_insights")


@pytest.fixture
def _bushy() -> None:
    """Levels of 1, 3, 9, 27, 81, 243 steps, and the rest."""
    stored(bushy(400))
    walked(seen__s0=50, chosen__s0__c0=40, seen__s1=40, chosen__s1__c2=30, seen__s100=60, chosen__s100__c0=10)


def part_of(response) -> Element:
    return read(response).one("section", id="part")


def steps_in(element: Element) -> set[str]:
    return set(re.findall(r"title of (s\d+)", element.text))


def folded_in(part: Element) -> dict[str, str]:
    """The steps that open, in the tables, with their addresses."""
    links = [link for table in part.all("table") for link in table.all("a")]
    return {link.text.split()[3].removesuffix("です"): link["href"] for link in links}


@pytest.mark.usefixtures("_bushy")
def test_the_first_levels_are_shown_and_the_rest_is_folded(editor):
    part = part_of(editor.get(URL))
    assert steps_in(part) == {f"s{number}" for number in range(1 + 3 + 9 + 27)}
    assert set(folded_in(part)) == {f"s{number}" for number in range(13, 40)}
    assert folded_in(part)["s20"] == "?days=30&open=s20"
    assert len(part.one("table", aria_labelledby="table-choices").all("tr")) == 1 + 3 + 9 + 27
    assert "このガイドは400ステップ" in part.text
    picture = part.one("svg")
    assert {link["href"] for link in picture.all("a", data_step="s13")} == {"?days=30&open=s13"}
    assert {link["href"] for link in picture.all("a", data_step="s12")} == {"#step-s12"}


@pytest.mark.usefixtures("_bushy")
def test_what_is_opened_has_an_address_of_its_own_with_the_way_to_it(editor):
    page = read(editor.get(f"{URL}?open=s40&days=365"))
    part = page.one("section", id="part")
    assert part.one("h2", id="part-title").text == "title of s40です"
    assert page.all("title")[0].text.startswith("title of s40です | large guideです")
    assert steps_in(part) == {"s0", "s1", "s4", "s13", *("s40", "s121", "s122", "s123")} | {
        f"s{number}" for number in range(364, 373)
    }
    crumbs = part.one("nav.crumbs").all("a")
    assert [(link.text, link["href"]) for link in crumbs] == [
        ("title of s0です", "?days=365"),
        ("title of s1です", "?days=365&open=s1"),
        ("title of s4です", "?days=365&open=s4"),
        ("title of s13です", "?days=365&open=s13"),
    ]


@pytest.mark.usefixtures("_bushy")
def test_another_period_or_revision_keeps_what_is_opened(editor):
    page = read(editor.get(f"{URL}?open=s40&days=365&revision=1"))
    links = page.one("nav.periods", id="periods").all("a")
    assert [link["href"] for link in links] == [f"?days={days}&revision=1&open=s40" for days in (30, 90, 365)]
    form = page.one("form.which")
    assert {field["name"]: field["value"] for field in form.all("input")} == {"days": "365", "open": "s40"}
    assert all("revision=1" in address for address in folded_in(page.one("section", id="part")).values())


def opened_one_after_the_other(client: Client) -> Iterator[Element]:
    """Every part that links lead to, without JavaScript."""
    waiting = dict.fromkeys(["?days=30"])
    for address in waiting_in(waiting):
        part = part_of(client.get(URL + address))
        yield part
        waiting |= dict.fromkeys(
            link["href"]
            for link in part.all("a")
            if link["href"].startswith("?days=") and "open=" in link["href"]
        )


def waiting_in(waiting: dict[str, None]) -> Iterator[str]:
    """Each address once, those that are added meanwhile too."""
    done: set[str] = set()
    while left := [address for address in waiting if address not in done]:
        done.add(left[0])
        yield left[0]


def test_every_step_and_choice_is_found_by_links_with_the_figures_of_the_files(editor):
    below = {"a": ["x", "y", "d"] * 60, "b": ["z", "x"] * 120, "d": ["z"] * 190}
    stored(guide({"q": ["a", "b", "b"], **below, "x": [], "y": [], "z": [], "alone": []}))
    walked(seen__q=90, chosen__q__c0=50, seen__a=50, chosen__a__c171=30, returned__b__c239=8, seen__b=20)
    walked(
        chosen__b__c200=11, seen__d=9, chosen__d__c1=7, reached__z__answer=12, yes__z=6, no__z=7, seen__gone=9
    )
    walked(days=40, seen__a=40, chosen__a__c171=15, reached__z__answer=6)
    shown: dict[str, set[tuple[str, ...]]] = {name: set() for name in TABLES}
    for part in opened_one_after_the_other(editor):
        for table in part.all("table"):
            shown[table["aria-labelledby"].removeprefix("table-")] |= {
                tuple(cell.text.removeprefix("▸ ") for cell in row.children if not isinstance(cell, str))
                for row in table.one("tbody").all("tr")
            }
    for name in TABLES:
        file = lines(editor.get(f"{URL}?csv={name}"))[1:]
        assert shown[name] == {tuple(row) for row in file}, name
    assert len(shown["choices"]) == 3 + 180 + 240 + 190
    assert len(shown["questions"]) == 4 + 1


@pytest.mark.parametrize("shape", [wide, deep, bushy])
def test_a_page_of_any_shape_fits_and_costs_as_many_queries_at_any_size(
    editor, django_assert_num_queries, shape: Callable[[int], Graph]
):
    lengths = []
    for size in (320, 640):
        stored(shape(size))
        write({(StepCount, "seen", "guide", 1, f"s{n}", ""): 9 for n in range(0, size, 7)}, localdate())
        with django_assert_num_queries(13):
            response = editor.get(f"{URL}?open=s{size // 10}" if size == 640 else URL)
        assert f"{size}ステップ" in response.content.decode()
        lengths.append(len(response.content))
    assert max(lengths) < 200_000


def test_the_work_for_a_file_grows_with_the_guide_alone(editor):
    def work(size: int) -> int:
        stored(bushy(size))
        write({(StepCount, "seen", "guide", 1, f"s{n}", ""): 9 for n in range(size)}, localdate())
        return calls(lambda: editor.get(f"{URL}?csv=choices"))

    work(150)
    assert work(300) < 2.3 * work(150)


def test_a_level_too_wide_is_turned_page_by_page(editor):
    stored(wide(350))
    part = part_of(editor.get(URL))
    assert [link.text for link in part.one("nav.periods").all("a")] == ["次を表示"]
    part = part_of(editor.get(URL + part.link("次を表示")["href"]))
    assert "選択肢349件のうち101～200件目" in part.text
    assert steps_in(part) == {f"s{number}" for number in (0, *range(101, 201))}
    assert part.link("前を表示")["href"] == "?days=30&open=s0"
    assert part.link("次を表示")["href"] == "?days=30&open=s0&from=200"


@pytest.mark.usefixtures("_bushy")
def test_where_most_left_is_listed_for_the_whole_guide_and_opens(editor):
    page = editor.get(URL)
    assert [row[:6] for row in rows(page, "leaks")] == [
        ["title of s100です", "60", "10", "0", "0", "50"],
        ["title of s0です", "50", "40", "0", "0", "10"],
        ["title of s1です", "40", "30", "0", "0", "10"],
    ]
    link = read(page).one("table", aria_labelledby="table-leaks").link("title of s100")
    assert steps_in(part_of(editor.get(URL + link["href"]))) >= {"s100", "s301", "s302", "s303"}


@pytest.mark.usefixtures("_bushy")
def test_opened_in_place_comes_the_part_alone(editor):
    response = editor.get(f"{URL}?open=s40", headers=IN_PLACE)
    page = read(response)
    assert "HX-Request" in response["Vary"]
    assert page.all("title")[0].text == "title of s40です | large guideです"
    assert steps_in(page.one("section", id="part")) >= {"s0", "s40", "s121"}
    assert page.one("nav", id="periods").all("a")[1]["href"] == "?days=90&open=s40"
    assert page.one("input", id="opened")["value"] == "s40"
    assert not page.all("form")


def test_former_slugs_are_counted_and_opened_as_todays(editor):
    made = bushy(301)
    choice = replace(made.steps[0].choices[1], aliases=("once",))
    first = replace(made.steps[0], choices=(made.steps[0].choices[0], choice))
    second = replace(made.steps[2], aliases=("former",))
    stored(replace(made, steps=(first, made.steps[1], second, *made.steps[3:])))
    walked(chosen__s0__once=33, seen__former=44)
    page = editor.get(URL)
    assert rows(page, "choices")[1][3] == "33"
    assert rows(page, "questions")[2][1] == "44"
    opened = part_of(editor.get(f"{URL}?open=former", headers=IN_PLACE))
    assert opened.one("h2", id="part-title").text == "title of s2です"


@pytest.mark.usefixtures("_bushy")
def test_a_step_that_is_nowhere_says_so_and_shows_the_beginning(editor):
    lost = part_of(editor.get(f"{URL}?open=nowhere&from=x", headers=IN_PLACE))
    assert "ステップ「nowhere」はここにはありません" in lost.one("p.lost").text
    assert "s39" in steps_in(lost)


def test_a_choice_that_names_the_guide_itself_leads_to_its_step_in_every_part(editor):
    made = bushy(301)
    again = Choice("again", both("again"), next=Target("s3", "guide"))
    steps = tuple(
        replace(step, choices=(*step.choices, again)) if step.slug == "s40" else step for step in made.steps
    )
    stored(replace(made, steps=steps))
    page = editor.get(f"{URL}?open=s40", headers=IN_PLACE)
    assert ["title of s40です", "againです", "title of s3です"] in [row[:3] for row in rows(page, "choices")]


@pytest.mark.usefixtures("_bushy")
def test_the_revisions_come_when_they_are_asked_for(editor):
    page = read(editor.get(f"{URL}?open=s40"))
    assert not page.all("table", aria_labelledby="table-revisions")
    assert [option.text for option in page.one("select").all("option")] == ["すべて", "1"]
    address = urlsplit(page.link("この1年の版")["href"])
    assert address.fragment == "table-revisions"
    page = editor.get(f"{URL}?{address.query}")
    assert [row[0] for row in rows(page, "revisions")] == ["版 1"]
    assert part_of(page).one("h2", id="part-title").text == "title of s40です"


def test_a_small_guide_is_shown_whole_whatever_is_asked_to_be_opened(editor):
    published_flow("q1: yes=q2 no=a1\nq2: yes=a1 no=a1\na1")
    page = read(editor.get(f"{URL}?open=q2"))
    assert not page.all("section", id="part")
    assert not page.all("input", id="opened")
    assert [row[0] for row in rows(editor.get(f"{URL}?open=q2"), "questions")] == [
        "title of q1です",
        "title of q2です",
    ]


def test_a_table_longer_than_a_page_bears_says_how_much_of_it_the_file_has_more():
    table = Table("figures", "Figures", ("What",), [(words(f"row {n}"),) for n in range(5)], most=3)
    period = period_until(localdate(), 30)
    with override("ja"):
        page = read(render_to_string("admin/insights/_table.html", {"table": table, "period": period}))
    assert [row.text for row in page.one("tbody").all("tr")] == ["row 0", "row 1", "row 2"]
    assert page.all("p")[-1].text == "このほかの2行はCSVファイルにあります。"
    assert "row 4" in as_csv("figures", table.headings, table.rows).content.decode()
    assert Table("figures", "Figures", (), []).most == 1000


def test_many_choices_make_a_guide_large_too(editor):
    few, many = graph("q: yes=a no=a\na"), [f"c{n}=a" for n in range(200)]
    stored(few)
    assert read(editor.get(URL)).all("section", aria_labelledby="picture")
    stored(graph("\n".join(f"q{n}: {' '.join(many)} on=q{n + 1}" for n in range(3)) + "\nq3: x=a\na"))
    assert part_of(editor.get(URL))
