"""The public export holds what everybody can read, and not a word more."""

import io
import json
import zipfile

from sqlalchemy.orm import Session

from campaign.db import begin_reading
from campaign.editorial.confidential import keep_confidential
from campaign.exports.public import export_public
from campaign.models.vocabulary import Kind
from campaign.queries.records import find_record
from tests.factories import (
    allegation_values,
    company_values,
    make_source,
    make_user,
    publish,
    report_values,
)
from tests.support.canaries import CONTROL, Canaries, hide, hide_behind_public
from tests.support.carrying import imported, lines_of
from tests.support.databases import DIALECTS, open_engine
from tests.support.issues import make_world

LICENCE = "CC BY 4.0"


def public(session):
    """Return the public export as a zip file."""
    session.rollback()
    begin_reading(session)
    content = b"".join(piece.content for piece in export_public(session, LICENCE))
    session.rollback()
    return content


def opened(content):
    return zipfile.ZipFile(io.BytesIO(content))


def test_it_holds_every_published_document_with_licence_and_the_moment_of_the_data(session):
    make_world(session)
    session.commit()

    with opened(public(session)) as file:
        companies = lines_of(file, "company.jsonl")
        manifest = json.loads(file.read("manifest.json"))
        names = file.namelist()

    assert [line["slug"] for line in companies] == ["brand", "millworks"]
    assert companies[0]["document"]["names"][0]["text"] == "Brand"
    assert manifest["licence"] == LICENCE
    assert manifest["as_of"] == find_record(session, "brand").updated_at.isoformat()
    assert manifest["scope"] == "public"
    assert {member["name"] for member in manifest["files"]} == set(names) - {"manifest.json"}


def test_of_what_was_retracted_or_merged_it_holds_title_day_and_reason(busy_export, database_url):
    imported(database_url, busy_export)
    engine = open_engine(database_url)
    with Session(engine) as session, opened(public(session)) as file:
        gone = {line["slug"]: line for line in lines_of(file, "retracted.jsonl")}
        corrections = lines_of(file, "corrections.jsonl")
        slugs = [line["slug"] for kind in Kind for line in lines_of(file, f"{kind.value}.jsonl")]
    engine.dispose()

    assert gone["gone-nights"].keys() == {
        *("kind", "slug", "title", "published_at"),
        *("retracted_at", "retraction_reason", "merged_into"),
    }
    assert gone["gone-nights"]["retraction_reason"] == "It was an error of ours."
    assert gone["twin-co"]["merged_into"] == "brand"
    assert [line["public_note"] for line in corrections] == ["The year was wrong."]
    assert not gone.keys() & set(slugs)


def test_it_has_the_same_bytes_on_both_databases(busy_export, databases):
    made = set()
    for dialect in DIALECTS:
        with databases.ready(dialect) as url:
            imported(url, busy_export)
            engine = open_engine(url)
            with Session(engine) as session:
                made.add(public(session))
            engine.dispose()

    assert len(made) == 1


def test_not_a_word_of_what_is_not_public_is_in_it(session):
    canaries = Canaries()
    make_world(session)
    publish(session, company_values(name=CONTROL, citations=["source-a"]))
    hide(session, canaries)
    hide_behind_public(session, canaries)
    session.commit()

    with opened(public(session)) as file:
        said = "\n".join(file.read(name).decode() for name in file.namelist())

    assert CONTROL in said
    assert len(canaries.places) >= 50
    assert canaries.found_in(said) == set()


def test_confidential_sources_and_what_is_for_the_desk_alone_stay_away(session):
    make_source(session)
    editor = make_user(session, "editor")
    kept = keep_confidential(session, {"description": "A letter.", "grade": "B"}, keeper=editor)
    secret = {"source": kept.slug, "quotation": "Said in confidence."}
    allegation = allegation_values()
    publish(
        session,
        report_values(
            allegations={"a1": {**allegation, "citations": [*allegation["citations"], secret]}},
            publicity={"wish": "limited", "words": "Not in the town."},
            publish_not_before="2020-01-01",
        ),
    )
    session.commit()

    with opened(public(session)) as file:
        [report] = lines_of(file, "report.jsonl")
        said = "\n".join(file.read(name).decode() for name in file.namelist())

    assert [c["source"] for c in report["document"]["allegations"]["a1"]["citations"]] == [
        allegation["citations"][0]
    ]
    for words in ("confiden", "letter", "Not in the town", "publish_not_before"):
        assert words not in said
