"""The YAML of a guide: read strictly, written so that it reads the same."""

import pytest
from hypothesis import given, settings

from ground.documents import Source, parse_document, write_document
from ground.text import Text
from tests.factories import read_yaml
from tests.strategies import guides
from wizard.graph import Choice, Graph, Step, Target
from wizard.interchange import read_flow, write_flow
from wizard.problems import Where

WHOLE = """\
format: 1
flow: payment-failed
title: {ja: 支払い, en: Payment}
summary: {ja: 要約, en: Summary}
aliases: [old-name, older-name]
start: how
steps:
  how:
    title: {ja: 方法は?, en: How?}
    body:
      ja: |
        一行目
        二行目
      en: One line
    entries: [payment-methods]
    choices:
      - choice: card
        label: {ja: カード, en: Card}
        hint: {ja: ヒント, en: A hint}
        next: re-enter
        aliases: [credit-card]
      - {choice: unsure, label: {ja: 不明, en: Not sure}, next: {flow: who-to-contact}}
      - {choice: other, label: {ja: 他, en: Other}, next: {flow: who-to-contact, step: people}}
  re-enter:
    title: {ja: 入れ直す, en: Re-enter}
    tried: {ja: 入れ直した, en: Re-entered}
    helper: activation-recheck
    wait: {ja: 数分, en: Minutes}
    deadline: {ja: 月末, en: End of month}
    caution: {ja: 二度払わない, en: Do not pay twice}
    choices:
      - {choice: solved, label: {ja: 解決, en: Solved}, next: done}
  done:
    title: {ja: 完了, en: Done}
    outcome: solved
    related: [billing-dates]
    channels: [account-and-billing]
    aliases: [finished]
    editor_note: never shown
"""


def test_every_key_of_the_design_is_read() -> None:
    graph, complaints = read_yaml(WHOLE)
    assert complaints == []
    assert graph == Graph(
        flow="payment-failed",
        title=Text("支払い", "Payment"),
        summary=Text("要約", "Summary"),
        start="how",
        aliases=("old-name", "older-name"),
        steps=(
            Step(
                "how",
                title=Text("方法は?", "How?"),
                body=Text("一行目\n二行目", "One line"),
                entries=("payment-methods",),
                choices=(
                    Choice(
                        "card",
                        Text("カード", "Card"),
                        Text("ヒント", "A hint"),
                        Target("re-enter"),
                        ("credit-card",),
                    ),
                    Choice("unsure", Text("不明", "Not sure"), next=Target(flow="who-to-contact")),
                    Choice("other", Text("他", "Other"), next=Target("people", "who-to-contact")),
                ),
            ),
            Step(
                "re-enter",
                title=Text("入れ直す", "Re-enter"),
                tried=Text("入れ直した", "Re-entered"),
                helper="activation-recheck",
                wait=Text("数分", "Minutes"),
                deadline=Text("月末", "End of month"),
                caution=Text("二度払わない", "Do not pay twice"),
                choices=(Choice("solved", Text("解決", "Solved"), next=Target("done")),),
            ),
            Step(
                "done",
                title=Text("完了", "Done"),
                outcome="solved",
                related=("billing-dates",),
                channels=("account-and-billing",),
                aliases=("finished",),
                editor_note="never shown",
            ),
        ),
    )


