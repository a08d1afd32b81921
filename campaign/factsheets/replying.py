"""How a company's reply to a report stands on the day of a sheet, in its language."""

from __future__ import annotations

from collections.abc import Iterator

from campaign.factsheets.material import Material
from campaign.factsheets.parts import Sentence
from campaign.factsheets.runs import Runs
from campaign.models.vocabulary import NotAskedBecause, ReplyStanding
from campaign.queries.replies import CompanyStanding

UNANSWERED = (ReplyStanding.WAITING, ReplyStanding.NO_RESPONSE, ReplyStanding.NOT_ASKED)


def own_standing(material: Material, report_id: int, company_id: int) -> Runs:
    """Return how a company stands that has an entry of its own and has not answered, or ()."""
    for standing in _unanswered(material, report_id):
        if standing.actor_id == company_id:
            return standing_runs(material, standing)
    return ()


def standing_sentences(material: Material, report_id: int) -> tuple[Sentence, ...]:
    """Return how each company stands that has an entry of its own and has not answered."""
    found = list(_unanswered(material, report_id))[: material.limits.answerers]
    return tuple(
        material.counted(standing_runs(material, standing), _reason(material, standing))
        for standing in found
    )


def standing_runs(material: Material, standing: CompanyStanding) -> Runs:
    """Return that a company has time, let its day pass, or was not asked, and why."""
    say, date = material.wording.say, material.wording.date
    company = material.name(standing.actor_id, standing.actor_title, strong=True)
    if standing.standing is ReplyStanding.NOT_ASKED:
        return _not_asked(material, standing, company)
    asked, due = date(standing.asked_on), date(standing.due_on)
    if standing.standing is ReplyStanding.NO_RESPONSE:
        return say(
            "{company}: asked to reply ({asked}); no response by {due}.",
            company=company,
            asked=asked,
            due=due,
        )
    return say(
        "{company}: asked to reply ({asked}); a reply is due by {due}.",
        company=company,
        asked=asked,
        due=due,
    )


def _unanswered(material: Material, report_id: int) -> Iterator[CompanyStanding]:
    for standing in material.standings.get(report_id, ()):
        if standing.key and standing.standing in UNANSWERED:
            yield standing


def _not_asked(material: Material, standing: CompanyStanding, company: Runs) -> Runs:
    say = material.wording.say
    if standing.because is NotAskedBecause.ENDANGERS_WORKERS:
        return say("{company}: not asked, because it could endanger workers.", company=company)
    if standing.because is NotAskedBecause.PUBLIC_ALREADY:
        return say(
            "{company}: not asked, because the account is public already and the answers that "
            "were found are recorded.",
            company=company,
        )
    if standing.because is NotAskedBecause.NO_WAY_TO_REACH:
        return say("{company}: not asked, because no way to reach it was found.", company=company)
    return say("{company}: not asked.", company=company)


def _reason(material: Material, standing: CompanyStanding) -> Runs:
    """Return an editor's own words on why it was not asked, where there is room."""
    if standing.reason and standing.because is None and material.limits.whole:
        return (material.quote(standing.reason),)
    return ()
