"""Nothing an editor writes is lost in silence: it is shown, or a problem names it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq.links import is_well_formed
from faq.markdown import faults_of, links_of, render, render_inline
from ground.markup import FAULTS, plain_faults


def found(text: str) -> list[tuple[str, str]]:
    """The faults of a Markdown text, each with what it is about."""
    return [(fault.code, fault.shown) for fault in faults_of(text)]


@pytest.mark.parametrize(
    ("text", "code", "piece"),
    [
        ("![画面の図](https://example.com/a.png)", "image", "画面の図"),
        ("手順は ![](a.png) のとおりです。", "image", "a.png"),
        ("[![図](a.png)](https://example.com)", "image", "図"),
        ("くわしくは [](https://example.com/x) へ。", "link-without-text", "https://example.com/x"),
        ("[ &nbsp; ](entry:dates)", "link-without-text", "entry:dates"),
        ('[窓口](contact: "平日だけです")', "link-title", "平日だけです"),
        ("本文です。\n\n[注意]: 必ず確認します", "lost-line", "[注意]: 必ず確認します"),
        ("[a][1]\n\n[1]: https://a.example\n[1]: https://b.example", "lost-line", "[1]: https://b.example"),
        ("本文です。\n\n[^1]: 脚注です", "lost-line", "[^1]: 脚注です"),
        ("| a | b |\n|---|---|\n| 1 | 2 | 三つ目 |", "lost-cell", "三つ目"),
        ("> | a |\n> |---|\n> | 1 | 二 |", "lost-cell", "二"),
        ("```手順です\nls\n```", "lost-code", "手順です"),
        ("1. 一\n2. 二\n4. 四", "list-number", "1, 2, 4"),
        ("2020. 開始\n2022. 終了", "list-number", "2020, 2022"),
        (">" * 25 + " 奥", "too-nested", ""),
        ("<details>\n<summary>詳細</summary>\n中身です\n</details>", "html", "<details>"),
        ("中身<!-- 社内メモ -->です", "html", "<!-- 社内メモ -->"),
        ("<b>太字</b>です", "html", "<b>"),
        ("&nbsp;", "shows-nothing", ""),
        ("#", "shows-nothing", ""),
        ("---", "shows-nothing", ""),
        ("```\n\n```", "shows-nothing", ""),
        ("\u200b", "shows-nothing", ""),
    ],
)
def test_what_is_not_shown_or_not_as_it_is_meant_is_named(text: str, code: str, piece: str) -> None:
    assert (code, piece) in found(text)
    assert {code for code, _ in found(text)} == {code}


@pytest.mark.parametrize(
    "text",
    [
        "AT&T で 5 * 3 < 20、snake_case、#1、C:\\Users、a_b_c、~~古い~~、[OK] (左)",
        "Press <Enter>, then type <your-name>. 1 < 2 > 0",
        "`<br>` と `<details>` は [x](y) のように ```<b>``` と書きます。",
        "\\<b> &lt;b&gt; &copy; &amp;",
        "```bash\nls <b>\n```",
        "1. 一\n1. 二\n1. 三",
        "3) 三\n4) 四\n\n- 点\n  1. 内\n  2. 外",
        "| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | |\n| x \\| y | z |",
        "[a][1] と [b]\n\n[1]: https://a.example\n[b]: contact:",
        "# 見出し\n\n> 引用\n\n一<br>二  \n三\n\n---\n\n<https://example.com>",
        "2021年。In 2021. Then.",
        "!",
        "",
    ],
)
def test_what_is_shown_as_it_is_meant_is_no_problem(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "piece"),
    [("一つ目。\n\n二つ目。", "二つ目。"), ("- 一\n- 二", "- 一"), ("# 題", "# 題"), ("[1]: x", "[1]: x")],
)
def test_a_text_that_is_shown_as_one_paragraph_may_hold_no_more(text: str, piece: str) -> None:
    assert [(fault.code, fault.shown) for fault in faults_of(text, line=True)] == [("one-paragraph", piece)]
    assert faults_of("**数分**\nで [終わり](contact:) ます。", line=True) == ()


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("**重要** 確かめる", "**重要**"),
        ("`klist purge` を実行した", "`klist purge`"),
        ("[窓口](contact:) へ", "[窓口](contact:)"),
        ("![図](a.png)", "![図](a.png)"),
        ("# 手順", "# 手順"),
        ("一<br>二", "<br>"),
        ("<details open>", "<details open>"),
        ("100&nbsp;円", "&nbsp;"),
        ("R&#38;D", "&#38;"),
    ],
)
def test_marks_in_a_plain_text_are_named(text: str, piece: str) -> None:
    assert [(fault.code, fault.shown) for fault in plain_faults(text)][:1] == [("plain-text", piece)]


@pytest.mark.parametrize(
    "text",
    ["5 * 3 * 2", "2 ** 3 ** 4", "snake_case_name", "a < b > c", "AT&T", "R&D;", "#1 の質問", "C#", "<your-name>",
     "種類*", "[OK] (左)", "[x](必須)", "&unknown;", "e^x", "~~"],
)  # fmt: skip
def test_what_only_looks_like_marks_is_not(text: str) -> None:
    assert list(plain_faults(text)) == []


def test_a_tag_and_its_end_are_one_slip() -> None:
    text = "<B>一</B> と <b>二</b>、<i class=x>三</i>"
    assert found(text) == [("html", "<B>"), ("html", "<i class=x>")]
    assert [fault.shown for fault in plain_faults(text)] == ["<B>", "<i class=x>"]


def test_a_line_break_in_a_line_is_named_and_fine_where_it_is_shown() -> None:
    assert [(fault.code, fault.piece) for fault in plain_faults("一行目\n二行目")] == [
        ("line-break", "一行目")
    ]
    assert list(plain_faults("一行目\n二行目", lines=True)) == []


def test_advice_is_given_where_nothing_is_lost() -> None:
    lost = {fault.code for text in ("![a](b)", "[](b)", "[a]: b") for fault in faults_of(text)}
    assert all(fault.severity == "error" for text in ("![a](b)", "[](b)") for fault in faults_of(text))
    assert lost == {"image", "link-without-text", "lost-line"}
    assert [fault.severity for fault in faults_of("<b>")] == ["warning"]
    assert set(lost) < set(FAULTS)


class Words(HTMLParser):
    """What a text says, addresses too."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said = ""
        self.feed(html)
        self.close()
        self.said = unquote(self.said)

    def handle_starttag(self, _tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.said += " ".join(value or "" for _, value in attributes)

    def handle_data(self, data: str) -> None:
        self.said += data


MARKS = [
    *"*_`[]()<>#-+|!&;=\\\"':。 \n", "**", "``", "```", "~~~", "](", "](https://example.com ", "]: ", "][", "[1]", "![",
    "<b>", "</b>", "<br>", "<!--", "-->", "## ", "1. ", "3) ", "\n\n", "  \n", "\n    ", "\n\t", "&amp;", "&nbsp;",
    "===", "---", "> ", ">>>>>>>>>>>>", "- - - - ", "\n| a | b |\n|---|---|\n|", "https://", "mailto:", "~~", "$",
]  # fmt: skip


@st.composite
def mixtures(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A text of words and marks in any order, with its words; none of them is twice."""
    parts: list[str] = []
    words: list[str] = []
    for part in draw(st.lists(st.sampled_from([*MARKS, *("é", "語") * len(MARKS)]), max_size=24)):
        if part in {"é", "語"}:
            words.append(f"{part}{len(words)}{part}")
        parts.append(words[-1] if part in {"é", "語"} else part)
    return "".join(parts), words


@settings(max_examples=300, deadline=None)
@given(mixtures(), st.sampled_from(["ja", "en"]), st.booleans())
def test_every_word_is_shown_or_a_problem_says_otherwise(
    written: tuple[str, list[str]], language: str, line: bool
) -> None:
    text, words = written
    said = Words((render_inline if line else render)(text, language)).said
    labels = "".join(
        re.findall(r"\[([^\]]*)\]:", text)
    )  # of a link that is written elsewhere: no words for readers
    lost = [word for word in words if word not in said and word not in labels]
    assert not lost or faults_of(text, line=line) or not all(map(is_well_formed, links_of(text)))
