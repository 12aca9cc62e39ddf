"""What guides were like before: whether a link that does not fit today did so once."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from operator import or_

from django.db.models import Q

from wizard.graph import step_from_dict
from wizard.live import Live
from wizard.models import PublishedStep
from wizard.trail import Answers, Place

_MOST_STEPS = 1000  # the newest ones; a reader waits


def once_led(place: Place, answers: Answers, live: Live) -> bool:
    """Whether published revisions, taken together, had every answer of the way `answers` to `place`.

    If so, a guide has changed since the link was made; if not, no guide ever led so, and the link is damaged.
    One query. `place` and `answers` have today's slugs as far as `live` knows them.
    """
    led = _ends_of(places := [*(answer.place for answer in answers), place], live)
    return all(
        answer.place not in led or led[answer.place].get(answer.choice, set()) & {*places[number:]}
        for number, answer in enumerate(answers, 1)
    )


def _ends_of(places: list[Place], live: Live) -> dict[Place, dict[str, set[Place]]]:
    """Where each choice of `places` has ever led, by today's slugs; nothing for what was never published."""
    today = {Place(at.flow, old): at for at, step in live.steps.items() for old in step.aliases}
    guides = {old: guide.slug for guide in live.guides.values() for old in guide.aliases}
    wanted = [*places, *(old for old, now in today.items() if now in places)]
    named = reduce(or_, (Q(revision__flow__slug=one.flow, slug=one.step) for one in wanted))
    rows = PublishedStep.objects.filter(named, content__isnull=False).order_by("-revision_id")
    found = list(rows.values_list("revision__flow__slug", "slug", "revision__start", "content")[:_MOST_STEPS])
    starts: defaultdict[str, set[str]] = defaultdict(set)
    for flow, _, start, _ in found:
        starts[flow].add(start)
    led: dict[Place, dict[str, set[Place]]] = {}
    for flow, slug, _, content in found:
        here = today.get(Place(flow, slug), Place(flow, slug))
        ends = led.setdefault(here, {})
        for choice in step_from_dict(content or {}).choices:
            if choice.next is None:
                continue
            guide = guides.get(choice.next.flow, choice.next.flow) or flow
            targets = {
                Place(guide, step) for step in ([choice.next.step] if choice.next.step else starts[guide])
            }
            same = live.steps[here].choice(choice.slug) if here in live.steps else None
            slug_today = same.slug if same else choice.slug
            ends.setdefault(slug_today, set()).update(today.get(target, target) for target in targets)
    return led
