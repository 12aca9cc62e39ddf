"""One mistyped letter in a long word is forgiven."""

from __future__ import annotations

import random

import pytest

from search.finding import find

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]
WORDS = {
    "ja": [
        "クレジットカード", "パスワード", "リザーブドインスタンス", "マーケットプレイス", "アカウント", "サポートプラン",
        "アクセスキー", "メールアドレス", "ダウンロード", "キャンセル", "デビットカード", "タイムゾーン", "インボイス",
        "サインイン", "ログイン", "コストエクスプローラー", "オンデマンド", "データセンター",
    ],
    "en": [
        "invoice", "receipt", "password", "marketplace", "reserved", "support", "billing", "account", "estimate",
        "outage", "refund", "payment", "currency", "address", "upgrade", "consolidated", "address", "explorer",
    ],
}  # fmt: skip
LETTERS = {"ja": "アイウエオカキクケコサシスセソタチツテトラリルレロンー", "en": "abcdefghijklmnopqrstuvwxyz"}


def mistyped(word: str, language: str, chance: random.Random) -> str:
    """`word` with a letter left out, doubled, changed, or swapped with the next one."""
    place = chance.randrange(len(word))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    return chance.choice(
        [
            before + after,
            before + letter + letter + after,
            before + chance.choice(LETTERS[language]) + after,
            before + after[:1] + letter + after[1:],
        ]
    )


@pytest.mark.parametrize("language", ["ja", "en"])
def test_most_mistyped_words_find_what_the_word_itself_finds(language: str) -> None:
    chance = random.Random(5)  # noqa: S311 - the same slips every time
    tried = recovered = 0
    for word in WORDS[language]:
        right = [ranked.document.slug for ranked in find(word, language).fitting[:3]]
        for _ in range(6 if right else 0):
            slip = mistyped(word, language, chance)
            if slip != word:
                tried += 1
                found = find(slip, language).fitting[:3]
                recovered += bool(found) and found[0].document.slug in right
    assert tried > 80
    assert recovered / tried >= 0.7


def test_the_page_says_what_was_meant_and_offers_the_literal_search() -> None:
    found = find("クレジットカド", "ja")
    assert found.query.repaired == "クレジットカード"
    assert found.fitting
    assert find("クレジットカド", "ja", literal=True).query.repaired == ""


@pytest.mark.parametrize("word", ["アカウント", "downgrade", "download", "CSV", "解約", "MFA"])
def test_a_word_that_is_known_is_not_repaired(word: str) -> None:
    assert find(word, "en" if word.islower() else "ja").query.repaired == ""
