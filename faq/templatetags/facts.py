"""How old the facts of an entry are, in words, and in which language a screen says what it says."""

from django import template

from ground.dates import date_in_words
from ground.text import script_language

register = template.Library()
register.filter(date_in_words)
register.filter(script_language)
