"""What two editors made of one step, brought together: where they differ, what is answered already, the result.

Three versions of its fields: the one both began with (`base`), what is `stored` now, what was `typed`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ground.text import LANGUAGES
from wizard.comparison.fields import Fields, Value, place_of
from wizard.graph import TEXTS_OF_CHOICE, Step


class Pick(StrEnum):
    """Which version of a field is to stand; `both` is for lists."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that is stored otherwise than it was typed. None where the field, or the base, is not known.

    A choice that one of the two took out and the other edited is a conflict of its own, under `choices.<slug>`.
    """

    path: str
    base: Value | None
    stored: Value | None
    typed: Value | None

    @property
    def mine_only(self) -> bool:
        """Whether nobody else changed it: what was typed can stand."""
        return self.base is not None and self.base == self.stored

    @property
    def theirs_only(self) -> bool:
        """Whether it was left as the editor saw it: what is stored can stand."""
        return self.base is not None and self.base == self.typed

    @property
    def is_asked(self) -> bool:
        """Whether there is something to choose. Former slugs are kept from both; a choice brings its fields along."""
        name = place_of(self.path).name
        if not name:
            return True
        return name != "aliases" and self.stored is not None and self.typed is not None

    @property
    def is_open(self) -> bool:
        """Whether only the editor can say what is to stand."""
        return self.is_asked and not (self.mine_only or self.theirs_only)

    @property
    def pick(self) -> Pick:
        """What stands unless the editor says otherwise: nothing that either of the two typed goes by itself."""
        if self.theirs_only or self.typed is None:
            return Pick.THEIRS
        if self.mine_only or self.stored is None:
            return Pick.MINE
        return Pick.BOTH if isinstance(self.typed, tuple) else Pick.MINE


def conflicts(base: Fields | None, stored: Fields | None, typed: Fields | None) -> tuple[Conflict, ...]:
    """Where `typed` and `stored` differ, in the order of a form; `base` is what the editor began with."""
    before, now, wanted = base or {}, stored or {}, typed or {}
    found = [
        Conflict(path, before.get(path), now.get(path), wanted.get(path))
        for path in (wanted | now)
        if now.get(path) != wanted.get(path)
    ]
    return (*found, *_torn(before, now, wanted)) if now and wanted else tuple(found)


def _torn(base: Fields, stored: Fields, typed: Fields) -> Iterator[Conflict]:
    """The choices that one of the two took out and the other edited."""
    for slug in base.get("choices", ()):
        was, theirs, mine = (_choice_of(fields, slug) for fields in (base, stored, typed))
        if (theirs is None) != (mine is None) and was not in {theirs, mine}:
            yield Conflict(f"choices.{slug}", was, theirs, mine)


def _choice_of(fields: Fields, slug: str) -> Value | None:
    if slug not in fields["choices"]:
        return None
    texts = [f"{name}.{language}" for name in TEXTS_OF_CHOICE for language in LANGUAGES]
    return tuple(str(fields[f"choices.{slug}.{name}"]) for name in (*texts, "next"))


def merge(stored: Fields, typed: Fields, picks: Mapping[str, str]) -> Fields:
    """What is stored, with the fields in `picks` as it says; former slugs are kept from both."""
    merged: Fields = {}
    for path in stored | typed:
        pick = Pick.BOTH if place_of(path).name == "aliases" else picks.get(path, Pick.THEIRS)
        sides = (typed, stored) if pick == Pick.MINE else (stored, typed)
        values = [side[path] for side in sides if path in side]
        merged[path] = _joined(values) if pick == Pick.BOTH else values[0]
    for path, pick in picks.items():
        place = place_of(path)
        if place.choice and not place.name:
            source = typed if pick == Pick.MINE else stored
            merged["choices"] = _placed(place.choice, merged["choices"], source.get("choices", ()))
    return merged


def _joined(values: Sequence[Value]) -> Value:
    """All items of two lists; of texts, which cannot be joined, the last."""
    items = [item for value in values if isinstance(value, tuple) for item in value]
    return tuple(dict.fromkeys(items)) if isinstance(values[-1], tuple) else values[-1]


def _placed(slug: str, order: Value, source: Value) -> Value:
    """`order` with `slug` behind what it follows in `source`, or without it where `source` lacks it."""
    if slug in order and slug in source:
        return order
    others = [each for each in order if each != slug]
    if slug not in source:
        return tuple(others)
    ahead = source[: source.index(slug)]
    at = max((others.index(each) + 1 for each in ahead if each in others), default=0)
    return (*others[:at], slug, *others[at:])


def alike(base: Step | None, stored: Step, typed: Step) -> tuple[Step | None, Step, Step]:
    """The three with a choice that one of the two renamed under its new slug in all of them."""
    stored = _called_as_in(typed, stored)
    typed = _called_as_in(stored, typed)
    return base and _called_as_in(stored, _called_as_in(typed, base)), stored, typed


def _called_as_in(other: Step, step: Step) -> Step:
    own, theirs = ({choice.slug for choice in each.choices} for each in (step, other))
    given = {name: each.slug for each in other.choices if each.slug not in own for name in each.aliases}
    choices = []
    for choice in step.choices:
        slug = next((given[name] for name in (choice.slug, *choice.aliases) if name in given), "")
        if slug and choice.slug not in theirs:
            given = {name: new for name, new in given.items() if new != slug}
            choices.append(replace(choice, slug=slug, aliases=(*choice.aliases, choice.slug)))
        else:
            choices.append(choice)
    return replace(step, choices=tuple(choices))
