"""Who gets what behind every door, compared with the table that reviewers of a change read.

After a change of routes or rights: `make doors` writes the table anew; read what differs.
"""

from pathlib import Path

import pytest

from campaign.accounts.permissions import POLICY, Permission
from campaign.web.access import EVERYONE
from tests.support.doors import (
    LEAST_AND_MOST,
    OF_A_LIBRARY,
    ROLES,
    STRANGER,
    SWITCHED_OFF,
    Town,
    try_all,
    write_table,
)
from tests.support.old_town import UNREAD

TABLE = Path(__file__).with_name("doors.txt")
ON_SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
MAY_READ = {role.value for role, rights in POLICY.items() if Permission.REVIEW in rights}
HEADER = f"""\
Who gets what behind every door: written by `make doors`, compared by tests/web/test_matrix.py.
In brackets to whom the route says that it opens. Below, for each state of what is behind it,
the answers (for a redirect with where it leads) and who gets them:
{", ".join(ROLES)};
where a door is open to everyone: {" and ".join(LEAST_AND_MOST)}.
Forms are sent with a valid token, a title, a verdict of “approve”, a reason and words.

"""


@ON_SQLITE
def test_every_door_opens_to_those_whom_the_table_names(app, session, request):
    town = Town(app, session)

    tried = list(try_all(town))

    written = HEADER + write_table(tried) + "\n"
    if request.config.getoption("--write-doors"):
        TABLE.write_text(written)
    check_rules(tried)
    assert written == TABLE.read_text(), "run `make doors`, and read what differs"


def check_rules(tried):
    """Check what must be so whatever the table says."""
    absent = {door.name: said for door, state, said in tried if state.startswith("no such ")}
    for door, state, said in tried:
        where = f"{door.name}, {state}"
        assert all(answer.status < 500 for answer in said.values()), where
        readers = {role for role, answer in said.items() if UNREAD in answer.words}
        assert readers <= MAY_READ or state.startswith("own"), f"{where}: read by {readers}"
        if door.opens_to not in (EVERYONE, OF_A_LIBRARY):
            for role in {STRANGER, SWITCHED_OFF} & set(said):
                assert str(said[role]) == "302 /login", where
        if state.startswith("another's"):
            for role in set(said) - MAY_READ:
                assert said[role] == absent[door.name][role], f"{where}: {role} can tell"
        if state in ("only in a draft", "never heard of") and door.opens_to == EVERYONE:
            assert {answer.status for answer in said.values()} == {404}, where
