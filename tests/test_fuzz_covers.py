"""`make fuzz` knows every address of the site: a new one is asked for hostile things from its first day."""

from __future__ import annotations

import pytest
from django.urls import resolve
from django.utils.translation import override

from tests.fuzz.addresses import World, addresses


@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_has_something_to_put_into_every_address(language: str) -> None:
    world, known = World(), addresses()
    assert len(known) > 150
    for address in known:
        # An argument nobody has thought of is a KeyError: give it values in `World`.
        values = {name: world.values(address.route, name)[0] for name in address.arguments}
        with override(language):
            found = resolve(address.path(values, language))
        # Our own pages for signing in and for finding by typing stand before admin's.
        is_ours = address.route in {"admin/login/", "admin/autocomplete/"}
        assert is_ours or found.func == address.pattern.callback, address.route
