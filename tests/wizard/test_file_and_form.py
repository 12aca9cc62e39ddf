"""What a file may hold its form can save, and the other way round: a limit is one limit, said in both."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from contact.channel import MOST_HOURS, MOST_SPECIAL_DAYS, is_web_address
from faq.article import MOST_RELATED
from faq.models import Category, Entry
from tests.admin_pages import errors_of, fields_of, save, signed_in
from tests.factories import create_channel, create_entry
from tests.packs import change, write_pack
from wizard.content import check_pack, read_pack
from wizard.models import Flow
from wizard.validation import MOST_BESIDE, MOST_CHOICES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "pack")


def said(folder: Path) -> list[str]:
    """What is wrong with the pack, as `code: message`, without advice."""
    found = [one for one in check_pack(read_pack(folder)) if one.severity == "error"]
    return [f"{one.code}: {one.message}" for one in found]


def many_choices(folder: Path, count: int) -> None:
    """A guide whose question has so many choices."""
    rows = "".join(
        f"    - {{choice: c{n}, label: {{ja: 札{n}, en: Tag {n}}}, next: a}}\n" for n in range(count)
    )
    text = f"format: 1\nflow: many\ntitle: {{ja: 多, en: Many}}\nstart: q\nsteps:\n  q:\n    title: {{ja: 問, en: Q}}\n    choices:\n{rows}"
    end = "  a:\n    title: {ja: 答, en: Answer}\n    body: {ja: 答えです。, en: It is.}\n"
    write_pack(folder, {"flows/many.yaml": text + end})


def test_a_step_may_have_as_many_choices_in_a_file_as_in_its_form(folder: Path) -> None:
    many_choices(folder, MOST_CHOICES)
    assert said(folder) == []
    many_choices(folder, MOST_CHOICES + 1)
    assert said(folder) == [
        f"too-many-choices: many/q: {MOST_CHOICES + 1} choices are more than a step can have."
        f" Keep to {MOST_CHOICES}, or ask in several steps."
    ]


@pytest.mark.django_db
def test_more_is_not_loaded_either_for_nobody_could_save_it(folder: Path) -> None:
    many_choices(folder, MOST_CHOICES + 1)
    with pytest.raises(CommandError, match="too-many-choices"):
        call_command("load_content", str(folder))
    assert not Flow.objects.exists()


TOO_MUCH: dict[str, tuple[Callable[[Path], None], str]] = {
    "entries of a step": (
        lambda folder: change(folder, "flows/payment.yaml", "entries: [cards]", f"entries: {_names(MOST_BESIDE + 1)}"),
        f"Keep to {MOST_BESIDE}",
    ),
    "related entries": (
        lambda folder: change(folder, "faq/billing.yaml", "related: [cards]", f"related: {_names(MOST_RELATED + 1)}"),
        f"keep to {MOST_RELATED}",
    ),
    "hours": (
        lambda folder: change(
            folder, "channels.yaml", "    hours:\n",
            "    hours:\n" + "    - {days: [mon], open: 09:00, close: '10:00'}\n" * MOST_HOURS,
        ),
        f"keep to {MOST_HOURS}",
    ),
    "special days": (
        lambda folder: change(
            folder, "channels.yaml", "    special_days:\n",
            "    special_days:\n" + "".join(f"    - {{day: {1000 + n}-01-01}}\n" for n in range(MOST_SPECIAL_DAYS)),
        ),
        f"keep to {MOST_SPECIAL_DAYS}",
    ),
}  # fmt: skip


def _names(count: int) -> str:
    return f"[{', '.join(f'n{number}' for number in range(count))}]"


@pytest.mark.parametrize("name", TOO_MUCH)
def test_no_list_is_longer_than_its_form(folder: Path, name: str) -> None:
    make, words = TOO_MUCH[name]
    make(folder)
    assert [line for line in said(folder) if words in line]


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("channels.yaml", "days: [mon, tue]", "days: []", "hours"),
        ("channels.yaml", "    - days: [mon, tue]\n      open", "    - open", "hours"),
        ("channels.yaml", "timezone: Asia/Tokyo", "timezone: posix/Asia/Tokyo", "timezone"),
        ("channels.yaml", "https://support.example.com/form", "https://support_desk.example.com/", "url"),
        ("faq/billing.yaml", "ja: [請求日]", "ja: [請求日, '']", "value"),
        ("faq/billing.yaml", "phrases: ['Your bill: 12:30']", 'phrases: ["Your\\nbill"]', "value"),
    ],
)
def test_what_a_form_refuses_or_changes_a_file_may_not_hold(
    folder: Path, file: str, old: str, new: str, code: str
) -> None:
    change(folder, file, old, new)
    assert [line.split(":")[0] for line in said(folder)] == [code]


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://support.example.com:8443/a?b=c#d", True),
        ("http://例え.テスト/", True),
        ("https://xn--r8jz45g.xn--zckzah", True),
        ("https://a_b.example.com", False),
        ("https://-a.example.com", False),
        ("https://example.c0m", False),
        ("https://example..com", False),
        ("ftp://example.com", False),
    ],
)
@pytest.mark.django_db
def test_an_address_fits_a_file_and_its_form_or_neither(url: str, fits: bool) -> None:
    channel = create_channel("desk")
    page = reverse("admin:contact_channel_change", args=[channel.pk])
    client = signed_in()
    saved = client.post(page, fields_of(client.get(page)) | {"url": url})
    assert (is_web_address(url), saved.status_code == 302) == (fits, fits)


@pytest.mark.parametrize(("rank", "fits"), [("0", False), ("1", True), ("1000", True), ("1001", False)])
@pytest.mark.django_db
def test_a_rank_fits_a_file_and_its_form_or_neither(folder: Path, rank: str, fits: bool) -> None:
    change(folder, "faq/billing.yaml", "most_asked: 1", f"most_asked: {rank}")
    entry = create_entry("dates")
    answer = save(signed_in(), reverse("admin:faq_entry_change", args=[entry.pk]), most_asked=rank)
    assert ((said(folder) == []), answer.status_code == 302) == (fits, fits)
    assert Entry.objects.get().most_asked == (int(rank) if fits else None)


@pytest.mark.parametrize(("day", "fits"), [("2026-11-23", True), ("2026-11-22", False)])
@pytest.mark.django_db
def test_the_next_check_is_after_the_last_in_a_file_and_in_its_form(
    folder: Path, day: str, fits: bool
) -> None:
    change(folder, "faq/billing.yaml", "'2026-11-23'", f"'2026-11-23'\n    next_check: '{day}'")
    page = reverse("admin:faq_entry_change", args=[create_entry("dates", last_checked="2026-11-23").pk])
    assert ((said(folder) == []), save(signed_in(), page, next_check=day).status_code == 302) == (fits, fits)


@pytest.mark.parametrize(("place", "fits"), [("999999", True), ("1000000", False)])
@pytest.mark.django_db
def test_a_place_fits_a_file_and_its_form_or_neither(folder: Path, place: str, fits: bool) -> None:
    change(folder, "faq/billing.yaml", "order: 2", f"order: {place}")
    row = Category.objects.create(slug="billing", title_ja="題")
    page = save(signed_in(), reverse("admin:faq_category_change", args=[row.pk]), position=place)
    assert ((said(folder) == []), page.status_code == 302) == (fits, fits)
    assert fits or re.search("999999", errors_of(page))
