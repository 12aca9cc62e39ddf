"""Words for one thing: the editors' groups, the general dictionary, their file and their page in admin."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from ground.documents import Source, parse_document, write_document
from ground.text import Text
from search.finding import find
from search.interchange import confusions, problems_of, read_synonyms, write_synonyms
from search.models import Synonyms
from search.synonyms import GENERAL, Group, Thesaurus, general_alternatives
from search.thesaurus import write_groups
from search.words import words
from tests.factories import create_entry
from tests.shipped import FOLDER, shipped_pack


def standing_for(thesaurus: Thesaurus, *terms: str) -> set[tuple[str, ...]]:
    """What may stand for `terms`."""
    length, others = thesaurus.longest_match(terms, 0)
    return {other.terms for other in others} if length else set()


def test_words_find_each_other_and_with_finds_only_those() -> None:
    thesaurus = Thesaurus([Group(("解約", "退会")), Group(("やめたい",), ("解約",))])
    assert standing_for(thesaurus, "退会") == {("解約",)}
    assert standing_for(thesaurus, "やめ") == {("解約",)}
    assert standing_for(thesaurus, "解約") == {("退会",)}


def test_the_longest_phrase_wins() -> None:
    thesaurus = Thesaurus([Group(("カード", "クレカ")), Group(("カード 変更", "差し替え"))])
    assert thesaurus.longest_match(["カード", "変更", "方法"], 0)[0] == 2
    assert thesaurus.longest_match(["カード", "方法"], 0)[0] == 1
    assert thesaurus.longest_match(["方法"], 0) == (0, [])


def test_the_general_dictionary_stands_behind() -> None:
    assert ("レシート",) in {other.terms for other in general_alternatives("領収書")}
    assert general_alternatives("ぬるぽ") == ()
    assert (GENERAL.parent / "NOTICE.txt").exists()
    assert "Apache License" in (GENERAL.parent / "LICENSE.sudachi").read_text()


def test_the_shipped_table_is_large_and_clean() -> None:
    groups = shipped_pack().synonyms
    assert len(groups) >= 120
    assert not [problem for group in groups for problem in problems_of(group)]
    assert not [str(confusion) for group in groups for confusion in confusions(group, groups)]


def test_no_phrase_of_the_shipped_table_loses_letters_that_mean_something() -> None:
    lost = {}
    for group in shipped_pack().synonyms:
        for phrase in (*group.words, *group.finds):
            seen = {at for word in words(phrase) for at in range(word.start, word.end)}
            if left := "".join(letter for at, letter in enumerate(phrase) if at not in seen):
                lost[phrase] = "".join(re.findall(r"[0-9０-９一-龠ァ-ヶ]", left))
    assert not {phrase: letters for phrase, letters in lost.items() if letters}


@pytest.mark.parametrize(
    ("phrase", "other"),
    [("再決済", "決済"), ("0円", "何円"), ("不具合", "具合"), ("二重", "重"), ("1年間", "年間"), ("使い方", "使い"),
     ("使えない", "使わない"), ("停止された", "停止"), ("請求が来ない", "請求しない")],
)  # fmt: skip
def test_a_phrase_is_not_what_is_left_without_its_number_prefix_or_helper(phrase: str, other: str) -> None:
    thesaurus = Thesaurus([Group((phrase, "甲乙"))])
    assert standing_for(thesaurus, *(word.term for word in words(phrase)))
    assert not standing_for(thesaurus, *(word.term for word in words(other)))


def test_a_phrase_with_a_prefix_is_left_for_no_other_phrase() -> None:
    others = [Group(("やめたのに", "解約後")), Group(("やめたの", "脱退"))]
    (confusion,) = confusions(others[0], others)
    assert "やめたのに" in str(confusion)
    assert not confusions(Group(("請求された", "課金")), [Group(("請求", "チャージ"))])


def test_words_that_say_little_may_say_something_together() -> None:
    assert problems_of(Group(("誰に聞けばいい", "窓口"))) == []
    assert problems_of(Group(("誰", "窓口")))


def test_the_file_is_written_as_it_is_read() -> None:
    source = Source("synonyms.yaml")
    document = parse_document((FOLDER / "synonyms.yaml").read_bytes(), source)
    assert document
    written = write_document(write_synonyms(read_synonyms(document)))
    again = parse_document(written, source)
    assert again
    assert write_document(write_synonyms(read_synonyms(again))) == written
    assert source.complaints == []


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("{words: [解約]}", "synonyms"),
        ("{words: []}", "synonyms"),
        ("{words: [解約, の]}", "synonyms"),
        (f"{{words: [解約, {'あ' * 101}]}}", "synonyms"),
        ("{words: [解約, 退会], other: x}", "unknown-key"),
        ("{words: [解約, 退会]}\n- {words: [解約, 閉鎖]}", "duplicate"),
    ],
)
def test_what_is_wrong_in_the_file_is_said_with_its_line(row: str, code: str) -> None:
    source = Source("synonyms.yaml")
    document = parse_document(f"format: 1\nsynonyms:\n- {row}\n".encode(), source)
    assert document
    read_synonyms(document)
    assert [complaint.code for complaint in source.complaints] == [code]
    assert source.complaints[0].line >= 3


@pytest.mark.django_db
def test_a_changed_group_is_searched_with_at_once() -> None:
    create_entry("closing", title=Text("口座を閉じるには?", "Close"))
    assert not find("さよなら", "ja").fitting
    write_groups([Group(("さよなら", "口座を閉じる"))])
    assert [found.document.slug for found in find("さよなら", "ja").fitting] == ["closing"]


@pytest.mark.django_db
def test_an_editor_adds_changes_and_deletes_a_group(admin_client: Client) -> None:
    create_entry("closing", title=Text("口座を閉じるには?", "Close"))
    add, changelist = reverse("admin:search_synonyms_add"), reverse("admin:search_synonyms_changelist")
    response = admin_client.post(add, {"words": "さよなら\n\n 口座を閉じる \n", "finds": ""})
    assert response["Location"] == changelist
    row = Synonyms.objects.get()
    assert (row.name, row.words) == ("さよなら", "さよなら\n口座を閉じる")
    assert find("さよなら", "ja").fitting
    page = reverse("admin:search_synonyms_change", args=[row.pk])
    admin_client.post(page, {"words": "ばいばい", "finds": "口座を閉じる"})
    assert find("ばいばい", "ja").fitting
    assert not find("さよなら", "ja").fitting
    assert "ばいばい" in admin_client.get(changelist, {"q": "ばい"}).content.decode()
    admin_client.post(reverse("admin:search_synonyms_delete", args=[row.pk]), {"post": "yes"})
    assert not find("ばいばい", "ja").fitting


@pytest.mark.django_db
def test_an_editor_is_told_when_search_sees_less_in_a_phrase_than_it_says(admin_client: Client) -> None:
    write_groups([Group(("解約", "閉鎖"))])
    row = {"words": "解約したい\nさよなら", "finds": ""}
    page = admin_client.post(reverse("admin:search_synonyms_add"), row, follow=True).content.decode()
    assert "「解約したい」が別の組の言葉「解約」と同じに見えます" in page
    assert Synonyms.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "解約", "の\n解約", "始まり\n別の言葉"])
def test_a_group_that_says_nothing_is_refused(admin_client: Client, text: str) -> None:
    write_groups([Group(("始まり", "開始"))])
    response = admin_client.post(reverse("admin:search_synonyms_add"), {"words": text, "finds": ""})
    assert response.status_code == 200
    assert Synonyms.objects.count() == 1


@pytest.mark.django_db
def test_strangers_do_not_see_the_synonyms(client: Client) -> None:
    response = client.get(reverse("admin:search_synonyms_changelist"))
    assert response.status_code == 302
    assert "/admin/login/" in response["Location"]
