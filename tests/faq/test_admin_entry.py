"""Entries in admin: written, published with their problems said, withdrawn, renamed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from faq.models import Category, Entry, EntryAlias
from faq.publishing import withdraw_entries
from faq.renaming import rename_entry
from ground.fields import SlugTaken
from tests.admin_pages import errors_of, fields_of, save, sentences, signed_in
from tests.factories import create_entry
from tests.html import read

pytestmark = pytest.mark.django_db
LIST = "/admin/faq/entry/"
REFUSED = "Your account is not allowed to do this. An administrator can give the permission."


def page(entry: Entry) -> str:
    return reverse("admin:faq_entry_change", args=[entry.pk])


def act(client: Client, action: str, *entries: Entry) -> list[str]:
    body = {"action": action, "_selected_action": [entry.pk for entry in entries]}
    return sentences(client.post(LIST, body, follow=True))


def listed(query: str) -> list[str]:
    return [entry.slug for entry in signed_in().get(f"{LIST}?{query}").context["cl"].result_list]


def test_the_list_shows_the_live_revision_and_leads_to_the_site() -> None:
    create_entry("live", next_check="2026-12-01")
    create_entry("draft", publish=False)
    rows = read(signed_in().get(LIST)).one("table", id="result_list").one("tbody").all("tr")
    assert [row.text for row in rows] == [
        "question live live Billing revision 1 2026-12-01 View on site",
        "question draft draft Billing not published - -",
    ]
    assert rows[0].all("a", href="/en/faq/entry/live/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("check=overdue", ["late"]),
        ("published=no", ["draft"]),
        ("q=question+draft", ["draft"]),
        ("check=nonsense", ["late", "future", "draft"]),
    ],
)
def test_the_list_is_searched_and_filtered(query: str, found: list[str]) -> None:
    create_entry("late", next_check="2020-01-31")
    create_entry("future", next_check="2999-01-01")
    create_entry("draft", publish=False)
    assert listed(query) == found


def test_lists_are_written_one_a_line() -> None:
    entry = create_entry("fees", keywords_ja=("料金", "手数料"), phrases=("Payment failed",))
    client = signed_in()
    fields = fields_of(client.get(page(entry)))
    assert (fields["keywords_ja"], fields["phrases"]) == ("料金\n手数料", "Payment failed")
    client.post(page(entry), {**fields, "keywords_ja": " 料金 \r\n\r\n返金\r\n", "phrases": ""})
    entry.refresh_from_db()
    assert (entry.keywords_ja, entry.phrases) == (["料金", "返金"], [])


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("next_check", "soon", "Write YYYY-MM-DD."),
        ("last_checked", "2026-13-01", "Write YYYY-MM-DD."),
        ("facts_as_of", "x2026", "Write YYYY, YYYY-MM or YYYY-MM-DD."),
        ("helper", "unheard-of", "Select a valid choice."),
        ("category", "abc", "Select a valid choice."),
        ("most_asked", "-1", "greater than or equal to 0"),
    ],
)
def test_what_cannot_be_kept_is_refused(field: str, value: str, sentence: str) -> None:
    assert sentence in errors_of(save(signed_in(), page(create_entry("fees")), **{field: value}))


def test_a_new_entry_goes_to_the_end_of_its_category() -> None:
    first = create_entry("first")
    Entry.objects.update(position=6)
    save(signed_in(), f"{LIST}add/", slug="second", category=first.category_id, title_ja="問い")
    assert Entry.objects.get(slug="second").position == 7


def test_related_entries_are_others_each_once() -> None:
    entry, other = create_entry("fees"), create_entry("other")
    client = signed_in()

    def relate(*targets: Entry) -> str:
        rows = {"related_rows__TOTAL_FORMS": len(targets)}
        for number, target in enumerate(targets):
            rows |= {f"related_rows__{number}__other": target.pk, f"related_rows__{number}__position": ""}  # type: ignore[dict-item]
        response = save(client, page(entry), **rows)
        return errors_of(response) if response.status_code == 200 else ""

    assert "This is the entry itself. Choose another." in relate(entry)
    assert "duplicate" in relate(other, other)
    assert relate(other) == ""
    assert [row.other for row in entry.related_rows.all()] == [other]


class TestPublishing:
    """The actions of the list."""

    def test_each_entry_is_published_by_itself_and_problems_are_sentences_with_a_link(self) -> None:
        good = create_entry("good", publish=False)
        bad = create_entry("bad", publish=False)
        Entry.objects.filter(slug="bad").update(answer_en="", notice_ja="[x](ftp://x)", notice_en="x")
        link = f'<a href="{page(bad)}">bad</a>'
        assert act(signed_in(), "publish_chosen", good, bad) == [
            "“question good” is published: revision 1 is live.",
            "“question bad” was not published.",
            f"{link}: The answer is not written in English. Write it.",
            f"{link}: The link “ftp://x” in the notice (Japanese) cannot work. "
            "Write [text](https://…), guide:, entry: or contact:.",
        ]
        assert Entry.objects.published().get() == good

    def test_the_sentences_come_in_japanese_too(self) -> None:
        bad = create_entry("bad", publish=False)
        Entry.objects.update(answer_en="")
        said = act(signed_in(language="ja"), "publish_chosen", bad)
        assert said[1].endswith(": 「答え」が英語で書かれていません。書いてください。")

    def test_what_has_not_changed_says_so(self) -> None:
        said = act(signed_in(), "publish_chosen", create_entry("fees"))
        assert said == ["“question fees” has not changed: revision 1 stays live."]

    def test_saving_does_not_publish(self) -> None:
        entry = create_entry("fees")
        save(signed_in(), page(entry), answer_en="Changed")
        entry.refresh_from_db()
        assert entry.live
        assert entry.live.content["answer"]["en"] == "answer fees"

    def test_withdrawing_takes_entries_off_the_site(self, client: Client) -> None:
        entries = [create_entry("one"), create_entry("two"), create_entry("three", publish=False)]
        assert act(signed_in(), "withdraw_chosen", *entries) == ["2 entries were withdrawn."]
        assert client.get("/en/faq/entry/one/").status_code == 410

    @pytest.mark.parametrize("action", ["publish_chosen", "withdraw_chosen"])
    def test_without_the_permission_nobody_does_either(self, action: str) -> None:
        live, draft = create_entry("live"), create_entry("draft", publish=False)
        client = signed_in("faq.view_entry", "faq.change_entry")
        assert act(client, action, live, draft) == [REFUSED]
        assert Entry.objects.published().get() == live


def test_a_published_entry_is_not_deleted_even_when_withdrawn() -> None:
    entry = create_entry("fees")
    withdraw_entries([entry])
    response = signed_in().post(
        reverse("admin:faq_entry_delete", args=[entry.pk]), {"post": "yes"}, follow=True
    )
    (said,) = sentences(response)
    assert said.startswith("“question fees” has been published, so it cannot be deleted")
    assert Entry.objects.exists()


class TestRenaming:
    """Its old slug is kept."""

    def test_a_renamed_entry_is_found_under_both_slugs(self, client: Client) -> None:
        save(signed_in(), page(create_entry("fees")), slug="charges")
        assert client.get("/en/faq/entry/charges/").status_code == 200
        assert client.get("/en/faq/entry/fees/")["Location"] == "/en/faq/entry/charges/"

    def test_it_may_take_its_former_slug_back(self) -> None:
        entry = create_entry("fees")
        for slug in ("charges", "fees"):
            save(signed_in(), page(entry), slug=slug)
        assert list(EntryAlias.objects.values_list("slug", flat=True)) == ["charges"]

    @pytest.mark.parametrize("slug", ["taken", "formerly-taken"])
    def test_the_slug_or_former_slug_of_another_is_refused(self, slug: str) -> None:
        entry, other = create_entry("fees"), create_entry("formerly-taken")
        rename_entry(other, "taken")
        assert "is the slug, or a former slug, of" in errors_of(save(signed_in(), page(entry), slug=slug))
        former = {"aliases__TOTAL_FORMS": 1, "aliases__0__slug": slug}
        assert errors_of(save(signed_in(), page(entry), **former)).count("{'slug': ['") == 1
        with pytest.raises(SlugTaken):
            rename_entry(entry, slug)

    def test_a_category_keeps_its_slug(self) -> None:
        category = create_entry("fees").category
        url = reverse("admin:faq_category_change", args=[category.pk])
        save(signed_in(), url, slug="other", title_en="Bills")
        category = Category.objects.get()
        assert (category.slug, category.title_en) == ("billing", "Bills")
