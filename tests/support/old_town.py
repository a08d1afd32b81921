"""A record in which everything has happened once: for tests that try every door in every state.

Of each kind there is a record that is published, one that was retracted, one that was merged
away, and one that nobody has published yet; each account has a draft in every state, and so
has a colleague.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.editorial.asking import Wish, file_request
from campaign.editorial.batches import start_undo
from campaign.editorial.confidential import keep_confidential
from campaign.editorial.drafts import start_draft, start_update, submit_draft
from campaign.editorial.evidence import add_evidence
from campaign.editorial.merging import merge
from campaign.editorial.publishing import publish_all
from campaign.editorial.retracting import retract
from campaign.editorial.review import publish as publish_draft
from campaign.editorial.review import review_draft
from campaign.editorial.undoing import plan_undoing_import
from campaign.evidence.cleaning import CleanFile
from campaign.evidence.keeping import keeping
from campaign.factsheets.issuing import withdraw_sheet
from campaign.models import (
    Batch,
    ConfidentialSource,
    CorrectionRequest,
    Draft,
    MediaType,
    Report,
    Source,
    User,
)
from campaign.models.vocabulary import Verdict
from campaign.queries.records import find_record, get_record
from campaign.schemas import parse_document
from tests.factories import (
    SIGNATURE,
    campaign_values,
    company_values,
    facility_values,
    organization_values,
    ownership_values,
    publish,
    report_values,
    response_values,
    source_values,
    supply_link_values,
)
from tests.support.issues import CITED, issue, make_world

ABSENT = "nobody-ever"
# What stands in an address after the name of a kind, by what has happened to the record.
SLUGS: dict[str, dict[str, str]] = {
    "companies": {"published": "brand", "retracted": "gone-co", "merged": "twin-co"},
    "facilities": {"published": "northern-mill", "retracted": "gone-mill", "merged": "twin-mill"},
    "organizations": {"published": "union", "retracted": "gone-union", "merged": "twin-union"},
    "reports": {"published": "nights", "retracted": "gone-nights"},
    "sources": {"published": "source-a", "retracted": "gone-source", "merged": "twin-source"},
    "campaigns": {"published": "sleep", "retracted": "gone-sleep"},
}
UNREAD = "Zyxomma words that nobody has read."  # in drafts, and in a retracted report
STATES = ("being written", "submitted", "returned", "rejected", "published")


@dataclass
class OldTown:
    """What tests need to know of it.

    Attributes:
        drafts: numbers, by author's role and state.
        unpublished: slugs that are promised to drafts.
        sheets: number and version of a sheet, by what happened to it.
        batch: the number of a colleague's batch, which waits to be read.
        request: the number of a reader's request, which waits too.
        secrets: slugs of confidential sources, by who keeps them.
    """

    drafts: dict[tuple[str, str], int] = field(default_factory=dict)
    unpublished: str = ""
    sheets: dict[str, tuple[str, int]] = field(default_factory=dict)
    batch: int = 0
    request: int = 0
    secrets: dict[str, str] = field(default_factory=dict)


def make_old_town(
    session: Session, users: dict[str, User], colleague: str, reviewer: User
) -> OldTown:
    """Publish, retract, merge, issue, and write the drafts of these accounts."""
    make_world(session)
    _publish_more(session)
    _retract_and_merge(session)
    town = OldTown()
    for version in ("withdrawn", "issued"):
        sheet = issue(session, "brand", editor=reviewer)
        town.sheets[version] = (sheet.number.text, sheet.version)
        if version == "withdrawn":
            withdraw_sheet(session, sheet, editor=reviewer, reason="A mistake of ours.")
    for role, author in users.items():
        for state in STATES:
            draft = make_draft(session, author, reviewer, state)
            town.drafts[role, state] = draft.id
            if state == "submitted":
                town.unpublished = draft.document["slug"]
        secret = {"description": UNREAD if role == colleague else "A driver.", "grade": "B"}
        town.secrets[role] = keep_confidential(session, secret, keeper=author).slug
    town.batch = _undo_import(session, users[colleague]).id
    town.request = _ask_for_correction(session).id
    return town


def write_each_kind(session: Session, author: User) -> list[int]:
    """Begin a draft of each kind of record but a report; return their numbers."""
    return [
        start_draft(session, values, author=author).id
        for values in (
            *(company_values(name="No Co"), facility_values(name="No Mill"), source_values()),
            *(organization_values(name="No Union"), campaign_values(slug="no-sleep")),
            response_values(actor="brand", report="nights"),
            supply_link_values(buyer="brand", supplier="millworks"),
            ownership_values(parent="brand", subsidiary="millworks"),
        )
    ]


def _undo_import(session: Session, colleague: User) -> Batch:
    """Bring in a record by itself, and ask to take it back."""
    imported = replace(SIGNATURE, origin="a list")
    wrong = parse_document(company_values(name="Wrong Co", **CITED))
    publish_all(session, [wrong], signature=imported)
    plan = plan_undoing_import(session, imported.origin, imported.at)
    return start_undo(session, plan, title="A list", reason="It was wrong.", author=colleague)


def _ask_for_correction(session: Session) -> CorrectionRequest:
    report = get_record(session, "nights", Report)
    assert report is not None
    return file_request(session, report, Wish("The year is wrong."), code="the code of a reader")


def make_draft(session: Session, author: User, reviewer: User, state: str) -> Draft:
    """Write a draft and take it to a state; one to publish changes the record."""
    if state == "published":
        report = get_record(session, "nights", Report)
        assert report is not None
        draft = start_update(session, report, author=author)
    else:
        title = f"Unread nights of {author.email.split('@')[0]}, {state}"
        values = report_values(title=title, statements={"s1": _statement()}, allegations={})
        draft = start_draft(session, values, author=author)
    if state == "being written":
        return draft
    submit_draft(session, draft, author=author)
    verdicts = {
        "returned": Verdict.RETURN,
        "rejected": Verdict.REJECT,
        "published": Verdict.APPROVE,
    }
    if state in verdicts:
        review_draft(session, draft, reviewer=reviewer, verdict=verdicts[state], words="Why.")
    if state == "published":
        publish_draft(session, draft, reviewer=reviewer)
    return draft


def keep_evidence(session: Session, folder: Path, colleague: User) -> dict[str, str]:
    """Keep a file of a published source, of a colleague's draft, and of a confidential source."""
    draft = start_draft(
        session, source_values(title=UNREAD, slug="unread", origin="unread"), author=colleague
    )
    kept = select(ConfidentialSource).where(ConfidentialSource.keeper_id == colleague.id)
    secret = session.scalars(kept).one()
    names = {}
    for state, target in (
        ("of a published source", get_record(session, "source-a", Source)),
        ("another's, of a draft", draft),
        ("another's, of a confidential source", secret),
    ):
        assert target is not None
        words = UNREAD if state.startswith("another's") else "The rota."
        file = CleanFile(MediaType.PDF, state.encode(), "0" * 64)
        with keeping(folder, file.content) as name:
            add_evidence(session, target, file, name=name, words=words, uploader=colleague)
        names[state] = name
    return {**names, "no such file": "0" * 32}


