"""The invented worlds can be published, and each has a sheet."""

import pytest

from tests.factsheets.worlds import WORLDS


@pytest.mark.parametrize("world", WORLDS)
def test_every_world_can_be_published(session, world):
    slug = WORLDS[world](session)

    assert slug
