"""Seeding: again and again with the same result, all or nothing, and never over an editor."""

import threading
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.db import begin_writing, now
from campaign.editorial.audit import broken_entries
from campaign.editorial.publishing import publish_all
from campaign.editorial.revisions import Signature, broken_revisions
from campaign.errors import InvalidDocument
from campaign.imports.seeds import SeedResult, load_reference, read_seeds, seed
from campaign.models import AbuseType, AuditEntry, IloIndicator, Record, SlugRedirect
from campaign.models.vocabulary import Kind
from campaign.queries.records import find_record
from campaign.schemas import parse_document
from config import ROOT
from tests.factories import company_values, facility_values, report_values, source_values

SEEDS = ROOT / "seeds"
DOCUMENTS = 4


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four invented documents in two files."""
    mill = facility_values(operator="acme-anvils")
    write(tmp_path, "base", source_values(), company_values(), mill)
    write(tmp_path, "reports/nights", report_values(site="northern-mill"))
    return tmp_path


def write(folder: Path, name: str, *documents: Any) -> None:
    path = folder / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump(list(documents), allow_unicode=True), encoding="utf-8")


def count(session: Session, model: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def edit(session: Session, **changes: Any) -> None:
    """Publish another version of the company, as an editor does."""
    document = parse_document(company_values(**changes))
    publish_all(session, [document], signature=Signature(now(), "draft"))


def test_seeding_creates_what_is_not_there(session, folder):
    result = seed(session, folder)

    kinds = {Kind.SOURCE: 1, Kind.COMPANY: 1, Kind.FACILITY: 1, Kind.REPORT: 1}
    assert result == SeedResult(DOCUMENTS, 0, 0, 0, kinds)
    assert find_record(session, "northern-mill").title == "Northern Mill"
    assert not list(broken_revisions(session))
    assert not list(broken_entries(session))


def test_seeding_again_changes_nothing_and_looks_at_no_document(session, folder):
    first = seed(session, folder)
    entries = count(session, AuditEntry)
    looked_at = []

    again = seed(session, folder, lambda done, total: looked_at.append((done, total)))

    assert again == SeedResult(0, 0, DOCUMENTS, 0, first.kinds)
    assert count(session, AuditEntry) == entries
    assert looked_at == []


def test_the_opening_data_are_seeded_again_in_less_than_a_second(seeded):
    began = time.perf_counter()

    result = seed(seeded, SEEDS)

    assert (result.created, result.changed, result.unchanged) == (0, 0, count(seeded, Record))
    assert time.perf_counter() - began < 1


def test_other_files_that_say_the_same_change_nothing(session, folder):
    seed(session, folder)
    (folder / "base.yaml").rename(folder / "basis.yaml")

    result = seed(session, folder)

    assert (result.created, result.changed, result.unchanged) == (0, 0, DOCUMENTS)
    assert find_record(session, "acme-anvils").revision == 1


def test_a_changed_document_changes_its_record_only(session, folder):
    seed(session, folder)
    write(folder, "reports/nights", report_values(site="northern-mill", title="Days at the Mill"))

    result = seed(session, folder)

    assert (result.created, result.changed, result.unchanged) == (0, 1, DOCUMENTS - 1)
    assert find_record(session, "nights-at-the-mill").title == "Days at the Mill"


def test_what_an_editor_changed_is_kept(session, folder):
    seed(session, folder)
    edit(session, title="Acme (edited here)")
    mill = facility_values(operator="acme-anvils", address="1 Mill Road")
    write(folder, "base", source_values(), company_values(title="Acme (changed)"), mill)

    result = seed(session, folder)

    assert (result.changed, result.unchanged, result.kept) == (1, 2, 1)
    assert find_record(session, "acme-anvils").title == "Acme (edited here)"


def test_a_record_that_moved_to_another_address_is_not_created_again(session, folder):
    seed(session, folder)
    report = find_record(session, "nights-at-the-mill")
    report.slug = "nights"
    session.add(SlugRedirect(slug="nights-at-the-mill", record_id=report.id))
    write(folder, "reports/nights", report_values(site="northern-mill", title="Days at the Mill"))

    result = seed(session, folder)

    assert (result.created, result.kept) == (0, 1)
    assert find_record(session, "nights").title == "Nights at the Mill"


def test_seeding_that_is_interrupted_leaves_nothing_and_the_next_finishes(session, folder):
    def interrupt(done: int, _total: int) -> None:
        if done == DOCUMENTS - 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seed(session, folder, interrupt)
    session.rollback()

    assert (count(session, Record), count(session, AuditEntry)) == (0, 0)
    assert seed(session, folder).created == DOCUMENTS


def test_progress_is_told_in_documents(session, folder):
    told = []

    seed(session, folder, lambda done, total: told.append((done, total)))

    assert told == [(number, DOCUMENTS) for number in range(1, DOCUMENTS + 1)]


def test_two_that_seed_a_new_database_at_once_both_succeed(app, session, folder):
    begin_writing(session)
    first = seed(session, folder)
    results = []

    def seed_as_well() -> None:
        with app.app_context(), Session(session.get_bind()) as other:
            begin_writing(other)
            results.append(seed(other, folder))
            other.commit()

    thread = threading.Thread(target=seed_as_well)
    thread.start()
    thread.join(0.3)
    waited = not results
    session.commit()
    thread.join(30)

    assert waited
    assert (first.created, results[0].created, results[0].unchanged) == (DOCUMENTS, 0, DOCUMENTS)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"- kind: company\n  slug: [", "broken.yaml: line 3"),
        (b"- slug: caf\xe9\n", "broken.yaml: line 1: is not UTF-8 text"),
        (b"- slug: a\n  slug: b\n", "broken.yaml: line 2, column 3: “slug” stands twice"),
        (b"slug: a\n", "broken.yaml: is not a list of documents"),
        (b"- only words\n", "broken.yaml, document 1: is not a document"),
        (b"- slug: a\n", "broken.yaml, record “a”: /kind: None is not a kind"),
        (b"- kind: [company]\n", "broken.yaml, document 1: /kind: ['company'] is not a kind"),
        (b"", "broken.yaml: is not a list of documents"),
    ],
)
def test_a_broken_file_is_named_with_the_place(tmp_path, content, words):
    (tmp_path / "broken.yaml").write_bytes(content)

    with pytest.raises(InvalidDocument) as error:
        read_seeds(tmp_path)

    assert f"{tmp_path.name}/{words}" in str(error.value)


def test_a_wrong_field_is_named_with_file_and_record(folder):
    write(folder, "reports/days", report_values(slug="days", from_date="2021-13"))

    with pytest.raises(InvalidDocument, match=r"reports/days\.yaml, record “days”: /from_date: "):
        read_seeds(folder)


def test_a_slug_used_in_two_files_is_named_with_both(folder):
    write(folder, "more", company_values())

    with pytest.raises(InvalidDocument, match=r"in \S+/base\.yaml and in \S+/more\.yaml"):
        read_seeds(folder)


def test_a_reference_that_leads_nowhere_is_named_and_nothing_changes(session, folder):
    write(folder, "reports/days", report_values(slug="days", sites=["no-mill"]))

    with pytest.raises(InvalidDocument, match=r"days\.yaml, record “days”: /sites.*“no-mill”"):
        seed(session, folder)
    session.rollback()

    assert count(session, Record) == 0


def test_a_folder_without_files_is_refused(session, tmp_path):
    with pytest.raises(InvalidDocument, match="holds no YAML file"):
        seed(session, tmp_path)


def test_dates_and_norway_are_read_as_they_are_written(tmp_path):
    values = company_values(country="NO", names=[]) | {"names": None}
    text = yaml.safe_dump([values]).replace("'NO'", "NO").replace("names: null", "names:")
    name = "  - {text: Acme, language: en, name_kind: primary, from_date: 2021-03-04}\n"
    (tmp_path / "a.yaml").write_text(text.replace("names:\n", f"names:\n{name}"), encoding="utf-8")

    [company] = read_seeds(tmp_path)

    assert (company.country, company.names[0].from_date) == ("NO", "2021-03-04")


def test_the_vocabularies_can_be_loaded_again(session):
    load_reference(session, SEEDS / "reference")
    load_reference(session, SEEDS / "reference")

    assert (count(session, AbuseType), count(session, IloIndicator)) == (45, 11)
    assert session.get(AbuseType, "A06").group_label == "Coercion"


def test_a_vocabulary_that_lacks_a_field_is_named(session, tmp_path):
    (tmp_path / "abuse_types.yaml").write_text("groups: []\n", encoding="utf-8")

    with pytest.raises(InvalidDocument, match=r"abuse_types\.yaml: lacks 'terms'"):
        load_reference(session, tmp_path)
