"""Markdown: Japanese that comes out as it is meant, and nothing that could run."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.markdown import links_of, render, render_inline


def paragraph(text: str) -> str:
    """What stands inside the one paragraph of `text`."""
    return render(text, "ja").removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("これは**「重要」**です", "これは<strong>「重要」</strong>です"),
        ("これは**重要**です", "これは<strong>重要</strong>です"),
        ("**注意：**必ず", "<strong>注意：</strong>必ず"),
        ("**終わりです。**次に", "<strong>終わりです。</strong>次に"),
        ("料金は**$10**です", "料金は<strong>$10</strong>です"),
        ("まず**(1)**を", "まず<strong>(1)</strong>を"),
        ("これは*「大切」*な", "これは<em>「大切」</em>な"),
        ("***両方***です", "<em><strong>両方</strong></em>です"),
        ("**一つ**と**二つ**", "<strong>一つ</strong>と<strong>二つ</strong>"),
        (
            "**[リンク](contact:)**です",
            '<strong><a href="/ja/contact/" rel="noopener noreferrer">リンク</a></strong>です',
        ),
        (
            "[**リンク**の*先*](contact:)です",
            '<a href="/ja/contact/" rel="noopener noreferrer"><strong>リンク</strong>の<em>先</em></a>です',
        ),
    ],
)
def test_emphasis_works_between_japanese_characters(text: str, html: str) -> None:
    assert paragraph(text) == html


@pytest.mark.parametrize("text", ["2 ** 3 ** 4", "a * b * c", "価格 ** と ** 税", "snake_case_name", "2*3"])
def test_what_is_no_emphasis_stays_as_it_is(text: str) -> None:
    assert paragraph(text) == text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("日本語の\n文です。", "日本語の文です。"),
        ("**重要**\nです", "<strong>重要</strong>です"),
        ("これは\n**重要**です", "これは<strong>重要</strong>です"),
        (
            "これは\n[窓口](contact:)\nです",
            'これは<a href="/ja/contact/" rel="noopener noreferrer">窓口</a>です',
        ),
        ("two\nwords", "two\nwords"),
        ("EC2\nの料金", "EC2\nの料金"),
        ("料金は\nUSD", "料金は\nUSD"),
        ("料金は\n円", "料金は円"),
        ("円\nで\n払う", "円で払う"),
        ("a\nb", "a\nb"),
    ],
)
def test_a_line_break_between_japanese_characters_is_no_space(text: str, html: str) -> None:
    assert paragraph(text) == html


@pytest.mark.parametrize("show", [render, render_inline])
def test_japanese_code_on_an_english_page_is_marked_as_japanese(show) -> None:
    assert '<code lang="ja">請求書 &amp; CSV</code>' in show("It says `請求書 & CSV`.", "en")
    assert "<code>請求書</code>" in show("`請求書` とあります。", "ja")
    assert "<code>under free tier</code>" in show("It says `under free tier`.", "en")


def test_a_hard_break_is_a_break() -> None:
    assert paragraph("一行目  \n二行目") == "一行目<br>\n二行目"


@pytest.mark.parametrize("tag", ["<br>", "<br/>", "<BR />"])
def test_the_tag_of_a_break_is_a_break_where_a_table_has_no_other(tag: str) -> None:
    assert "<td>一<br>二</td>" in render(f"| 項目 |\n|---|\n| 一{tag}二 |", "ja")
    assert render_inline(f"一{tag}二", "ja") == "一<br>二"
    assert paragraph("`<br>` &lt;br&gt; \\<br>") == "<code>&lt;br&gt;</code> &lt;br&gt; &lt;br&gt;"


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("# 一\n\n## 二\n\n### 三", ["h2", "h3", "h4"]),
        ("## 二\n\n### 三", ["h2", "h3"]),
        ("# 一\n\n###### 六", ["h2", "h4"]),
        ("一\n===", ["h2"]),
    ],
)
def test_headings_stand_below_the_heading_of_the_page(text: str, tags: list[str]) -> None:
    assert re.findall(r"<(h\d)>\w", render(text, "ja")) == tags


def test_lists_and_tables_are_rendered() -> None:
    assert render("3. 三\n4. 四", "ja") == '<ol start="3">\n<li>三</li>\n<li>四</li>\n</ol>'
    table = render("| a | b |\n|---|---|\n| 1 | 2 |", "en")
    assert re.findall(r"<t[hd]>(\w)", table) == ["a", "b", "1", "2"]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("guide:payment", "/guides/payment/"),
        ("guide:payment/card", "/guides/payment/card/"),
        ("guide:payment/", "/guides/payment/"),
        ("entry:dates", "/faq/entry/dates/"),
        ("contact:", "/contact/"),
    ],
)
def test_links_inside_the_site_lead_to_pages_in_the_language(language: str, link: str, address: str) -> None:
    assert f'href="/{language}{address}"' in render(f"[x]({link})", language)


@pytest.mark.parametrize(
    "link", ["https://example.com/a?b=1", "http://example.com", "mailto:a@example.com", "tel:+81-3"]
)
def test_links_to_elsewhere_stay(link: str) -> None:
    assert f'href="{link}"' in render(f"[x]({link})", "ja")


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<b onclick=alert(1)>x</b>",
    "<iframe src=https://example.com></iframe>",
    "<style>body{display:none}</style>",
    "<!-- --><svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](%6aavascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](https://example.com/pixel.png)",
    "[x][1]\n\n[1]: javascript:alert(1)",
    '[x](https://example.com "onmouseover=alert(1)")',
    '[x](https://example.com"onmouseover=alert(1))',
    "```html\n<script>alert(1)</script>\n```",
    "`<script>`",
    "<details open ontoggle=alert(1)>",
    "x<script\n>alert(1)</script>",
]
# What a browser takes for a scheme; none at all is an address on this site.
SCHEME = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?")
SCHEMES = {"", "https:", "http:", "mailto:", "tel:", "guide:", "entry:", "contact:"}
PLAIN = {
    "p",
    "br",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "a",
    "code",
    "blockquote",
    "hr",
    "h2",
    "h3",
    "h4",
    "pre",
}
PLAIN |= {"table", "thead", "tbody", "tr", "th", "td"}


class Tags(HTMLParser):
    """The tags of a text as a browser sees them, each with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attributes}))


