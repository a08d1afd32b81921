"""The key message: one sentence of at most 35 words: who, where, what is reported, who buys.

It is about the first report told, for that is the surest; it says what one speaker reported
of one place, and how the subject is tied to it. Group ties never enter it. Where the sentence
is too long, it names fewer kinds of abuse, then the place without its town, then no place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaign.factsheets.material import Material
from campaign.factsheets.parts import Sentence
from campaign.factsheets.runs import Run, Runs, text_of
from campaign.factsheets.telling import statuses
from campaign.factsheets.wording import message
from campaign.models import Allegation
from campaign.queries.citations import Cited
from campaign.queries.reports import ReportRow, SiteReference

MOST_WORDS = 35
MOST_ABUSES = 3
HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
LETTERS_OF_A_WORD = 1.7  # a Chinese word has one or two letters
# By ending: the sentence with a place, and without one.
MESSAGES: dict[str, tuple[str, str]] = {
    "": (
        message("According to {speaker}, at {place} ({period}): {abuses}."),
        message("According to {speaker} ({period}): {abuses}."),
    ),
    "own": (
        message(
            "According to {speaker}, at {place} ({period}): {abuses}; {company} ran it, or "
            "was named as responsible."
        ),
        message("According to {speaker}, about {company} ({period}): {abuses}."),
    ),
    "named": (
        message(
            "According to {speaker}, at {place} ({period}): {abuses}; a source of the report"
            " names {company} as a buyer."
        ),
        message(
            "According to {speaker} ({period}): {abuses}; a source of the report names "
            "{company} as a buyer."
        ),
    ),
    "listed": (
        message(
            "According to {speaker}, at {place} ({period}): {abuses}; the place was listed "
            "as a supplier of {company} in {year}."
        ),
        message(
            "According to {speaker} ({period}): {abuses}; the place was listed as a "
            "supplier of {company} in {year}."
        ),
    ),
    "supplied": (
        message(
            "According to {speaker}, at {place} ({period}): {abuses}; the place supplied "
            "{company} as of {year}."
        ),
        message(
            "According to {speaker} ({period}): {abuses}; the place supplied {company} as of "
            "{year}."
        ),
    ),
    "ended": (
        message(
            "According to {speaker}, at {place} ({period}): {abuses}; the place supplied "
            "{company} until {year}."
        ),
        message(
            "According to {speaker} ({period}): {abuses}; the place supplied {company} until "
            "{year}."
        ),
    ),
    "tied": (
        message(
            "According to {speaker}, at {place} ({period}): {abuses}; a link ties this very "
            "place to {company}."
        ),
        message(
            "According to {speaker} ({period}): {abuses}; a link ties this very place to {company}."
        ),
    ),
    "buyers of some": (
        message(
            "According to {speaker}, at {place} ({period}): {abuses}; buyers at one or more of "
            "these places, named by sources: {buyers}."
        ),
        message(
            "According to {speaker} ({period}): {abuses}; buyers at one or more of the places, "
            "named by sources: {buyers}."
        ),
    ),
    "buyers": (
        message(
            "According to {speaker}, at {place} ({period}): {abuses}; buyers named by sources: "
            "{buyers}."
        ),
        message("According to {speaker} ({period}): {abuses}; buyers named by sources: {buyers}."),
    ),
}


@dataclass(frozen=True)
class Ending:
    """How a key message ends: whom the place supplied, or who runs it.

    Attributes:
        message: a key of ``MESSAGES``.
        parts: what its sentence needs beside the report.
        cited: the sources of the tie.
    """

    message: str = ""
    parts: tuple[tuple[str, Runs], ...] = ()
    cited: Sequence[Cited] = ()


def key_message(
    material: Material, row: ReportRow, site: SiteReference | None, ending: Ending
) -> Sentence:
    """Return the key message about a report at a place, with how the subject is tied to it."""
    allegations = _of_one_speaker(material, row)
    runs = next(
        (runs for runs in _shorter_and_shorter(material, row, site, ending) if fits(runs)), None
    )
    cited = [
        citation
        for allegation in allegations
        for citation in material.citations.of(row.id, f"/allegations/{allegation.key}")
    ]
    notes = {*material.notes.supporting(cited)}
    if runs is None:
        least = _least(material, row, site)
        return Sentence(least, tuple(sorted(notes)), statuses(material, row))
    if ending.cited:
        notes |= {*material.notes.supporting(ending.cited, limit=2)}
    return Sentence(runs, tuple(sorted(notes)), statuses(material, row))


def fits(runs: Runs) -> bool:
    """Tell whether a sentence is no longer than a key message may be."""
    return words_in(text_of(runs)) <= MOST_WORDS


def words_in(text: str) -> int:
    """Count the words of a text; of scripts without spaces, by the letters."""
    letters = len(HAN.findall(text))
    return len(HAN.sub(" ", text).split()) + int(letters / LETTERS_OF_A_WORD)


def _of_one_speaker(material: Material, row: ReportRow) -> list[Allegation]:
    """Return the allegations of whoever makes the most, the first of them on equal terms."""
    allegations = material.reports[row.id].allegations
    speakers = [allegation.speaker for allegation in allegations]
    most = max(speakers, key=speakers.count)
    return [allegation for allegation in allegations if allegation.speaker == most]


def _shorter_and_shorter(
    material: Material, row: ReportRow, site: SiteReference | None, ending: Ending
) -> Iterable[Runs]:
    wording = material.wording
    allegations = _of_one_speaker(material, row)
    codes = list(dict.fromkeys(allegation.abuse for allegation in allegations))
    labels = [wording.abuse(material.abuse[code].label) for code in codes]
    speaker = _speakers(material, allegations[0].speaker)
    for place in _places(material, row, site):
        for number in range(min(MOST_ABUSES, len(labels)), 0, -1):
            yield wording.say(
                _message(place, ending),
                speaker=speaker,
                place=place,
                period=wording.period(row.from_date, row.to_date),
                abuses=wording.row(labels[:number]),
                **dict(ending.parts),
            )


def _speakers(material: Material, speaker: str) -> Runs:
    """Return who speaks, within a sentence; several as a list of the language.

    Where one name holds a comma or an "and", a list would tie wrong words together.
    """
    names = [name.strip() for name in speaker.split(";") if name.strip()]
    if len(names) == 1 or any("," in name or " and " in name for name in names):
        return (material.quote(speaker),)
    parts = {f"speaker{place}": _unquoted(material.quote(n)) for place, n in enumerate(names)}
    return material.wording.say(material.wording.listed(f"{{{key}}}" for key in parts), **parts)


def _unquoted(run: Run) -> Run:
    """Return a part of what a record says; alone it stands in no record."""
    return Run(run.text, run.language)


def _places(material: Material, row: ReportRow, site: SiteReference | None) -> Iterable[Runs]:
    if site is not None:
        yield material.place(site, strong=True)
        yield material.name(site.id, site.title, strong=True)
    elif len(row.sites) > 1:
        yield material.wording.say_many(len(row.sites), "{n} place", "{n} places")
    yield ()


def _message(place: Runs, ending: Ending) -> str:
    with_place, without = MESSAGES[ending.message]
    return with_place if place else without


def _least(material: Material, row: ReportRow, site: SiteReference | None) -> Runs:
    """Return what always fits: when and one kind of abuse, and where if there is room."""
    first, wording = _of_one_speaker(material, row)[0], material.wording
    said = {
        "period": wording.period(row.from_date, row.to_date),
        "abuses": wording.abuse(material.abuse[first.abuse].label),
    }
    if site is not None:
        place = material.name(site.id, site.title, strong=True)
        runs = wording.say("Reported at {place} ({period}): {abuses}.", place=place, **said)
        if fits(runs):
            return runs
    return wording.say("Reported for {period}: {abuses}.", **said)
