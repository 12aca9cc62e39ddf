"""How old the facts of an entry are, in words."""

from django import template

from ground.dates import date_in_words

register = template.Library()
register.filter(date_in_words)
