"""The insights of one guide: its picture, its leaks, its revisions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from insights.models import StepCount
from insights.writing import write
from tests.factories import create_flow, graph, published_flow
from tests.html import read
from tests.insights.staff import staff_client
from tests.insights.test_pages import rows
from wizard.compiler import write_graph
from wizard.publishing import publish

pytestmark = pytest.mark.django_db

LINES = "q1: yes=q2 no=a1\nq2: yes=a1 no=a1\na1"
URL = "/admin/insights/guides/guide/"


def walked(days: int = 0, revision: int = 1, **counts: int) -> None:
    """Counts of `kind__step__choice=n`, so many days ago."""
    keys = {(StepCount, *(*name.split("__"), "", "")[:3]): n for name, n in counts.items()}
    by_key = {
        (table, kind, "guide", revision, step, choice): n for (table, kind, step, choice), n in keys.items()
    }
    write(by_key, localdate() - timedelta(days=days))


@pytest.fixture
def editor() -> Client:
    return staff_client("insights.view_insights")


@pytest.fixture
def _guide() -> None:
    published_flow(LINES)
    walked(
        started__q1=100, seen__q1=100, chosen__q1__yes=60, chosen__q1__no=30, seen__q2=60, chosen__q2__yes=20
    )
    walked(
        seen__a1=50, reached__a1__answer=50, yes__a1=9, no__a1=6, asked__q2=5, returned__q2__yes=7, back__a1=7
    )


@pytest.mark.usefixtures("_guide")
def test_questions_tell_who_went_on_and_mark_the_leaks(editor):
    page = editor.get(URL)
    assert rows(page, "questions") == [
        ["title of q1です", "100", "90", "0", "0", "10", "10%", "–"],
        ["title of q2です", "67", "20", "0", "5", "42", "▼ 63%", "–"],
    ]
    marked = read(page).one("table", aria_labelledby="table-questions").all("td.leak")
    assert [cell.text for cell in marked] == ["42", "▼ 63%"]


@pytest.mark.usefixtures("_guide")
def test_the_picture_has_the_counts_on_its_edges_and_the_leak_in_red(editor):
    picture = read(editor.get(URL)).one("svg.tree")
    counts = picture.all("text.count")
    assert [count.get("class") for count in counts] == ["count leak", "count", "count", "count"]
    assert [count.children[-1] for count in counts] == ["60 ▼", "20", "0", "30"]


@pytest.mark.usefixtures("_guide")
def test_choices_and_answers_have_their_shares(editor):
    page = editor.get(URL)
    assert rows(page, "choices")[0] == [
        "title of q1です",
        "label yesです",
        "title of q2です",
        "60",
        "60%",
        "–",
        "0",
    ]
    assert rows(page, "choices")[2][3:] == ["20", "30%", "–", "7"]
    assert rows(page, "answers") == [["title of a1です", "答え", "50", "–", "9", "6", "60%", "–", "0", "0"]]


@pytest.mark.usefixtures("_guide")
def test_each_revision_is_set_against_the_one_before(editor):
    write_graph(graph(LINES.replace("no=a1\na1", "no=a1 maybe=a1\na1")))
    flow = published_flow(LINES.replace("q2: yes=a1", "q2: maybe=a1 yes=a1"))
    assert flow.revisions.count() == 2
    walked(revision=2, started__q1=50, seen__q1=50, chosen__q1__no=45, seen__a1=45, reached__a1__answer=45)
    found = rows(editor.get(URL), "revisions")
    assert [row[0] for row in found] == ["版 2", "版 1"]
    assert found[0][2:5] == ["50", "90%", "+47"]
    assert found[1][2:5] == ["100", "43%", "–"]


@pytest.mark.usefixtures("_guide")
def test_one_revision_can_be_looked_at_alone(editor):
    published_flow(LINES.replace("q2: yes=a1", "q2: maybe=a1 yes=a1"))
    walked(revision=2, seen__q1=7)
    assert rows(editor.get(f"{URL}?revision=2"), "questions")[0][1] == "7"
    assert rows(editor.get(URL), "questions")[0][1] == "107"
    assert rows(editor.get(f"{URL}?revision=1"), "questions")[0][1] == "100"


@pytest.mark.usefixtures("_guide")
def test_a_renamed_step_keeps_its_figures_and_a_removed_one_is_listed_as_gone(editor):
    flow = published_flow("q1: yes=q3 no=a1\nq3: yes=a1 no=a1\na1", q3={"aliases": ("q2",)})
    assert flow.revisions.count() == 2
    walked(seen__lost=30)
    assert [row[:2] for row in rows(editor.get(URL), "questions")] == [
        ["title of q1です", "100"],
        ["title of q3です", "67"],
        ["lost (今のガイドにはありません)", "30"],
    ]


@pytest.mark.usefixtures("_guide")
@pytest.mark.parametrize(
    "query", ["?revision=9", "?revision=x", "?revision=²", f"?revision={'9' * 30}", "?csv=x"]
)
def test_a_revision_or_table_that_does_not_exist_is_404(editor, query):
    assert editor.get(f"{URL}{query}").status_code == 404


def test_a_guide_that_was_never_published_or_does_not_exist_is_404(editor):
    create_flow("q1: x=a1\na1", flow="draft")
    assert editor.get("/admin/insights/guides/draft/").status_code == 404
    assert editor.get("/admin/insights/guides/nothing/").status_code == 404


@pytest.mark.usefixtures("_guide")
def test_a_former_slug_leads_to_the_guide(editor):
    published_flow(LINES, flow="new").aliases.create(slug="old")
    assert editor.get("/admin/insights/guides/old/")["Location"] == "/admin/insights/guides/new/"


@pytest.mark.usefixtures("_guide")
def test_a_withdrawn_guide_keeps_its_figures(editor):
    flow = create_flow(LINES)
    flow.live = None
    flow.save()
    assert rows(editor.get(URL), "questions")[0][1] == "100"


def test_a_guide_nobody_walked_has_a_picture_with_zeros(editor):
    published_flow(LINES)
    page = editor.get(URL)
    assert {count.text for count in read(page).all("text.count")} == {"0"}


@pytest.mark.usefixtures("_guide")
def test_publishing_anew_leaves_the_counts_alone(editor):
    publish(create_flow(LINES), author=None)
    assert rows(editor.get(URL), "outline")[0] == ["訪問", "100", "–"]
