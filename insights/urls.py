"""Addresses of votes, below /<language>/feedback/."""

from django.urls import path

from insights import views

app_name = "insights"
urlpatterns = [path("", views.feedback, name="feedback")]
