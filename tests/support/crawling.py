"""A reader who follows every link, and what forms and links ask for on the way."""

import re
from collections import deque
from collections.abc import Iterable
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

SITE = "http://localhost"
Pages = dict[str, TestResponse]


class LinkReader(HTMLParser):
    """Gathers where a page leads: links, pictures, styles, forms that ask by address."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.asked: dict[str, set[str]] = {}
        self._form = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in ("a", "link", "img", "script", "image"):
            self.links += [values[name] for name in ("href", "src") if name in values]
        if tag == "form":
            by_address = values.get("method", "get").lower() == "get"
            self._form = values.get("action", "") if by_address else ""
            self.links += [self._form] if self._form else []
        if values.get("name") and self._form and tag in ("input", "select", "textarea", "button"):
            self.asked.setdefault(self._form, set()).add(values["name"])


def crawl(client: FlaskClient, starts: Iterable[str], most: int = 3_000) -> Pages:
    """Read these addresses and all that can be reached from them, each once."""
    waiting, pages = deque(dict.fromkeys(starts)), Pages()
    while waiting and len(pages) < most:
        address = waiting.popleft()
        if address in pages:
            continue
        page = pages[address] = client.get(address)
        for link in links_of(address, page):
            if link not in pages:
                waiting.append(link)
    return pages


def links_of(address: str, page: TestResponse) -> list[str]:
    """Return the addresses of this site to which a page leads."""
    found = [page.location] if page.location else []
    if page.mimetype == "text/html":
        reader = LinkReader()
        reader.feed(page.text)
        found += reader.links
    whole = [urldefrag(urljoin(SITE + address, link)).url for link in found]
    return [link.removeprefix(SITE) or "/" for link in whole if _is_ours(link)]


def asked_names(pages: Pages) -> set[str]:
    """Return the names that links and forms of these pages put into addresses."""
    names: set[str] = set()
    for address, page in pages.items():
        names |= {name for name, _ in parse_qsl(urlsplit(address).query)}
        if page.mimetype == "text/html":
            reader = LinkReader()
            reader.feed(page.text)
            names |= {name for asked in reader.asked.values() for name in asked}
    return names


def leads_home(location: str) -> bool:
    """Tell whether a redirect leads to this site, in the way in which browsers read it."""
    read = re.sub(r"[\t\r\n]", "", location.strip()).replace("\\", "/")
    return _is_ours(urljoin(f"{SITE}/login", read))


def _is_ours(link: str) -> bool:
    parts = urlsplit(link)
    return f"{parts.scheme}://{parts.netloc}" == SITE
