"""Addresses of the contact room, below /<language>/contact/."""

from django.urls import path

from contact import views

app_name = "contact"
urlpatterns = [
    path("", views.channels, name="channels"),
    path("enquiry/", views.enquiry, name="enquiry"),
    path("enquiry/<slug:reference>/", views.received, name="received"),
]
