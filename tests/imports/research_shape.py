"""Documents of the record back in the shape of the research that they came from.

The inverse of the conversion, written for itself. Fields are renamed and never chosen,
so what the research did not say is found as well as what it said and was lost.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

Values = dict[str, Any]

PLACES = {  # kind: file of the research, prefix of its ids
    "source": ("sources", ""),
    "organization": ("organizations", "org-"),
    "company": ("companies", "co-"),
    "facility": ("facilities", "fac-"),
    "supply_link": ("supply_links", ""),
    "ownership": ("ownership", ""),
    "report": ("reports", "rep-"),
    "campaign": ("campaigns", "camp-"),
}
MADE_HERE = {
    "us-customs-and-border-protection",
    "us-forced-labor-enforcement-task-force",
    "us-wage-and-hour-division",
    "ministry-of-foreign-affairs-of-china",
}


def identities(kinds: Mapping[str, str], known: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return the id in the research of each slug; a slug taken twice got a word at its end."""
    found = {}
    for slug, kind in kinds.items():
        if kind == "response" or slug in MADE_HERE:
            continue
        file, prefix = PLACES[kind]
        ids = (prefix + slug, prefix + slug.rpartition("-")[0])
        found[slug] = next((i for i in ids if i in known[file]), f"{slug} (not in the research)")
    return found


class Shaper:
    """Turns documents into records of the research; ``ids`` gives the id of each slug."""

    def __init__(self, ids: Mapping[str, str]) -> None:
        self.ids = ids

    def source(self, d: Values) -> Values:
        return _renamed(d, kind="source_type", reliability="grade_reason")

    def organization(self, d: Values) -> Values:
        return self._named(_renamed(d, kind="organization_type"))

    def company(self, d: Values) -> Values:
        names = d["names"]
        primary = next(n["text"] for n in names if n["name_kind"] == "primary")
        record = self._named(_renamed(d, name="title", hq_city="city"))
        record.setdefault("name", primary)
        record["identifiers"] = {i["scheme"]: i["value"] for i in d.get("identifiers", [])}
        return record

    def facility(self, d: Values) -> Values:
        record = self._named(
            _renamed(d, lat="latitude", lon="longitude", status="operating_status")
        )
        record.setdefault("status", "unknown")
        for operation in record.pop("operations", []):
            record["operator"] = self.ids[_only(operation, "operator")]
        record["headcounts"] = [
            _renamed(self._with_sources(h), says="speaker") for h in d.get("headcounts", [])
        ]
        for headcount in record["headcounts"]:
            [headcount["source"]] = headcount.pop("sources")
        return record

    def supply_link(self, d: Values) -> Values:
        record = self._link(d)
        record["denied_by"] = [self._denial_of_link(x) for x in d.get("denials", {}).values()]
        record.pop("denials", None)
        return record

    def ownership(self, d: Values) -> Values:
        return self._link(_renamed(d, kind="ownership_type"))

    def report(self, d: Values, responses: Iterable[Values]) -> Values:
        record = _renamed(_dates(d), status="certainty", worker_action="action")
        record["facilities"] = [self.ids[slug] for slug in record.pop("sites", [])]
        record["parties"] = [self._with_actor(self._with_sources(p)) for p in d.get("parties", [])]
        record["statements"] = [
            _renamed(self._with_sources(s), says="speaker") for s in d["statements"].values()
        ]
        record["allegations"] = [
            {"key": key, **self._allegation(a)} for key, a in d.get("allegations", {}).items()
        ]
        for field in ("worker_action", "outcome"):
            if field in record:
                record[field] = self._with_sources(record[field])
        record["origins"] = [self._with_sources(o)["sources"] for o in d["origins"]]
        record["responses"] = [self._response(r) for r in responses]
        for field in ("reply", "denials"):  # the first is ours, the second a file of its own
            record.pop(field, None)
        return record

    def denials_of_report(self, d: Values) -> list[Values]:
        denials = [self._with_sources(x, "denies") for x in d.get("denials", {}).values()]
        return [
            _renamed(
                {**x, "actor": self._who(x["actor"])},
                denied_by="actor",
                date="on_date",
                statement="text",
                source_ids="sources",
            )
            for x in denials
        ]

    def campaign(self, d: Values) -> Values:
        record = _renamed(_dates(self._with_sources(d)), name="title")
        record["organisers"] = [self._who(actor) for actor in d["organisers"]]
        record["targets"] = [self._who(actor) for actor in d.get("targets", [])]
        record["demands"] = [
            {"key": key, **self._demand(x)} for key, x in d.get("demands", {}).items()
        ]
        return record

    def _named(self, d: Values) -> Values:
        record = self._with_sources(d)
        record["names"] = [_renamed(n, lang="language", kind="name_kind") for n in d["names"]]
        return record

    def _link(self, d: Values) -> Values:
        record = _renamed(_dates(self._with_sources(d)), status="link_status")
        for end in {"buyer", "supplier", "facility", "parent", "subsidiary"} & set(record):
            record[end] = self.ids[record[end]]
        return record

    def _denial_of_link(self, d: Values) -> Values:
        record = _renamed(self._with_sources(d, "denies"), date="on_date")
        return {"id": self._who(record.pop("actor")), **record}

    def _allegation(self, d: Values) -> Values:
        record = _renamed(_dates(self._with_sources(d)), says="speaker", status="certainty")
        words = record.pop("unit_words", None)
        return record if words is None else {**record, "unit": words}

    def _response(self, d: Values) -> Values:
        record = _renamed(self._with_sources(d), date="on_date")
        del record["report"]
        if record["date"] == "n.d.":
            del record["date"]
        return {"by": self._who(record.pop("actor")), **record}

    def _demand(self, d: Values) -> Values:
        record = _renamed(self._with_sources(d), date="on_date")
        return {"target": self._who(record.pop("actor")), **record}

    def _with_actor(self, d: Values) -> Values:
        actor = d["actor"]
        record = {key: value for key, value in d.items() if key != "actor"}
        return {**record, "name" if "name" in actor else "id": self._who(actor)}

    def _who(self, actor: Values) -> str:
        return actor["name"] if "name" in actor else self.ids[actor["record"]]

    def _with_sources(self, d: Values, stance: str = "supports") -> Values:
        record = dict(d)
        citations = record.pop("citations")
        for citation in citations:
            assert citation.get("stance", "supports") == stance
            assert citation.keys() <= {"source", "stance"}
        return {**record, "sources": [citation["source"] for citation in citations]}


