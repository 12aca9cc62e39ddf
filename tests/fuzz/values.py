"""Values nobody should send, and plausible ones, so that what is sent gets further than the first check."""

from __future__ import annotations

import json
from random import Random

HUGE_NUMBER = "9" * 5000
SLUGS = (
    "a b",
    "あ",
    "a/b",
    "",
    "-",
    "A",
    "ａ",
    "x" * 81,
    "a\n",
    "..",
    "%2e%2e",
    "new",
    "+",
    "payment",
    "dates",
)
NUMBERS = (
    "0", "-1", "1", "2147483648", "9223372036854775808", "1e400", "inf", "nan", "٣", "１", "0x10", "1.5", " 1 ",
    "1_000", HUGE_NUMBER, "-" + HUGE_NUMBER,
)  # fmt: skip
DATES = (
    "2026-02-30", "0000-00-00", "9999-12-31", "0001-01-01", "99999-01-01", "2026-12-01", "2026-13", "２０２６-01-01",
    "2026-12-01T10:00", "9999-12-31T23:59", "0001-01-01T00:00", "10:00", "24:00", "25:61", "-1:00",
)  # fmt: skip
TEXTS = (
    "\0", "a\0b", "\ud800", "a\udfff", "\u202e\u2066txt", "\r\nSet-Cookie: a=b", "\x1b[31m", "\ufeff", "\u200b", "\U0010ffff",
    "あ" * 500, "<script>alert(1)</script>", "{{ 7|add:7 }}", "{% load x %}", "%s%n%(a)s{0}{a}", "' OR 1=1 --", "../../etc",
    "http://[", "https://[::1", "//evil.example", "javascript:alert(1)", "http://\u2100.example", "a@b@c", "@", "\\", "&#0;", "&#xD800;",
    "[a](entry:dates) [b](guide:payment#x) ![c](http://[)", "| a |\n|---|\n" * 50, "> " * 300 + "a", "- " * 300, "*" * 999,
    "[" * 3000, "`" * 500, "K" + "\u0301" * 400, "x" * 5000, "true", "null", "None",
)  # fmt: skip
NESTED = ("[" * 3000, "[" * 100_000 + "]" * 100_000, '{"a":' * 3000, '{"fields":' * 2000 + "1" + "}" * 2000)
JSONS = (
    *NESTED, "[]", "{}", "1", '"a"', "NaN", "[1e999]", HUGE_NUMBER, '{"fields": {"slug": []}}', '{"fields": 1, "beside": {}}',
    '{"fields": {"title_ja": {"a": 1}, "slug": null}}', '{"a": "\\ud800"}', '{"a": "\\u0000"}', '{"title_ja": "\\u0000\\ud800"}',
)  # fmt: skip
_AIMS = {
    ("slug", "alias", "entries", "related", "channels", "next", "successor", "start"): SLUGS,
    ("day", "date", "check", "as_of", "opens", "closes", "at"): DATES,
    (
        "position",
        "number",
        "forms",
        "version",
        "asked",
        "id",
        "rank",
        "entry",
        "group",
        "category",
        "amount",
    ): NUMBERS,
}
QUERY_NAMES = (
    "q", "exact", "way", "code", "lang", "at", "about", "vote", "said", "comment", "csv", "days", "from", "guide", "kind",
    "open", "p", "page", "revision", "step", "under", "unfolded", "section", "o", "e", "all", "only", "term", "app_label",
    "model_name", "field_name", "next", "_changelist_filters", "_popup", "_to_field", "published", "check", "entry", "live",
    "how", "who", "contact.who", "old", "new", "id__exact", "slug__regex", "position", "group", "flow", "date", "amount",
)  # fmt: skip
FILES = (
    b"", b"\0", b"\xff\xfe\0\0", b"a: &a [*a]", b"- " * 5000, b"[" * 5000, b"{a: " * 2000, b"format: 1\nflow: payment\n",
    b"format: 1\nflow: 'a b'\ntitle: {ja: \xe3\x81\x82, en: a}\nstart: q\nsteps: {q: {title: {ja: a, en: a}}}\n",
    b"format: 1\nflow: fresh\ntitle: {ja: a, en: a}\nstart: q\nsteps:\n  q: {title: {ja: a, en: a}, body: {ja: b, en: b}}\n",
    b"%YAML 9.9\n---\n? [a]\n: b\n", b"!!python/object/apply:os.system ['id']", b"format: !!int 1", b"\xef\xbb\xbfformat: 1",
    b"format: 1\nformat: 1\n", b"--- a\n--- b\n", b"a: \"\\ud800\"\n", b"a: \"\\0\"\n", b"x" * 300_000,
)  # fmt: skip


