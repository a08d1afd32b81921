import pytest

from campaign.editorial.certainty import (
    Proposal,
    SourceFacts,
    propose_for,
    proposed_certainty,
)
from campaign.editorial.companions import attach_source
from campaign.editorial.drafts import start_draft
from campaign.editorial.references import spell_out
from campaign.models.vocabulary import Certainty, SourceType
from tests.factories import (
    allegation_values,
    make_source,
    make_user,
    report_values,
    source_values,
    statement_values,
)

FACTS = {
    "paper": SourceFacts("paper-story", SourceType.NEWS),
    "reprint": SourceFacts("paper-story", SourceType.NEWS),
    "watch": SourceFacts("watch-report", SourceType.NGO_REPORT),
    "verdict": SourceFacts("verdict", SourceType.COURT),
    "agency": SourceFacts("agency", SourceType.GOVERNMENT),
    "filing": SourceFacts("filing", SourceType.COMPANY),
    "table": SourceFacts("table", SourceType.DATASET),
}


def document(*sources, **overrides):
    allegation = allegation_values(citations=list(sources))
    return spell_out(report_values(allegations={"a1": allegation}) | overrides)


@pytest.mark.parametrize(
    ("sources", "certainty", "accounts"),
    [
        (["paper"], "reported", 1),
        (["paper", "reprint"], "reported", 1),
        (["paper", "watch"], "corroborated", 2),
        (["paper", "reprint", "watch"], "corroborated", 2),
        (["verdict"], "documented", 1),
        (["agency"], "documented", 1),
        (["filing"], "documented", 1),
        (["paper", "table"], "documented", 2),
    ],
)
def test_sources_bear_out_so_much_and_no_more(sources, certainty, accounts):
    assert proposed_certainty(document(*sources), FACTS) == Proposal(Certainty(certainty), accounts)


def test_groups_in_the_document_override_the_origins_of_the_sources():
    one_account = document("paper", "watch", origins=[["paper", "watch"]])

    assert proposed_certainty(spell_out(one_account), FACTS) == Proposal(Certainty.REPORTED, 1)


def test_what_denies_or_gives_context_bears_nothing_out():
    mixed = document(
        "paper",
        {"source": "watch", "stance": "denies"},
        {"source": "verdict", "stance": "context"},
    )

    assert proposed_certainty(mixed, FACTS) == Proposal(Certainty.REPORTED, 1)


def test_without_allegations_the_statements_count():
    statement = statement_values(citations=["paper", "watch"])
    context = spell_out(report_values(allegations={}, statements={"s1": statement}))

    assert proposed_certainty(context, FACTS).certainty is Certainty.CORROBORATED


def test_a_document_beside_the_allegations_documents_nothing():
    beside = document("paper", statements={"s1": statement_values(citations=["verdict"])})

    assert proposed_certainty(spell_out(beside), FACTS).certainty is Certainty.REPORTED


def test_sources_added_to_a_draft_count_too(session):
    make_source(session, slug="old", origin="old-story")
    author = make_user(session, "editor")
    draft = start_draft(session, document("old", "brand-new"), author=author)
    before = propose_for(session, draft)

    attach_source(session, draft, source_values(title="Brand new", origin=""), author=author)

    assert before == Proposal(Certainty.REPORTED, 1)
    assert propose_for(session, draft) == Proposal(Certainty.CORROBORATED, 2)


def test_a_draft_that_cites_nothing_gets_no_proposal(session):
    draft = start_draft(session, {"kind": "report"}, author=make_user(session, "editor"))

    assert propose_for(session, draft) is None
