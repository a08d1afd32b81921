import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from campaign.models.vocabulary import IdentifierScheme
from campaign.schemas.identifiers import CHECKS, check_lei, check_os_id, check_uscc
from tests.strategies import leis, os_ids, usccs

VALID = {
    IdentifierScheme.LEI: ("213800KUD8LAJWSQ9D15",),
    IdentifierScheme.USCC: ("91110000600037341L",),
    IdentifierScheme.OS_ID: ("CN2021250D1DTN7",),
    IdentifierScheme.WIKIDATA: ("Q1", "Q312", "Q123456789"),
    IdentifierScheme.SEC_CIK: ("0000320193", "320193"),
    IdentifierScheme.TICKER: ("ACME", "NASDAQ:ACME", "2317.TW", "BRK-B"),
}
INVALID = {
    IdentifierScheme.LEI: (
        "213800KUD8LAJWSQ9D16",
        "213800KUD8LAJWSQ9D1",
        "213800kud8lajwsq9d15",
        "2138 00KUD8LAJWSQ9D15",
    ),
    IdentifierScheme.USCC: (
        "91110000600037342L",
        "91110000600037341",
        "91110000600037341l",
        "9 1 110000 600037341L",
    ),
    IdentifierScheme.OS_ID: (
        "CN2021250D1DTN8",
        "NC2021250D1DTI7",
        "CN2021250D1DTN",
        "cn2021250d1dtn7",
        "CN٢٠٢١٢٥٠D1DTN7",
    ),
    IdentifierScheme.WIKIDATA: ("Q0", "312", "q312", "P31", "Q31٢", "Q" + "1" * 100),
    IdentifierScheme.SEC_CIK: ("12345678901", "CIK320193", "٣٢٠"),
    IdentifierScheme.TICKER: ("acme", "NASDAQ: ACME", "A" * 20, "X" * 100 + ":A"),
}


def cases(numbers):
    return [(scheme, value) for scheme, values in numbers.items() for value in values]


def test_every_register_is_checked():
    assert set(CHECKS) == set(VALID) == set(INVALID) == set(IdentifierScheme)


@pytest.mark.parametrize(("scheme", "value"), cases(VALID))
def test_a_number_as_its_register_writes_it_is_accepted(scheme, value):
    CHECKS[scheme](value)


@pytest.mark.parametrize(("scheme", "value"), cases(INVALID))
def test_a_number_that_its_register_could_not_have_given_is_refused(scheme, value):
    with pytest.raises(ValueError, match=r"is not|write the|check digit"):
        CHECKS[scheme](value)


@pytest.mark.parametrize(
    ("check", "numbers"),
    [(check_lei, leis()), (check_uscc, usccs()), (check_os_id, os_ids())],
    ids=["lei", "uscc", "os_id"],
)
@given(data=st.data())
def test_no_single_typing_mistake_in_the_digits_goes_unseen(check, numbers, data):
    number = data.draw(numbers)
    place = data.draw(st.integers(9, len(number) - 1))
    wrong = data.draw(st.sampled_from("0123456789"))
    # ISO 7064 sees every digit typed wrong; not each digit for a letter, which is two digits there.
    assume(number[place].isdigit() and number[place] != wrong)
    check(number)

    with pytest.raises(ValueError, match=r"valid|check digit"):
        check(number[:place] + wrong + number[place + 1 :])
