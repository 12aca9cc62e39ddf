"""Reads a page as a tree, so that tests ask for what a reader would see and not for strings of markup."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Protocol

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "path", "source", "wbr"})


class Response(Protocol):
    """What a test client gives back."""

    @property
    def content(self) -> bytes: ...


class Element:
    """An element with its attributes; `children` are elements and texts."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.children: list[Element | str] = []

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str) -> str:
        """The value of an attribute, empty when it is not there."""
        return self.attributes.get(name, "")

    def walk(self) -> Iterator[Element]:
        """Everything below it, in order."""
        waiting = self.children[::-1]
        while waiting:
            child = waiting.pop()
            if isinstance(child, Element):
                yield child
                waiting += child.children[::-1]

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """The elements below it of that tag (`tag.class` too) with those attributes (`aria_label` for hyphens)."""
        name, _, wanted_class = tag.partition(".")
        wanted = {key.strip("_").replace("_", "-"): value for key, value in attributes.items()}
        return [
            element
            for element in self.walk()
            if (not name or element.tag == name)
            and (not wanted_class or wanted_class in element.get("class").split())
            and all(element.get(key) == value for key, value in wanted.items())
        ]

    def one(self, tag: str = "", **attributes: str) -> Element:
        """The only such element."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} × {tag} {attributes}"
        return found[0]

    @property
    def text(self) -> str:
        """Its text with white space as a browser shows it; what is written in scripts and styles is left out."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in {"script", "style"}:
                yield from child._texts()
                if child.tag not in {"a", "b", "code", "em", "i", "span", "strong"}:
                    yield " "

    def link(self, words: str) -> Element:
        """The only link that says `words`, or begins with them."""
        found = [link for link in self.all("a") if link.text.startswith(words)]
        assert len(found) == 1, f"{len(found)} links say “{words}”: {[link.text for link in self.all('a')]}"
        return found[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), f"<{tag}> has an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(source: Response | str) -> Element:
    """The document in a response (or a text); fails on elements that are not closed where they should be."""
    reader = _Reader()
    reader.feed(source if isinstance(source, str) else source.content.decode())
    reader.close()
    assert len(reader.open) == 1, f"not closed: {[element.tag for element in reader.open[1:]]}"
    return reader.open[0]