def with_old_references(value: Any, ids: Mapping[str, str], reports: Mapping[str, str]) -> Any:
    """Write “see the report “Its title”” as the research did: “see rep-its-slug”.

    The research has internal names in texts that are shown to the public; here the title
    stands in their place (``reports``: slugs by title).
    """
    if isinstance(value, list):
        return [with_old_references(item, ids, reports) for item in value]
    if isinstance(value, dict):
        return {key: with_old_references(item, ids, reports) for key, item in value.items()}
    if not isinstance(value, str):
        return value
    for title in re.findall(r"see the report “([^”]+)”", value):
        value = value.replace(f"the report “{title}”", f"report {reports[title]}")
    kinds = "|".join(PLACES)

    def old(match: re.Match[str]) -> str:
        identity = ids.get(match[2], "")
        return identity if identity.startswith(PLACES[match[1]][1] or "-") else match[0]

    return re.sub(rf"\b({kinds}) ([a-z0-9-]*[a-z0-9])", old, value)


def _dates(d: Values) -> Values:
    return _renamed(d, **{"from": "from_date", "to": "to_date"})


def _renamed(d: Values, **old_by_new: str) -> Values:
    new = {old: name for name, old in old_by_new.items()}
    return {new.get(key, key): value for key, value in d.items()}


def _only(d: Values, key: str) -> Any:
    assert set(d) == {key}
    return d[key]
