"""The interface texts: all of them translated, and the tools that see to it."""

import gettext
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from ground.translations import (
    catalogue_path,
    catalogue_problems,
    compile_catalogue,
    texts_used,
    update_catalogue,
)

PO = 'msgid ""\nmsgstr ""\n"Language: ja\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
PYTHON = """\
from django.utils.translation import gettext as _, ngettext
_("Hello")
_("%(count)s of many") % {}
ngettext("%(n)s way", "%(n)s ways", 2)
"""
TEMPLATE = (
    '{% load i18n %}{% translate "From a page" %}{% blocktranslate %}Hello, {{ name }}{% endblocktranslate %}'
)
TRANSLATED = """\
msgid "Hello"
msgstr "こんにちは"

msgid "%(count)s of many"
msgstr "%(count)s件"

msgid "%(n)s way"
msgid_plural "%(n)s ways"
msgstr[0] "%(n)s通り"

msgid "From a page"
msgstr "ページから"

msgid "Hello, %(name)s"
msgstr "%(name)sさん、こんにちは"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project whose texts are all translated."""
    for name, text in {
        "wizard/a.py": PYTHON,
        "wizard/migrations/0001.py": '_("Not this")',
        "templates/a.html": TEMPLATE,
        "locale/ja/LC_MESSAGES/django.po": PO + TRANSLATED,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def edit(project: Path, old: str, new: str) -> None:
    path = catalogue_path(project)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_every_text_of_this_project_is_translated() -> None:
    assert catalogue_problems(Path(settings.BASE_DIR)) == []


def test_texts_are_found_in_code_and_templates_but_not_in_migrations(project: Path) -> None:
    assert texts_used(project) == {
        "Hello": ["wizard/a.py"],
        "%(count)s of many": ["wizard/a.py"],
        ("%(n)s way", "%(n)s ways"): ["wizard/a.py"],
        "From a page": ["templates/a.html"],
        "Hello, %(name)s": ["templates/a.html"],
    }


def test_a_complete_catalogue_has_no_problems(project: Path) -> None:
    assert catalogue_problems(project) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('msgid "Hello"\nmsgstr "こんにちは"\n', "", "wizard/a.py: not in the catalogue: 'Hello'"),
        ('こんにちは"\n\nmsgid "%(count)s', '"\n\nmsgid "%(count)s', "wizard/a.py: not translated: 'Hello'"),
        ("%(n)s通り", "", "wizard/a.py: not translated: ('%(n)s way', '%(n)s ways')"),
        (
            "%(count)s件",
            "%(number)s件",
            "wizard/a.py: other placeholders in the translation of '%(count)s of many'",
        ),
        (
            'さん、こんにちは"\n',
            'さん"\n\nmsgid "Bye"\nmsgstr "さようなら"\n',
            "django.po: not used any more: 'Bye'",
        ),
    ],
)
def test_what_is_wrong_with_a_catalogue_is_said(project: Path, old: str, new: str, problem: str) -> None:
    edit(project, old, new)
    assert catalogue_problems(project) == [problem]


def test_updating_adds_new_texts_drops_old_ones_and_keeps_the_rest(project: Path) -> None:
    (project / "wizard/a.py").write_text(PYTHON.replace("Hello", "Good day"), encoding="utf-8")
    update_catalogue(project)
    assert catalogue_problems(project) == ["wizard/a.py: not translated: 'Good day'"]
    text = catalogue_path(project).read_text(encoding="utf-8")
    assert "%(n)s通り" in text
    assert 'msgid "Hello"' not in text
    update_catalogue(project)
    assert catalogue_path(project).read_text(encoding="utf-8") == text


def test_the_catalogue_is_compiled_when_it_is_newer(project: Path) -> None:
    assert compile_catalogue(project)
    assert not compile_catalogue(project)
    target = catalogue_path(project).with_suffix(".mo")
    with target.open("rb") as file:
        words = gettext.GNUTranslations(file)
    assert words.gettext("Hello") == "こんにちは"
    assert words.ngettext("%(n)s way", "%(n)s ways", 1) == "%(n)s通り"
    later = target.stat().st_mtime + 10
    os.utime(catalogue_path(project), (later, later))
    assert compile_catalogue(project)


def test_the_command_refuses_an_incomplete_catalogue(project: Path, settings) -> None:
    settings.BASE_DIR = project
    call_command("translations", "--check")
    edit(project, "%(n)s通り", "")
    with pytest.raises(CommandError, match="1 texts to mend"):
        call_command("translations", "--check")
