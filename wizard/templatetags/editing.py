"""Tags with which admin pages of lower rooms show which guides they matter to."""

from __future__ import annotations

from dataclasses import dataclass, field

from django import template
from django.urls import reverse

from faq.models import Entry
from ground.desk import Few, few
from wizard.models import Flow, Mention, StepEntry

register = template.Library()
MOST_PLACES = 50


@dataclass
class Use:
    """A guide that names an entry: on which steps, and whether live or in its draft."""

    title: str
    url: str
    steps: dict[str, None] = field(default_factory=dict)
    live: bool = False
    draft: bool = False

    def add(self, step: str) -> None:
        """Note a step, once."""
        self.steps[step] = None

    @property
    def places(self) -> Few:
        """The first of the steps."""
        return few(list(self.steps), MOST_PLACES)


@register.simple_tag
def guides_using(entry: Entry) -> list[Use]:
    """The guides that show or name `entry`, live or in their drafts; three queries."""
    live = Mention.objects.live().filter(entry=entry.slug).values_list("revision__flow", "step")
    drafts = StepEntry.objects.filter(entry=entry).values_list("step__flow", "step__slug")
    found = {"live": list(live), "draft": list(drafts)}
    flows = Flow.objects.in_bulk({pk for rows in found.values() for pk, _step in rows})
    uses: dict[int, Use] = {}
    for kind, rows in found.items():
        for pk, step in rows:
            url = reverse("admin:wizard_flow_change", args=[pk])
            use = uses.setdefault(pk, Use(str(flows[pk]), url))
            setattr(use, kind, True)
            use.add(step)
    return sorted(uses.values(), key=lambda use: use.title)
