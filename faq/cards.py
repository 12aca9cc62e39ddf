"""A published entry as HTML: in full, folded, or only its name. Rendered once per revision and language."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from faq.article import Article
from ground.skeleton import remember


@lru_cache(maxsize=1024)
def article_from_content(raw: str) -> tuple[Article, dict[str, Any]]:
    """The article in the JSON text of a revision, and the whole content with its HTML."""
    content = json.loads(raw)
    return Article.from_dict(content), content


@remember(2048)
def entry_card(raw: str, language: str, *, folded: bool = False, with_helper: bool = True) -> str:
    """The entry as a card; `folded` shows its title until it is opened. A page shows each helper once."""
    article, content = article_from_content(raw)
    with override(language):
        return render_to_string(
            "faq/_entry_folded.html" if folded else "faq/_entry_card.html",
            {
                "slug": article.slug,
                "title": article.title.get(language),
                "html": content["html"][language],
                "notice": content["notice_html"][language],
                "phrases": article.phrases,
                "facts_as_of": article.facts_as_of,
                "last_checked": article.last_checked,
                "helper": article.helper if with_helper else "",
            },
        )
