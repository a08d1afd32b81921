"""Every word of a vocabulary has a phrase, and dates stay as precise as they are."""

import pytest

from campaign.models import vocabulary
from campaign.queries import campaign_words, reply_words, safety_words, words

WORDS = [
    (vocabulary.Kind, words.KIND_WORDS),
    (vocabulary.NameKind, words.NAME_KIND_WORDS),
    (vocabulary.IdentifierScheme, words.IDENTIFIER_WORDS),
    (vocabulary.CompanyRole, words.COMPANY_ROLE_WORDS),
    (vocabulary.OrganizationType, words.ORGANIZATION_WORDS),
    (vocabulary.SourceType, words.SOURCE_TYPE_WORDS),
    (vocabulary.Grade, words.GRADE_WORDS),
    (vocabulary.Stance, words.CITATION_STANCE_WORDS),
    (vocabulary.Precision, words.PRECISION_WORDS),
    (vocabulary.OperatingStatus, words.OPERATING_WORDS),
    (vocabulary.Relation, words.RELATION_WORDS),
    (vocabulary.LinkStatus, words.LINK_STATUS_WORDS),
    (vocabulary.Basis, words.BASIS_WORDS),
    (vocabulary.OwnershipType, words.OWNERSHIP_WORDS),
    (vocabulary.PartyRole, words.PARTY_ROLE_WORDS),
    (vocabulary.Certainty, words.CERTAINTY_WORDS),
    (vocabulary.Certainty, words.CERTAINTY_MEANINGS),
    (vocabulary.CountUnit, words.COUNT_UNIT_WORDS),
    (vocabulary.ActionKind, words.ACTION_WORDS),
    (vocabulary.ResponseStance, words.RESPONSE_STANCE_WORDS),
    (vocabulary.ReplyState, words.REPLY_WORDS),
    (vocabulary.ReplyChannel, reply_words.CHANNEL_WORDS),
    (vocabulary.PublicityWish, safety_words.PUBLICITY_WORDS),
    (vocabulary.CampaignActionKind, campaign_words.CAMPAIGN_ACTION_WORDS),
    (vocabulary.CommitmentState, campaign_words.COMMITMENT_WORDS),
    (vocabulary.NotAskedBecause, reply_words.BECAUSE_WORDS),
    (vocabulary.ReplyStanding, reply_words.STANDING_WORDS),
    (vocabulary.DemandState, words.DEMAND_STATE_WORDS),
    (vocabulary.CampaignPartyRole, words.CAMPAIGN_PARTY_WORDS),
    (vocabulary.Reach, words.REACH_WORDS),
    (vocabulary.Timing, words.TIMING_WORDS),
]


@pytest.mark.parametrize(("enum", "phrases"), WORDS)
def test_every_value_of_a_vocabulary_has_words(enum, phrases):
    assert set(phrases) == set(enum)
    assert all(phrases.values())


@pytest.mark.parametrize("enum", [vocabulary.Relation, vocabulary.OwnershipType])
def test_every_edge_of_the_graph_has_words(enum):
    assert set(enum) <= set(words.TIE_WORDS)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2022-10-29", "29 October 2022"),
        ("2022-10-01", "1 October 2022"),
        ("2022-10", "October 2022"),
        ("2022", "2022"),
        ("n.d.", "no date"),
        (None, "no date"),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_known(value, expected):
    assert words.date_words(value) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2022-10-29", "2022-10-30", "29–30 October 2022"),
        ("2022-10-13", "2022-12-08", "13 October – 8 December 2022"),
        ("2022-10-13", "2023-01-02", "13 October 2022 – 2 January 2023"),
        ("2022-10", "2022-11", "October–November 2022"),
        ("2010", "2022", "2010–2022"),
        ("2022", "2022-11", "2022 – November 2022"),
        ("2022", "2022", "2022"),
        ("2022-10", None, "October 2022"),
        (None, "2020", "until 2020"),
        (None, None, "no date"),
    ],
)
def test_a_period_says_no_more_than_its_ends(start, end, expected):
    assert words.period_words(start, end) == expected


@pytest.mark.parametrize(
    ("start", "end", "as_of", "expected"),
    [
        ("2012", "2015", "2014", "2012–2015"),
        (None, "2015", "2014", "until 2015"),
        ("2012", None, "2022", "since 2012, as of 2022"),
        ("2022", None, "2022", "as of 2022"),
        (None, None, "2022-10", "as of October 2022"),
        (None, None, None, "dates unknown"),
    ],
)
def test_a_link_makes_no_claim_about_today(start, end, as_of, expected):
    assert words.link_period_words(start, end, as_of) == expected


def test_counts_are_read_at_least():
    assert words.number_words(200_000) == "at least 200,000"
    assert words.number_words(5, 9) == "at least 5 and at most 9"
    assert words.count_words(3, vocabulary.CountUnit.WORKERS) == "at least 3 workers"
    assert words.count_words(3, vocabulary.CountUnit.OTHER, "families") == "at least 3 families"
    assert words.count_words(None, None) == ""


def test_a_status_comes_before_what_stands_beside_it():
    status = words.status_words(vocabulary.Certainty.REPORTED, disputed=True, remedied=True)

    assert status == ("reported", "disputed", "remedied")
