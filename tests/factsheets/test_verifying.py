"""Whoever holds a number, a hash or a file learns whether it is ours, unaltered and current."""

import io
import json
import zipfile
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from campaign.factsheets.freezing import hash_of, short_hash
from campaign.factsheets.issued_files import issued_forms, render_issued
from campaign.factsheets.recognising import LARGEST_FILE, UnreadableFile, recognise
from campaign.factsheets.rendering import render
from campaign.factsheets.verifying import Verdict, verify_file, verify_marks
from campaign.models import IssuedFile, IssuedSheet
from tests.factories import publish
from tests.support.issues import issue, make_world, report
from tests.support.sheets import sheet_of

TEXT_FORMS = ("html", "md", "txt", "json")


@pytest.fixture
def issued(session):
    make_world(session)
    return issue(session)


def noted(session, form):
    """Return the note of the only file in that form."""
    return session.scalars(select(IssuedFile).where(IssuedFile.form == form)).one()


def test_the_forms_of_text_are_all_but_two():
    assert {*TEXT_FORMS, "pdf", "docx"} == set(issued_forms())


@pytest.mark.parametrize("form", issued_forms())
def test_a_file_as_it_was_issued_is_ours_and_unaltered(session, issued, form):
    found = verify_file(session, render_issued(issued, form))

    assert (found.verdict, found.form, found.earlier) == (Verdict.UNALTERED, form, False)
    assert found.issue.id == issued.id


@pytest.mark.parametrize("form", issued_forms())
def test_a_file_of_an_earlier_version_of_the_software_is_still_ours(session, issued, form):
    kept = noted(session, form)
    old = render_issued(issued, form) + b" "  # as some older renderer might have made it
    kept.hash = hash_of(old)
    session.flush()

    found = verify_file(session, old)

    assert (found.verdict, found.earlier) == (Verdict.UNALTERED, True)


@pytest.mark.parametrize("form", issued_forms())
def test_a_file_that_this_version_of_the_software_makes_is_ours(session, issued, form):
    noted(session, form).hash = "0" * 64  # the first ones looked otherwise
    session.flush()

    found = verify_file(session, render_issued(issued, form))

    assert found.verdict is Verdict.UNALTERED


@pytest.mark.parametrize("form", TEXT_FORMS)
def test_a_changed_word_is_found_and_shown(session, issued, form):
    data = render_issued(issued, form).replace(b"work at night", b"work by day")

    found = verify_file(session, data)

    assert found.verdict is Verdict.ALTERED
    [passage] = found.passages
    assert ("at night" in passage.issued, "by day" in passage.found) == (True, True)


def test_a_changed_word_in_a_word_file_is_found_and_shown(session, issued):
    data = repacked(render_issued(issued, "docx"), b"work at night", b"work by day")

    found = verify_file(session, data)

    assert found.verdict is Verdict.ALTERED
    assert any("by day" in passage.found for passage in found.passages)


def test_a_word_file_that_was_only_saved_anew_is_not_called_proved(session, issued):
    data = repacked(render_issued(issued, "docx"), b"", b"")

    found = verify_file(session, data)

    assert found.verdict is Verdict.SAME_WORDS
    assert not found.good


def repacked(data, before, after):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(before, after) if before else content)
    return target.getvalue()