def hostile(rng: Random) -> str:
    """A text for any field."""
    kind = rng.randrange(8)
    if kind == 0:
        return "".join(
            chr(rng.choice((rng.randrange(32), rng.randrange(0x110000)))) for _ in range(rng.randrange(1, 12))
        )
    if kind == 1:
        return deep_json(rng)
    return rng.choice((SLUGS, NUMBERS, DATES, TEXTS, TEXTS, TEXTS)[kind - 2])


def deep_json(rng: Random) -> str:
    """JSON that is broken, very deep, or holds what nobody expects there."""
    return rng.choice(JSONS)


def aimed(rng: Random, name: str, value: str) -> str:
    """What is most likely to go wrong in a field of that name."""
    last = name.rpartition("-")[2].lower()
    if value.startswith(("{", "[")) or last in {"seen", "typed", "new"}:
        return _other_json(rng, value) if rng.random() < 0.5 else deep_json(rng)
    for words, values in _AIMS.items():
        if any(word in last for word in words):
            return rng.choice(values)
    return hostile(rng)


def worse(rng: Random, value: str) -> str:
    """`value` with something done to it."""
    at, kind = rng.randrange(len(value) + 1), rng.randrange(6)
    if kind == 0:
        return value[:at]
    if kind == 1:
        return value[:at] + hostile(rng)[:300] + value[at:]
    if kind == 2:
        return value[:at] + chr(rng.randrange(0x2FFF)) + value[at + 1 :]
    if kind == 3 and value.startswith(("{", "[")):
        return _other_json(rng, value)
    if kind == 4:
        return value * rng.choice((2, 50)) if len(value) < 2000 else value
    return hostile(rng)


def _other_json(rng: Random, value: str) -> str:
    """The same JSON with one of its values replaced."""
    try:
        data = json.loads(value)
    except (ValueError, RecursionError):
        return hostile(rng)
    if isinstance(data, dict) and data:
        holder = rng.choice([data, *(each for each in data.values() if isinstance(each, dict) and each)])
        holder[rng.choice(list(holder))] = rng.choice(
            [None, 1, [], {}, [[1]], hostile(rng), {"a": [hostile(rng)]}]
        )
    return json.dumps(data)


def plausible(rng: Random, name: str, kind: str) -> str:
    """What somebody could mean to write into the empty field `name` of a form."""
    number = rng.randrange(1000)
    by_name = {
        "slug": f"new-{number}",
        "username": f"user{number}",
        "facts_as_of": "2026",
        "opens": "09:00",
        "closes": "18:00",
    }
    by_kind = {
        "email": "reader@example.com", "url": "https://example.com/", "number": str(rng.randrange(9)), "date": "2026-12-01",
        "datetime-local": "2026-12-24T10:00", "time": "10:00", "password": "Zq3vX8mR-tY6w", "checkbox": "on",
    }  # fmt: skip
    last = name.rpartition("-")[2]
    if last in {"last_checked", "next_check", "day"}:
        return "2026-12-01"
    return (
        by_name.get(last)
        or by_kind.get(kind)
        or rng.choice((f"A text {number}", "文字", "", "[here](entry:dates)"))
    )
