"""What property tests draw from: texts, slugs, whole guides, and guides with a way through them."""

from __future__ import annotations

from hypothesis import strategies as st

from ground.text import Text, tidy
from wizard.graph import OUTCOMES, Choice, Graph, Step, Target
from wizard.runtime import Steps
from wizard.trail import Place

slugs = st.from_regex(r"[a-z0-9-]{1,10}", fullmatch=True)
# Words that other YAML readers take for something else stand beside arbitrary text.
tricky = st.sampled_from(
    ["yes", "no", "12:30", "0123", "~", "null", "- a", "a: b", "#x", "あ\n\n\n い", "|", "'"]
)
words = st.one_of(tricky, st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(tidy))
texts = st.builds(Text, words, words)
names = st.lists(slugs, max_size=3, unique=True).map(tuple)
former = names.map(lambda found: tuple(sorted(found)))


def _targets(steps: list[str]) -> st.SearchStrategy[Target]:
    return st.one_of(st.builds(Target, st.sampled_from(steps)), st.builds(Target, st.just("") | slugs, slugs))


@st.composite
def guides(draw: st.DrawFn) -> Graph:
    """A guide with every field in use, as its file may hold it; what it refers to need not exist."""
    flow = draw(slugs)
    own = draw(st.lists(slugs, min_size=1, max_size=4, unique=True))
    choices = st.builds(
        Choice, slug=slugs, label=texts, hint=texts, next=st.none() | _targets(own), aliases=former
    )
    step = st.builds(
        Step,
        slug=st.just("step"),
        choices=st.lists(choices, max_size=3, unique_by=lambda choice: choice.slug).map(tuple),
        helper=st.just("") | slugs,
        outcome=st.sampled_from(["", *OUTCOMES]),
        editor_note=words,
        **dict.fromkeys(("title", "body", "tried", "wait", "deadline", "caution"), texts),
        **dict.fromkeys(("entries", "related", "channels"), names),
        aliases=former,
    )
    steps = tuple(_named(draw(step), slug) for slug in own)
    return Graph(flow, draw(texts), draw(texts), draw(st.sampled_from(["", *own])), steps, draw(former))


def _named(step: Step, slug: str) -> Step:
    return Step(**{**{name: getattr(step, name) for name in Step.__slots__}, "slug": slug})


@st.composite
def mazes(draw: st.DrawFn, *, flow: str = "maze", size: int = 7) -> Graph:
    """A guide without circles whose every way ends: each step leads to later ones only, or it is an answer."""
    count = draw(st.integers(1, size))
    steps = []
    for number in range(count):
        later = st.integers(number + 1, count - 1)
        targets = draw(st.lists(later, max_size=3)) if number < count - 1 else []
        choices = (Choice(f"c{place}", next=Target(f"s{to}")) for place, to in enumerate(targets))
        steps.append(Step(f"s{number}", choices=tuple(choices)))
    return Graph(flow, start="s0", steps=tuple(steps))


@st.composite
def rings(draw: st.DrawFn, flows: tuple[str, ...] = ("one", "two")) -> dict[str, Graph]:
    """Guides without circles of their own that may lead into each other, at the start or at any step."""
    made = {flow: draw(mazes(flow=flow, size=4)) for flow in flows}
    places = [Target(step.slug, flow) for flow, graph in made.items() for step in graph.steps]
    places += [Target("", flow) for flow in made]
    for flow, graph in made.items():
        out = st.lists(st.sampled_from([place for place in places if place.flow != flow]), max_size=2)
        steps = []
        for step in graph.steps:
            more = (Choice(f"x{number}", next=target) for number, target in enumerate(draw(out)))
            steps.append(Step(step.slug, choices=(*step.choices, *more)))
        made[flow] = Graph(flow, start="s0", steps=tuple(steps))
    return made


def steps_of(*graphs: Graph) -> Steps:
    """All steps of `graphs` by place, as the runtime takes them."""
    return {Place(graph.flow, step.slug): step for graph in graphs for step in graph.steps}


def starts_of(*graphs: Graph) -> dict[str, str]:
    """The first step of each of `graphs`."""
    return {graph.flow: graph.start for graph in graphs}
