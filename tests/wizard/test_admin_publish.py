"""Publishing from admin: the problems as sentences that lead to their step, the revision by its number."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from tests.admin_pages import sentences, signed_in
from tests.factories import create_flow, published_flow
from tests.html import read
from wizard.models import Choice, Flow, Step

pytestmark = pytest.mark.django_db
LIST = "/admin/wizard/flow/"
PUBLISH = {"action": "publish_chosen"}


def chosen(*flows: Flow) -> dict[str, object]:
    return {**PUBLISH, "_selected_action": [flow.pk for flow in flows]}


def broken_flow() -> Flow:
    flow = create_flow("q: yes=a no=b\na\nb", flow="broken")
    Choice.objects.filter(slug="no").update(next_step=None)
    return flow


def test_publishing_names_the_revision_and_is_kept_in_the_history() -> None:
    flow = create_flow("q: yes=a\na")
    client = signed_in()
    response = client.post(LIST, chosen(flow), follow=True)
    flow.refresh_from_db()
    assert flow.live
    assert flow.live.author == response.wsgi_request.user
    assert sentences(response) == ["“title of guide” is published: revision 1 is live."]
    assert LogEntry.objects.get().get_change_message() == "Added revision “1”."


def test_publishing_what_has_not_changed_says_so() -> None:
    response = signed_in().post(LIST, chosen(published_flow("q: yes=a\na")), follow=True)
    assert sentences(response) == ["“title of guide” has not changed: revision 1 stays live."]
    assert not LogEntry.objects.exists()


def test_a_problem_is_a_sentence_that_leads_to_its_step() -> None:
    flow = broken_flow()
    response = signed_in().post(LIST, chosen(flow), follow=True)
    step = reverse("admin:wizard_flow_step", args=["broken", "q"])
    assert sentences(response) == [
        "Nothing was published: 2 problems stand in the way.",
        f'<a href="{step}">broken/q/no</a>: The choice “no” leads nowhere. Choose the step it leads to.',
        f'<a href="{reverse("admin:wizard_flow_step", args=["broken", "b"])}">broken/b</a>: '
        "No way leads to this step. Lead a choice to it, or delete it.",
    ]
    assert read(response).all("a", href=step)
    flow.refresh_from_db()
    assert flow.live is None


def test_the_sentences_come_in_japanese_too() -> None:
    response = signed_in(language="ja").post(LIST, chosen(broken_flow()), follow=True)
    assert sentences(response)[0] == "公開しませんでした。2 件の問題があります。"
    assert "選択肢「no」" in sentences(response)[1]


def test_guides_that_lead_into_each_other_are_published_together_or_not_at_all() -> None:
    Flow.objects.create(slug="second")
    first = create_flow("q: on=second:", flow="first")
    client = signed_in()
    assert (
        "guide “second”, which is not published"
        in sentences(client.post(LIST, chosen(first), follow=True))[1]
    )
    second = create_flow("q: back=first:", flow="second")
    assert len(sentences(client.post(LIST, chosen(first, second), follow=True))) == 2
    assert Flow.objects.published().count() == 2


def test_more_problems_than_anybody_reads_are_counted_and_found_on_their_page() -> None:
    lines = ["q: " + " ".join(f"c{n}=a{n}" for n in range(7)), *(f"a{n}" for n in range(7))]
    flow = create_flow("\n".join(lines))
    Step.objects.update(title_ja="", title_en="", body_ja="", body_en="")
    Choice.objects.update(label_ja="", label_en="")
    found = sentences(signed_in().post(LIST, chosen(flow), follow=True))
    assert len(found) == 22
    assert found[-1] == "The page “Publish” of each guide lists the others."


def test_more_guides_than_can_be_handled_at_once_are_refused_in_a_sentence() -> None:
    Flow.objects.bulk_create(Flow(slug=f"guide-{number}") for number in range(101))
    every = {**chosen(*Flow.objects.all()), "select_across": "1"}
    response = signed_in().post(LIST, every, follow=True)
    assert sentences(response) == ["At most 100 can be handled at a time. Choose fewer."]
