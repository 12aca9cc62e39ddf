"""The draft of an entry: both languages side by side as customers would read them, and publishing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from faq.admin.editor.desk import PUBLISH, label_of, page, require, rows_of, show, tell
from faq.article import Article
from faq.comparison import behind, compare_articles
from faq.compiler import compile_entry
from faq.models import Entry
from faq.publishing import EntryMoved, EntryNotPublishable, draft_mark, problems_of, publish_as_seen, rendered
from faq.views import entry_page
from ground.desk import ACTS
from ground.forms import TidyField
from ground.sentences import LANGUAGE_NAMES
from ground.text import LANGUAGES
from ground.wording import said
from insights.previewing import without_vote


def urls(model_admin: Any) -> list[URLPattern]:
    """Publishing with the preview beside it, and the page as customers would see it."""
    return [
        page(model_admin, "publish/", "publish", publishing, methods=ACTS),
        page(model_admin, "preview/<slug:language>/", "preview", preview),
    ]


class PublishForm(forms.Form):
    """The state that was looked at, and a note."""

    mark = forms.CharField(widget=forms.HiddenInput)
    note = TidyField(
        label=_("note"), required=False, max_length=200, help_text=_("What changed, for other editors.")
    )


def preview(request: HttpRequest, entry: Entry, language: str) -> HttpResponse:
    """The draft exactly as a customer would see it, marked as one."""
    if language not in LANGUAGES:
        messages.warning(request, gettext("FAQ entries are written in Japanese and English only."))
        return redirect("admin:faq_entry_publish", entry.slug)
    links = {
        "edit_url": reverse("admin:faq_entry_change", args=[entry.pk]),
        "publish_url": reverse("admin:faq_entry_publish", args=[entry.slug]),
    }
    switch = {code: reverse("admin:faq_entry_preview", args=[entry.slug, code]) for code in LANGUAGES}
    content = rendered(compile_entry(entry))
    with override(language):
        bar = render_to_string("_draft_bar.html", links)
        response = entry_page(request, entry, content, language, draft={"bar": bar, "switch": switch})
        response.render()
        response.content = without_vote(response.content.decode()).encode()
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def publishing(request: HttpRequest, entry: Entry) -> HttpResponse:
    """The draft beside what is live, and publishing it (POST)."""
    if request.method != "POST":
        return _show(request, entry, PublishForm())
    require(request, PUBLISH)
    form = PublishForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Nothing was published. Look at what is marked below."))
        return _show(request, entry, form)
    try:
        revision = publish_as_seen(
            entry,
            form.cleaned_data["mark"],
            author=request.user,  # type: ignore[arg-type]
            note=form.cleaned_data["note"],
        )
    except EntryMoved:
        entry.refresh_from_db()
        if entry.live and Article.from_dict(entry.live.content) == compile_entry(entry):
            tell(request, entry, entry.live)
            return redirect("admin:faq_entry_publish", entry.slug)
        text = gettext(
            "Nothing was published: somebody changed the entry while you were reading. This is how it stands now."
        )
        messages.error(request, text)
        return _show(request, entry, form)
    except EntryNotPublishable:
        messages.error(request, gettext("“%(entry)s” was not published.") % {"entry": entry})
        return _show(request, entry, form)
    tell(request, entry, revision)
    return redirect("admin:faq_entry_publish", entry.slug)


def _show(request: HttpRequest, entry: Entry, form: PublishForm) -> HttpResponse:
    article = compile_entry(entry)
    content = rendered(article)
    found = problems_of(article)
    live = Article.from_dict(entry.live.content) if entry.live else None
    changes = compare_articles(live, article) if live else ()
    context = {
        "article": article,
        "live": entry.live,
        "changes": changes,
        "rows": rows_of(changes),
        "behind": [_behind(change) for change in behind(changes)],
        "problems": [said(problem.message) for problem in found if problem.severity == "error"],
        "warnings": [said(problem.message) for problem in found if problem.severity == "warning"],
        "sides": [_side(article, content, language) for language in LANGUAGES],
        "form": form,
        "mark": draft_mark(article, entry.live_id),
    }
    return show(request, "publish", entry, context, title=gettext("Preview and publish"))


def _behind(change: Any) -> str:
    other = next(language for language in LANGUAGES if language != change.language)
    words = {"field": label_of(change), "language": gettext(LANGUAGE_NAMES[other])}
    return gettext("“%(field)s” was changed, the text in %(language)s was not.") % words


def _side(article: Article, content: dict[str, Any], language: str) -> dict[str, Any]:
    """One language of the draft as the serving code renders it."""
    return {
        "language": language,
        "name": gettext(LANGUAGE_NAMES[language]),
        "title": getattr(article.title, language),
        "html": content["html"][language],
        "notice": content["notice_html"][language],
    }
