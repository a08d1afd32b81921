"""Issuing: frozen, numbered, hashed, noted; refused where it must be; withdrawn in public."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from campaign.db import begin_writing
from campaign.editorial.audit import broken_entries
from campaign.errors import Conflict, InvalidDocument, InvalidTransition, NotAllowed
from campaign.factsheets.frames import Choices
from campaign.factsheets.freezing import thaw
from campaign.factsheets.issued_files import issued_forms, render_issued
from campaign.factsheets.issuing import broken_issues, digest, issue_sheet, withdraw_sheet
from campaign.factsheets.numbering import numbering_gaps, parse_number
from campaign.models import AuditEntry, IssuedFile, IssuedRecord, Record, SheetNumber, User
from tests.factories import make_company, make_user, publish, source_values
from tests.support.databases import open_engine
from tests.support.issues import AT, SITE, issue, make_world, report
from tests.support.sheets import sheet_of


@pytest.fixture
def world(session):
    make_world(session)
    return session


def test_an_issued_sheet_is_frozen_numbered_and_hashed(world):
    sheet = sheet_of(world, "brand")

    issued = issue(world)

    assert issued.number.text == "CS-2026-0001"
    assert issued.version == 1
    assert issued.hash == hashlib.sha256(issued.content.encode()).hexdigest()
    frozen = thaw(issued.content)
    assert replace(frozen, stamp=None) == sheet
    assert frozen.stamp.number == "CS-2026-0001"
    assert frozen.stamp.address == f"{SITE}/fact-sheets/CS-2026-0001/v1"
    assert frozen.stamp.short_hash.replace("-", "") == issued.hash[:12]


def test_the_frozen_text_is_canonical_json(world):
    content = issue(world).content

    assert content == json.dumps(
        json.loads(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def test_the_json_of_an_issued_sheet_proves_itself(world):
    issued = issue(world)

    data = render_issued(issued, "json")

    assert hashlib.sha256(data).hexdigest() == issued.hash


@pytest.mark.parametrize("form", issued_forms())
def test_every_form_stays_byte_for_byte_what_it_was_whatever_the_record_says(world, form):
    issued = issue(world)
    before = render_issued(issued, form)

    publish(world, report(title="Another title"))
    world.expire_all()

    assert render_issued(issued, form) == before
    kept = select(IssuedFile.hash).where(IssuedFile.form == form)
    assert world.scalars(kept).one() == hashlib.sha256(before).hexdigest()


def test_the_records_behind_a_sheet_are_noted_with_their_revisions(world):
    publish(world, report(title="Second title"))

    issued = issue(world)

    rows = world.execute(
        select(Record.slug, IssuedRecord.revision)
        .join(Record, Record.id == IssuedRecord.record_id)
        .where(IssuedRecord.sheet_id == issued.id)
    )
    noted = {slug: revision for slug, revision in rows}  # noqa: C416
    assert noted["nights"] == 2
    assert noted.items() >= {"brand": 1, "brand-mill": 1, "source-a": 1}.items()


def test_who_issued_what_and_when_stands_in_the_audit_trail(world):
    editor = make_user(world, "editor")

    issued = issue(world, editor=editor)

    entry = world.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.subject, entry.user_id, entry.at) == (
        "sheet:issue",
        "CS-2026-0001",
        editor.id,
        AT,
    )
    assert entry.details == {"version": 1, "hash": issued.hash}
    assert list(broken_entries(world)) == []


def test_the_same_sheet_issued_again_is_the_next_version_of_its_number(world):
    first = issue(world)
    publish(world, report(title="Another title"))

    second = issue(world)

    assert second.number_id == first.number_id
    assert (first.version, second.version) == (1, 2)


@pytest.mark.parametrize("wishes", [{"paper": "letter"}])
def test_another_form_of_the_same_subject_has_a_number_of_its_own(world, wishes):
    first = issue(world)

    second = issue(world, wishes=wishes)

    assert (first.number.text, second.number.text) == ("CS-2026-0001", "CS-2026-0002")


def test_numbers_begin_anew_with_each_year(world):
    issue(world)

    later = issue(world, "northern-mill", at=AT.replace(year=2027))

    assert later.number.text == "CS-2027-0001"


def test_a_sheet_that_is_issued_already_is_not_issued_twice(world):
    issue(world)

    with pytest.raises(InvalidTransition, match="issued already, as CS-2026-0001 version 1"):
        issue(world)


def test_a_sheet_that_was_withdrawn_can_be_issued_again(world):
    editor = make_user(world, "editor")
    withdraw_sheet(world, issue(world), editor=editor, reason="A name was wrong.")

    assert issue(world).version == 2


def test_a_sheet_that_changed_since_the_editor_looked_is_not_issued(world):
    seen = digest(sheet_of(world, "brand"))
    publish(world, report(title="Another title"))

    with pytest.raises(Conflict, match="moved on since you looked"):
        issue(world, seen=seen)


def test_what_the_editor_looked_at_is_issued(world):
    assert issue(world, seen=digest(sheet_of(world, "brand"))).version == 1


def test_what_blocks_is_refused_with_each_reason(world):
    publish(world, source_values(slug="source-a", title="Nights", origin="source-a", url=None))

    with pytest.raises(InvalidDocument) as refused:
        issue(world, "northern-mill")

    assert "No source of this sentence can be looked up" in str(refused.value)
    assert world.scalar(select(SheetNumber.id)) is None


@pytest.mark.parametrize("role", ["editor", "reviewer", "admin"])
def test_every_role_may_issue(world, role):
    assert issue(world, editor=make_user(world, role)).id


def test_an_account_that_is_switched_off_may_not_issue(world):
    with pytest.raises(NotAllowed, match="may not issue"):
        issue(world, editor=make_user(world, "editor", active=False))


@pytest.mark.parametrize(("role", "allowed"), [("editor", False), ("reviewer", True)])
def test_words_of_ones_own_need_somebody_who_may_publish(world, role, allowed):
    own = replace(sheet_of(world, "brand"), choices=Choices(own_line="Sleep is a right."))
    editor = make_user(world, role)

    def attempt():
        return issue_sheet(world, lambda: own, editor=editor, site_url=SITE, at=AT)

    if allowed:
        assert attempt().version == 1
    else:
        with pytest.raises(NotAllowed, match="may not publish"):
            attempt()


def test_a_withdrawal_is_kept_with_its_reason_and_noted(world):
    issued, editor = issue(world), make_user(world, "editor")

    withdraw_sheet(world, issued, editor=editor, reason=" The mill was another. ")

    assert issued.withdrawal_reason == "The mill was another."
    assert issued.withdrawn_at > AT
    entry = world.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.user_id) == ("sheet:withdraw", editor.id)


def test_a_withdrawal_needs_a_reason(world):
    with pytest.raises(InvalidDocument, match="say why"):
        withdraw_sheet(world, issue(world), editor=make_user(world, "editor"), reason="  ")


def test_nothing_is_withdrawn_twice(world):
    issued, editor = issue(world), make_user(world, "editor")
    withdraw_sheet(world, issued, editor=editor, reason="Wrong.")

    with pytest.raises(InvalidTransition, match="withdrawn already"):
        withdraw_sheet(world, issued, editor=editor, reason="Wrong again.")


def test_editors_at_once_get_numbers_without_gap_or_twin(world, database_url):
    brands = [make_company(world, name=f"Brand {n}", slug=f"brand-{n}").slug for n in range(6)]
    editor = make_user(world, "editor").id
    publish(world)
    world.commit()
    engine, together = open_engine(database_url), Barrier(len(brands))

    def work(slug):
        with Session(engine) as own:
            own.get(Record, 1)  # somebody who has read already, as a page has
            own.rollback()
            together.wait(timeout=30)
            begin_writing(own)
            number = issue(own, slug, editor=own.get(User, editor)).number.text
            own.commit()
            return number

    with ThreadPoolExecutor(len(brands)) as threads:
        numbers = sorted(threads.map(work, brands))

    assert numbers == [f"CS-2026-{n:04}" for n in range(1, len(brands) + 1)]


def test_a_number_that_was_not_used_is_given_to_the_next(world):
    savepoint = world.begin_nested()
    issue(world)
    savepoint.rollback()

    assert issue(world, "northern-mill").number.text == "CS-2026-0001"


def test_the_check_finds_nothing_where_nothing_is_wrong(world):
    issue(world)
    issue(world, "northern-mill")

    assert [*broken_issues(world), *numbering_gaps(world)] == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE issued_sheet SET content = replace(content, 'night', 'day')", "does not give"),
        ("UPDATE issued_sheet SET hash = 'x'", "the audit trail knows another hash"),
        ("UPDATE sheet_number SET running = 7", "numbers of fact sheets of 2026 have a gap"),
        ("UPDATE issued_sheet SET version = 3", "versions of fact sheet CS-2026-0001 have a gap"),
        ("DELETE FROM issued_file; DELETE FROM issued_record; DELETE FROM issued_sheet", "a gap"),
    ],
)
def test_the_check_finds_what_somebody_changed_behind_our_back(world, change, found):
    issue(world)
    for statement in change.split(";"):
        world.execute(text(statement))
    world.expire_all()

    problems = [*broken_issues(world), *numbering_gaps(world)]

    assert any(found in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("CS-2026-0042", (2026, 42)),
        (" cs 2026 42 ", (2026, 42)),
        ("CS–2026–0042", (2026, 42)),
        ("cs202600042", (2026, 42)),
        ("CS-2026-12345", (2026, 12345)),
        ("CS-2026-", None),
        ("2026-0042", None),
        ("CS-2026-99999999999", None),
        ("CS-2026-9999999999", None),
        ("CS-２０２６-0042", None),
        ("", None),
    ],
)
def test_a_number_is_read_as_people_type_it(typed, number):
    assert parse_number(typed) == number
