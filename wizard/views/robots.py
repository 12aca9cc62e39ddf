"""Files for machines: robots.txt and the sitemap."""

from __future__ import annotations

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from faq.models import Category, Entry
from ground.pages import only_reads
from ground.text import LANGUAGES
from tools.registry import HELPERS
from wizard.models import Flow


class _Bilingual(Sitemap):  # type: ignore[type-arg]
    i18n = True
    alternates = True
    x_default = True


class GuideSitemap(_Bilingual):
    """The live guides. Their steps are not listed: they are pages on the way."""

    def items(self) -> list[Flow]:
        """In the editor's order."""
        return list(Flow.objects.published().select_related("live"))

    def lastmod(self, item: Flow) -> object:
        """When it was published last."""
        return item.live.created_at if item.live else None


class EntrySitemap(_Bilingual):
    """The live FAQ entries."""

    limit = 20_000

    def items(self) -> list[Entry]:
        """By slug."""
        return list(Entry.objects.published().select_related("live").defer("live__content").order_by("slug"))

    def lastmod(self, item: Entry) -> object:
        """When it was published last."""
        return item.live.created_at if item.live else None


class CategorySitemap(_Bilingual):
    """The subjects of the FAQ."""

    def items(self) -> list[Category]:
        """In the editor's order."""
        return list(Category.objects.with_live_entries())


class PageSitemap(_Bilingual):
    """Home and the lists."""

    def items(self) -> list[str]:
        """Names of routes."""
        return ["wizard:home", "wizard:guides", "faq:index", "contact:channels", "tools:index"]

    def location(self, item: str) -> str:
        """The address of a route."""
        return reverse(item)


class HelperSitemap(_Bilingual):
    """The computed helpers."""

    def items(self) -> list[str]:
        """Their slugs."""
        return list(HELPERS)

    def location(self, item: str) -> str:
        """The address of a helper."""
        return reverse("tools:tool", args=[item])


SITEMAPS = {
    "pages": PageSitemap,
    "helpers": HelperSitemap,
    "guides": GuideSitemap,
    "subjects": CategorySitemap,
    "entries": EntrySitemap,
}


# Answers, forms and what they lead to. `*` stands for anything (RFC 9309).
_NOT_TO_BE_FOUND = (
    "guides/*?",
    "contact/*?",
    "tools/*?",
    "contact/enquiry/",
    "feedback/",
    "search/",
)


# These fetch what somebody shares, answers and all, and nothing it leads to.
_BRING_CARDS = ("facebookexternalhit", "LinkedInBot", "Twitterbot")


@only_reads
def robots_txt(request: HttpRequest) -> HttpResponse:
    """What is to be found may be read. What depends on how somebody came may not: of that there is no end."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in ("/admin/", "/h/", "/preview/")),
        *(f"Disallow: /{language}/{path}" for language in LANGUAGES for path in _NOT_TO_BE_FOUND),
        "",
        *(f"User-agent: {name}" for name in _BRING_CARDS),
        "Disallow: /admin/",
        "",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
