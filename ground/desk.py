"""What the editors' own pages in admin share: who may, by which methods, and the frame of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse

from ground.pieces import Piece

T = TypeVar("T")
View = Callable[..., HttpResponse]
READS = ("GET", "HEAD")
ACTS = ("GET", "HEAD", "POST")


@dataclass(frozen=True)
class Row:
    """A field that reads otherwise: its name, both versions in pieces, and whether they are a list of items."""

    label: str
    pieces: tuple[Piece, ...]
    listed: bool = False
    language: str = ""


class Desk:
    """The pages about one kind of row: `refusals` says, for each permission, what an account without it is told.

    Whoever may change may look, too.
    """

    def __init__(self, refusals: Mapping[str, Any], *, view: str, change: str) -> None:
        self.refusals, self.view, self.change = refusals, view, change

    def require(self, request: HttpRequest, permission: str) -> None:
        """Raises PermissionDenied, with a sentence, when the account lacks `permission`."""
        enough = {permission, self.change} if permission == self.view else {permission}
        if not any(request.user.has_perm(name) for name in enough):
            raise PermissionDenied(self.refusals[permission])

    def guarded(self, view: View, permission: str, methods: Sequence[str] = READS) -> View:
        """`view` for those who have `permission`, by `methods`."""

        @wraps(view)
        def guard(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            self.require(request, permission)
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(request, *args, **named)

        return guard


@dataclass(frozen=True)
class Few:
    """As many of a list as a page shows; `count` is how many there are. Empty, it counts as false."""

    shown: Sequence[Any]
    count: int

    @property
    def left(self) -> int:
        """How many the page leaves out."""
        return self.count - len(self.shown)

    def __bool__(self) -> bool:
        return bool(self.count)


def few(found: Sequence[T], most: int, words: Callable[[Sequence[T]], Sequence[Any]] = tuple) -> Few:
    """The first `most` of `found`, put into `words`."""
    return Few(words(found[:most]), len(found))


def show_page(
    request: HttpRequest, template: str, model: type[Model], row: Model | None, context: dict[str, Any]
) -> HttpResponse:
    """A page in the admin's frame, about `row` or about all rows of `model`; `context` brings its title."""
    frame = {
        **admin.site.each_context(request),
        "subtitle": str(row) if row else None,
        "opts": model._meta,
        "original": row,
    }
    return TemplateResponse(request, template, {**frame, **context})
