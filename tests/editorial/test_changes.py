from campaign.editorial.changes import Change, changes_between
from tests.factories import report_values, statement_values


def test_the_same_document_has_no_changes():
    assert changes_between(report_values(), report_values()) == []


def test_each_value_that_differs_is_named_with_what_it_was_and_is():
    before = report_values(note="Old.", to_date="2022")
    after = report_values(
        note="New.", statements={"s1": statement_values(), "s2": statement_values(text="More.")}
    )

    changes = changes_between(before, after)

    assert Change("/note", "Old.", "New.") in changes
    assert Change("/to_date", "2022", None) in changes
    assert Change("/statements/s2/text", None, "More.") in changes
    assert not any(change.path.startswith("/statements/s1") for change in changes)