@pytest.mark.parametrize("form", issued_forms())
def test_a_file_with_one_byte_flipped_is_never_called_unaltered(session, issued, form):
    data = render_issued(issued, form)
    step = max(1, len(data) // 40)

    for place in range(0, len(data), step):
        changed = bytearray(data)
        changed[place] ^= 1
        try:
            found = verify_file(session, bytes(changed))
        except UnreadableFile:
            continue
        assert not found.good, place


def test_a_pdf_with_something_added_is_called_altered(session, issued):
    data = render_issued(issued, "pdf") + b"\n% more"

    found = verify_file(session, data)

    assert (found.verdict, found.issue.id) == (Verdict.ALTERED, issued.id)


def test_the_marks_of_one_sheet_on_the_words_of_another_are_called_altered(session, issued):
    other = issue(session, "northern-mill")
    text = render_issued(other, "md").decode()
    for ours, theirs in (
        (other.number.text, issued.number.text),
        (short_hash(other.hash), short_hash(issued.hash)),
    ):
        text = text.replace(ours, theirs)

    found = verify_file(session, text.encode())

    assert (found.verdict, found.issue.id) == (Verdict.ALTERED, issued.id)


def test_our_number_with_a_hash_that_is_not_its_own_is_not_ours(session, issued):
    text = render_issued(issued, "md").decode()
    text = text.replace(short_hash(issued.hash), "0000-1111-2222")

    assert verify_file(session, text.encode()).verdict is Verdict.WRONG_HASH


def test_a_number_that_we_never_gave_is_not_ours(session, issued):
    text = render_issued(issued, "md").decode().replace("CS-2026-0001", "CS-2026-0777")

    assert verify_file(session, text.encode()).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("form", issued_forms())
def test_a_preview_bears_no_number(session, form):
    make_world(session)
    preview = render(sheet_of(session, "brand"), form)

    assert verify_file(session, preview).verdict is Verdict.UNMARKED


def test_a_file_tells_which_of_several_versions_it_is(session, issued):
    publish(session, report(title="Another title"))
    newer = issue(session)

    assert verify_file(session, render_issued(issued, "pdf")).issue.id == issued.id
    assert verify_file(session, render_issued(newer, "pdf")).issue.id == newer.id


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (lambda number, mark: (number, mark), Verdict.OURS),
        (lambda number, mark: (number.lower().replace("-", " "), mark.upper()), Verdict.OURS),
        (lambda number, mark: (number, mark.replace("-", "")[:8]), Verdict.OURS),
        (lambda number, mark: (number, mark.replace("-", " ")), Verdict.OURS),
        (lambda number, mark: (number, mark.replace("0", "O").replace("1", "l")), Verdict.OURS),
        (lambda number, mark: (number, mark[:7]), Verdict.WRONG_HASH),
        (lambda number, _: (number, ""), Verdict.WRONG_HASH),
        (lambda number, _: (number, "0000-0000-0000"), Verdict.WRONG_HASH),
        (lambda _, mark: ("CS-2026-0002", mark), Verdict.UNKNOWN),
        (lambda _, mark: ("nonsense", mark), Verdict.UNKNOWN),
    ],
)
def test_number_and_hash_are_checked_as_they_are_typed(session, issued, change, verdict):
    number, mark = change(issued.number.text, short_hash(issued.hash))

    assert verify_marks(session, number, mark).verdict is verdict


def test_the_whole_hash_will_do_too(session, issued):
    assert verify_marks(session, "CS-2026-0001", issued.hash).verdict is Verdict.OURS


BROKEN = {
    "nothing": (b"", "is empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "neither PDF, Word"),
    "another packed file": (None, "no Word document"),
    "a broken packed file": (b"PK\x03\x04 and no more", "broken"),
    "too large a file": (b"x" * (LARGEST_FILE + 1), "larger than 20 MB"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_no_fact_sheet_is_said_clearly(what):
    data, words = BROKEN[what]
    if data is None:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("readme.txt", "x")
        data = target.getvalue()

    with pytest.raises(UnreadableFile, match=words):
        recognise(data)


def test_a_packed_file_that_would_fill_the_memory_is_not_unpacked():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 70_000_000)

    with pytest.raises(UnreadableFile, match="unpacks to more"):
        recognise(target.getvalue())


STARTS = st.sampled_from([b"", b"%PDF-1.7\nstream\n", b"PK\x03\x04", b"{", b"<html>"])


@pytest.mark.attack
@given(st.binary(max_size=400), STARTS)
def test_no_bytes_make_the_reading_fail_otherwise_than_by_saying_so(data, start):
    with suppress(UnreadableFile):
        recognise(start + data)


@pytest.mark.attack
@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_edit_of_a_text_goes_unnoticed(session, data):
    if not session.query(IssuedFile).count():
        make_world(session)
        issue(session)
    [issued] = {f.sheet_id for f in session.query(IssuedFile)}
    text = render_issued(session.get(IssuedSheet, issued), "txt").decode()
    at = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.characters(codec="utf-8", exclude_characters="\0"))
    edited = text[:at] + sign + text[at + 1 :]

    if edited != text:
        assert not verify_file(session, edited.encode()).good


def test_json_with_a_changed_number_in_it_is_altered(session, issued):
    values = json.loads(render_issued(issued, "json"))
    values["as_of"] = "2020-01-01"

    found = verify_file(session, json.dumps(values, ensure_ascii=False).encode())

    assert found.verdict is Verdict.ALTERED
