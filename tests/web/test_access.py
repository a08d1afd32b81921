import pytest
from flask import Blueprint, Flask

from campaign.accounts.permissions import Permission
from campaign.web.access import EVERYONE, doors, everyone, requires

# Before somebody is signed in: a link, and the second step of a sign-in.
AT_THE_DOOR = {"account.invitation", "account.enter_code", "account.set_up_at_sign_in"}


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_every_page_behind_the_door_asks_for_a_right_and_every_other_is_for_all(app):
    opens = doors(app)

    rooms = {}
    for name, to in opens.items():
        room = name.split(".")[0]
        behind = room in ("account", "admin", "editor") and name not in AT_THE_DOOR
        rooms.setdefault(room if behind else "public", set()).add(to)
    assert rooms.pop("editor") <= set(Permission)
    assert rooms == {
        "account": {Permission.OWN_ACCOUNT},
        "admin": {Permission.ADMINISTER},
        "public": {EVERYONE},
    }


def test_a_route_that_says_nothing_of_who_may_use_it_stops_the_start():
    app, bp = Flask(__name__), Blueprint("annex", __name__)
    bp.get("/declared")(everyone(lambda: "read"))
    bp.get("/guarded", endpoint="guarded")(requires(Permission.WRITE)(lambda: "written"))
    bp.get("/forgotten", endpoint="forgotten")(lambda: "secret")
    app.register_blueprint(bp)

    with pytest.raises(RuntimeError, match=r"annex\.forgotten\. Put @everyone") as refusal:
        doors(app)

    assert "guarded" not in str(refusal.value)
