"""A folder of YAML, checked whole: what is wrong is said with its file and its line."""

from pathlib import Path

import pytest

from tests.packs import SMALL, change, write_pack
from wizard.content import check_pack, faults, read_pack


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_pack(tmp_path)


def said(folder: Path) -> list[str]:
    """All complaints as `file:line: code`, files as the pack names them."""
    found = check_pack(read_pack(folder))
    return [f"{Path(one.file).relative_to(folder)}:{one.line}: {one.code}" for one in found]


def test_a_pack_in_order_has_no_complaints(folder: Path) -> None:
    assert said(folder) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("flows/payment.yaml", "{flow: contact, step: people}", "gone", "13: target-missing"),
        ("flows/payment.yaml", "start: how", "start: gone", "1: start-missing"),
        ("flows/payment.yaml", "step: people", "step: gone", "13: guide-step-missing"),
        ("flows/payment.yaml", "entries: [cards]", "entries: [gone]", "8: entry-unpublished"),
        ("flows/payment.yaml", "{ja: 方法は?, en: How do you pay?}", "{ja: 方法は?}", "8: missing-text"),
        ("flows/payment.yaml", "label: {ja: カード, en: Card}", "label: {ja: カード}", "12: missing-text"),
        ("flows/payment.yaml", "(entry:dates)", "(entry:gone)", "14: bad-link"),
        ("flows/payment.yaml", "    editor_note: never shown", "    helper: gone", "14: helper-unknown"),
        ("flows/contact.yaml", "{flow: payment}", "{flow: gone}", "9: guide-missing"),
        ("flows/contact.yaml", "channels: [phone, form]", "channels: [fax]", "11: channel-unpublished"),
        ("faq/billing.yaml", "title: {ja: 請求, en: Billing}", "title: {ja: 請求}", "1: missing-text"),
        (
            "faq/billing.yaml",
            "answer: {ja: 使えます。, en: They work.}",
            "answer: {ja: 使えます。}",
            "17: missing-text",
        ),
        ("faq/billing.yaml", "related: [cards]", "related: [gone]", "7: entry-unpublished"),
        ("faq/billing.yaml", "related: [cards]", "related: [dates]", "7: entry-unpublished"),
        ("faq/billing.yaml", "facts_as_of: '2021'", "facts_as_of: '2021-13'", "7: bad-date"),
        ("faq/billing.yaml", "'2026-11-23'", "tomorrow", "7: bad-date"),
        ("faq/billing.yaml", "'2026-11-23'", "'2026-11-23'\n    next_check: '2026-11-22'", "7: bad-date"),
        ("faq/billing.yaml", "They work.", "'[They](guide:gone) work.'", "17: bad-link"),
        ("faq/billing.yaml", "They work.", "'[They](javascript:x) work.'", "17: bad-link"),
        ("faq/billing.yaml", "    notice:", "    helper: gone\n    notice:", "17: helper-unknown"),
        ("faq/billing.yaml", "most_asked: 1", "most_asked: 0", "13: value"),
        ("channels.yaml", "alternative: form", "alternative: fax", "3: channel-missing"),
        ("channels.yaml", "alternative: form", "alternative: phone", "3: channel-missing"),
        ("channels.yaml", "name: {ja: 電話, en: Phone}", "name: {ja: 電話}", "3: missing-text"),
        ("channels.yaml", "timezone: Asia/Tokyo", "timezone: Tokyo", "7: timezone"),
        ("channels.yaml", "method: phone", "method: fax", "5: value"),
        ("channels.yaml", "days: [mon, tue]", "days: [mon, dienstag]", "9: value"),
        ("channels.yaml", "open: 09:00", "open: 9:00", "9: hours"),
        ("channels.yaml", "open: 09:00", "open: '25:00'", "9: hours"),
        ("channels.yaml", "close: '24:00'", "close: 08:00", "9: hours"),
        ("channels.yaml", "day: '2026-12-30'", "day: '20261230'", "14: date"),
        (
            "channels.yaml",
            "    - day: '2026-12-30'",
            "    - day: '2026-12-30'\n    - day: '2026-12-30'",
            "15: duplicate",
        ),
        ("channels.yaml", "hours: always", "hours: sometimes", "20: value"),
        ("channels.yaml", "https://support.example.com/form", "javascript:alert(1)", "21: url"),
        ("channels.yaml", "needs: [account, signed-in]", "needs: [patience]", "15: value"),
        ("pack.yaml", "flows: [payment]", "flows: [gone]", "4: guide-missing"),
        ("pack.yaml", "title: {ja: 相談, en: People}", "title: {ja: 相談}", "7: missing-text"),
        (
            "pack.yaml",
            "notice: {ja: 見本です。, en: A sample.}",
            "notice: {ja: 見本です。}",
            "1: missing-text",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    folder: Path, file: str, old: str, new: str, complaint: str
) -> None:
    change(folder, file, old, new)
    assert said(folder) == [f"{file}:{complaint}"]


