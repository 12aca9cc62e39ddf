"""Addresses of the contact room, below /<language>/contact/."""

from django.urls import path, re_path

from contact import views
from contact.enquiries import REFERENCE

app_name = "contact"
urlpatterns = [
    path("", views.channels, name="channels"),
    path("enquiry/", views.enquiry, name="enquiry"),
    re_path(rf"^enquiry/(?P<reference>{REFERENCE})/\Z", views.received, name="received"),
]
