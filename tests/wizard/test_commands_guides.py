"""paths and publish: what they say and how they end."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import create_flow, graph, published_flow
from wizard.compiler import write_graph
from wizard.models import Flow, Revision
from wizard.scheduling import schedule_publish

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> list[str]:
    """The lines a command writes."""
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().splitlines()


def test_paths_lists_every_way_with_its_outcome() -> None:
    create_flow("s1", flow="other")
    create_flow("q1: x=q2 y=a1 far=other:\nq2: x=a1 y=a2\na1\na2", a2={"outcome": "solved"})
    assert run("paths", "guide") == [
        "q1=x q2=x -> a1 (answer)",
        "q1=x q2=y -> a2 (solved)",
        "q1=y -> a1 (answer)",
        "q1=far -> other (guide)",
        "4 ways.",
    ]


def test_paths_of_a_guide_that_is_one_answer() -> None:
    create_flow("a1")
    assert run("paths", "guide") == ["a1 -> a1 (answer)", "1 way."]


def test_paths_stops_at_its_limit_and_says_so() -> None:
    lines = "\n".join([*(f"q{n}: a=q{n + 1} b=q{n + 1}" for n in range(12)), "q12"])
    create_flow(lines)
    listed = run("paths", "guide", "--limit", "3")
    assert len(listed) == 4
    assert listed[-1] == "4096 ways; listed the first 3, --limit lists more."
    assert run("paths", "guide", "--limit", "0") == ["4096 ways; listed the first 0, --limit lists more."]
    assert run("paths", "guide", "--limit", "-5") == ["4096 ways; listed the first 0, --limit lists more."]


def test_paths_shows_what_is_unfinished() -> None:
    flow = create_flow("q1: x=a1 y=a2\na1\na2")
    flow.steps.get(slug="a2").delete()
    assert run("paths", "guide") == ["q1=x -> a1 (answer)", "q1=y -> ? (nowhere)", "2 ways."]


def test_publish_says_what_it_calls_off() -> None:
    flow = create_flow("a1")
    at = datetime(2126, 4, 1, 9, tzinfo=UTC)
    schedule_publish(flow, at, author=None, now=at - timedelta(days=1))
    assert run("publish", "guide") == [
        "guide: revision 1 is live.",
        "guide: what was to go live at 2126-04-01 09:00 UTC is called off.",
    ]


@pytest.mark.parametrize("command", ["paths", "publish"])
def test_a_guide_nobody_knows_is_refused(command: str) -> None:
    with pytest.raises(CommandError, match="There is no guide called gone."):
        run(command, "gone")


def test_publish_says_which_revision_is_live() -> None:
    create_flow("q1: x=a1\na1")
    assert run("publish", "guide", "--note", "first") == ["guide: revision 1 is live."]
    assert Revision.objects.get().note == "first"


def test_publish_says_when_nothing_had_changed() -> None:
    published_flow("q1: x=a1\na1")
    assert run("publish", "guide") == ["guide: revision 1 is live (nothing had changed)."]


def test_publish_refuses_a_broken_guide_and_lists_its_problems() -> None:
    published_flow("q1: x=a1\na1")
    write_graph(graph("q1: x=a1\na1\nlost"))
    with pytest.raises(CommandError) as refused:
        run("publish", "guide")
    assert str(refused.value).splitlines() == [
        "guide/lost: unreachable: No way leads to this step. Lead a choice to it, or delete it.",
        "Nothing was published.",
    ]
    assert refused.value.returncode == 1
    assert Flow.objects.get().live == Revision.objects.get()
