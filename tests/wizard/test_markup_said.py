"""What Markdown would lose, or plain texts show as typed, is said everywhere alike: pack, load, admin, publishing."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from contact.models import Channel
from faq.models import Category, Entry, EntryRevision
from faq.publishing import EntryNotPublishable, publish_entry, restore_entry
from ground.text import Text
from tests.admin_pages import save, sentences, signed_in
from tests.factories import create_channel, create_entry, create_flow, graph
from tests.html import read
from tests.packs import change, load, write_pack
from wizard.compiler import write_graph
from wizard.models import Flow, FlowGroup, SiteNotice
from wizard.publishing import NotPublishable, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "pack")


def check(folder: Path) -> tuple[list[str], int]:
    """The lines of check_content, and how it ended."""
    out = StringIO()
    try:
        call_command("check_content", str(folder), stdout=out)
    except SystemExit as ended:
        return out.getvalue().splitlines(), int(str(ended.code))
    return out.getvalue().splitlines(), 0


PLACES = [
    ("pack.yaml", "ja: 見本です。, en: A sample.", "ja: 見本です。, en: A `sample`.", "pack.yaml:1", "notice: “`sample`” in the text (English)"),
    ("pack.yaml", "en: Trouble", "en: '**Trouble**'", "pack.yaml:4", "trouble: “**Trouble**” in the title (English)"),
    ("channels.yaml", "en: Phone}", "en: 'Phone<br>'}", "channels.yaml:3", "phone: “<br>” in the name (English)"),
    ("faq/billing.yaml", "en: About bills", "en: 'About&nbsp;bills'", "faq/billing.yaml:1", "billing: “&nbsp;” in the summary (English)"),
    ("faq/billing.yaml", "en: Which cards?", "en: Which `cards`?", "faq/billing.yaml:17", "cards: “`cards`” in the question (English)"),
    ("flows/payment.yaml", "en: About paying", "en: '[Paying](contact:)'", "flows/payment.yaml:1", "payment: “[Paying](contact:)” in the summary (English)"),
    ("flows/payment.yaml", "en: Card}", "en: '**Card**'}", "flows/payment.yaml:12", "payment/how/card: “**Card**” in the label (English)"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "place", "words"), PLACES)
def test_marks_in_a_plain_text_are_advice_in_every_file(
    folder: Path, file: str, old: str, new: str, place: str, words: str
) -> None:
    change(folder, file, old, new)
    lines, code = check(folder)
    assert code == 0
    assert lines[0].startswith(f"{folder}/{place}: plain-text: advice: {words} is shown as it stands")
    assert lines[1:] == ["2 guides, 2 entries and 2 channels: no problems, advice: 1."]


LOST = [
    ("faq/billing.yaml", "en: They work.", "en: '![They](work.png)'", "17: image"),
    ("faq/billing.yaml", "en: May change.", "en: '[](contact:) May change.'", "17: link-without-text"),
    ("flows/payment.yaml", "en: Try [this](entry:dates).", "en: \"Try.\\n\\n[this]: dates\"", "14: lost-line"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "complaint"), LOST)
def test_what_would_be_lost_is_an_error_and_is_not_published(
    folder: Path, file: str, old: str, new: str, complaint: str
) -> None:
    change(folder, file, old, new)
    lines, code = check(folder)
    assert code == 1
    assert [line.startswith(f"{folder}/{file}:{complaint}: ") for line in lines] == [True]
    with pytest.raises(CommandError, match=complaint.split(": ")[1]):
        call_command("load_content", str(folder), "--publish", stdout=StringIO())
    assert not Flow.objects.exists()
    out = StringIO()
    call_command("load_content", str(folder), stdout=out)
    assert out.getvalue().startswith(f"noted: {folder}/{file}:{complaint}: ")


def test_advice_does_not_stop_a_load_and_is_told(folder: Path) -> None:
    change(folder, "flows/payment.yaml", "en: Card}", "en: '**Card**'}")
    out = StringIO()
    call_command("load_content", str(folder), "--publish", stdout=out)
    assert out.getvalue().splitlines()[0].startswith(f"noted: {folder}/flows/payment.yaml:12: plain-text: ")
    assert len(load(folder, publish=True).noted) == 1
    assert Flow.objects.published().count() == 2


def test_no_more_is_told_than_can_be_read(folder: Path) -> None:
    change(folder, "flows/payment.yaml", "en: Try [this](entry:dates).", "en: Try it.")
    text = (folder / "flows/payment.yaml").read_text(encoding="utf-8")
    rows = "".join(
        f"    - {{choice: c{n}, label: {{ja: 札{n}, en: '`c{n}`'}}, next: pay-again}}\n" for n in range(30)
    )
    (folder / "flows/payment.yaml").write_text(
        text.replace("  pay-again:\n", f"{rows}  pay-again:\n", 1), encoding="utf-8"
    )
    out = StringIO()
    call_command("load_content", str(folder), stdout=out)
    noted = [line for line in out.getvalue().splitlines() if line.startswith("noted: ")]
    assert len(noted) == 21
    assert noted[-1] == "noted: 11 more; check_content lists them all"


def test_an_answer_that_would_be_blank_is_not_published_until_it_says_something(client: Client) -> None:
    entry = create_entry("blank", answer=Text("![図](a.png)", "&nbsp;"), publish=False)
    with pytest.raises(EntryNotPublishable) as refused:
        publish_entry(entry, author=None)
    assert {problem.code for problem in refused.value.found} == {"image", "shows-nothing"}
    assert client.get("/ja/faq/entry/blank/").status_code == 404
    page = read(signed_in().get(reverse("admin:faq_entry_publish", args=["blank"])))
    assert "The image “図” in the answer (Japanese) is not shown" in page.one("ul.problems").text
    with pytest.raises(NotPublishable, match="is not shown"):
        publish(
            write_graph(graph("q: x=a\na", a={"body": Text("![図](a.png)", "![map](a.png)")})), author=None
        )


def test_an_old_revision_of_which_nothing_would_be_shown_is_not_restored() -> None:
    entry = create_entry("old")
    assert entry.live is not None
    content = entry.live.content | {"answer": {"ja": "![図](a.png)", "en": "![map](a.png)"}}
    old = EntryRevision.objects.create(entry=entry, number=2, content=content)
    with pytest.raises(EntryNotPublishable, match="is not shown"):
        restore_entry(old, author=None)


def test_advice_stands_beside_the_draft_of_an_entry_and_does_not_stop_it() -> None:
    entry = create_entry("tags", answer=Text("<b>太字</b>です", "answer"), publish=False)
    page = read(signed_in().get(reverse("admin:faq_entry_publish", args=["tags"])))
    assert page.one("h2", id="warnings").text == "Warnings (1)"
    assert page.all("form", class_="publishing")
    assert publish_entry(entry, author=None).number == 1


def test_the_page_of_publishing_a_guide_names_both() -> None:
    body = Text("![図](a.png)", "![map](a.png)")
    create_flow("q: x=a\na", a={"body": body, "wait": Text("*数分*ではなく**数分**", "minutes")})
    page = read(signed_in().get("/admin/wizard/flow/guide/publish/"))
    assert "The image “map” in the body (English) is not shown" in page.text
    assert "“**数分**” in the waiting time (Japanese) is shown as it stands" in page.text


def test_saving_in_admin_says_how_a_text_reads() -> None:
    create_flow("q: x=a\na")
    rows = {
        create_entry("e"): {"answer_en": "![map](a.png)"},
        create_channel("c"): {"hours_note_en": "**nine**"},
        Category.objects.get(): {"summary_en": "`bills`"},
        FlowGroup.objects.create(slug="g", title_ja="題"): {"title_en": "<br>"},
        SiteNotice.objects.create(pk=1): {"text_en": "a&nbsp;b"},
    }
    said = []
    for row, texts in rows.items():
        url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        client = signed_in()
        saved = client.get(save(client, url, **texts)["Location"])
        said += [line for line in sentences(saved) if "(English)" in line]
    assert [line.split(" is ")[0] for line in said] == [
        "The image “map” in the answer (English)",
        "“**nine**” in the note on the hours (English)",
        "“`bills`” in the summary (English)",
        "“<br>” in the title (English)",
        "“&nbsp;” in the text (English)",
    ]
    assert Entry.objects.get().answer_en == "![map](a.png)"
    assert Channel.objects.get().hours_note_en == "**nine**"


def test_the_texts_of_a_channel_keep_their_lines(client: Client) -> None:
    create_channel("desk", bring=Text("一行目\n<二行目>", "One\nTwo"))
    assert "一行目<br>&lt;二行目&gt;" in client.get("/ja/contact/").content.decode()
