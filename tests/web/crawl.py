"""Reading pages as a browser does: their tags, what they load, and where they lead."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client

_VOID = {"meta", "link", "input", "br", "hr", "img", "use", "rect", "path", "circle"}


@dataclass
class Tag:
    """One tag with its attributes."""

    name: str
    attributes: dict[str, str]


@dataclass
class Markup(HTMLParser):
    """The tags of a page, and whether each was closed in its place."""

    tags: list[Tag] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    crossed: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(Tag(tag, {name: value or "" for name, value in attrs}))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(Tag(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.crossed.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, *names: str) -> list[Tag]:
        """The tags with these names."""
        return [tag for tag in self.tags if tag.name in names]


def markup(text: str) -> Markup:
    """The page, read."""
    found = Markup()
    found.feed(text)
    found.close()
    return found


def links(path: str, page: Markup) -> set[str]:
    """The addresses of this host that a page leads to, by link or by a form that only looks."""
    found = [tag.attributes["href"] for tag in page.all("a") if tag.attributes.get("href")]
    found += [tag.attributes.get("action", "") for tag in page.all("form") if tag.attributes.get("method") != "post"]
    return {urljoin(path, address).split("#")[0] for address in found if not urlsplit(address).netloc}


def walk(client: Client, start: str, most: int) -> dict[str, tuple[int, Markup | None]]:
    """Every page reached from the start by following links, with its status; at most so many."""
    found: dict[str, tuple[int, Markup | None]] = {}
    waiting = [start]
    while waiting and len(found) < most:
        path = waiting.pop(0)
        answer = client.get(path, follow=True)
        if answer.streaming or "html" not in answer.headers["Content-Type"]:
            found[path] = (answer.status_code, None)
            continue
        page = markup(answer.content.decode())
        found[path] = (answer.status_code, page)
        waiting += sorted(links(path, page) - found.keys() - set(waiting))
    return found