DOUBLES = {
    "two guides": ({"flows/z.yaml": SMALL["flows/payment.yaml"]}, "flows/z.yaml:1", "flows/payment.yaml"),
    "two categories": (
        {"faq/z.yaml": "format: 1\ncategory: billing\ntitle: {ja: 請求, en: B}\nentries: {}\n"},
        "faq/z.yaml:1",
        "faq/billing.yaml",
    ),
    "two entries": (
        {"faq/z.yaml": SMALL["faq/billing.yaml"].replace("category: billing", "category: z").replace("most_asked: 1", "most_asked: 2")},
        "faq/z.yaml:7",
        "faq/billing.yaml",
    ),
    "a guide and a former guide": (
        {"flows/z.yaml": SMALL["flows/payment.yaml"].replace("flow: payment", "flow: z", 1).replace("old-payment", "contact")},
        "flows/z.yaml:1",
        "flows/contact.yaml",
    ),
    "two former guides": (
        {"flows/z.yaml": SMALL["flows/payment.yaml"].replace("flow: payment", "flow: z", 1)},
        "flows/z.yaml:1",
        "flows/payment.yaml",
    ),
    "an entry and a former entry": (
        {"faq/billing.yaml": SMALL["faq/billing.yaml"].replace("billing-day", "cards")},
        "faq/billing.yaml:17",
        "faq/billing.yaml",
    ),
    "two of one rank": (
        {"faq/billing.yaml": SMALL["faq/billing.yaml"].replace("    notice:", "    most_asked: 1\n    notice:")},
        "faq/billing.yaml:17",
        "faq/billing.yaml",
    ),
    "two groups": (
        {"pack.yaml": SMALL["pack.yaml"].replace("group: people", "group: trouble")},
        "pack.yaml:7",
        "pack.yaml",
    ),
    "a guide in two groups": (
        {"pack.yaml": SMALL["pack.yaml"].replace("flows: [contact]", "flows: [contact, payment]")},
        "pack.yaml:7",
        "pack.yaml",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DOUBLES)
def test_what_is_there_twice_is_named_with_the_other_place(folder: Path, name: str) -> None:
    files, place, other = DOUBLES[name]
    write_pack(folder, files)
    found = [one for one in read_pack(folder).complaints if one.code == "duplicate-slug"]
    assert f"{Path(found[0].file).relative_to(folder)}:{found[0].line}" == place
    assert f"is in {folder / other} already" in found[0].message


def test_all_files_are_read_before_anything_is_said(folder: Path) -> None:
    change(folder, "flows/payment.yaml", "summary:", "sumary:")
    change(folder, "faq/billing.yaml", "order: 2", "order: two")
    (folder / "flows/broken.yaml").write_text("a: [", encoding="utf-8")
    assert said(folder) == [
        "faq/billing.yaml:5: value",
        "flows/broken.yaml:2: yaml",
        "flows/payment.yaml:4: unknown-key",
    ]


def test_a_folder_that_is_not_there_is_a_complaint(tmp_path: Path) -> None:
    (complaint,) = check_pack(read_pack(tmp_path / "gone"))
    assert str(complaint) == f"{tmp_path / 'gone'}:1: unreadable: is no folder; name the content folder."


def test_a_folder_without_content_is_a_complaint(tmp_path: Path) -> None:
    (complaint,) = check_pack(read_pack(tmp_path))
    assert complaint.code == "empty"


@pytest.mark.parametrize(
    "name",
    [
        "flows/a.yml",
        "flow/a.yaml",
        "a.yaml",
        "faqs/b.yml",
        "flows/tree.json",
        "faq/questions.CSV",
        "data.json",
        "flows/old/a.yaml",
        "new/deep/a.yaml",
        "synonyms.xlsx",
    ],
)
def test_a_file_that_would_be_passed_over_is_a_complaint(folder: Path, name: str) -> None:
    write_pack(folder, {name: "format: 1\n"})
    assert said(folder) == [f"{name}:1: unknown-file"]


def test_a_folder_that_is_not_read_is_advice(folder: Path) -> None:
    write_pack(folder, {"pictures/a.png": "x", "pictures/b.png": "x"})
    assert said(folder) == ["pictures:1: unknown-folder"]
    assert faults(check_pack(read_pack(folder))) == []


def test_what_is_no_yaml_may_lie_about(folder: Path) -> None:
    write_pack(folder, {"README.md": "x", "flows/notes.txt": "x", ".git/a.yaml": "x"})
    assert said(folder) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "form"),
    [
        ("flows/payment.yaml", "title: {ja: 支払い, en: Payment}", "title: Payment", "title: {ja: …, en: …}"),
        (
            "flows/payment.yaml",
            "summary: {ja: 支払いのこと, en: About paying}",
            "summary: [a]",
            "summary: {ja: …, en: …}",
        ),
        ("flows/payment.yaml", "entries: [cards]", "entries: cards", "entries: [some-name, another-name]"),
        (
            "flows/payment.yaml",
            "{flow: contact, step: people}",
            "[contact]",
            "next: {flow: some-guide, step: some-step}",
        ),
        (
            "flows/contact.yaml",
            "    choices:\n",
            "    choices:\n    - pay\n",
            "- {choice: some-name, label: {ja: …, en: …}, next: some-step}",
        ),
        (
            "faq/billing.yaml",
            "keywords: {ja: [請求日], en: [bill date]}",
            "keywords: [a]",
            "keywords: {ja: [a word, another], en: [a word, another]}",
        ),
        (
            "faq/billing.yaml",
            "phrases: ['Your bill: 12:30']",
            "phrases: Your bill",
            "phrases: [one text, another text]",
        ),
        ("channels.yaml", "    - day: '2026-12-30'", "    - '2026-12-30'", "- {day: 2026-12-30}"),
        ("pack.yaml", "title: {ja: 相談, en: People}", "title: People", "title: {ja: …, en: …}"),
        ("pack.yaml", "format: 1", "formt: 1", "format: 1"),
    ],
)
def test_a_complaint_shows_the_right_form(folder: Path, file: str, old: str, new: str, form: str) -> None:
    change(folder, file, old, new)
    assert f"write {form}." in check_pack(read_pack(folder))[0].message


def test_a_link_is_complained_of_once(folder: Path) -> None:
    change(folder, "faq/billing.yaml", "They work.", "'[a](x:y) [b](x:y)'")
    assert said(folder) == ["faq/billing.yaml:17: bad-link"]
