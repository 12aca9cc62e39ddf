"""Who is a reader: people, in whichever browser or app, and no program that only fetches pages."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from insights.models import Comment, EntryCount
from tests.factories import create_entry, published_flow
from tests.insights.numbers import entry_counts, search_counts, step_counts

pytestmark = pytest.mark.django_db

ENTRY = "/ja/faq/entry/card/"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-S921Q Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko)"

READERS = [
    "",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/130.0.0.0",
    f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROME} Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko/20100101 Firefox/132.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
    "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
    "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; Trident/6.0)",
    "Mozilla/5.0 (compatible; Konqueror/4.14; Linux) KHTML/4.14.9 (like Gecko)",
    f"{IPHONE} Version/17.6 Mobile/15E148 Safari/604.1",
    f"{IPHONE} CriOS/130.0.6723.90 Mobile/15E148 Safari/604.1",
    f"{IPHONE} GSA/340.3.694522600 Mobile/15E148 Safari/604.1",
    f"{IPHONE} Mobile/15E148 Safari Line/14.15.0",
    f"{IPHONE} Mobile/15E148 YJApp-IOS jp.co.yahoo.ipn.appli/4.118.0",
    f"{IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/485.0.0.37.109;FBBV/655217163;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;"
    "FBSV/17.6;FBSS/3;FBCR/;FBID/phone;FBLC/ja_JP;FBOP/80]",
    f"{IPHONE} Mobile/15E148 Instagram 350.1.0.26.93 (iPhone14,5; iOS 17_6; ja_JP; ja; scale=3.00; 1170x2532; 644865768)",
    f"{IPHONE} Mobile/15E148 Twitter for iPhone/10.63",
    f"{IPHONE} Mobile/15E148 [LinkedInApp]/9.29.8962",
    f"{IPHONE} Mobile/15E148 [Pinterest/iOS]",
    f"{IPHONE} Mobile/15E148 MicroMessenger/8.0.50(0x18003237) NetType/WIFI Language/ja",
    f"{IPHONE} Version/17.6 Mobile/15E148 Safari/604.1 Ddg/17.6",
    f"{ANDROID} Version/4.0 Chrome/130.0.6723.86 Mobile Safari/537.36 Line/14.17.1/IAB",
    f"{ANDROID} Version/4.0 Chrome/130.0.6723.86 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/486.0.0.66.70;]",
    f"{ANDROID} Version/4.0 Chrome/130.0.6723.86 Mobile Safari/537.36 KAKAOTALK/10.9.0 (INAPP)",
    f"Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-A546D) {CHROME} SamsungBrowser/26.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Mobile Safari/537.36",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Electron/33.0.2 Safari/537.36 Slack_SSB/4.41.97",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Teams/1.6.00.4472"
    " Chrome/102.0.5005.167 Electron/19.1.8 Safari/537.36",
    "Opera/9.80 (Android; Opera Mini/80.0.2254/191.303; U; ja) Presto/2.12.423 Version/12.16",
    "Lynx/2.9.2 libwww-FM/2.14 SSL-MM/1.4.1 OpenSSL/3.3.2",
    "w3m/0.5.3+git20230121",
    # Somebody tries the site out: what is counted must be seen to be.
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0.0.0 Safari/537.36",
]

PROGRAMS = [
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    f"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) {CHROME}",
    "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)",
    "Mozilla/5.0 (compatible; Yeti/1.1; +https://naver.me/spd)",
    "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_10_1) AppleWebKit/600.2.5 (KHTML, like Gecko) Version/8.0.2"
    " Safari/600.2.5 (Applebot/0.1)",
    "Mozilla/5.0 (Windows NT 6.1; rv:6.0) Gecko/20110814 Firefox/6.0 Google (+https://developers.google.com/+/web/snippet/)",
    "Mozilla/5.0 (Windows; U; Windows NT 5.1; zh-CN; rv:1.8.0.11) Gecko/20070312 Firefox/1.5.0.11; 360Spider",
    "Y!J-BRW/1.0 (https://www.yahoo-help.jp/app/answers/detail/p/595/a_id/42716/~/crawler)",
    "ia_archiver (+http://www.alexa.com/site/help/webmasters; crawler@alexa.com)",
    "Mozilla/5.0 (Linux; Android 7.0; SM-G930V) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36"
    " (compatible; Google-Read-Aloud; +https://support.google.com/webmasters/answer/1061943)",
    "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
    "Mozilla/5.0 (Linux; Android 11; moto g power (2022)) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0"
    " Mobile Safari/537.36 Chrome-Lighthouse",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "facebookexternalhit/1.1;line-poker/1.0",
    "meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1"
    " Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
    "Twitterbot/1.0",
    "WhatsApp/2.24.20.89 A",
    "TelegramBot (like TwitterBot)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Slack-ImgProxy (+https://api.slack.com/robots)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 BingPreview/1.0b",
    "Mozilla/5.0 (compatible; MicrosoftPreview/2.0; +https://aka.ms/MicrosoftPreview)",
    "Mozilla/4.0 (compatible; ms-office; MSOffice 16)",
    "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Win64; x64; Trident/7.0; ms-office; MSOffice 16)",
    "http.rb/5.1.1 (Mastodon/4.2.10; +https://mastodon.example/)",
    "Mastodon/4.3.1 (http.rb/5.2.0; +https://mastodon.example/)",
    "Misskey/2024.10.1 (https://misskey.example)",
    "Mozilla/5.0 (compatible; SummalyBot/5.1.0)",
    "Bluesky Cardyb/1.1; +mailto:support@bsky.app",
    "Hatena::Russia::Crawler/0.01",
    "HatenaBookmark/4.0 (Hatena::Bookmark; Analyzer)",
    "Hatena-Favicon/2 (http://www.hatena.ne.jp/faq/)",
    "Iframely/1.3.1 (+https://iframely.com/docs/about)",
    "Embedly/0.2 (snap)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Claude-User/1.0; +Claude-User@anthropic.com)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Perplexity-User/1.0; +https://perplexity.ai/perplexity-user)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
    "Mozilla/5.0 (Windows NT; Windows NT 10.0; ja-JP) WindowsPowerShell/5.1.19041.4894",
    "Mozilla/5.0 (linux) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/22.1.0",
    "Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1 Safari/538.1",
    f"Mozilla/5.0 (X11; Linux x86_64) {CHROME} Safari/537.36 PTST/241112.1537",
    f"Mozilla/5.0 (X11; Linux x86_64) {CHROME} Safari/537.36 DatadogSynthetics",
    "curl/8.10.1",
    "Wget/1.24.5",
    "Scrapy/2.11.2 (+https://scrapy.org)",
    "python-requests/2.32.3",
    "Python-urllib/3.12",
    "Go-http-client/2.0",
    "okhttp/4.12.0",
    "Java/17.0.12",
    "axios/1.7.7",
    "Apache-HttpClient/4.5.14 (Java/17.0.12)",
]


@pytest.fixture(autouse=True)
def _site() -> None:
    create_entry("card")


def counted(client: Client, names: list[str]) -> list[str]:
    """Those of the names under which a page that is looked at counts."""
    return [name for name in names if look(client, {"user-agent": name})]


def look(client: Client, headers: dict[str, str]) -> bool:
    """Whether it counts to look at an entry."""
    assert client.get(ENTRY, headers=headers).status_code == 200
    found = bool(entry_counts())
    EntryCount.objects.all().delete()
    return found


def test_people_are_readers_in_whichever_browser_or_app(client: Client) -> None:
    assert counted(client, READERS) == READERS


def test_programs_that_fetch_pages_are_no_readers(client: Client) -> None:
    assert counted(client, PROGRAMS) == []


def test_a_page_that_a_browser_fetches_ahead_has_not_been_read(client: Client) -> None:
    ahead = (
        ("sec-purpose", "prefetch"),
        ("purpose", "prefetch"),
        ("x-purpose", "preview"),
        ("x-moz", "prefetch"),
    )
    assert [header for header, value in ahead if look(client, {header: value})] == []


def test_of_a_very_long_name_the_first_400_characters_are_looked_at(client: Client) -> None:
    browser = READERS[1]
    told, not_told = (f"{browser} ".ljust(length - 3, "x") + "bot" for length in (400, 401))
    assert counted(client, [told, not_told, f"{browser} {'x' * 100_000}"]) == [
        not_told,
        f"{browser} {'x' * 100_000}",
    ]


def test_every_count_has_the_same_readers(client: Client) -> None:
    cache.clear()
    published_flow("q1: yes=a1 no=a1\na1", flow="guide")
    answer = "/ja/guides/guide/a1/?q1=yes"
    code = client.get(answer).content.decode().partition("/contact/?way=")[2].partition('"')[0]
    step_counts()
    for name, readers in (
        (READERS[1], 1),
        (PROGRAMS[0], 0),
        ("WhatsApp/2.24.20.89 A", 0),
        ("curl/8.10.1", 0),
    ):
        before = [step_counts(), entry_counts(), search_counts(), Comment.objects.count()]
        asked = Client(headers={"user-agent": name})
        asked.get(answer)
        asked.get(ENTRY)
        asked.get("/ja/search/", {"q": "請求"})
        asked.get("/ja/contact/", headers={"referer": f"http://testserver{answer}"})
        asked.get(f"/h/{code}")
        asked.post("/ja/feedback/", {"about": "guide/a1", "vote": "yes"})
        asked.post("/ja/feedback/", {"about": "card", "comment": "図がほしい"})
        after = [step_counts(), entry_counts(), search_counts(), Comment.objects.count()]
        assert [was != now for was, now in zip(before, after, strict=True)] == [bool(readers)] * 4, name
    assert {"seen guide/a1", "asked guide/a1", "handed-off guide/a1", "yes guide/a1"} <= set(step_counts())


def test_the_other_language_of_a_page_is_no_second_look(client: Client) -> None:
    from_japanese = {"referer": f"http://testserver{ENTRY}"}
    client.get(ENTRY)
    client.get("/en/faq/entry/card/", headers=from_japanese)
    client.get("/ja/search/", {"q": "請求"})
    client.get("/en/search/", {"q": "請求"}, headers={"referer": "http://testserver/ja/search/?q=x"})
    client.get("/ja/search/", {"q": "返金"}, headers={"referer": "http://testserver/ja/search/?q=x"})
    assert entry_counts() == {"seen card": 1}
    assert {text for text, _ in search_counts()} == {"請求", "返金"}
    assert sum(search_counts().values()) == 2


@pytest.mark.parametrize("referrer", ["http://[broken", "nonsense", "", "http://testserver"])
def test_a_referrer_that_is_no_address_breaks_no_page(client: Client, referrer: str) -> None:
    for path in (ENTRY, "/ja/contact/", "/ja/search/?q=x"):
        assert client.get(path, headers={"referer": referrer}).status_code == 200
