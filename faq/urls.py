"""Addresses of the FAQ, below /<language>/faq/."""

from django.urls import path

from faq import views

app_name = "faq"
urlpatterns = [
    path("", views.index, name="index"),
    path("entry/<slug:slug>/", views.entry, name="entry"),
    path("<slug:slug>/", views.category, name="category"),
]
