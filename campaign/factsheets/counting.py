"""People counted, with their unit: every number is read “at least”, and none are added up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from campaign.factsheets.material import Material
from campaign.factsheets.parts import Figure
from campaign.factsheets.runs import Runs
from campaign.factsheets.wording import Part, plural
from campaign.models import Allegation, Headcount
from campaign.models.vocabulary import CountUnit
from campaign.queries.citations import Cited
from campaign.queries.reports import ReportRow, SiteReference
from campaign.schemas.types import first_day

# Whole phrases, for the noun depends on the number; those of the record's own words last.
UNITS = {
    CountUnit.WORKERS: plural("worker", "workers"),
    CountUnit.CHILDREN: plural("child", "children"),
    CountUnit.KILLED: plural("person killed", "people killed"),
    CountUnit.INJURED: plural("person injured", "people injured"),
    CountUnit.DETAINED: plural("person detained", "people detained"),
    CountUnit.OTHER: plural("person or case", "people or cases"),
}


def figures(material: Material, rows: Iterable[ReportRow]) -> Iterable[Figure]:
    """Yield the largest counts of the reports told, each with what it is part of.

    One for each report and unit, largest first; equal numbers in the order of the reports.
    """
    found = {
        (row.id, allegation.unit): (row, allegation)
        for row in rows
        for allegation in sorted(_counting(material, row), key=lambda a: a.at_least or 0)
    }
    largest = sorted(found.values(), key=lambda pair: -(pair[1].at_least or 0))
    for row, allegation in largest[: material.limits.figures]:
        yield _figure(material, row, allegation)


def headcount_figures(material: Material, facility_id: int) -> Iterable[Figure]:
    """Yield how many people worked at a place, by whom it is said and of which day."""
    for headcount in material.headcounts.get(facility_id, ())[: material.limits.figures]:
        wording = material.wording
        yield Figure(
            number=wording.bounds(headcount.at_least, headcount.at_most),
            unit=wording.term("unit", "people"),
            about=wording.say(
                "worked there as of {date}, according to {speaker}",
                date=wording.date(headcount.as_of),
                speaker=material.quote(headcount.speaker),
            ),
            notes=material.notes.supporting(_cited(material, headcount)),
        )


def largest_count(material: Material, row: ReportRow) -> Runs:
    """Return the largest count of a report with its unit; empty where nothing was counted."""
    counting = sorted(_counting(material, row), key=lambda a: a.at_least or 0)
    if not counting:
        return ()
    number = material.wording.bounds(counting[-1].at_least)
    own, unit = counting[-1].unit_words, unit_words(material, counting[-1])
    words: Part = material.quote(unit) if unit == own else unit
    return material.wording.say("{number} {unit}", number=number, unit=words)


def unit_words(material: Material, allegation: Allegation) -> str:
    """Return what a count counts, as the source says it, where the record keeps its words.

    Those of the opening data are in the catalogues; other words stand as they were written.
    """
    if allegation.unit_words:
        return material.wording.term("unit words", allegation.unit_words)
    one, many = UNITS[allegation.unit or CountUnit.OTHER]
    return material.wording.text_many(allegation.at_least or 0, one, many)


def _counting(material: Material, row: ReportRow) -> list[Allegation]:
    return [a for a in material.reports[row.id].allegations if a.at_least is not None]


def _figure(material: Material, row: ReportRow, allegation: Allegation) -> Figure:
    cited = material.citations.of(row.id, f"/allegations/{allegation.key}")
    about, denominators = _about(material, row, allegation)
    return Figure(
        number=material.wording.bounds(allegation.at_least),
        unit=unit_words(material, allegation),
        about=about,
        notes=tuple(
            sorted(
                {
                    *material.notes.supporting(cited),
                    *(material.notes.supporting(denominators, limit=1) if denominators else ()),
                }
            )
        ),
    )


def _about(
    material: Material, row: ReportRow, allegation: Allegation
) -> tuple[Runs, Sequence[Cited]]:
    """Return of what, where, when and by whom; and out of how many, with the sources of that."""
    wording = material.wording
    parts: dict[str, Part] = {
        "abuse": wording.abuse(material.abuse[allegation.abuse].label),
        "period": wording.period(
            allegation.from_date or row.from_date, allegation.to_date or row.to_date
        ),
        "speaker": (material.quote(allegation.speaker),),
    }
    if len(row.sites) > 1:
        parts["n"] = len(row.sites)
        return wording.say(
            "{abuse}, {period}, at {n} or more places together, according to {speaker}", **parts
        ), ()
    if not row.sites:
        return wording.say("{abuse}, {period}, according to {speaker}", **parts), ()
    [site] = row.sites
    parts["place"] = material.name(site.id, site.title)
    headcount = _workforce(material, site, row)
    if headcount is None:
        return wording.say("{abuse}, {place}, {period}, according to {speaker}", **parts), ()
    parts["workforce"] = wording.bounds(headcount.at_least, headcount.at_most)
    parts["date"] = wording.date(headcount.as_of)
    about = wording.say(
        "{abuse}, {place}, {period}, according to {speaker}; as of {date}, {workforce} people "
        "worked there",
        **parts,
    )
    return about, _cited(material, headcount)


def _workforce(material: Material, site: SiteReference, row: ReportRow) -> Headcount | None:
    """Return the headcount of the place that is nearest in time, within two years."""
    happened = first_day(row.from_date)
    near = [
        (abs((first_day(headcount.as_of) - happened).days), headcount.position, headcount)
        for headcount in material.headcounts.get(site.id, ())
    ]
    days, _, headcount = min(near, key=lambda found: found[:2], default=(0, 0, None))
    return headcount if headcount is not None and days <= 730 else None


def _cited(material: Material, headcount: Headcount) -> Sequence[Cited]:
    return material.cited(headcount.facility_id, f"/headcounts/{headcount.position}")
