"""How a query is understood: kana, widths, synonyms, messages, guides, and when to say nothing fits."""

from __future__ import annotations

import pytest

from search.finding import find
from search.showing import Shown, show

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]


def shown(query: str, language: str = "ja") -> Shown:
    """The result page of `query`."""
    return show(find(query, language), language)


def first(query: str, language: str = "ja") -> str:
    """The slug of the first result."""
    return shown(query, language).results[0].url.rstrip("/").rpartition("/")[2]


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("むりょうわく", "what-is-free-tier"),
        ("ムリョウワク", "what-is-free-tier"),
        ("れしーと", "receipts"),
        ("かわせれーと", "exchange-rate-timing"),
        ("円ではらいたい", "pay-in-japanese-yen"),
        ("けいやくをやめたい", "close-account"),
        ("おかねがひかれてる", "billing-dates"),
        ("にほんごではなしたい", "japanese-contact-points"),
        ("アカウントサクジョ", "close-account"),
        ("引き落とされるのはいつ", "billing-dates"),
        ("クレカ無し", "use-without-credit-card"),
        ("りょうしゅうしょ", "receipts"),
        ("ＭＦＡ　紛失", "lost-or-broken-mfa"),
        ("キャンセル リザーブドインスタンス", "cancel-ri"),
        ("リザーブドインスタンス キャンセル", "cancel-ri"),
        ("退会", "close-account"),
        ("クレカ 変更", "check-card-details"),
        ("両替 いつ", "exchange-rate-timing"),
    ],
)
def test_people_type_as_they_please(query: str, slug: str) -> None:
    assert first(query) == slug


@pytest.mark.parametrize(
    ("message", "slug"),
    [
        ("Your AWS Free Tier Period is Expiring", "free-tier-eligibility"),
        ("【重要】Your AWS Free Tier Period is Expiring (2026-12)", "free-tier-eligibility"),
        ("Your AWS Free Tier Per", "free-tier-eligibility"),
        ("under monthly", "free-tier-on-bill"),
        ("hly free tier", "free-tier-on-bill"),
        ("AWS リソースへのアクセスリクエストが", "access-request-validated-email"),
        ("Amazon Web Services Invoice Available [Invoice ID: 12345678]", "card-charge-unknown-account"),
        ("請求書に対して免除された支払 -0.03 USD", "charge-waived"),
    ],
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_pasted_message_finds_its_entry_first_and_marked(message: str, slug: str, language: str) -> None:
    result = shown(message, language).results[0]
    assert result.url == f"/{language}/faq/entry/{slug}/"
    assert result.is_message


def test_words_that_are_part_of_a_title_are_no_half_message() -> None:
    result = shown("使用状況レポート").results[0]
    assert result.url.endswith("/what-is-cur/")
    assert not result.is_message


@pytest.mark.parametrize(
    ("query", "url"),
    [
        ("支払いに失敗した", "/ja/guides/payment-failed/"),
        ("サインインできない", "/ja/guides/sign-in-trouble/"),
        ("サービスを使い始められない", "/ja/guides/cannot-start-using/"),
        ("ログインできない", "/ja/guides/sign-in-trouble/"),
        ("電話がかかってこない", "/ja/guides/phone-verification/"),
        ("解約したい", "/ja/guides/close-or-reopen/"),
    ],
)
def test_a_trouble_a_guide_solves_offers_the_guide_above_the_answers(query: str, url: str) -> None:
    page = shown(query)
    assert url in [guide.url for guide in page.guides]
    assert page.results
    assert url not in [result.url for result in page.results]


@pytest.mark.parametrize(
    "query",
    [
        "天気",
        "ラーメン",
        "新幹線 予約",
        "xyzzyplugh",
        "こんにちは",
        "ありがとう",
        "iPhone 修理",
        "映画 チケット 払い戻し",
        "😀😀",
        "?!",
        "の は が",
    ],
)
def test_what_is_about_something_else_finds_nothing(query: str) -> None:
    page = shown(query)
    assert (page.guides, page.results) == ((), ())


def test_near_misses_stand_apart_as_close_questions() -> None:
    page = shown("水族館の領収書")
    assert page.results == ()
    assert 1 <= len(page.close) <= 3
    assert "/ja/faq/entry/receipts/" in [result.url for result in page.close]


def test_a_slip_of_kana_conversion_finds_what_sounds_alike() -> None:
    assert first("傷害") == "service-outage-check"


@pytest.mark.parametrize(
    "query",
    [
        "解約" * 5000,
        "\x00解約\x00",
        '"解約" AND (NEAR* OR -x) : {title_terms} ^',
        "解約:* & !('",
        "100% _ \\ ' \" ; --",
        "\u200f\u202e解約\u2066",
        "a" * 10_000,
        "😀解約😀",
        "ﾊﾟ" * 300,
        "ー" * 3000,
        "アブカデブラ" * 300,
        "むりょう" * 300,
        "には" * 140 + "ぬん",
        "restaurant near me",
        "ぁ" * 300,
    ],
)
@pytest.mark.parametrize("partial", [False, True])
def test_no_input_is_an_error(query: str, partial: bool) -> None:
    assert find(query, "ja", partial=partial) is not None
