"""A slug that is changed in admin is kept as a former slug, so that old links go on working."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from ground.fields import SlugTaken
from tests.admin_pages import errors_of, fields_of, save, signed_in
from tests.factories import create_flow, published_flow
from wizard.models import Alias, Choice, Flow, Step
from wizard.publishing import publish
from wizard.renaming import rename_choice, rename_flow, rename_step

pytestmark = pytest.mark.django_db


def flow_page(slug: str = "guide") -> str:
    return reverse("admin:wizard_flow_change", args=[Flow.objects.get(slug=slug).pk])


def step_page(slug: str) -> str:
    return reverse("admin:wizard_step_change", args=[Step.objects.get(slug=slug).pk])


def former() -> list[tuple[str, str | None, str | None]]:
    return list(Alias.objects.order_by("pk").values_list("slug", "step__slug", "choice__slug"))


def test_a_renamed_guide_is_found_under_both_slugs(client: Client) -> None:
    published_flow("q: yes=a\na")
    save(signed_in(), flow_page(), slug="renamed")
    assert former() == [("guide", None, None)]
    assert client.get("/en/guides/renamed/").status_code == 200
    response = client.get("/en/guides/guide/a/")
    assert (response.status_code, response["Location"]) == (301, "/en/guides/renamed/a/")


def test_a_renamed_step_is_found_under_both_slugs_once_it_is_published(client: Client) -> None:
    flow = published_flow("q: yes=a\na")
    save(signed_in(), step_page("a"), slug="answer")
    assert former() == [("a", "answer", None)]
    assert client.get("/en/guides/guide/a/").status_code == 200
    publish(flow, author=None)
    assert client.get("/en/guides/guide/a/")["Location"] == "/en/guides/guide/answer/"


def test_a_renamed_choice_still_counts_in_old_trails(client: Client) -> None:
    flow = published_flow("q: yes=a no=b\na\nb")
    save(signed_in(), step_page("q"), choices__0__slug="certainly", choices__1__label_en="No!")
    assert former() == [("yes", "q", "certainly")]
    publish(flow, author=None)
    assert client.get("/en/guides/guide/a/?q=yes")["Location"] == "/en/guides/guide/a/?q=certainly"


def test_a_row_that_takes_its_former_slug_back_leaves_the_other_one() -> None:
    create_flow("q: yes=a\na")
    client = signed_in()
    for slug in ("second", "guide"):
        save(client, flow_page(Flow.objects.get().slug), slug=slug)
    save(client, step_page("a"), slug="b")
    save(client, step_page("b"), slug="a")
    assert former() == [("second", None, None), ("b", "a", None)]


def test_a_deleted_choice_with_a_new_slug_is_just_deleted() -> None:
    create_flow("q: yes=a\na")
    save(signed_in(), step_page("q"), choices__0__slug="new", choices__0__DELETE="on")
    assert not Choice.objects.exists()
    assert former() == []


@pytest.mark.parametrize("slug", ["taken", "formerly-taken"])
def test_the_slug_or_former_slug_of_another_guide_is_refused(slug: str) -> None:
    create_flow("a")
    rename_flow(create_flow("a", flow="formerly-taken"), "taken")
    response = save(signed_in(), flow_page(), slug=slug)
    assert f"“{slug}” is the slug, or a former slug, of “title of formerly-taken”." in errors_of(response)
    new = save(signed_in(), "/admin/wizard/flow/add/", slug=slug)
    assert "Choose another." in errors_of(new)


@pytest.mark.parametrize("slug", ["taken", "formerly-taken"])
def test_the_slug_or_former_slug_of_another_step_of_the_guide_is_refused(slug: str) -> None:
    flow = create_flow("q: yes=formerly-taken\nformerly-taken")
    rename_step(flow.steps.get(slug="formerly-taken"), "taken")
    assert f"“{slug}” is the slug, or a former slug" in errors_of(
        save(signed_in(), step_page("q"), slug=slug)
    )
    added = save(signed_in(), f"/admin/wizard/step/add/?flow={flow.pk}", slug=slug)
    assert "Choose another." in errors_of(added)
    other = create_flow("z", flow="other")
    save(signed_in(), f"/admin/wizard/step/add/?flow={other.pk}", slug=slug)
    assert other.steps.filter(slug=slug).exists()


@pytest.mark.parametrize("slug", ["taken", "formerly-taken"])
def test_the_slug_or_former_slug_of_another_choice_of_the_question_is_refused(slug: str) -> None:
    create_flow("q: yes=a formerly-taken=a\na")
    rename_choice(Choice.objects.get(slug="formerly-taken"), "taken")
    assert f"“{slug}” is the slug" in errors_of(save(signed_in(), step_page("q"), choices__0__slug=slug))


@pytest.mark.parametrize("slug", ["Grün", "a b", "", "a/b", "x" * 81, "a\0"])
def test_what_is_no_slug_is_refused_or_mended(slug: str) -> None:
    create_flow("q: yes=a\na")
    response = save(signed_in(), step_page("a"), slug=slug, position="0")
    assert response.status_code == (302 if slug == "a\0" else 200)
    assert {step.slug for step in Step.objects.all()} == {"q", "a"}


def test_the_functions_refuse_a_taken_slug_and_change_nothing() -> None:
    flow, other = create_flow("q: yes=a no=a\na"), create_flow("z", flow="other")
    q, a = flow.steps.all()
    yes = Choice.objects.get(slug="yes")
    for rename, row, slug in (
        (rename_flow, other, "guide"),
        (rename_step, a, "q"),
        (rename_choice, yes, "no"),
    ):
        with pytest.raises(SlugTaken, match="Choose another"):
            rename(row, slug)  # type: ignore[arg-type]
    assert former() == []
    assert q.slug == "q"


def test_renaming_to_the_same_slug_does_nothing() -> None:
    rename_flow(create_flow("a"), "guide")
    assert former() == []


class TestFormerSlugsByHand:
    """They can be written on the page of a guide or a step: a removed step is succeeded that way."""

    def add(self, url: str, *slugs: str) -> str:
        client = signed_in()
        rows = {"aliases__TOTAL_FORMS": len(slugs)}
        for number, slug in enumerate(slugs):
            rows |= {f"aliases__{number}__slug": slug}  # type: ignore[dict-item]
        response = save(client, url, **rows)
        return errors_of(response) if response.status_code == 200 else ""

    def test_a_step_takes_over_the_links_of_a_removed_one(self, client: Client) -> None:
        flow = published_flow("q: yes=a\na")
        Step.objects.get(slug="a").delete()
        create = {"slug": "b", "title_ja": "乙", "title_en": "b", "body_ja": "あ", "body_en": "b"}
        step = Step.objects.create(flow=flow, **create)
        Choice.objects.update(next_step=step)
        assert self.add(step_page("b"), "a") == ""
        publish(flow, author=None)
        assert client.get("/en/guides/guide/a/")["Location"] == "/en/guides/guide/b/"

    def test_a_guide_takes_a_former_slug(self) -> None:
        create_flow("a")
        assert self.add(flow_page(), "formerly") == ""
        assert former() == [("formerly", None, None)]

    def test_those_of_steps_are_not_shown_with_the_guide(self) -> None:
        rename_step(create_flow("q").steps.get(), "p")
        assert fields_of(signed_in().get(flow_page()))["aliases-TOTAL_FORMS"] == 0

    @pytest.mark.parametrize("slugs", [["q"], ["a"], ["twice", "twice"]])
    def test_a_slug_in_use_or_written_twice_is_refused(self, slugs: list[str]) -> None:
        create_flow("q: yes=a\na")
        assert "{'slug': ['" in self.add(step_page("q"), *slugs)
        assert former() == []

    def test_the_slug_of_a_guide_is_no_former_one(self) -> None:
        create_flow("a", flow="other")
        create_flow("a")
        assert "Choose another." in self.add(flow_page(), "other")

    def test_they_are_found_in_their_list_and_only_deleted_there(self) -> None:
        flow = create_flow("q")
        rename_step(flow.steps.get(), "p")
        client = signed_in()
        response = client.get("/admin/wizard/alias/?q=q&guide=guide")
        (alias,) = response.context["cl"].result_list
        assert client.get("/admin/wizard/alias/add/").status_code == 403
        client.post(reverse("admin:wizard_alias_delete", args=[alias.pk]), {"post": "yes"})
        assert former() == []
