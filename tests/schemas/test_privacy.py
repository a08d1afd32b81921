"""A published document without its confidential citations is a document still, and the same."""

from hypothesis import given
from hypothesis import strategies as st

from campaign.models.vocabulary import Kind
from campaign.schemas import parse_document
from campaign.schemas.privacy import cites_confidential, without_confidential
from tests.strategies import document_values

SECRET = {"source": "confidential-0a1b", "locator": "Zyxomma", "quotation": "Zyxomma"}


def part_at(content, pointer):
    """Return the plain values of a part, by its JSON Pointer."""
    for step in pointer.split("/")[1:]:
        content = content[int(step)] if isinstance(content, list) else content[step]
    return content


@given(document_values(lambda kind: kind is not Kind.SOURCE), st.data())
def test_citing_in_confidence_and_leaving_that_out_gives_the_document_back(values, data):
    document = parse_document(values)
    plain, cited = document.content(), document.content()
    for pointer, _ in document.parts():
        if data.draw(st.booleans()):
            part = part_at(cited, pointer)
            part["citations"] = [*part.get("citations", []), SECRET]

    whole = parse_document(cited).content()

    assert without_confidential(whole) == plain
    assert cites_confidential(whole) == (whole != plain)
    assert without_confidential(plain) == plain


def test_a_group_of_accounts_that_held_nothing_else_goes_with_them():
    secret, open_one = {"citations": [SECRET]}, {"citations": [{"source": "list"}]}

    assert without_confidential({"origins": [secret, open_one]}) == {"origins": [open_one]}
    assert without_confidential({"title": "A", "origins": [secret]}) == {"title": "A"}
