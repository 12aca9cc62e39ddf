"""A table of figures: one value for the page and for its CSV file, so that the two never differ."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from django.http import HttpResponse

from ground.text import plain
from insights.showing import shown

# So many rows of what readers typed go into a file at most.
MOST_EXPORTED = 10_000
# So many rows of a table stand on a page; its file has them all.
MOST_SHOWN = 1_000
# What spreadsheets would take for a formula; in Japan, in whatever width it is written.
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows; `exported` when the file says it differently.

    `mark` is a class such as `leak`, `anchor` the id by which others link to the row.
    """

    text: str
    url: str = ""
    mark: str = ""
    anchor: str = ""
    exported: str | None = None
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a heading for each column. `slug` names its file; `most` rows stand on a page."""

    slug: str
    caption: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    most: int = MOST_SHOWN

    @property
    def shown(self) -> Sequence[tuple[Cell, ...]]:
        """The rows that stand on a page."""
        return self.rows[: self.most]

    @property
    def left(self) -> int:
        """How many rows do not."""
        return max(0, len(self.rows) - self.most)

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """Each heading, and whether numbers stand under it."""
        first = self.rows[0] if self.rows else ()
        return [(heading, cell.is_number) for heading, cell in zip(self.headings, first, strict=False)]


def number(n: int, *, mark: str = "") -> Cell:
    """A count."""
    text = shown(n)
    return Cell(text, mark=mark, exported=text.replace(",", ""), is_number=True)


def figure(text: str, *, mark: str = "") -> Cell:
    """A share or a change that is worded already."""
    return Cell(text, mark=mark, is_number=True)


def words(text: str, *, url: str = "", anchor: str = "") -> Cell:
    """A text."""
    return Cell(text, url=url, anchor=anchor)


def as_csv(slug: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """The file; it begins with a mark that lets spreadsheets read Japanese."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_exported(cell) for cell in row])
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}.csv"'
    return response


def _exported(cell: Cell) -> str:
    text = cell.text if cell.exported is None else cell.exported
    if not cell.is_number and (
        text.startswith(("\t", "\r", "\n")) or plain(text).lstrip().startswith(_FORMULA)
    ):
        return f"'{text}"
    return text
