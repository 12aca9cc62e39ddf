"""What changed between two states of a guide: its header, its steps, their choices, field by field.

A step or choice that goes by another slug and keeps the old one as an alias was renamed; an alias that was put
on something already there names the successor of what was removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ground.pieces import Piece, item_pieces, pieces
from wizard.comparison.fields import Fields, Place, Value, fields_of, header_of, place_of
from wizard.graph import Choice, Graph, Step


@dataclass(frozen=True)
class FieldChange:
    """A field that reads otherwise now. Worded differences are only made when asked for."""

    path: str
    old: Value
    new: Value

    @property
    def place(self) -> Place:
        """What the path names."""
        return place_of(self.path)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Both versions as one sequence, word by word; of a list, item by item."""
        if isinstance(self.old, str) and isinstance(self.new, str):
            return pieces(self.old, self.new)
        return item_pieces(_items(self.old), _items(self.new))


def _items(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else tuple(filter(None, (value,)))


@dataclass(frozen=True)
class ChoiceChange:
    """A choice that reads or leads otherwise now, or has another slug (`was` is its former one)."""

    slug: str
    was: str
    fields: tuple[FieldChange, ...]

    @property
    def renamed(self) -> bool:
        """Whether it has another slug."""
        return self.slug != self.was

    @property
    def retargeted(self) -> FieldChange | None:
        """Where it leads now instead, if that changed."""
        return next((change for change in self.fields if change.place.name == "next"), None)


@dataclass(frozen=True)
class StepChange:
    """A step that is in both states and not the same. `fields` are its own, not those of its choices."""

    slug: str
    was: str
    fields: tuple[FieldChange, ...] = ()
    added: tuple[Choice, ...] = ()
    removed: tuple[Choice, ...] = ()
    changed: tuple[ChoiceChange, ...] = ()
    reordered: bool = False

    @property
    def renamed(self) -> bool:
        """Whether it has another slug."""
        return self.slug != self.was


@dataclass(frozen=True)
class Comparison:
    """What changed from one state of a guide to another, in the order of the newer one's steps."""

    header: tuple[FieldChange, ...] = ()
    added: tuple[Step, ...] = ()
    removed: tuple[Step, ...] = ()
    changed: tuple[StepChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.header or self.added or self.removed or self.changed)

    @property
    def renamed(self) -> tuple[tuple[str, str], ...]:
        """The steps that have another slug now, as (former, today's)."""
        return tuple((change.was, change.slug) for change in self.changed if change.renamed)


def compare(old: Graph, new: Graph) -> Comparison:
    """What changed from `old` to `new`; without a difference it is false."""
    names = renamed_steps(old, new)
    former = {today: was for was, today in names.items()}
    changed = []
    for step in new.steps:
        before = old.by_slug.get(former.get(step.slug, step.slug))
        if before is not None and before != step and (change := _step_change(before, step, names)):
            changed.append(change)
    was, now = header_of(old), header_of(new)
    was["start"] = names.get(old.start, old.start)
    return Comparison(
        header=_field_changes(was, now),
        added=tuple(step for step in new.steps if former.get(step.slug, step.slug) not in old.by_slug),
        removed=tuple(step for step in old.steps if names.get(step.slug, step.slug) not in new.by_slug),
        changed=tuple(changed),
    )


def renamed_steps(old: Graph, new: Graph) -> dict[str, str]:
    """Former to today's slug of each step that has another one now."""
    return _renamed(
        old.by_slug, new.by_slug, ((step.slug, step.aliases) for step in new.steps if step.aliases)
    )


def renamed_choices(old: Step, new: Step) -> dict[str, str]:
    """The same for the choices of a step."""
    before = {choice.slug: choice for choice in old.choices}
    after = {choice.slug: choice for choice in new.choices}
    return _renamed(before, after, ((choice.slug, choice.aliases) for choice in new.choices))


def _renamed(
    old: Mapping[str, object], new: Mapping[str, object], named: Iterable[tuple[str, tuple[str, ...]]]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for slug, aliases in named:
        if slug not in old:
            was = next((alias for alias in aliases if alias in old and alias not in new), None)
            if was is not None:
                found.setdefault(was, slug)
    return found


def _step_change(old: Step, new: Step, names: Mapping[str, str]) -> StepChange | None:
    renamed = renamed_choices(old, new)
    former = {today: was for was, today in renamed.items()}
    before = {choice.slug: choice for choice in old.choices}
    after = {choice.slug: choice for choice in new.choices}
    kept = [choice for choice in new.choices if former.get(choice.slug, choice.slug) in before]
    order = [renamed.get(choice.slug, choice.slug) for choice in old.choices]
    was, now = _with_names(fields_of(old), names), fields_of(new)
    change = StepChange(
        slug=new.slug,
        was=old.slug,
        fields=_field_changes(_own(was, "choices"), _own(now, "choices")),
        added=tuple(choice for choice in new.choices if former.get(choice.slug, choice.slug) not in before),
        removed=tuple(choice for choice in old.choices if renamed.get(choice.slug, choice.slug) not in after),
        changed=tuple(_choice_changes(kept, former, was, now)),
        reordered=[slug for slug in order if slug in after] != [choice.slug for choice in kept],
    )
    nothing = StepChange(slug=new.slug, was=new.slug)
    return None if change == nothing else change


def _choice_changes(
    kept: Iterable[Choice], former: Mapping[str, str], was: Fields, now: Fields
) -> Iterable[ChoiceChange]:
    for choice in kept:
        before = former.get(choice.slug, choice.slug)
        old, at = _below(was, f"choices.{before}."), f"choices.{choice.slug}."
        fields = tuple(
            FieldChange(at + name, old[name], value)
            for name, value in _below(now, at).items()
            if old[name] != value
        )
        if fields or before != choice.slug:
            yield ChoiceChange(choice.slug, before, fields)


def _below(fields: Fields, at: str) -> Fields:
    return {path.removeprefix(at): value for path, value in fields.items() if path.startswith(at)}


def _own(fields: Fields, head: str) -> Fields:
    return {path: value for path, value in fields.items() if path.partition(".")[0] != head}


def _with_names(fields: Fields, names: Mapping[str, str]) -> Fields:
    """`fields` with the targets under today's slugs: a choice does not lead elsewhere because a step was renamed."""
    if not names:
        return fields
    return {
        path: names.get(value, value) if path.endswith(".next") and isinstance(value, str) else value
        for path, value in fields.items()
    }


def _field_changes(old: Fields, new: Fields) -> tuple[FieldChange, ...]:
    return tuple(FieldChange(path, old[path], new[path]) for path in new if old[path] != new[path])


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """An address that stops working: of a step, or of a trail through one of its choices.

    `suggestions` are steps that could succeed it: where the choices that led to it lead now.
    """

    step: str
    choice: str = ""
    suggestions: tuple[str, ...] = ()


def broken_links(old: Graph, new: Graph) -> tuple[BrokenLink, ...]:
    """The addresses of `old`, former ones included, that `new` no longer knows under any slug."""
    today = {alias: step.slug for step in new.steps for alias in step.aliases}
    today |= {slug: slug for slug in new.by_slug}
    renamed = renamed_steps(old, new)
    leading = _leading_now(old, new, renamed)
    found = []
    for step in old.steps:
        gone = [slug for slug in (step.slug, *step.aliases) if slug not in today]
        if gone:
            suggestions = tuple(leading.get(step.slug, ()))
            found += [BrokenLink(slug, suggestions=suggestions) for slug in gone]
        now = new.by_slug.get(renamed.get(step.slug, step.slug))
        if now is not None and now != step:
            slugs = (slug for choice in step.choices for slug in (choice.slug, *choice.aliases))
            found += [BrokenLink(now.slug, slug) for slug in slugs if now.choice(slug) is None]
    return tuple(found)


def _leading_now(old: Graph, new: Graph, renamed: Mapping[str, str]) -> dict[str, dict[str, None]]:
    """For each step of `old`: where the choices that led to it lead now."""
    found: dict[str, dict[str, None]] = {}
    for before in old.steps:
        now = new.by_slug.get(renamed.get(before.slug, before.slug))
        for choice in before.choices if now is not None else ():
            was, today = old.local_target(choice), now and now.choice(choice.slug)
            if was and today and (target := new.local_target(today)):
                found.setdefault(was, {})[target] = None
    return found
