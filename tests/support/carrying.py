"""A desk on which everything has happened once, and exports of it in and out of databases."""

import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from campaign.db import begin_reading, begin_writing
from campaign.editorial.asking import Wish, answer_request, file_request, take_up
from campaign.editorial.batches import start_undo
from campaign.editorial.companions import start_answer
from campaign.editorial.confidential import keep_confidential
from campaign.editorial.correcting import start_correction
from campaign.editorial.deciding import start_restoration
from campaign.editorial.drafts import save_draft, start_draft, submit_draft
from campaign.editorial.duplicates import tell_apart
from campaign.editorial.evidence import remove_evidence
from campaign.editorial.referring import load_whole
from campaign.editorial.retracting import retract
from campaign.editorial.review import publish as publish_draft
from campaign.editorial.review import review_draft
from campaign.editorial.undoing import find_imports, plan_undoing_import
from campaign.evidence.keeping import tidy
from campaign.exports.archive import json_line
from campaign.exports.everything import export_with_confidential
from campaign.exports.reading import Piece
from campaign.imports.archive import open_export
from campaign.imports.everything import Step, import_everything, receive_uploads
from campaign.models import Draft, Record, User
from campaign.models.vocabulary import Verdict
from campaign.queries.evidence import get_evidence, kept_hashes, removed_names
from campaign.queries.records import find_record
from tests.factories import (
    SIGNATURE,
    company_values,
    make_user,
    ownership_values,
    report_values,
    response_values,
    source_values,
    statement_values,
)
from tests.factories import publish as publish_values
from tests.support.databases import open_engine
from tests.support.issues import CITED
from tests.support.old_town import keep_evidence, make_old_town

Lines = list[dict[str, Any]]
Export = Callable[[Session, Path | None], Iterator[Piece]]


def make_busy_desk(session: Session, folder: Path) -> None:
    """Let each table that an export carries get rows, and each kind of record its states."""
    contributor, editor, reviewer, admin = (
        make_user(session, role, email=f"{role}@example.org")
        for role in ("contributor", "editor", "reviewer", "admin")
    )
    make_old_town(session, {"contributor": contributor, "editor": editor}, "editor", admin)
    names = keep_evidence(session, folder, editor)
    removed = get_evidence(session, names["of a published source"])
    assert removed is not None
    remove_evidence(session, removed, reason="The wrong file.", remover=reviewer)
    tidy(folder, kept_hashes(session), removed_names(session))
    _answer_and_own(session)
    _answer_readers(session, editor)
    _write_more_drafts(session, editor)
    _restore_and_correct(session, editor, reviewer)
    _undo(session, editor)
    _cite_in_confidence(session, editor, reviewer)


def _answer_and_own(session: Session) -> None:
    """Publish answers and a holding, and take some back, whose stubs name who they were of."""
    answers = (
        response_values(slug=slug, actor="millworks", report="nights", **CITED)
        for slug in ("first-answer", "second-answer")
    )
    publish_values(
        session, *answers, ownership_values(parent="brand", subsidiary="millworks", **CITED)
    )
    for slug in ("second-answer", "anvil-holding"):
        retract(session, _record(session, slug), reason="An error.", signature=SIGNATURE)


def _answer_readers(session: Session, editor: User) -> None:
    brand = _record(session, "brand")
    for number, contact in enumerate(("reader@example.org", "")):
        wish = Wish(wrong="The year is wrong.", evidence="The list says 2018.", contact=contact)
        request = file_request(session, brand, wish, code=f"code {number}")
        if number:
            take_up(session, request, editor=editor)
            answer_request(session, request, words="It says 2019.", editor=editor)


def _write_more_drafts(session: Session, editor: User) -> None:
    report = start_draft(session, report_values(title="Two Nights", site=None), author=editor)
    start_answer(session, report, author=editor)
    like = start_draft(session, company_values(name="Brand", slug="brand-2"), author=editor)
    tell_apart(session, like, "brand", author=editor)