def _statement() -> dict[str, object]:
    return {"text": UNREAD, "speaker": "Nobody yet", **CITED}


def _publish_more(session: Session) -> None:
    publish(
        session,
        organization_values(name="Union", **CITED),
        campaign_values(slug="sleep", target="brand", reports=["nights"], **CITED),
        *(source_values(slug=slug, origin=slug) for slug in ("gone-source", "twin-source")),
        *(company_values(name=name, **CITED) for name in ("Gone Co", "Twin Co")),
        *(facility_values(name=name, **CITED) for name in ("Gone Mill", "Twin Mill")),
        *(organization_values(name=name, **CITED) for name in ("Gone Union", "Twin Union")),
        report_values(
            slug="gone-nights", title="Gone Nights", statements={"s1": _statement()}, allegations={}
        ),
        campaign_values(slug="gone-sleep", title="Gone Sleep", **CITED),
    )


def _retract_and_merge(session: Session) -> None:
    for slugs in SLUGS.values():
        gone = find_record(session, slugs["retracted"])
        assert gone is not None
        retract(session, gone, reason="It was an error of ours.", signature=SIGNATURE)
        if "merged" in slugs:
            twin, into = (find_record(session, slugs[key]) for key in ("merged", "published"))
            assert twin is not None
            assert into is not None
            merge(session, twin, into, reason="The same.", signature=SIGNATURE)
