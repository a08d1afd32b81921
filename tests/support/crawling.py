"""A reader who follows every link."""

import re
from collections import deque
from collections.abc import Iterable
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

SITE = "http://localhost"
Pages = dict[str, TestResponse]


class LinkReader(HTMLParser):
    """Gathers where a page leads: links, pictures, styles, forms that ask by address."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in ("a", "link", "img", "script", "image"):
            self.links += [values[name] for name in ("href", "src") if name in values]
        if tag == "form" and values.get("method", "get").lower() == "get" and "action" in values:
            self.links.append(values["action"])


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


def leads_home(location: str) -> bool:
    """Tell whether a redirect leads to this site, in the way in which browsers read it."""
    read = re.sub(r"[\t\r\n]", "", location.strip()).replace("\\", "/")
    return _is_ours(urljoin(f"{SITE}/login", read))


def _is_ours(link: str) -> bool:
    parts = urlsplit(link)
    return f"{parts.scheme}://{parts.netloc}" == SITE
