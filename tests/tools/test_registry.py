"""Every module in tools/helpers/ is a helper, complete in itself."""

from __future__ import annotations

import ast
from dataclasses import is_dataclass
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.utils.translation import gettext, override

from tools.helper import Result
from tools.registry import HELPERS, helper_choices

ROOM = Path(__file__).parents[2] / "tools"
MODULES = sorted(path for path in (ROOM / "helpers").glob("*.py") if path.name != "__init__.py")
TWELVE = {
    "activation-recheck",
    "billing-month",
    "case-expiry",
    "data-freshness",
    "free-tier-end",
    "half-width-check",
    "invoice-window",
    "prorated-upfront",
    "renewal-overlap",
    "retry-dates",
    "ri-payment-deadline",
    "support-hours",
}


def test_the_twelve_helpers_are_known_by_their_slugs():
    assert set(HELPERS) >= TWELVE


def test_a_helper_is_one_file_named_like_its_slug():
    assert {path.stem.replace("_", "-") for path in MODULES} == set(HELPERS)
    assert all(slug == helper.slug for slug, helper in HELPERS.items())


@pytest.mark.parametrize("slug", sorted(HELPERS))
def test_a_helper_has_its_template_and_its_tests(slug):
    assert get_template(HELPERS[slug].template)
    assert (Path(__file__).parent / f"test_{slug.replace('-', '_')}.py").exists()


@pytest.mark.parametrize("slug", sorted(HELPERS))
def test_every_text_of_a_helper_is_there_in_both_languages(slug):
    helper = HELPERS[slug]
    labels = [field.label for field in helper.form(slug).fields.values()]
    for text in filter(None, (helper.title, helper.about, helper.assumption, helper.button, *labels)):
        with override("en"):
            english = str(text)
        with override("ja"):
            assert str(text) == gettext(english) != english


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_helper_has_no_clock_of_its_own(path):
    names = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
    assert not names & {"now", "utcnow", "today", "localtime", "localdate"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_results_are_frozen_values(path):
    module = __import__(f"tools.helpers.{path.stem}", fromlist=["HELPER"])
    results = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Result) and value.__module__ == module.__name__
    ]
    assert results
    for result in results:
        assert is_dataclass(result)
        assert result.__dataclass_params__.frozen  # type: ignore[attr-defined]


def test_editors_choose_from_slugs_with_titles():
    with override("en"):
        assert ("billing-month", "billing-month: Which month is it billed in?") in helper_choices()
