"""The fact sheet of a company: what stands behind it, by which chain, and what it answered.

A brand's sheet tells what is reported anywhere in its documented supply chain. A supplier's
tells what is reported at the places that it runs, and who buys from them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from campaign.factsheets.answering import answer_sentence, newest_first
from campaign.factsheets.behind import connected, tie_of, unknown_of
from campaign.factsheets.buying import first_buyers
from campaign.factsheets.changing import outcomes
from campaign.factsheets.counting import figures
from campaign.factsheets.demanding import actions, campaign_entries, won_demands
from campaign.factsheets.explaining import how_sure, standards, withdrawn, years_of
from campaign.factsheets.findings import CompanyFindings, Role, read_company
from campaign.factsheets.framing import Compose, Content, Frame, fit_sheet
from campaign.factsheets.key_message import Ending, key_message
from campaign.factsheets.material import Material
from campaign.factsheets.parts import Action, BlockKey, Item, Sentence
from campaign.factsheets.pursuing import commitment_sentences
from campaign.factsheets.runs import Run, Runs, text_of
from campaign.factsheets.selection import choose_reports
from campaign.factsheets.sheet import Sheet
from campaign.factsheets.telling import About, lead_notes, report_entry
from campaign.factsheets.wording import Part
from campaign.graph.brand import ExposedReport
from campaign.graph.network import TieKind
from campaign.models import Company
from campaign.models.vocabulary import Basis, CompanyRole, Reach, Relation
from campaign.queries.reports import ReportRow

# What is bought is work at the place, and not what the place makes.
SERVICES = (Relation.LABOUR_AGENCY, Relation.SANITATION_CONTRACTOR, Relation.SERVICES)


@dataclass(frozen=True)
class Telling:
    """What is told of a company within some limits."""

    found: CompanyFindings
    material: Material
    frame: Frame
    told: tuple[ExposedReport, ...]

    @property
    def company(self) -> Company:
        """Return the subject."""
        return self.found.company

    @property
    def name(self) -> Runs:
        """Return the subject's name, in the reader's script first."""
        return self.material.name(self.company.id, self.company.title)

    @property
    def rows(self) -> list[ReportRow]:
        """Return the reports told."""
        return [row.report for row in self.told]


def build_company_sheet(
    session: Session, company: Company, frame: Frame, role: Role | None = None
) -> Sheet:
    """Return the fact sheet of a company (loaded whole), as a brand or as a supplier."""
    found, material = read_company(session, company, frame, role)
    return fit_sheet(session, frame, company, company.names, (material, composer(found, frame)))


def composer(found: CompanyFindings, frame: Frame) -> Compose:
    """Return how a company is told within given limits."""

    def compose(material: Material) -> Content:
        return compose_company(telling_of(found, material, frame))

    return compose


def telling_of(found: CompanyFindings, material: Material, frame: Frame) -> Telling:
    """Choose what is told of a company within the limits of the material."""
    by_id = {row.report.id: row for row in found.told}
    skipped = frame.choices.reports_left_out
    tied = [replace(row.report, sites=row.sites) for row in found.told]
    chosen = choose_reports(
        [row for row in tied if row.slug not in skipped],
        material.limits,
        out_of_time=found.out_of_time,
    )
    return Telling(found, material, frame, tuple(by_id[row.id] for row in chosen))


def compose_company(telling: Telling) -> Content:
    """Return what the sheet of a company says."""
    found, material = telling.found, telling.material
    text, campaigns = material.wording.text, found.campaigns
    says = text("What {company} says", company=text_of(telling.name))
    return Content(
        what=what_it_is(telling),
        key_message=lambda: _key_message(telling),
        headline=lambda: _headline(telling),
        sections={
            BlockKey.ASK: (
                text("What is asked"),
                lambda: campaign_entries(material, campaigns, found.addressee),
            ),
            BlockKey.REPORTED: (text("What is reported"), lambda: _reported(telling)),
            BlockKey.CONNECTED: (text("Who is connected"), lambda: connected(telling)),
            BlockKey.FIGURES: (text("Key figures"), lambda: figures(material, telling.rows)),
            BlockKey.SAYS: (says, lambda: _further_answers(telling)),
            BlockKey.CHANGED: (text("What changed since"), lambda: _changed(telling)),
            BlockKey.ACT: (
                text("Take action"),
                lambda: _actions(telling),
            ),
            BlockKey.UNKNOWN: (text("What is not known"), lambda: _unknown(telling)),
        },
        left_out=found.tally.number - len(telling.told),
        record_ids=found.record_ids,
    )


def what_it_is(telling: Telling) -> str:
    """Return the sort of company, for the line above the title."""
    company, wording = telling.company, telling.material.wording
    if company.collective:
        return wording.text("group of companies")
    roles = [wording.of(CompanyRole(role)) for role in company.roles]
    return wording.row(roles) or wording.text("company")


def _key_message(telling: Telling) -> Sentence:
    material, say = telling.material, telling.material.wording.say
    if not telling.told:
        if telling.found.tally.number:
            return material.counted(*_how_many(telling))
        return material.counted(
            say(
                "No report of labour abuse is tied to {company} by a source in this record.",
                company=telling.name,
            ),
        )
    first = telling.told[0]
    site = first.sites[0] if first.sites else None
    return key_message(material, first.report, site, _ending(telling, first))


def _ending(telling: Telling, row: ExposedReport) -> Ending:
    """Return how the first report is tied to the company, for the end of the key message."""
    found, name = telling.found, (("company", telling.name),)
    here = found.buyers.get(row.sites[0].id) if row.sites else None
    if here:
        buyers, cited = first_buyers(telling.material, here, 2)
        return Ending("buyers", (("buyers", buyers),), cited)
    if not row.tiers:
        return Ending("own", name)
    if row.reach is Reach.NAMED:
        return Ending("named", name)
    return _linked(telling, row, name)


def _linked(telling: Telling, row: ExposedReport, name: tuple[tuple[str, Runs], ...]) -> Ending:
    chain = telling.found.chain_to(row)
    if chain is None or chain.denied or chain.reach is not Reach.SITE:
        return Ending("tied", name)
    tie = chain.hops[-1].tie
    cited = telling.material.basis(tie.record_id, tie.pointer)
    year = tie.period.to_date or tie.period.as_of
    alone = len({hop.tie for hop in chain.hops}) == 1 and tie.relation not in SERVICES
    direct = alone and tie.kind is TieKind.SUPPLIES_FROM
    if not direct or year is None:
        return Ending("tied", name, cited)
    ended = bool(tie.period.to_date)
    listed = "listed" if tie.basis is Basis.BUYER_LIST else "supplied"
    day = (Run(telling.material.wording.date(year)),)
    return Ending("ended" if ended else listed, (*name, ("year", day)), cited)


def _headline(telling: Telling) -> Iterable[Sentence]:
    tally, material = telling.found.tally, telling.material
    if not tally.number:
        yield material.counted(material.wording.say("That is not a finding that there is none."))
        return
    shown = lead_notes(material, telling.rows)
    yield Sentence(
        material.sentences(*_how_many(telling), *how_sure(material, tally)),
        tuple(sorted({*material.notes.here, *shown})),
        computed=True,
    )
    yield material.counted(_answered(telling))


def _how_many(telling: Telling) -> Iterable[Runs]:
    """Yield how many reports there are, whose, and at how many places."""
    tally, wording = telling.found.tally, telling.material.wording
    parts: dict[str, Part] = {"years": years_of(telling.material, tally), "company": telling.name}
    if tally.own == tally.number:
        yield wording.say_many(
            tally.number,
            "At least {n} report of labour abuse ({years}) in the own operations of {company}.",
            "At least {n} reports of labour abuse ({years}) in the own operations of {company}.",
            **parts,
        )
    elif tally.own:
        yield wording.say_many(
            tally.number,
            "At least {n} report of labour abuse ({years}) in the own operations and the "
            "documented supply chain of {company}.",
            "At least {n} reports of labour abuse ({years}) in the own operations and the "
            "documented supply chain of {company}.",
            **parts,
        )
    else:
        yield wording.say_many(
            tally.number,
            "At least {n} report of labour abuse ({years}) in the documented supply chain of "
            "{company}.",
            "At least {n} reports of labour abuse ({years}) in the documented supply chain of "
            "{company}.",
            **parts,
        )
    if tally.places:
        yield wording.say_many(
            tally.places,
            "They concern {n} named place, or more.",
            "They concern {n} named places, or more.",
        )


def _answered(telling: Telling) -> Runs:
    say, name = telling.material.wording.say, telling.name
    total, answered = telling.found.tally.number, telling.found.tally.answered
    if answered == total:
        return say("{company} has answered every one of them.", company=name)
    if not answered:
        return say("No answer of {company} to any of them is recorded.", company=name)
    return say(
        "{company} has answered {answered} of {total}; to the others no answer is recorded.",
        company=name,
        answered=answered,
        total=total,
    )


def _reported(telling: Telling) -> Iterable[Item]:
    company = (telling.company.id, telling.company.title)
    for row in telling.told:
        about = About(row.sites, tie_of(telling, row), company)
        yield report_entry(telling.material, row.report, about)
    if telling.told:
        yield from standards(telling.material, telling.rows)


def _further_answers(telling: Telling) -> Iterable[Item]:
    found, material = telling.found, telling.material
    told = {row.report.id for row in telling.told}
    further = [answer for answer in newest_first(found.answers) if answer.report_id not in told]
    for answer in further[: material.limits.further_answers]:
        if answer.report_title is None:
            on: Runs = material.wording.say("the demand of a campaign")
        else:
            on = (material.quote(answer.report_title),)
        yield answer_sentence(material, answer, on=on)
    if telling.told and not found.answers:
        yield material.counted(
            material.wording.say("No answer of {company} is recorded.", company=telling.name)
        )


def _changed(telling: Telling) -> Iterable[Item]:
    yield from outcomes(telling.material, telling.rows)
    campaigns, addressee = telling.found.campaigns, telling.found.addressee
    yield from commitment_sentences(telling.material, campaigns, addressee)
    yield from won_demands(telling.material, campaigns, addressee)


def _actions(telling: Telling) -> Iterable[Item]:
    found, material = telling.found, telling.material
    given = list(actions(material, found.campaigns, found.addressee))
    yield from given
    if given and found.company.website:
        name = text_of(telling.name)
        words = material.wording.text("Website of {company}:", company=name)
        yield Action(words, found.company.website)


def _unknown(telling: Telling) -> Iterable[Item]:
    yield from unknown_of(telling)
    yield from withdrawn(telling.material, telling.found.tally.withdrawn)
