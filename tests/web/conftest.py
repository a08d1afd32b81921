import pytest

from tests.factories import make_source
from tests.support.newsroom import Newsroom


@pytest.fixture
def newsroom(app, session):
    """Editors and reviewers who can sign in, and one source on record."""
    make_source(session)
    session.commit()
    return Newsroom(app, session)