def is_harmless(html: str) -> bool:
    """Whether all tags are known plain ones, and all attributes harmless ones, addresses of allowed kinds."""
    return all(
        tag in PLAIN
        and set(attributes) <= {"href", "rel", "title", "start", "lang"}
        and attributes.get("lang", "ja") == "ja"
        and attributes.get("start", "1").isdecimal()
        and SCHEME.match(attributes.get("href", "")).group().lower() in SCHEMES  # type: ignore[union-attr]
        for tag, attributes in Tags(html).found
    )


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("show", [render, render_inline])
def test_nothing_an_editor_types_can_run(text: str, show) -> None:
    assert is_harmless(show(text, "ja"))


def test_the_measure_of_harm_sees_harm() -> None:
    harm = ["<script>", "<p onclick=x>", "<a href='JavaScript:x'>", "<img src=x>", "<ol start=x>", "<b\n>"]
    assert not any(is_harmless(html) for html in harm)
    assert is_harmless('<p>x <a href="/ja/">y</a></p>')


marks = st.lists(
    st.sampled_from(
        [*"*_`[]()<>!#-|:/\\\"'&;=\n \tあ漢。A1", "javascript:", "<script", "onload=", "https://"]
    )
).map("".join)


@given(marks)
def test_no_mixture_of_marks_can_run_or_crash(text: str) -> None:
    assert is_harmless(render(text, "ja"))
    assert is_harmless(render_inline(text, "en"))
    links_of(text)


def test_an_empty_text_gives_nothing() -> None:
    assert render("", "ja") == render_inline("", "ja") == ""


def test_one_line_has_no_paragraph_around_it() -> None:
    assert render_inline("**数分**で", "ja") == "<strong>数分</strong>で"


def test_the_links_of_a_text_are_listed_in_order() -> None:
    text = '[a](guide:x/y), <https://example.com>\n\n- [b](entry:z "title")\n\n[c][1]\n\n[1]: contact:'
    assert links_of(text) == ["guide:x/y", "https://example.com", "entry:z", "contact:"]


def test_a_link_that_never_closes_is_listed_as_such() -> None:
    assert links_of("[a](https://example.com and on") == ["[a](https://example.com …"]


def test_code_holds_no_links() -> None:
    assert links_of("`[a](b)`\n\n    [c](d)") == []
