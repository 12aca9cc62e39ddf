"""How texts are written: two languages that really are two, です/ます, one word for one thing."""

from __future__ import annotations

import pytest

from ground.text import Text
from tests.packs import change, write_pack
from wizard.content import check_pack, read_pack
from wizard.style import style_problems


def codes(ja: str, en: str, avoid: dict[str, str] | None = None) -> list[str]:
    return [code for code, _ in style_problems(Text(ja, en), avoid or {})]


@pytest.mark.parametrize(
    "name",
    ["EC2", "$0", "2,000", "Savings Plans", "AWS re:Post", "Service Quotas", "0.0.0.0/0", "docs.example.com"],
)
def test_names_and_figures_may_be_the_same_in_both_languages(name: str):
    assert codes(name, name) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Can I get a receipt?",
        "I am not sure",
        "Not yet.",
        "A receipt",
        "Unusable Authentication Device Form!",
    ],
)
def test_a_sentence_may_not(sentence: str):
    assert codes(sentence, sentence) == ["same-text"]


@pytest.mark.parametrize(
    "command",
    [
        "klist purge",
        "`klist purge`",
        "Get-ADUser -Identity bob",
        "net use * /delete",
        "HKLM\\Software key",
        "/var/log/auth log",
        "export A=b",
    ],
)
def test_what_machines_read_is_the_same_in_both_languages(command: str):
    assert codes(command, command) == []
    assert codes(command, f"Run {command}") == []


def test_a_text_that_is_the_same_in_both_languages_is_named_with_its_choice_and_field(tmp_path):
    folder = write_pack(tmp_path)
    change(
        folder,
        "flows/payment.yaml",
        "label: {ja: カード, en: Card}",
        "label: {ja: By the card, en: By the card}",
    )
    (one,) = check_pack(read_pack(folder))
    assert str(one).startswith(
        f"{folder}/flows/payment.yaml:12: same-text: advice: payment/how/card: label: Both"
    )


def test_a_japanese_text_must_have_japanese_in_it():
    assert codes("Can I get a receipt?", "May I have a receipt?") == ["not-japanese"]
    assert codes("Savings Plans", "About Savings Plans") == []


@pytest.mark.parametrize(
    "text",
    [
        "ボタンを押す。",
        "カードを使う。",
        "手続きを行う。",
        "開く。",
        "待つ。",
        "頼む。",
        "選ぶ。",
        "急ぐ。",
        "死ぬ。",
        "ある。",
        "見た。",
        "できない。",
    ],
)
def test_plain_style_is_found(text: str):
    assert codes(text, "Text.") == ["plain-style"]


@pytest.mark.parametrize(
    "text",
    [
        "押します。",
        "必要です。",
        "使いましょう。",
        "押しました。",
        "見てください。",
        "大丈夫でした。",
        "「押す。」と出ます。",
        "次のとおり。",
    ],
)
def test_polite_style_and_nouns_are_not_plain_style(text: str):
    assert codes(text, "Text.") == []


@pytest.mark.parametrize(
    ("ja", "en", "found"),
    [
        ("有料のサポートです。", "Paid.", ["avoided-word"]),
        ("メールです。", "A Mail came.", ["avoided-word"]),
        ("メールです。", "An email came to the mailbox, by guide:contact/mail or mail-form.", []),
        ("mail です。", "An email came.", []),
    ],
)
def test_words_to_avoid_are_found_in_the_text_of_their_language(ja: str, en: str, found: list[str]):
    assert codes(ja, en, {"有料のサポート": "有償サポート", "mail": "email"}) == found


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("pack.yaml", "見本です。", "提供元です。", "pack.yaml:1"),
        ("pack.yaml", "{ja: 相談, en: People}", "{ja: 提供元, en: People}", "pack.yaml:7"),
        ("faq/billing.yaml", "請求のこと", "提供元のこと", "faq/billing.yaml:1"),
        ("flows/payment.yaml", "支払いのこと", "提供元のこと", "flows/payment.yaml:1"),
        ("flows/contact.yaml", "相談する", "提供元に相談する", "flows/contact.yaml:1"),
        ("channels.yaml", "{ja: 電話,", "{ja: 提供元,", "channels.yaml:3"),
    ],
)
def test_every_text_of_a_pack_is_looked_at(tmp_path, file: str, old: str, new: str, place: str):
    folder = write_pack(tmp_path)
    with (folder / "pack.yaml").open("a", encoding="utf-8") as stream:
        stream.write("avoid: [{word: 提供元, use: AWS}]\n")
    change(folder, file, old, new)
    assert [str(one).split(": ")[0:2] for one in check_pack(read_pack(folder))] == [
        [f"{folder / place.split(':')[0]}:{place.split(':')[1]}", "avoided-word"]
    ]
