import pytest
from flask import Blueprint, Flask

from campaign.accounts.permissions import Permission
from campaign.web.access import EVERYONE, doors, everyone, requires


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_every_page_of_the_editors_asks_for_a_right_and_every_other_is_for_all(app):
    opens = doors(app)

    editors = {name: to for name, to in opens.items() if name.startswith("editor.")}
    assert EVERYONE not in editors.values()
    assert set(editors.values()) <= set(Permission)
    assert {to for name, to in opens.items() if name not in editors} == {EVERYONE}


def test_a_route_that_says_nothing_of_who_may_use_it_stops_the_start():
    app, bp = Flask(__name__), Blueprint("annex", __name__)
    bp.get("/declared")(everyone(lambda: "read"))
    bp.get("/guarded", endpoint="guarded")(requires(Permission.WRITE)(lambda: "written"))
    bp.get("/forgotten", endpoint="forgotten")(lambda: "secret")
    app.register_blueprint(bp)

    with pytest.raises(RuntimeError, match=r"annex\.forgotten\. Put @everyone") as refusal:
        doors(app)

    assert "guarded" not in str(refusal.value)
