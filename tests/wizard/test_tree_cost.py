"""What the tree editor asks the database: as often in a guide of two hundred steps as in one of ten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.staff import signed_in
from tests.tree_form import HTMX, form_of, save, step_url, typed
from tests.wizard.test_comparison import tree
from wizard.compiler import write_graph

pytestmark = pytest.mark.django_db
PAGE, PART, SAVE = 13, 11, 42


@pytest.mark.parametrize("size", [10, 200])
def test_the_queries_do_not_grow_with_the_guide(
    size: int, django_assert_num_queries: Callable[..., object]
) -> None:
    write_graph(replace(tree(size), flow="guide"))
    client = signed_in("wizard.view_flow", "wizard.change_flow")
    fields = typed(form_of(client.get(step_url("s1"))), title_en="changed")
    with django_assert_num_queries(PAGE):  # type: ignore[attr-defined]
        client.get(step_url("s1"))
    with django_assert_num_queries(PART):  # type: ignore[attr-defined]
        client.get(step_url("s1"), headers=HTMX)
    with django_assert_num_queries(SAVE):  # type: ignore[attr-defined]
        assert save(client, "s1", fields).status_code == 200
