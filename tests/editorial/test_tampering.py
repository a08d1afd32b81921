"""Whoever can write in the database leaves traces: `campaign check` and a noted head find them."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select, text, update

from campaign.editorial.altered import altered_records
from campaign.editorial.audit import Deed, broken_entries, record_deeds
from campaign.editorial.hashing import chained_hash
from campaign.editorial.heads import (
    Head,
    NotAHead,
    disagreements,
    head_problems,
    read_head,
    trail_head,
)
from campaign.editorial.merging import merge
from campaign.editorial.revisions import broken_revisions
from campaign.models import AuditEntry, Record, Revision
from campaign.models.vocabulary import DraftAction
from campaign.queries.records import find_record
from tests.factories import SIGNATURE, company_values, make_source, make_user, publish

TAMPERED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
OTHER = {
    "at": lambda at: at + timedelta(seconds=1),
    "user_id": lambda user: None if user else 1,
    "author_id": lambda user: None if user else 1,
    "reviewer_id": lambda user: None if user else 1,
    "action": lambda action: (
        DraftAction.RESTORE if isinstance(action, DraftAction) else f"{action}s"
    ),
    "subject": lambda subject: f"{subject}-2",
    "details": lambda details: {**details, "more": 1},
    "document": lambda document: {**document, "country": "FR"},
    "origin": lambda origin: f"{origin}, and more",
    "note": lambda note: f"{note}, and more",
    "number": lambda number: number + 100,
    "previous_hash": lambda digest: chained_hash(digest, {}),
    "hash": lambda digest: chained_hash(digest, {}),
}
CHAINS = {
    Revision: ("number", "action", "document", "at", "origin", "author_id", "reviewer_id", "note"),
    AuditEntry: ("at", "user_id", "action", "subject", "details"),
}


@pytest.fixture
def trail(session):
    """Records with several revisions, one of them merged away, and deeds of other kinds."""
    make_source(session)
    user = make_user(session, "editor")
    for name in ("Brand", "Miller", "Twin"):
        for country in ("US", "DE", "CN"):
            publish(session, company_values(name=name, country=country))
            record_deeds(session, [Deed("account:look", name)], user_id=user.id)
    twin, brand = find_record(session, "twin"), find_record(session, "brand")
    merge(session, twin, brand, reason="The same.", signature=SIGNATURE)
    session.commit()
    return session


def traces(session, head):
    """What the checks of the chains, and the noted head, say."""
    session.expire_all()
    return [
        *broken_revisions(session),
        *broken_entries(session),
        *disagreements(session),
        *head_problems(session, head),
    ]


def test_a_trail_that_nobody_touched_is_whole_and_goes_on(trail):
    head = trail_head(trail)

    publish(trail, company_values(name="Newcomer"))

    assert traces(trail, head) == []
    assert list(altered_records(trail)) == []
    assert trail_head(trail).entries == head.entries + 1


@pytest.mark.attack
@TAMPERED
@given(data=st.data())
def test_any_entry_that_was_changed_taken_out_put_in_or_moved_is_found(trail, data):
    head = trail_head(trail)
    tamper = data.draw(st.sampled_from([change, take_out, put_in, exchange, cut, forge]))
    savepoint = trail.begin_nested()

    try:
        tamper(trail, data)
        found = traces(trail, head)
    finally:
        savepoint.rollback()
        trail.expire_all()

    assert found


def rows_of(session, model):
    trail_order = (model.id,) if model is AuditEntry else (model.record_id, model.number)
    return session.scalars(select(model).order_by(*trail_order)).all()


def drawn(session, data, model=None):
    model = model or data.draw(st.sampled_from(list(CHAINS)))
    return data.draw(st.sampled_from(rows_of(session, model)))


def values_of(row):
    return {column.key: getattr(row, column.key) for column in type(row).__table__.columns}


def change(session, data):
    """Change one field of one entry."""
    row = drawn(session, data)
    name = data.draw(st.sampled_from([*CHAINS[type(row)], "previous_hash", "hash"]))
    _set(session, row, {name: OTHER[name](getattr(row, name))})


def take_out(session, data):
    row = drawn(session, data)
    session.execute(delete(type(row)).where(type(row).id == row.id))


def put_in(session, data):
    """Copy an entry to the end of its chain, or between two of a trail, with or without hashes."""
    row = drawn(session, data)
    model, values = type(row), values_of(row)
    last = session.scalar(select(func.max(model.id)))
    values["id"] = last + 1
    if model is Revision:
        values["number"] = 1 + session.scalar(
            select(func.max(Revision.number)).where(Revision.record_id == row.record_id)
        )
    else:
        values["id"] = row.id
        for later in reversed([each for each in rows_of(session, model) if each.id >= row.id]):
            _set(session, later, {"id": later.id + 1})
    values["previous_hash"] = chained_hash(row.previous_hash, {"forged": 1})
    values["hash"] = chained_hash(values["previous_hash"], {})
    session.execute(insert(model).values(values))


def exchange(session, data):
    """Let two entries change places, or two revisions their records."""
    one = drawn(session, data)
    model = type(one)
    place = data.draw(st.sampled_from(["id"] if model is AuditEntry else ["number", "record_id"]))
    others = [r for r in rows_of(session, model) if getattr(r, place) != getattr(one, place)]
    if place == "number":
        others = [row for row in others if row.record_id == one.record_id]
    elif place == "record_id":
        others = [row for row in others if row.number == one.number]
    if not others:  # the only revision of its record
        return take_out(session, data)
    other = data.draw(st.sampled_from(others))
    places = getattr(one, place), getattr(other, place)
    aside = {"id": 10**6} if place == "id" else {"number": -1}
    back = {} if place == "id" else {"number": one.number}
    _set(session, one, aside)
    _set(session, other, {place: places[0]})
    _set(session, one, {**back, place: places[1]}, now=aside.get("id", one.id))
    return None


def cut(session, data):
    """Cut off the end of the trail, or the newest revisions of a record."""
    row = drawn(session, data)
    model = type(row)
    later = model.id >= row.id
    if model is Revision:
        later = (Revision.record_id == row.record_id) & (Revision.number >= row.number)
    session.execute(delete(model).where(later))


def forge(session, data):
    """Change an entry of the trail and give it, and all that follow, new hashes that fit."""
    rows = rows_of(session, AuditEntry)
    first = data.draw(st.integers(0, len(rows) - 1))
    _set(session, rows[first], {"details": {**rows[first].details, "more": 1}})
    previous = rows[first].previous_hash
    for row in rows[first:]:
        content = {
            "at": row.at.isoformat(),
            "user": row.user_id,
            "action": row.action,
            "subject": row.subject,
            "details": {**row.details, "more": 1} if row is rows[first] else row.details,
        }
        digest = chained_hash(previous, content)
        _set(session, row, {"previous_hash": previous, "hash": digest})
        previous = digest
    session.expire_all()
    assert not list(broken_entries(session))  # the chain by itself shows nothing


def _set(session, row, values, now=None):
    """Write values into the row, which has the number `now` if it was moved before."""
    model = type(row)
    statement = update(model).where(model.id == (now or row.id)).values(values)
    session.execute(statement, execution_options={"synchronize_session": False})


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE source SET publisher = 'Somebody else'",
        "UPDATE company SET country = 'FR' WHERE country = 'CN'",
        "UPDATE citation SET locator = 'page 9'",
        "DELETE FROM citation",
        "UPDATE name SET name_kind = 'former'",
    ],
)
def test_a_published_row_that_was_changed_behind_the_application_is_found(trail, tamper):
    trail.execute(text(tamper))

    assert list(altered_records(trail))


def test_a_record_that_was_put_in_without_a_revision_is_found(trail):
    template = trail.scalars(select(Record).where(Record.slug == "brand")).one()
    row = {"slug": "forged", "kind": template.kind, "title": "Forged", "revision": 1}
    moments = {"published_at": SIGNATURE.at, "updated_at": SIGNATURE.at}

    trail.execute(insert(Record.__table__).values(row | moments))

    assert [line for line in disagreements(trail) if "forged" in line]


def test_the_opening_data_says_what_was_accepted(seeded):
    assert list(altered_records(seeded)) == []
    assert list(disagreements(seeded)) == []


def test_a_head_that_is_none_is_refused():
    for values in ([], {}, {"entries": "3", "hash": "x"}, {"entries": 3, "hash": "short"}):
        with pytest.raises(NotAHead):
            read_head(values)


def test_a_head_is_the_same_after_it_was_written_down(trail):
    head = trail_head(trail)

    assert read_head(json.loads(json.dumps(head.values()))) == head
    assert head_problems(trail, head) == []


def test_the_head_of_an_empty_trail_is_continued_by_every_trail(trail):
    empty = Head(0, "0" * 64, "")

    assert head_problems(trail, empty) == []
    assert head_problems(trail, replace(empty, entries=999))