def _restore_and_correct(session: Session, editor: User, reviewer: User) -> None:
    gone = _record(session, "gone-co")
    draft = start_restoration(session, gone, gone.revision - 1, author=editor)
    _publish(session, draft, editor, reviewer)
    note = "The year was wrong."
    brand = load_whole(session, _record(session, "brand"))
    draft = start_correction(session, brand, public_note=note, author=editor)
    save_draft(session, draft, {**draft.document, "sector": "tools"}, author=editor)
    _publish(session, draft, editor, reviewer)


def _record(session: Session, slug: str) -> Record:
    record = find_record(session, slug)
    assert record is not None
    return record


def _publish(session: Session, draft: Draft, editor: User, reviewer: User) -> None:
    submit_draft(session, draft, author=editor)
    review_draft(session, draft, reviewer=reviewer, verdict=Verdict.APPROVE, words="Yes.")
    publish_draft(session, draft, reviewer=reviewer)


def _undo(session: Session, editor: User) -> None:
    later = SIGNATURE.at + timedelta(days=1)
    publish_values(session, source_values(slug="imported", origin="imported"))
    [imported, *_] = find_imports(session)
    plan = plan_undoing_import(session, imported.origin, min(imported.at, later))
    start_undo(session, plan, title="The import", reason="A wrong list.", author=editor)


def _cite_in_confidence(session: Session, editor: User, reviewer: User) -> None:
    """Publish a report that rests on an interview too, and leave another unread."""
    secret = {"description": "An interview at the gate.", "grade": "B"}
    kept = keep_confidential(session, secret, keeper=editor)
    told = {"source": kept.slug, "locator": "minute 12", "quotation": "They locked the doors."}
    cited = statement_values(citations=[*CITED["citations"], told])
    for title in ("Locked doors", "Doors that nobody read"):
        values = report_values(title=title, slug=None, statements={"s1": cited}, allegations={})
        draft = start_draft(session, values, author=editor, note="From the interview.")
        submit_draft(session, draft, author=editor)
        if title == "Locked doors":
            words = "As she told it."
            review_draft(session, draft, reviewer=reviewer, verdict=Verdict.APPROVE, words=words)
            publish_draft(session, draft, reviewer=reviewer)


def export_busy_desk(url: str, folder: Path) -> Path:
    """Make a busy desk in an empty database; return the file of its export."""
    engine = open_engine(url)
    with Session(engine) as session, session.begin():
        make_busy_desk(session, folder / "evidence")
    engine.dispose()
    file = folder / "everything.zip"
    file.write_bytes(exported(url, folder / "evidence"))
    return file


def exported(
    url: str, folder: Path | None = None, *, export: Export = export_with_confidential
) -> bytes:
    """Return an export of everything in a database, the complete one unless told otherwise."""
    engine = open_engine(url)
    with Session(engine) as session:
        begin_reading(session)
        content = b"".join(piece.content for piece in export(session, folder))
    engine.dispose()
    return content


def imported(
    url: str, file: Path, folder: Path | None = None, step: Step = lambda *_: None
) -> None:
    """Import an export into a database, as the command does."""
    engine = open_engine(url)
    with Session(engine) as session, open_export(file) as found:
        begin_writing(session)
        if folder is not None:
            receive_uploads(found, folder, [])
        import_everything(session, found, step)
        session.commit()
        if folder is not None:
            tidy(folder, kept_hashes(session), removed_names(session))
    engine.dispose()


def lines_of(content: zipfile.ZipFile, name: str) -> Lines:
    """Return what the lines of a file of an export hold."""
    return [json.loads(line) for line in content.read(name).splitlines()]


def forge(file: Path, target: Path, name: str, change: Callable[[Lines], object]) -> Path:
    """Write an export anew with one file of it changed, and a manifest that hides it."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        manifest = json.loads(old.read("manifest.json"))
        for member in manifest["files"]:
            content = old.read(member["name"])
            if member["name"] == name:
                lines = lines_of(old, name)
                change(lines)
                content = "".join(map(json_line, lines)).encode()
                member["sha256"] = sha256(content).hexdigest()
                member["bytes"], member["lines"] = len(content), len(lines)
            new.writestr(member["name"], content)
        new.writestr("manifest.json", json.dumps(manifest))
    return target
