"""Raw requests: bytes as nobody's browser sends them, or nearly."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from urllib.parse import quote

from tests.fuzz.addresses import Address, World
from tests.fuzz.values import FILES, QUERY_NAMES, deep_json, hostile

_METHODS = (
    ("GET",) * 80
    + ("POST",) * 80
    + ("HEAD",) * 8
    + ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "G\0T", "X" * 40)
)
_HOSTS = ("127.0.0.1",) * 200 + (
    "evil.example", "", "127.0.0.1:abc", "[::1", "a b", "あ.example", "127.0.0.1:99999", "..", "localhost/x", "-", "127.0.0.1.",
)  # fmt: skip
_CHARSETS = (
    "utf-8", "shift_jis", "utf-16", "utf-7", "idna", "punycode", "nothing", "base64", "rot13", "hex", "zip", "undefined", "", '"',
    "utf-8\0", "latin-1", "unicode_escape", "raw_unicode_escape", "cp037", "utf-32-be", "mbcs", "x" * 500, "あ", "string-escape",
)  # fmt: skip
_ADDRESSES = (
    "http://[", "http://]", "http://127.0.0.1/ja/guides/payment/", "http://127.0.0.1/ja/guides/payment/how/?how=card", "http://[::1]:x/",
    "//", "null", "http://\xff\xfe", "http://127.0.0.1:99999999/ja/guides/payment/", "javascript:", "http://a@[b]/", "http://\u2100/",
    "/en/guides/contact/who/", "http://127.0.0.1/en/guides/" + "x" * 9000 + "/", "http://127.0.0.1/en/guides/\0/",
)  # fmt: skip
_HEADERS = {
    "Referer": _ADDRESSES, "Origin": _ADDRESSES, "HX-Current-URL": _ADDRESSES, "HX-Request": ("true", "false", "\xff"),
    "HX-Target": ("panel", "\xe3\x81", "[" * 500), "HX-Current-URL-URI-AutoEncoded": ("true", "x"), "HX-Trigger-URI-AutoEncoded": ("true",),
    "HX-History-Restore-Request": ("true", "1"), "HX-Triggering-Event": ("{", "[" * 5000, "{}", '"\\ud800"'), "HX-Prompt": ("\xff", "a" * 4000),
    "HX-Trigger": ("%", "%E3%81", "x"), "Sec-Fetch-Site": ("same-origin", "cross-site", "none", "\xff"), "Sec-Purpose": ("prefetch",),
    "If-None-Match": ("*", '"', 'W/"', ",", '"a"' * 900, '"\xff"'),
    "If-Modified-Since": ("Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 99 Foo 99999 99:99:99 GMT", "0", "-1", "Sun Nov  6 08:49:37 0000", "Sat, 29 Feb 0000 00:00:00 GMT",
                          "Thu, 31 Dec 9999999999 23:59:60 GMT", "Sunday, 06-Nov-94 08:49:37 GMT"),
    "If-Unmodified-Since": ("Thu, 99 Foo 99999 99:99:99 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"), "If-Match": ("*", '"x"', ""),
    "Range": ("bytes=0-0", "bytes=-1", "bytes=9-1", "bytes=" + "9" * 5000 + "-", "bytes=a-b", "bytes=0-0,1-1", "x"),
    "Accept-Language": ("ja", "en", "x" * 600, "en;q=" + "9" * 5000, "en;q=nan", "*", ";;;", "\xff", "en-" * 300, "zh-hant-\0"),
    "Accept-Encoding": ("gzip;q=nan", "br", "identity;q=0", "\xff"), "Accept": ("*/*;q=x", ";", "\xff", "a/b;c=" + "x" * 900),
    "X-Forwarded-For": ("", ",", "1.2.3.4", "[::1]:1", "::ffff:1.2.3.4", "x" * 900, "\xff", "fe80::1%eth0", "1.2.3.4, \0"),
    "X-Forwarded-Proto": ("https", "http", "ftp", "https, http"), "X-Forwarded-Host": ("evil.example", "["), "X-CSRFToken": ("x", "\xff", "a" * 32, "あ"),
    "X-Requested-With": ("XMLHttpRequest",), "User-Agent": ("Mozilla/5.0", "curl/8", "", "\xff" * 50, "Mozilla/" + "x" * 5000),
    "Cache-Control": ("max-age=0", "no-cache, \xff"), "Authorization": ("Basic ====", "Bearer \xff"), "Proxy": ("http://x",),
    "Cookie2": ("x",), "Forwarded": ('for="[',),
}  # fmt: skip
# What the server itself reads; it refuses most of it, so that the site never sees the rest of the request.
_PROTOCOL = {
    "Expect": ("100-continue", "200-ok"), "Connection": ("Upgrade", "close, x", "HTTP2-Settings"),
    "Upgrade": ("h2c", "websocket"), "Transfer-Encoding": ("chunked", "gzip, chunked", "chunked, chunked", "identity", "xchunked"),
    "Content-Encoding": ("gzip", "x"), "Content-Length": ("0", "-1", "+5", "1e3", "5, 5", "9" * 30, "\xb2", ""), "Script-Name": ("/x",), "SCRIPT_NAME": ("/x", "/en"),
    "PATH_INFO": ("/admin/", "x"), "X_Forwarded_For": ("1",), "REMOTE_USER": ("admin",), "Host": ("evil.example",), "a b": ("c",), "": ("x",),
}  # fmt: skip
_COOKIES = {
    "csrftoken": ("x", "a" * 32, "a" * 64, "\xff", '"', "あ", "%00", "a" * 5000), "sessionid": ("x", "\xff", "a" * 32, "a" * 500, "%00", '"'),
    "messages": ("x", ".", "a:b", "[[[", "\xff", "W1siX19qc29uX21lc3NhZ2UiLDAsMjUsImEiXV0:x:y", "[" * 3000, "a:b:c"), "django_language": ("xx", "\xff", "en" * 99, "ja\0"),
    "": ("", "="), "a b": ("c",), "__proto__": ("x",),
}  # fmt: skip


def raw_request(rng: Random, known: Sequence[Address], world: World, cookie: str) -> bytes:
    """One request, all of it; `cookie` is that of whoever sends it, or empty."""
    method, (kind, body) = rng.choice(_METHODS), _body(rng)
    headers = [("Host", rng.choice(_HOSTS)), ("Connection", "close"), *_picked(rng, _HEADERS, 3)]
    headers += _picked(rng, _PROTOCOL, 2) if rng.random() < 0.15 else []
    headers += [("X-Forwarded-For", f"10.{rng.randrange(256)}.{rng.randrange(256)}.9")] * (rng.random() < 0.8)
    headers += [("Cookie", _cookies(rng, cookie))] * (bool(cookie) or rng.random() < 0.4)
    if "csrftoken=" in cookie and rng.random() < 0.8:
        headers.append(("X-CSRFToken", cookie.partition("csrftoken=")[2][:32]))
    if method == "POST" or rng.random() < 0.05:
        headers.append(("Content-Type", kind))
        if not any(name in {"Content-Length", "Transfer-Encoding"} for name, _ in headers):
            length = len(body) if rng.random() < 0.9 else rng.choice((0, 1, len(body) + 9, 10**7, 10**12))
            headers.append(("Content-Length", str(length)))
        elif rng.random() < 0.8:
            body = _chunked(rng, body)
    else:
        body = b""
    line = f"{method} {_target(rng, known, world)} {rng.choice(('HTTP/1.1',) * 90 + ('HTTP/1.0', 'HTTP/9.9', 'HTTP/2.0', 'x', ''))}"
    head = "\r\n".join([line, *(f"{name}: {value}" for name, value in headers), "", ""])
    raw = head.encode("latin-1" if rng.random() < 0.5 else "utf-8", "replace") + body
    return _damaged(rng, raw) if rng.random() < 0.05 else raw


def _picked(rng: Random, table: dict[str, tuple[str, ...]], most: int) -> list[tuple[str, str]]:
    return [(name, rng.choice(table[name])) for name in rng.sample(list(table), rng.randrange(most + 1))]


def _cookies(rng: Random, own: str) -> str:
    pairs = [own] if own else []
    if rng.random() < 0.4:
        pairs += [f"{name}={value}" for name, value in _picked(rng, _COOKIES, 3)]
    return rng.choice(("; ", "; ", ";;", ", ")).join(pairs)


def _target(rng: Random, known: Sequence[Address], world: World) -> str:
    public = [each for each in known if not each.route.startswith("admin/")]
    address = rng.choice(public if rng.random() < 0.5 else known)  # there are few, and everybody meets them
    values = {}
    for name in address.arguments:
        given = world.values(address.route, name)
        values[name] = rng.choice(given) if rng.random() < 0.7 else _quoted(rng, hostile(rng)[:900])
    path = address.path(values, rng.choice(("ja", "en")))
    if rng.random() < 0.05:
        path = rng.choice(
            (
                "",
                "*",
                "//evil.example" + path,
                "http://evil.example" + path,
                path + "\xff",
                path.upper(),
                path.rstrip("/"),
                "/%",
                "/\\..",
                path + "%00",
                path + "%FF%FE",
            )
        )
    return path + _query(rng)


def _query(rng: Random) -> str:
    kind = rng.random()
    if kind < 0.4:
        return ""
    if kind < 0.45:
        return "?" + "&".join(f"a{number}=1" for number in range(rng.choice((4001, 4001, 9000))))
    pairs = (
        f"{rng.choice(QUERY_NAMES)}={_quoted(rng, hostile(rng)[:3000])}" for _ in range(rng.randrange(1, 5))
    )
    return "?" + rng.choice(("&", "&", ";", "&&")).join(pairs)


def _quoted(rng: Random, text: str) -> str:
    if rng.random() < 0.04:  # as it is, but on one line
        return (
            text.translate({0: "%00", 10: "%0A", 13: "%0D", 32: "+"})
            .encode("utf-8", "surrogatepass")
            .decode("latin-1")
        )
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def _body(rng: Random) -> tuple[str, bytes]:
    kind = rng.random()
    if kind < 0.5:
        charset = f"; charset={rng.choice(_CHARSETS)}" if rng.random() < 0.4 else ""
        return f"application/x-www-form-urlencoded{charset}", _urlencoded(rng)
    if kind < 0.85:
        return _multipart(rng)
    made = rng.choice(
        (
            "application/json",
            "text/plain",
            "",
            "multipart/form-data",
            "x/" + "y" * 900,
            "text/plain; charset=utf-16",
            "\xff",
        )
    )
    return made, hostile(rng).encode("utf-8", "surrogatepass")


_FIELDS = (
    "about", "vote", "comment", "key", "name", "mail", "text", "way", "website", "seen", "typed", "new", "version", "do", "slug", "content",
    "mark", "file", "action", "_selected_action", "select_across", "csrfmiddlewaretoken", "username", "password", "next", "language", "revoke",
    "word", "entry", "fingerprint", "successor", "unfolded", "data", "date", "amount", "at", "position", "flow", "undo", "post", "_save",
)  # fmt: skip


def _urlencoded(rng: Random) -> bytes:
    if rng.random() < 0.05:
        return b"&".join(b"a=1" for _ in range(rng.choice((4001, 20_000))))
    pairs = [f"{rng.choice(_FIELDS)}={_quoted(rng, _value(rng))}" for _ in range(rng.randrange(8))]
    if rng.random() < 0.4:
        pairs += ["about=dates", f"vote={rng.choice(('yes', 'no', ''))}"]
    return "&".join(pairs).encode("latin-1", "replace")


def _value(rng: Random) -> str:
    return deep_json(rng) if rng.random() < 0.2 else hostile(rng)


def _multipart(rng: Random) -> tuple[str, bytes]:
    limit = rng.choice(("edge", "edge", "edge", "x" * 200, "あ", "", '"a b"', "--", "a;b"))
    made = limit if rng.random() < 0.9 else "other"
    parts = [_part(rng) for _ in range(rng.randrange(5) if rng.random() < 0.97 else 4100)]
    between = b"--" + limit.strip('"').encode() + b"\r\n"
    end = rng.choice((b"--" + limit.strip('"').encode() + b"--\r\n",) * 5 + (b"", b"--", b"\r\n" * 50))
    charset = f"; charset={rng.choice(_CHARSETS)}" if rng.random() < 0.2 else ""
    return f"multipart/form-data; boundary={made}{charset}", between + between.join(parts) + end


def _part(rng: Random) -> bytes:
    name = rng.choice((*_FIELDS, "file", "file", "", '"', "\xff", "a" * 3000, "\0"))
    extra = rng.choice(
        ("",) * 6
        + ('; filename="x.yaml"',) * 4
        + (
            '; filename="',
            '; filename="/\0"',
            "; filename*=utf-8''%FF",
            "; filename*=x''a",
            "; filename*=utf-16''%00",
            '; filename="..\\..\\"',
        )
    )
    more = rng.choice(("",) * 8 + (
        "\r\nContent-Transfer-Encoding: base64", "\r\nContent-Transfer-Encoding: quoted-printable", "\r\nContent-Type: text/plain; charset=nothing",
        "\r\nContent-Type: text/plain; charset=utf-16", "\r\nContent-Type: \xff", "\r\nContent-Length: x", "\r\n: x", "\r\nx",
    ))  # fmt: skip
    head = rng.choice(
        (f'Content-Disposition: form-data; name="{name}"{extra}{more}',) * 9
        + (f"Content-Disposition: {name}", "", "x" * 2000)
    )
    content = rng.choice(FILES) if "filename" in extra else _value(rng).encode("utf-8", "surrogatepass")
    return head.encode("latin-1", "replace") + b"\r\n\r\n" + content + b"\r\n"


def _chunked(rng: Random, body: bytes) -> bytes:
    size = rng.choice((f"{len(body):x}",) * 4 + ("-1", "g", "f" * 40, f"{len(body):x};a=b", "0x5", " 5", ""))
    return (
        size.encode()
        + b"\r\n"
        + body
        + rng.choice((b"\r\n0\r\n\r\n",) * 4 + (b"", b"\r\n", b"0\r\n\r\n", b"\r\n0\r\nX: \xff\r\n\r\n"))
    )


def _damaged(rng: Random, raw: bytes) -> bytes:
    made = bytearray(raw)
    for _ in range(rng.randrange(1, 4)):
        at = rng.randrange(len(made))
        made[at : at + rng.randrange(3)] = bytes(
            rng.choice((0, 10, 13, 32, 58, 127, 255, rng.randrange(256))) for _ in range(rng.randrange(3))
        )
    return bytes(made[: rng.randrange(len(made))]) if rng.random() < 0.2 else bytes(made)
