"""What can be sent to each door: what it reads from its address, and its forms as pages give them.

The names that a page reads are noted while it reads them, so that none is missed to which
no link leads; the forms are those that people who follow the links would fill in.
"""

from collections import Counter, defaultdict, deque
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask.testing import FlaskClient
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect
from werkzeug.test import TestResponse

from campaign.accounts.permissions import RoleName
from tests.support.crawling import links_of
from tests.support.doors import LEAST_AND_MOST, Town
from tests.support.forms import FormReader, PageForm

ENOUGH = 2  # pages of a door on which nothing was new, before links to more are passed over
TOKEN = "csrf_token"


class Noting(ImmutableMultiDict[str, str]):
    """What came with an address or a form; notes the names that are asked for."""

    asked: set[str] = set()

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return super().__contains__(key)

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        return super().__getitem__(key)

    def get(self, key: str, *args: Any, **kwargs: Any) -> Any:
        self.asked.add(key)
        return super().get(key, *args, **kwargs)

    def getlist(self, key: str, *args: Any, **kwargs: Any) -> Any:
        self.asked.add(key)
        return super().getlist(key, *args, **kwargs)


@dataclass(frozen=True)
class FoundForm:
    """A form that somebody found: in which role, and where it goes."""

    role: str
    action: str
    form: PageForm


class Survey:
    """The names that each door reads from an address, and the forms that lead to it.

    Attributes:
        names: by endpoint, what the page asked the address for, and what links put there.
        forms: by endpoint, forms of pages; of those with the same names only the first.
    """

    def __init__(self, town: Town) -> None:
        self.names: dict[str, set[str]] = defaultdict(set)
        self.forms: dict[str, dict[frozenset[str], FoundForm]] = defaultdict(dict)
        self._map = town.app.url_map.bind("localhost")
        self._drawn = _drawn_by_lot(town)
        own = [f"/editor/drafts/{number}" for number in town.kinds]
        self._starts = (*own, *town.addresses(RoleName.ADMIN))
        plain = town.app.request_class
        noting = type("NotingRequest", (plain,), {"parameter_storage_class": Noting})
        town.app.request_class = noting
        for role in LEAST_AND_MOST:
            self._follow(town.clients[role], role)
        town.app.request_class = plain

    def forms_to(self, endpoint: str, town: Town) -> list[FoundForm]:
        """Return the forms that lead to a door, with their addresses in this town."""
        found = self.forms[endpoint].values()
        return [replace(form, action=self._action_in(town, form.action)) for form in found]

    def _action_in(self, town: Town, action: str) -> str:
        for old, new in zip(self._drawn, _drawn_by_lot(town), strict=True):
            action = action.replace(old, new)
        return action

    def _follow(self, client: FlaskClient, role: str) -> None:
        """Read all addresses, and where they lead as long as something is new there."""
        waiting, seen, old = deque(self._starts), set[str](), Counter[str]()
        while waiting:
            address = waiting.popleft()
            endpoint = self.door_of(address)
            if address in seen or endpoint is None:
                continue
            if old[endpoint] >= ENOUGH and address not in self._starts:
                continue
            seen.add(address)
            before = self._size()
            page = self._read(client, role, address, endpoint)
            if page.status_code == HTTPStatus.OK:
                old[endpoint] = 0 if self._size() > before else old[endpoint] + 1
            waiting.extend(links_of(address, page))

    def _size(self) -> int:
        return sum(map(len, self.names.values())) + sum(map(len, self.forms.values()))

    def _read(self, client: FlaskClient, role: str, address: str, endpoint: str) -> TestResponse:
        Noting.asked = set()
        page = client.get(address)
        self.names[endpoint] |= Noting.asked - {TOKEN}
        for link in (address, *links_of(address, page)):
            leads_to = self.door_of(link)
            if leads_to is not None:
                self.names[leads_to] |= {name for name, _ in parse_qsl(urlsplit(link).query)}
        for form in forms_of(page):
            self._keep(FoundForm(role, form.action or address, form))
        return page

    def _keep(self, found: FoundForm) -> None:
        """Keep a form that is sent; of one that asks by address keep the names."""
        method, names = found.form.method.upper(), found.form.names | found.form.fixed
        endpoint = self.door_of(found.action, method)
        if endpoint is None:
            return
        if method == "GET":
            self.names[endpoint] |= names - {"", TOKEN}
        else:
            self.forms[endpoint].setdefault(frozenset(names), found)

    def door_of(self, address: str, method: str = "GET") -> str | None:
        """Return the endpoint behind an address of this site, or None."""
        return door_of(self._map, address, method)


def door_of(doors: MapAdapter, address: str, method: str = "GET") -> str | None:
    """Return the endpoint behind an address, or None where there is none of ours."""
    try:
        return str(doors.match(urlsplit(address).path, method=method)[0])
    except RequestRedirect as redirect:
        return door_of(doors, redirect.new_url, method)
    except HTTPException:
        return None


_surveys: list[Survey] = []


def survey_of(town: Town) -> Survey:
    """Return a survey, made once in a process: of a town like this one."""
    if not _surveys:
        _surveys.append(Survey(town))
    return _surveys[0]


def _drawn_by_lot(town: Town) -> tuple[str, ...]:
    """Return the parts of addresses that are others in each town."""
    return (*town.evidence.values(), *town.old.secrets.values())


def forms_of(page: TestResponse) -> list[PageForm]:
    """Return the forms of a page; none where it is something else than a page."""
    if page.mimetype != "text/html":
        return []
    reader = FormReader()
    reader.feed(page.text)
    return reader.forms
