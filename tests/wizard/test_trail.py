"""The query string of a way: written and read back, and never an error."""

import re
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import slugs
from tests.work import calls
from wizard.trail import MAX_ANSWERS, Answer, Place, encode, parse

answers = st.lists(
    st.builds(Answer, st.builds(Place, slugs, slugs), slugs),
    max_size=10,
    unique_by=lambda answer: answer.place,
).map(tuple)
# Pieces of real queries, so that junk often looks almost right.
almost = st.lists(
    st.sampled_from(["q1", "yes", "=", "&", ".", "%", "+", "A", "あ", " ", "\n", ";", "?", "-"])
).map("".join)


def q(step: str, choice: str = "yes", flow: str = "guide") -> Answer:
    return Answer(Place(flow, step), choice)


def test_answers_of_this_guide_are_named_by_their_step() -> None:
    assert encode([q("q1"), q("q2", "no")], "guide") == "q1=yes&q2=no"


def test_answers_of_another_guide_are_named_by_guide_and_step() -> None:
    assert encode([q("q1", flow="other"), q("q1")], "guide") == "other.q1=yes&q1=yes"
    assert parse("other.q1=yes&q1=no", "guide") == (q("q1", flow="other"), q("q1", "no"))


def test_the_order_is_that_of_answering() -> None:
    assert parse("b=x&a=y", "guide") == (q("b", "x"), q("a", "y"))


def test_of_a_repeated_key_the_first_counts() -> None:
    assert parse("q1=yes&q2=x&q1=no", "guide") == (q("q1"), q("q2", "x"))
    assert parse("guide.q1=yes&q1=no", "guide") == (q("q1"),)


def test_what_is_not_shaped_like_an_answer_is_passed_over() -> None:
    junk = "utm_source=mail&q1&=x&a.b.c=d&あ=x&&" + "a" * 81 + "=x"
    assert parse(junk, "guide") == ()
    assert parse(f"{junk}&q1=yes", "guide") == (q("q1"),)


def test_an_answer_that_cannot_be_read_is_kept_as_one_that_no_step_knows() -> None:
    for query in ("q1=", "q1=。", "q1=" + "a" * 81):
        assert parse(query, "guide") == (q("q1", ""),)


def test_at_most_sixty_answers_are_read() -> None:
    query = "&".join(f"q{number}=yes" for number in range(100))
    assert [answer.place.step for answer in parse(query, "guide")] == [f"q{number}" for number in range(60)]
    assert MAX_ANSWERS == 60


def test_junk_does_not_count_among_the_sixty() -> None:
    query = "&".join(f"q{number}=yes&q0=no&junk" for number in range(60))
    assert len(parse(query, "guide")) == 60


@given(answers, slugs)
def test_what_is_written_is_read_back(given_answers: tuple[Answer, ...], flow: str) -> None:
    assert parse(encode(given_answers, flow), flow) == given_answers


@given(answers, slugs)
def test_a_query_holds_slugs_and_nothing_else(given_answers: tuple[Answer, ...], flow: str) -> None:
    assert re.fullmatch(r"[a-z0-9.=&-]*", encode(given_answers, flow))


@given(st.one_of(st.text(), almost), slugs)
def test_no_query_is_an_error_and_reading_it_again_changes_nothing(query: str, flow: str) -> None:
    found = parse(query, flow)
    assert len({answer.place for answer in found}) == len(found)
    assert parse(encode(found, flow), flow) == found


@given(answers, st.lists(st.sampled_from(["x", "=y", "あ=b", "utm_x=1"]), max_size=5), st.randoms())
def test_junk_anywhere_in_a_query_changes_nothing(given_answers, junk, random) -> None:
    parts = encode(given_answers, "guide").split("&")
    for word in junk:
        parts.insert(random.randint(0, len(parts)), word)
    assert parse("&".join(parts), "guide") == given_answers


# What happens to a query on its way, and can be undone whatever the slugs are.
HAPPENINGS = {
    "stuck behind it": lambda query: query + "。」を開いて",
    "a bracket, escaped": lambda query: query + quote("）"),
    "entities": lambda query: query.replace("&", "&amp;"),
    "entities of entities": lambda query: query.replace("&", "&amp;amp;"),
    "a name of an entity taken for it": lambda query: query.replace("&not", "¬").replace("&copy", "©"),
    "escaped": lambda query: quote(query, safe=""),
    "escaped twice": lambda query: quote(quote(query, safe=""), safe=""),
    "quoted-printable": lambda query: query.replace("=", "=3D"),
    "capitals": str.upper,
    "wide": lambda query: "".join(chr(ord(sign) + 0xFEE0) for sign in query),
    "as a server hands it on": lambda query: (query + "。").encode().decode("latin-1"),
    "long hyphens": lambda query: query.replace("-", "–"),
    "broken lines": lambda query: query.replace("&", "&\r\n"),
    "nothing to see": lambda query: query.replace("=", "\u200b="),
    "semicolons": lambda query: query.replace("&", ";"),
    "a second question mark": lambda query: query.replace("&", "?"),
    "blanks": lambda query: query.replace("&", " & "),
}


@given(answers, st.sampled_from(list(HAPPENINGS)))
def test_what_happened_to_a_query_is_undone(given_answers: tuple[Answer, ...], happening: str) -> None:
    assert parse(HAPPENINGS[happening](encode(given_answers, "guide")), "guide") == given_answers


@given(answers, st.integers(0, 200))
def test_a_query_that_was_cut_keeps_what_stands_before_the_cut(
    given_answers: tuple[Answer, ...], at: int
) -> None:
    query = encode(given_answers, "guide")
    whole = query[:at].rpartition("&")[0] if at < len(query) else query
    found = parse(query[:at], "guide")
    assert found[: len(parse(whole, "guide"))] == parse(whole, "guide")
    assert len(found) <= len(given_answers)


def test_an_endless_escape_is_no_more_work_than_as_long_a_text() -> None:
    endless, text = (f"q1=%{sign}{'25' * 9_000}" for sign in ("25", "。"))
    assert parse(endless, "guide") == (q("q1", ""),)
    assert calls(lambda: parse(endless, "guide")) < 1.1 * calls(lambda: parse(text, "guide"))