def test_words_that_yaml_takes_for_something_else_stay_words() -> None:
    graph, complaints = read_yaml(
        "format: 1\nflow: 0123\ntitle: {ja: yes, en: no}\nstart: yes\nsteps:\n"
        "  yes:\n    title: {ja: 12:30, en: ~}\n    choices:\n"
        "      - {choice: no, label: {ja: on, en: 1.50}, next: 0123}\n  0123: {title: {ja: null, en: 0x1F}}\n"
    )
    assert complaints == []
    assert graph is not None
    assert (graph.flow, graph.start, graph.title) == ("0123", "yes", Text("yes", "no"))
    assert [step.slug for step in graph.steps] == ["yes", "0123"]
    assert [step.title for step in graph.steps] == [Text("12:30", "~"), Text("null", "0x1F")]
    assert graph.steps[0].choices == (Choice("no", Text("on", "1.50"), next=Target("0123")),)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("format: 1\n", "", "1: missing-key"),
        ("format: 1", "format: 2", "1: format"),
        ("flow: payment-failed", "flow: Payment failed", "2: slug"),
        ("flow: payment-failed", "flow: [payment-failed]", "2: type"),
        ("title: {ja: 支払い, en: Payment}\n", "", "1: missing-key"),
        ("title: {ja: 支払い, en: Payment}", "title: Payment", "3: type"),
        ("summary:", "sumary:", "4: unknown-key"),
        ("start: how", "start: How", "6: slug"),
        ("start: how\n", "", "1: missing-key"),
        ("    title: {ja: 方法は?, en: How?}\n", "", "8: missing-key"),
        ("{ja: 方法は?, en: How?}", "{ja: 方法は?, de: Wie?}", "9: unknown-key"),
        ("    body:", "    bodi:", "10: unknown-key"),
        ("entries: [payment-methods]", "entries: payment-methods", "15: type"),
        ("entries: [payment-methods]", "entries: [payment-methods, payment-methods]", "15: duplicate"),
        ("entries: [payment-methods]", "entries: [Payment methods]", "15: slug"),
        ("- choice: card\n        label", "- label", "17: missing-key"),
        ("        label: {ja: カード, en: Card}\n", "", "17: missing-key"),
        ("        next: re-enter\n", "", "17: missing-key"),
        ("next: re-enter", "next: Re-enter", "20: slug"),
        ("next: re-enter", "next: [re-enter]", "20: type"),
        ("{flow: who-to-contact}", "{step: people}", "22: missing-key"),
        ("{flow: who-to-contact}", "{flow: who-to-contact, stp: people}", "22: unknown-key"),
        ("choice: other", "choice: card", "23: duplicate-slug"),
        ("hint: {ja: ヒント, en: A hint}", "hint: A hint", "19: type"),
        ("  re-enter:\n", "  how:\n", "24: duplicate-key"),
        ("  re-enter:\n", "  Re enter:\n", "24: slug"),
        ("helper: activation-recheck", "helper: Activation", "27: slug"),
        ("outcome: solved", "outcome: perhaps", "35: value"),
        ("editor_note: never shown", "editor_note: {ja: x}", "39: type"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old: str, new: str, complaint: str) -> None:
    assert WHOLE.count(old) >= 1
    assert read_yaml(WHOLE.replace(old, new, 1))[1] == [complaint]


def test_a_guide_without_steps_is_a_complaint() -> None:
    assert read_yaml("format: 1\nflow: x\ntitle: {ja: x, en: x}\nstart: q\nsteps:\n")[1] == ["5: missing-key"]


def test_an_empty_start_or_target_says_that_nothing_was_chosen_yet() -> None:
    graph, complaints = read_yaml(WHOLE.replace("start: how", "start: ''").replace("next: re-enter", "next:"))
    assert complaints == []
    assert graph is not None
    assert graph.start == ""
    assert graph.steps[0].choices[0].next is None


def test_everything_wrong_is_said_at_once() -> None:
    text = WHOLE.replace("summary:", "sumary:").replace("outcome: solved", "outcome: perhaps")
    assert sorted(read_yaml(text)[1]) == ["35: value", "4: unknown-key"]


def test_a_complaint_names_the_step_and_the_key() -> None:
    source = Source("flows/a.yaml")
    document = parse_document(WHOLE.replace("    helper:", "    helpr:").encode(), source)
    assert document is not None
    read_flow(document)
    assert [str(complaint) for complaint in source.complaints] == [
        "flows/a.yaml:27: unknown-key: steps.re-enter: unknown key “helpr”; did you mean “helper”. Correct it or take it out."
    ]


def test_a_place_is_found_on_its_line_or_on_that_of_what_encloses_it() -> None:
    document = parse_document(WHOLE.encode(), Source("a"))
    assert document is not None
    read = read_flow(document)
    assert read.line(Where("payment-failed", "re-enter")) == 24
    assert read.line(Where("payment-failed", "how", "unsure")) == 22
    assert read.line(Where("payment-failed", "how", "gone")) == 8
    assert read.line(Where("payment-failed", "gone")) == 1


@settings(max_examples=40)
@given(guides())
def test_a_guide_survives_its_file_and_the_second_file_is_the_first(graph: Graph) -> None:
    written = write_document(write_flow(graph))
    source = Source("a")
    document = parse_document(written, source)
    assert document is not None
    read = read_flow(document).graph
    assert source.complaints == []
    assert read == graph
    assert write_document(write_flow(read)) == written


def test_the_keys_of_a_file_stand_in_the_order_of_the_design() -> None:
    graph, _ = read_yaml(WHOLE)
    assert graph is not None
    again = write_flow(graph)
    assert list(again) == ["format", "flow", "title", "summary", "aliases", "start", "steps"]
    assert list(again["steps"]["re-enter"]) == [
        "title",
        "tried",
        "helper",
        "wait",
        "deadline",
        "caution",
        "choices",
    ]
