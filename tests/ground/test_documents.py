"""Strict YAML: what is refused, on which line, and that everything else is text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ground.documents import MAX_BYTES, Fields, Source, parse_document, read_document, write_document
from ground.nodes import Node
from tests.strategies import slugs, words


def read(data: str | bytes) -> tuple[Fields | None, list[str]]:
    """What is in `data`, and the complaints as `line: code`."""
    source = Source("a.yaml")
    document = parse_document(data.encode() if isinstance(data, str) else data, source)
    return document, [f"{complaint.line}: {complaint.code}" for complaint in source.complaints]


REFUSED = {
    "an empty file": (b"", "1: empty"),
    "a comment alone": (b"# nothing\n", "1: empty"),
    "a list": (b"# list\n- a\n", "2: type"),
    "a word": (b"word", "1: type"),
    "broken YAML": (b"a: x\nb: [1,\n", "3: yaml"),
    "a tab that indents": (b"a:\n\tb: c\n", "2: yaml"),
    "a colon too many": (b"a: b\nc: d: e\n", "2: yaml"),
    "another version of YAML": (b"%YAML 9.9\n---\na: b\n", "1: yaml"),
    "two documents": (b"a: b\n---\nc: d\n", "2: yaml"),
    "bytes that are no UTF-8": ("a: b\nc: é\n".encode("latin-1"), "2: encoding"),
    "UTF-16": ("a: b\n".encode("utf-16"), "1: encoding"),
    "a NUL": (b"a: b\nc: \x00\n", "2: yaml"),
    "a bell": (b"a: b\nc: d\ne: \x07\n", "3: yaml"),
    "a NUL in disguise": (b'a: b\nc: "\\0"\n', "2: control"),
    "a control character in a key": (b'a: b\n"\\x02c\\x03": d\n', "2: control"),
    "an anchor": (b"a: b\nc: &x d\n", "2: alias"),
    "an alias": (b"a: b\nc: *x\n", "2: alias"),
    "a tag": (b"a: b\nc: !!int 3\n", "2: tag"),
    "a tag that would run": (b"a: !!python/object/apply:os.system [ls]\n", "1: tag"),
    "a repeated key": (b"a: b\nc: d\na: e\n", "3: duplicate-key"),
    "a repeated key further in": (b"a:\n  b: c\n  b: d\n", "3: duplicate-key"),
    "a mapping as a key": (b"a: b\n{c: d}: e\n", "2: type"),
    "a list as a key": (b"a: b\n? [c]\n: e\n", "2: type"),
    "a deep list": (b"a: " + b"[" * 100_000, "1: too-deep"),
    "a deep mapping": (b"a:\n" + b"".join(b" " * n + b"b:\n" for n in range(1, 40)), "25: too-deep"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_its_line_and_nothing_of_it_is_read(name: str) -> None:
    data, complaint = REFUSED[name]
    assert read(data) == (None, [complaint])


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    assert read("\n".join(lines)) == (None, ["1: alias"])


def test_a_merge_key_merges_nothing() -> None:
    document, _ = read("<<: {a: b}\nc: d\n")
    assert document is not None
    assert "<<" in document
    assert "a" not in document


@pytest.mark.parametrize(
    "text", ["yes", "no", "on", "12:30", "0123", "1.50", "null", "~", "2026-11-23", "1e3", "=", "<<"]
)
def test_every_scalar_stays_the_text_it_is(text: str) -> None:
    document, complaints = read(f"a: {text}\n")
    assert document is not None
    assert (document.string("a"), complaints) == (text, [])


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    document, complaints = read("\ufeffa: |\r\n  one\r\n  two\r\n".encode())
    assert document is not None
    assert (document.string("a"), complaints) == ("one\ntwo", [])


def test_a_complaint_reads_as_file_line_code_and_message() -> None:
    source = Source("flows/a.yaml")
    parse_document(b"a: b\na: c\n", source)
    assert [str(complaint) for complaint in source.complaints] == [
        "flows/a.yaml:2: duplicate-key: has the key “a” twice; keep one."
    ]


def test_a_file_that_cannot_be_read_is_a_complaint(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.yaml", tmp_path):
        source = Source(str(path))
        assert read_document(path, source) is None
        assert [(complaint.file, complaint.code) for complaint in source.complaints] == [
            (str(path), "unreadable")
        ]


def test_a_huge_file_is_refused_without_reading_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda _path: pytest.fail("it was read"))
    source = Source("huge.yaml")
    assert read_document(path, source) is None
    assert [complaint.code for complaint in source.complaints] == ["too-large"]


values = st.recursive(
    words, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(slugs, inner, max_size=3), max_leaves=8
)


@given(st.dictionaries(slugs, values, max_size=4))
def test_what_is_written_is_read_back(data: dict[str, object]) -> None:
    document, complaints = read(write_document(data))
    assert complaints == []
    assert document is not None
    assert {key: plain(node) for key, node in document._left.items()} == data


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_and_never_crash(data: bytes) -> None:
    document, complaints = read(data)
    assert (document is None) == bool(complaints)


def plain(node: Node) -> object:
    """A node as the plain value it was written from."""
    if isinstance(node.value, dict):
        return {key: plain(inner) for key, inner in node.value.items()}
    return [plain(inner) for inner in node.value] if isinstance(node.value, list) else node.value


def test_a_text_of_several_lines_is_written_as_a_block() -> None:
    assert write_document({"a": "one\ntwo", "b": "あ"}).decode() == "a: |-\n  one\n  two\nb: あ\n"
