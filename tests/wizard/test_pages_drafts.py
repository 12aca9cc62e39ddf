"""What customers never meet: drafts, edits that were not published, and notes for editors."""

from __future__ import annotations

import pytest
from django.test import Client

from faq.models import Entry
from faq.publishing import publish_entry, withdraw_entries
from ground.text import Text
from tests.factories import both, create_channel, create_entry, create_flow, graph, published_flow
from tests.html import read
from wizard.compiler import write_graph
from wizard.models import Choice, Flow, Step
from wizard.publishing import publish

pytestmark = pytest.mark.django_db
LINE = "q1: a=q2 b=end\nq2: a=end\nend"
SECRET = "for editors only"
EVERYWHERE = [
    "",
    "guides/",
    "guides/one/",
    "guides/one/q1/",
    "guides/one/q2/?q1=a",
    "guides/one/end/",
    "faq/",
    "faq/billing/",
    "faq/entry/entry/",
    "contact/",
    "guides/one/nope/",
    "nothing/",
]


def every_page(client: Client) -> str:
    """All public pages in both languages, whole and as fragments, one after the other."""
    addresses = [f"/{language}/{path}" for language in ("ja", "en") for path in EVERYWHERE]
    addresses += ["/sitemap.xml", "/robots.txt"]
    whole = [client.get(address) for address in addresses]
    parts = [client.get(address, headers={"HX-Request": "true"}) for address in addresses]
    assert all(response.status_code in {200, 404, 410} for response in whole)
    return "\n".join(response.content.decode() for response in (*whole, *parts))


def test_notes_for_editors_are_on_no_page(client: Client) -> None:
    create_entry("entry", editor_note=SECRET, source=SECRET, keywords_en=(SECRET,), most_asked=1)
    create_channel("desk", editor_note=SECRET)
    note = {"editor_note": SECRET, "entries": ("entry",), "channels": ("desk",)}
    published_flow(LINE, flow="one", q1=note, q2=note, end=note)
    pages = every_page(client)
    assert SECRET not in pages
    assert pages.count("question entry") > 10


def test_what_was_never_published_is_on_no_page_and_answers_404(client: Client) -> None:
    create_flow(LINE, flow="secret-guide")
    create_entry("secret-entry", publish=False, title=both("secret question"), most_asked=1)
    create_entry("entry", related=("secret-entry",))
    create_channel("secret-desk", publish=False, name=both("secret desk"))
    published_flow(LINE, flow="one")
    assert "secret" not in every_page(client)
    for path in ("guides/secret-guide/", "guides/secret-guide/q1/", "faq/entry/secret-entry/"):
        for language in ("ja", "en"):
            response = client.get(f"/{language}/{path}")
            assert response.status_code == 404
            assert "secret" not in response.content.decode().replace(path, "")


def test_a_category_without_live_entries_does_not_exist(client: Client) -> None:
    create_entry("draft", category="hidden-subject", publish=False)
    create_entry("entry")
    published_flow(LINE, flow="one")
    assert client.get("/en/faq/hidden-subject/").status_code == 404
    assert "hidden-subject" not in every_page(client)


def test_an_edit_of_the_draft_changes_nothing_until_it_is_published(client: Client) -> None:
    entry = create_entry("entry")
    beside = {"entries": ("entry",)}
    flow = published_flow(LINE, flow="one", q1=beside, end=beside)
    before = every_page(client)

    Flow.objects.update(title_ja="改", title_en="edited", summary_ja="改", summary_en="edited")
    Step.objects.update(title_ja="改", title_en="edited", body_ja="改", body_en="edited")
    Choice.objects.filter(step__slug="q2").update(label_ja="改", label_en="edited", slug="edited")
    Step.objects.filter(slug="q2").update(slug="edited")
    Entry.objects.update(title_ja="改", title_en="edited", answer_ja="改", answer_en="edited")
    assert every_page(client) == before

    publish(flow, author=None)
    publish_entry(entry, author=None)
    after = every_page(client)
    assert "edited" in after
    assert "改" in after


def test_publishing_one_language_alone_is_not_possible_so_both_change_together(client: Client) -> None:
    published_flow(LINE, flow="one")
    new = graph(LINE, flow="one", q1={"title": Text("新しい質問", "new question")})
    publish(write_graph(new), author=None)
    assert read(client.get("/ja/guides/one/")).one("h1").text == "新しい質問"
    assert read(client.get("/en/guides/one/")).one("h1").text == "new question"


def test_an_entry_withdrawn_later_is_left_out_of_the_steps_that_show_it(client: Client) -> None:
    for slug in ("first", "second"):
        create_entry(slug)
    published_flow(LINE, flow="one", end={"entries": ("first", "second"), "related": ("first",)})
    withdraw_entries(Entry.objects.filter(slug="first"))
    main = read(client.get("/en/guides/one/end/")).one("main")
    assert "question first" not in main.text
    assert main.one("section.card").one("h2").text == "question second"


def test_a_channel_withdrawn_later_is_left_out_of_the_steps_that_offer_it(client: Client) -> None:
    channel = create_channel("desk")
    published_flow(LINE, flow="one", end={"channels": ("desk",)})
    assert "channel desk" in read(client.get("/en/guides/one/end/")).one("main").text
    channel.card = {}
    channel.save()
    assert "channel desk" not in read(client.get("/en/guides/one/end/")).one("main").text


def test_somebody_half_way_through_goes_on_in_the_new_revision(client: Client) -> None:
    published_flow(LINE, flow="one")
    onward = read(client.get("/en/guides/one/q2/?q1=a")).one("a.choice")["href"]
    changed = graph("q1: a=q2 b=end\nq2: a=q3\nq3: a=end\nend", flow="one")
    publish(write_graph(changed), author=None)
    page = read(client.get(onward))
    assert page.one("h1").text == "title of end"
    assert "This guide has changed" in page.one("div.message").text
