"""Which rows the files of a pack mean, and each of the two in the slugs of the other: pure functions.

A row is meant by the slug it has or had, and by those the file says it had. So what was renamed here is the same
thing still, and what the pack renames is no new one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from wizard.graph import Choice, Graph, Step, Target

# Slugs with the former slugs of each.
Slugs = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Bond:
    """The row a slug of a file means: the slug it has, the one it is to have, and the pack's word for it so far."""

    row: str
    slug: str
    word: str


def bonds(files: Slugs, rows: Slugs) -> dict[str, Bond]:
    """The row that each slug of `files` means, if there is one; each row is meant once.

    The row of that slug; else the one that had it; else the one that has, or had, a slug which the file calls former.
    """
    found = {slug: Bond(slug, slug, slug) for slug in files if slug in rows}
    taken = set(found)
    owners = {former: row for row in sorted(rows) for former in rows[row]}

    def bind(slug: str, row: str | None, to_be: str, word: str) -> None:
        if slug not in found and row is not None and row not in taken:
            found[slug] = Bond(row, to_be or row, word)
            taken.add(row)

    for slug in files:
        bind(slug, owners.get(slug), "", slug)
    for slug, aliases in files.items():
        for alias in aliases:
            bind(slug, alias if alias in rows else None, slug, alias)
    for slug, aliases in files.items():
        for alias in aliases:
            bind(slug, owners.get(alias), "", alias)
    return found


def contested(files: Slugs, rows: Slugs, found: Mapping[str, Bond]) -> dict[str, str]:
    """The slugs of files that a row once had which another file means, each with the slug that row has."""
    owners = {former: row for row in sorted(rows) for former in rows[row]}
    return {slug: owners[slug] for slug in files if slug not in found and slug in owners}


@dataclass(frozen=True)
class Outside:
    """How what lies outside a guide is called: places of guides, and entries."""

    target: Callable[[Target], Target]
    entry: Callable[[str], str]


def former_slugs(written: Iterable[str], bond: Bond | None, now: Iterable[str] = ()) -> tuple[str, ...]:
    """The former slugs a row is to have: those `written` in its file, those it has `now`, the file's own slug."""
    if bond is None:
        return tuple(sorted({*written, *now}))
    return tuple(sorted({*written, *now, bond.word} - {bond.slug}))


def former_words(
    now: Collection[str], bond: Bond, written: Collection[str], *, strict: bool
) -> tuple[str, ...]:
    """The former slugs of a row as its file would have them; unless `strict` without those that came about here."""
    found = set(now) - {bond.word}
    if bond.word != bond.row and bond.row in written:
        found.add(bond.row)
    return tuple(sorted(found if strict else found & set(written)))


def _slugs(things: Iterable[Step | Choice]) -> dict[str, Collection[str]]:
    return {thing.slug: thing.aliases for thing in things}


def step_bonds(file: Graph, draft: Graph | None) -> dict[str, Bond]:
    """The steps of `draft` that those of `file` mean."""
    return bonds(_slugs(file.steps), _slugs(draft.steps)) if draft else {}


def for_rows(
    file: Graph,
    draft: Graph | None,
    bond: Bond | None,
    outside: Outside,
    *,
    claimed: Collection[str],
    strict: bool,
) -> Graph:
    """`file` in the slugs its rows have or are to have: what is to be written over `draft`.

    Unless `strict`, former slugs that came about here stay, but for those the pack gives to others (`claimed`).
    """
    found = step_bonds(file, draft)
    own = {name: found[slug].slug if slug in found else slug for name, slug in file.todays_slugs.items()}
    before = draft.by_slug if draft else {}
    of_steps = _all_slugs(file.steps)
    steps = []
    for step in file.steps:
        tie = found.get(step.slug)
        row = before.get(tie.row) if tie else None
        aliases = former_slugs(step.aliases, tie, _extra(row, of_steps, strict=strict))
        choices = tuple(_led(choice, own, outside) for choice in _choices_for_row(step, row, strict=strict))
        made = replace(step, slug=own[step.slug], aliases=aliases, choices=choices)
        steps.append(_showing(made, outside))
    return replace(
        file,
        flow=bond.slug if bond else file.flow,
        start=own.get(file.start, file.start),
        steps=tuple(steps),
        aliases=former_slugs(file.aliases, bond, _extra(draft, claimed, strict=strict)),
    )


def _choices_for_row(step: Step, row: Step | None, *, strict: bool) -> Iterator[Choice]:
    known = bonds(_slugs(step.choices), _slugs(row.choices)) if row else {}
    named = _all_slugs(step.choices)
    for choice in step.choices:
        tie = known.get(choice.slug)
        was = row.choice(tie.row) if row and tie else None
        aliases = former_slugs(choice.aliases, tie, _extra(was, named, strict=strict))
        yield replace(choice, slug=tie.slug if tie else choice.slug, aliases=aliases)


def _all_slugs(things: Iterable[Step | Choice]) -> set[str]:
    """Today's and former ones."""
    return {name for thing in things for name in (thing.slug, *thing.aliases)}


def _extra(thing: Graph | Step | Choice | None, given: Collection[str], *, strict: bool) -> set[str]:
    """The former slugs of `thing` that came about here."""
    return set() if strict or thing is None else set(thing.aliases) - set(given)


def in_words_of(file: Graph, draft: Graph, bond: Bond, outside: Outside, *, strict: bool) -> Graph:
    """`draft` in the slugs of `file`, so that what was only renamed is no difference.

    Unless `strict`, former slugs that came about here are left out.
    """
    found = {tie.row: (slug, tie) for slug, tie in step_bonds(file, draft).items()}
    own = {row: tie.word for row, (_, tie) in found.items()}
    steps = []
    for step in draft.steps:
        slug, tie = found.get(step.slug, ("", None))
        made = replace(step, choices=tuple(_led(choice, own, outside) for choice in step.choices))
        if tie is not None:
            made = _step_in_words_of(file.by_slug[slug], made, tie, strict=strict)
        steps.append(_showing(made, outside))
    return replace(
        draft,
        flow=bond.word,
        start=own.get(draft.start, draft.start),
        steps=tuple(steps),
        aliases=former_words(draft.aliases, bond, file.aliases, strict=strict),
    )


def _step_in_words_of(file: Step, step: Step, bond: Bond, *, strict: bool) -> Step:
    known = {tie.row: (slug, tie) for slug, tie in bonds(_slugs(file.choices), _slugs(step.choices)).items()}
    choices = []
    for choice in step.choices:
        slug, tie = known.get(choice.slug, ("", None))
        there = file.choice(slug) if tie else None
        if tie and there:
            aliases = former_words(choice.aliases, tie, there.aliases, strict=strict)
            choice = replace(choice, slug=tie.word, aliases=aliases)
        choices.append(choice)
    aliases = former_words(step.aliases, bond, file.aliases, strict=strict)
    return replace(step, slug=bond.word, aliases=aliases, choices=tuple(choices))


def _led(choice: Choice, own: Mapping[str, str], outside: Outside) -> Choice:
    target = choice.next
    if target is None:
        return choice
    if target.flow:
        return replace(choice, next=outside.target(target))
    return replace(choice, next=Target(own.get(target.step, target.step)))


def _showing(step: Step, outside: Outside) -> Step:
    return replace(
        step,
        entries=tuple(dict.fromkeys(map(outside.entry, step.entries))),
        related=tuple(dict.fromkeys(map(outside.entry, step.related))),
    )
