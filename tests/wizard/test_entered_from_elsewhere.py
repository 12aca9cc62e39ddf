"""Steps that only other guides lead to: nothing is wrong with them, and ways begin there too."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.admin_pages import signed_in
from tests.edits import change
from tests.factories import both, create_entry, create_flow, graph, published_flow
from tests.html import read
from tests.packs import change as rewrite
from tests.packs import load, write_pack
from tests.strategies import guides
from wizard.comparison import outcome_changes
from wizard.content import check_pack, read_pack
from wizard.coverage import cover
from wizard.drawing import draw
from wizard.graph import Graph
from wizard.loading import NotLoadable
from wizard.models import Flow, Step
from wizard.outline import outline
from wizard.paths import count_ways, in_order, list_ways
from wizard.publishing import NotPublishable, live_coverage, publish, publish_together
from wizard.renaming import rename_step
from wizard.validation import World, validate

LINES = "q: yes=a\na\nr: on=b off=c\nb\nc"
COMING = "s: go=guide:r stay=t\nt"


def entered(lines: str = LINES, *steps: str, **options: object) -> Graph:
    """A guide that others lead into, at `steps` (`r`)."""
    made = graph(lines, **options)  # type: ignore[arg-type]
    return Graph(made.flow, made.title, made.summary, made.start, made.steps, entered=steps or ("r",))


def codes(guide: Graph, **world: object) -> list[str]:
    """What is wrong with `guide`."""
    return [f"{problem.where}: {problem.code}" for problem in validate(guide, World(**world))]  # type: ignore[arg-type]


def test_only_what_nobody_leads_to_is_unreachable() -> None:
    assert codes(graph(LINES)) == [f"guide/{slug}: unreachable" for slug in "rbc"]
    assert codes(graph(LINES), entered={"guide": {"r"}}) == []
    assert codes(graph(LINES), entered={"guide": {"b"}}) == [f"guide/{slug}: unreachable" for slug in "rc"]


def test_what_lies_behind_is_held_to_the_same_rules() -> None:
    long = "\n".join(f"r{at}: on=r{at + 1}" for at in range(13))
    found = codes(graph(f"q: yes=a\na\nx: on=x2\nx2: on=x\n{long}\nr13"), entered={"guide": ("x", "r0")})
    assert found == ["guide/x2/on: circle", "guide/r0: too-long"]


def test_ways_begin_there_too() -> None:
    guide = entered()
    assert [way.end_name for way in list_ways(guide, limit=9)] == ["a", "b", "c"]
    assert [way.end_name for way in list_ways(guide, limit=2)] == ["a", "b"]
    assert count_ways(guide) == 3
    assert cover([guide, graph("s: go=guide:r", flow="other")], []).lengths[0].ways == 3


def test_the_outline_and_the_picture_say_who_leads_there() -> None:
    roots = [
        (branch.slug, branch.reached, branch.entered) for branch in outline(entered()) if branch.depth == 0
    ]
    assert roots == [("q", True, False), ("r", True, True)]
    assert "Another guide leads here" in draw(entered(), "en")
    assert "No way leads here" not in draw(entered(), "en")


def test_a_way_from_there_that_ends_otherwise_is_told() -> None:
    before, after = entered(), graph("q: yes=a\na\nr: on=c off=c\nb\nc")
    found = outcome_changes(before, after)
    assert (found.changed, found.ways) == (1, 3)
    assert [(change.before.name, change.ends[0].name) for change in found.listed] == [("b", "c")]
    gone = outcome_changes(before, graph("q: yes=a\na"))
    assert (gone.changed, {change.ends[0].outcome for change in gone.listed}) == (2, {"nowhere"})


@settings(max_examples=10)
@given(guides(), st.data())
def test_everything_that_can_be_reached_has_its_place_in_every_view(
    guide: Graph, data: st.DataObject
) -> None:
    slugs = [step.slug for step in guide.steps]
    chosen = data.draw(st.lists(st.sampled_from(slugs), max_size=3)) if slugs else []
    guide = Graph(guide.flow, start=guide.start, steps=guide.steps, entered=tuple(chosen))
    order, closing = in_order(guide)
    assert sorted(order) == sorted(guide.reachable)
    assert set(chosen) <= guide.reachable
    place = {slug: at for at, slug in enumerate(order)}
    for slug in order:
        for target in guide.local_targets(guide.by_slug[slug]):
            assert (slug, target) in closing or place[slug] < place[target]
    drawn = {branch.slug for branch in outline(guide) if branch.kind == "step" and branch.reached}
    assert drawn == guide.reachable
    assert len(list(list_ways(guide, limit=200))) == min(count_ways(guide), 200) or closing
    assert outcome_changes(guide, guide).changed == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("how", "drafted"),
    [("choice", True), ("choice", False), ("link", True), ("link", False), ("former slug", False)],
)
def test_a_step_handed_over_to_is_published(how: str, drafted: bool, client: Client) -> None:
    flow = published_flow("q: yes=a no=r\na\nr: on=b off=c\nb\nc")
    link = {"body": both("[over](guide:guide/r)")}
    published_flow("s: stay=t\nt", flow="other", s=link) if how == "link" else published_flow(
        COMING, flow="other"
    )
    if not drafted:
        create_flow("s: stay=t\nt", flow="other")
    if how == "former slug":
        rename_step(Step.objects.get(slug="r"), "new")
    change(flow, "q", choices=graph(LINES).steps[0].choices)
    publish(flow, author=None)
    assert client.get("/en/guides/guide/r/", follow=True).status_code == 200


@pytest.mark.django_db
def test_the_step_is_called_unreachable_again_once_nobody_leads_there() -> None:
    published_flow("q: yes=a no=r\na\nr: on=b off=c\nb\nc")
    create_flow(COMING, flow="other")
    flow = create_flow(LINES)
    publish(flow, author=None)
    create_flow("s: stay=t\nt", flow="other")
    page = read(signed_in().get("/admin/wizard/flow/guide/publish/")).one("main").text
    assert "No way leads to this step" in page
    with pytest.raises(NotPublishable):
        publish(flow, author=None)


@pytest.mark.django_db
def test_the_workbench_shows_it_as_led_to_by_another_guide() -> None:
    flow = create_flow(LINES)
    create_flow(COMING, flow="other")
    page = read(signed_in().get(f"/admin/wizard/flow/{flow.pk}/change/")).one("main").text
    assert "Another guide leads here" in page
    assert "No way leads" not in page


@pytest.mark.django_db
def test_the_commands_list_its_ways_and_count_them() -> None:
    create_entry("e")
    create_flow(LINES, b={"entries": ("e",)})
    create_flow(COMING, flow="other")
    publish_together(Flow.objects.all(), author=None)
    out = StringIO()
    call_command("paths", "guide", stdout=out)
    assert out.getvalue().splitlines() == [
        "q=yes -> a (answer)", "r=on -> b (answer)", "r=off -> c (answer)", "3 ways.",
    ]  # fmt: skip
    coverage = live_coverage()
    assert coverage.sightings["e"][0].way == ("other", "s=go", "r=on")
    assert {lengths.flow: lengths.ways for lengths in coverage.lengths} == {"guide": 3, "other": 2}


@pytest.mark.django_db
def test_how_many_questions_follow_is_counted_from_there_too(client: Client) -> None:
    create_flow("q: yes=a\na\nr: on=r2 off=c\nr2: on=b off=c\nb\nc")
    create_flow(COMING, flow="other")
    publish_together(Flow.objects.all(), author=None)
    step = Flow.objects.get(slug="guide").revisions.get().steps.get(slug="r")
    assert step.content is not None
    assert step.content["ahead"] == 1


HANDED_OVER = """\
  later:
    title: {ja: 後で, en: Later}
    body: {ja: 本文, en: Text}
