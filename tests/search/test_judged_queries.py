"""What people type finds what answers them: two sets of judged queries."""

from __future__ import annotations

import json
from functools import cache

import pytest

from search import engine
from search.finding import FITS, find
from search.models import IndexedDocument, IndexState
from search.ranking import rank
from search.thesaurus import thesaurus
from search.understanding import understand
from search.vocabulary import Vocabulary
from tests.search.judged import judged, scores

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]
DEV, MORE = judged("dev_queries.json"), judged("more_queries.json")


def test_the_development_queries_reach_their_targets() -> None:
    reached = scores(DEV)
    assert reached.mrr >= 0.95
    assert reached.first >= 0.90
    assert reached.five >= 0.98
    assert not reached.wrongly_empty
    assert not reached.wrongly_answered


def test_further_queries_are_answered_too() -> None:
    reached = scores(MORE)
    assert reached.mrr >= 0.95
    assert reached.five >= 0.98
    assert len(reached.wrongly_empty) <= 2
    assert len(reached.wrongly_answered) <= 3


def test_the_top_ten_does_not_depend_on_the_database() -> None:
    """Ordering is a pure function of the documents, so it is enough that the engine's choice of candidates loses
    nothing: what it leads to is what ranking every document leads to, on the database the tests run on.
    """
    for query in [*DEV, *MORE]:
        found = [ranked.document.slug for ranked in find(query.query, query.language).fitting[:10]]
        assert found == _ranking_everything(query.query, query.language), query.query


def _ranking_everything(typed: str, language: str) -> list[str]:
    state = IndexState.objects.get(language=language)
    vocabulary = Vocabulary.of(language, state)
    query = understand(typed, vocabulary, thesaurus(state.synonyms))
    ranked = rank(query, _every_document(language), vocabulary)
    return [each.document.slug for each in ranked if each.coverage >= FITS][:10]


@cache
def _every_document(language: str) -> list[engine.Candidate]:
    columns = [name for name in engine.Candidate.__dataclass_fields__ if name not in {"keywords", "messages"}]
    return [
        engine.Candidate(
            **{name: getattr(row, name) for name in columns},
            keywords=json.dumps(row.keywords),
            messages=json.dumps(row.messages),
        )
        for row in IndexedDocument.objects.filter(language=language)
    ]
