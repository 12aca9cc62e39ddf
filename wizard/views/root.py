"""The bare address of the site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

from ground.pages import only_reads


@only_reads
def to_language(request: HttpRequest) -> HttpResponse:
    """To home in the visitor's language: Japanese unless the browser asks for English first."""
    response = redirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response
