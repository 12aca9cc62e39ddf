"""A small content pack as files, to be read, loaded, changed and read again."""

from __future__ import annotations

from pathlib import Path

from wizard.content import read_pack
from wizard.loading import Report, load_pack

SMALL = {
    "pack.yaml": """\
format: 1
notice: {ja: 見本です。, en: A sample.}
groups:
- group: trouble
  title: {ja: 困ったとき, en: Trouble}
  flows: [payment]
- group: people
  title: {ja: 相談, en: People}
  flows: [contact]
""",
    "channels.yaml": """\
format: 1
channels:
  phone:
    name: {ja: 電話, en: Phone}
    method: phone
    languages: [ja, en]
    timezone: Asia/Tokyo
    hours:
    - days: [mon, tue]
      open: 09:00
      close: '24:00'
    holidays: jp
    special_days:
    - day: '2026-12-30'
    needs: [account, signed-in]
    alternative: form
    editor_note: ask first
  form:
    name: {ja: フォーム, en: Form}
    hours: always
    url: https://support.example.com/form
""",
    "faq/billing.yaml": """\
format: 1
category: billing
title: {ja: 請求, en: Billing}
summary: {ja: 請求のこと, en: About bills}
order: 2
entries:
  dates:
    title: {ja: いつ請求されますか?, en: When am I billed?}
    answer: {ja: 月初です。, en: At the start of the month.}
    keywords: {ja: [請求日], en: [bill date]}
    phrases: ['Your bill: 12:30']
    related: [cards]
    most_asked: 1
    facts_as_of: '2021'
    last_checked: '2026-11-23'
    aliases: [billing-day]
  cards:
    title: {ja: カードは?, en: Which cards?}
    answer: {ja: 使えます。, en: They work.}
    notice: {ja: 変わるかもしれません。, en: May change.}
""",
    "flows/contact.yaml": """\
format: 1
flow: contact
title: {ja: 相談する, en: Ask}
start: who
steps:
  who:
    title: {ja: 何について?, en: What about?}
    choices:
    - {choice: pay, label: {ja: 支払い, en: Paying}, next: {flow: payment}}
    - {choice: 'no', label: {ja: その他, en: Other}, next: people}
  people:
    title: {ja: 窓口, en: People}
    outcome: contact
    channels: [phone, form]
""",
    "flows/payment.yaml": """\
format: 1
flow: payment
title: {ja: 支払い, en: Payment}
summary: {ja: 支払いのこと, en: About paying}
aliases: [old-payment]
start: how
steps:
  how:
    title: {ja: 方法は?, en: How do you pay?}
    entries: [cards]
    choices:
    - {choice: card, label: {ja: カード, en: Card}, next: pay-again, aliases: [credit]}
    - {choice: unsure, label: {ja: 不明, en: Not sure}, next: {flow: contact, step: people}}
  pay-again:
    title: {ja: もう一度, en: Again}
    body:
      ja: |-
        一行目
        二行目
      en: Try [this](entry:dates).
    entries: [dates]
    related: [cards]
    aliases: [retry, once-more]
    editor_note: never shown
""",
}


def write_pack(folder: Path, files: dict[str, str] | None = None) -> Path:
    """The small pack in `folder`, or other files; returns the folder."""
    for name, text in (SMALL if files is None else files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Replace the first `old`, which must be there, in a file of `folder`."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def load(folder: Path, **options: bool) -> Report:
    """Load the pack in `folder`."""
    return load_pack(read_pack(folder), **options)


def nothing_happened(report: Report) -> bool:
    """Whether a load changed, kept and published nothing at all."""
    return not (report.created or report.updated or report.kept or report.published)
