"""Reading a mapping key by key: each complaint names the file, the line and the key."""

import pytest

from ground.documents import Fields, Source, parse_document
from ground.text import Text


def fields(text: str) -> tuple[Fields, Source]:
    source = Source("a.yaml")
    document = parse_document(text.encode(), source)
    assert document is not None
    return document, source


def said(source: Source) -> list[str]:
    return [str(complaint) for complaint in source.complaints]


def test_a_key_nobody_asked_for_is_named() -> None:
    document, source = fields("a: b\ntitel: c\n")
    document.string("a")
    document.finish()
    assert said(source) == [
        "a.yaml:2: unknown-key: unknown key “titel”; known here are a. Correct it or take it out."
    ]


def test_a_missing_key_is_named_with_where_it_is_missing() -> None:
    document, source = fields("a:\n  b: c\n")
    inner = document.fields("a")
    assert inner is not None
    inner.string("title", required=True)
    assert said(source) == ["a.yaml:1: missing-key: a: the key “title” is missing; write title: some text."]


@pytest.mark.parametrize(
    ("read", "form"),
    [
        (Fields.text, "{ja: …, en: …}"),
        (Fields.fields, "{…}"),
        (lambda document, key, **rest: list(document.each(key, **rest)), "{some-name: {…}}"),
    ],
)
def test_a_key_with_nothing_under_it_is_missing_where_it_is_required(read, form: str) -> None:
    document, source = fields("x: y\na:\n")
    read(document, "a", required=True)
    assert said(source) == [f"a.yaml:2: missing-key: the key “a” is empty; write a: {form}."]


def test_a_key_with_nothing_under_it_may_be_left_so_elsewhere() -> None:
    document, source = fields("a:\nb:\n")
    assert (document.text("a"), document.strings("b")) == (Text(), ())
    document.finish()
    assert said(source) == []


@pytest.mark.parametrize(
    ("text", "read", "message"),
    [
        ("a: [b]", Fields.string, "“a” is a list; a text is needed: write a: some text."),
        ("a: {b: c}", Fields.string, "“a” is a mapping; a text is needed: write a: some text."),
        ("a: {b: c}", Fields.slug, "“a” is a mapping; a text is needed: write a: some-name."),
        ("a: b", Fields.text, "“a” is a text; a mapping is needed: write a: {ja: …, en: …}."),
        ("a: b", Fields.strings, "“a” is a text; a list is needed: write a: [one text, another text]."),
        (
            "a: {b: c}",
            Fields.slugs,
            "“a” is a mapping; a list is needed: write a: [some-name, another-name].",
        ),
        (
            "a: [[b]]",
            Fields.strings,
            "“a” holds a list; a list of texts is needed: write a: [one text, another text].",
        ),
        (
            "a: b",
            lambda document, key: list(document.each(key)),
            "“a” is a text; a mapping is needed: write a: {some-name: {…}}.",
        ),
        (
            "a: b",
            lambda document, key: list(document.items(key)),
            "“a” is a text; a list is needed: write a: [{…}].",
        ),
        (
            "a: {b: c}",
            lambda document, key: list(document.each(key)),
            "a.b: is a text; a mapping is needed: write b: {…}.",
        ),
        (
            "a: [b]",
            lambda document, key: list(document.items(key)),
            "a[1]: is a text; a mapping is needed: write - {…}.",
        ),
    ],
)
def test_a_wrong_type_is_named_with_its_key(text: str, read, message: str) -> None:
    document, source = fields(f"x: y\n{text}\n")
    read(document, "a")
    assert said(source) == [f"a.yaml:2: type: {message}"]


@pytest.mark.parametrize("slug", ["Großes", "a b", "a_b", "a" * 81, "''", "あ", "a/b"])
def test_what_is_no_slug_is_named(slug: str) -> None:
    document, source = fields(f"x: y\na: {slug}\n")
    document.slug("a")
    assert [(complaint.line, complaint.code) for complaint in source.complaints] == [(2, "slug")]


def test_a_key_that_is_no_slug_is_named() -> None:
    document, source = fields("steps:\n  q1: {a: b}\n  'q2 ': {a: b}\n  Q3: {a: b}\n")
    assert [slug for slug, _ in document.each("steps")] == ["q1", "q2 ", "Q3"]
    assert [(complaint.line, complaint.code) for complaint in source.complaints] == [(3, "slug"), (4, "slug")]


def test_a_slug_named_twice_in_a_list_is_named_on_its_line() -> None:
    document, source = fields("a:\n  - x\n  - y\n  - x\n")
    assert document.slugs("a") == ("x", "y")
    assert said(source) == ["a.yaml:4: duplicate: “a” names “x” twice; keep one."]


def test_a_value_outside_the_allowed_ones_is_named_with_them() -> None:
    document, source = fields("a: c\n")
    document.choice("a", ("x", "y"))
    assert said(source) == ["a.yaml:1: value: “a” is “c”; use one of x, y."]


@pytest.mark.parametrize("number", ["one", "-1", "1.5", "1234567", "''"])
def test_what_is_no_whole_number_is_named(number: str) -> None:
    document, source = fields(f"a: {number}\n")
    assert document.number("a") is None
    assert [complaint.code for complaint in source.complaints] == ["value"]


def test_a_number_is_read_as_one() -> None:
    document, source = fields("a: 007\n")
    assert (document.number("a"), document.number("b"), source.complaints) == (7, None, [])


def test_a_text_takes_its_two_languages_and_nothing_else() -> None:
    document, source = fields("a:\n  ja: あ\n  en: a\n  fr: b\n")
    assert document.text("a") == Text("あ", "a")
    assert said(source) == [
        "a.yaml:4: unknown-key: a: unknown key “fr”; known here are ja, en. Correct it or take it out."
    ]


def test_another_format_is_not_read() -> None:
    document, source = fields("x: y\nformat: 2\n")
    document.require_format()
    assert said(source) == ["a.yaml:2: format: format 2 is not known; this program reads format 1."]


def test_a_format_must_be_named() -> None:
    document, source = fields("x: y\n")
    document.require_format()
    assert [complaint.code for complaint in source.complaints] == ["missing-key"]


def test_texts_are_tidied() -> None:
    document, _ = fields('a: " b\\r\\nc "\n')
    assert document.string("a") == "b\nc"


def test_a_key_that_is_nearly_one_is_told_which() -> None:
    document, source = fields("Title: a\nsumary: b\n")
    document.text("title")
    document.text("summary")
    document.finish()
    assert [line.split("; ")[1] for line in said(source)] == [
        "did you mean “title”. Correct it or take it out.",
        "did you mean “summary”. Correct it or take it out.",
    ]


def test_what_is_no_slug_is_told_what_would_be_one() -> None:
    document, source = fields("a: Pay Now!\n")
    document.slug("a")
    assert "use a-z, 0-9 and hyphens, 80 at most, such as pay-now." in said(source)[0]


@pytest.mark.parametrize("item", ["''", '"one\\ntwo"'])
def test_a_list_holds_a_line_in_each_place(item: str) -> None:
    document, source = fields(f"a:\n- b\n- {item}\n")
    document.strings("a")
    assert [line.split(": ")[:2] for line in said(source)] == [["a.yaml:3", "value"]]