"""


@pytest.mark.django_db
def test_in_a_pack_the_guides_of_the_pack_count(tmp_path: Path) -> None:
    folder = write_pack(tmp_path)
    path = folder / "flows/payment.yaml"
    path.write_text(path.read_text(encoding="utf-8") + HANDED_OVER, encoding="utf-8")
    with pytest.raises(NotLoadable, match="payment.yaml:25: unreachable"):
        load(folder, publish=True)
    rewrite(
        folder, "flows/contact.yaml", "outcome: contact", "body: {ja: '[後](guide:payment/later)', en: Text}"
    )
    assert check_pack(read_pack(folder)) == []
    rewrite(folder, "flows/contact.yaml", "(guide:payment/later)", "(guide:payment)")
    rewrite(folder, "flows/contact.yaml", "{flow: payment}", "{flow: payment, step: later}")
    assert check_pack(read_pack(folder)) == []
    load(folder, publish=True)
    # Once nobody leads there any more, it is wrong again; alone, the guide counts on what is here.
    rewrite(folder, "flows/contact.yaml", "{flow: payment, step: later}", "{flow: payment}")
    with pytest.raises(NotLoadable, match="payment.yaml:25: unreachable"):
        load(folder, publish=True)
    (folder / "flows/contact.yaml").unlink()
    rewrite(folder, "pack.yaml", "flows: [contact]", "flows: []")
    rewrite(folder, "flows/payment.yaml", "How do you pay?", "Which way?")
    assert load(folder, publish=True).published == ["guide payment 2"]
