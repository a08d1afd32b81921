from sqlalchemy import delete, text, update

from campaign.models import SearchState
from campaign.search.differences import index_differences
from campaign.search.index import ensure_index, rebuild_index
from campaign.search.query import search
from campaign.search.rules import OUTDATED, is_outdated, present_rules, without_words

CODE = '''
"""What it is."""

def half(number: int) -> int:
    """Return half."""
    return number // 2  # rounded down
'''
REWRITTEN = """
def half(
    number: int,
) -> int:
    return number // 2
"""


def test_an_index_of_other_rules_is_told_and_written_anew(world):
    world.execute(update(SearchState).values(rules="other"))

    assert is_outdated(world)
    assert index_differences(world) == [OUTDATED]
    ensure_index(world)

    assert not is_outdated(world)
    assert index_differences(world) == []
    assert search(world, "quillow").hits[0].slug == "quillow"


def test_an_index_that_does_not_say_its_rules_is_outdated(world):
    world.execute(delete(SearchState))

    assert is_outdated(world)


def test_words_about_the_code_are_no_rules_and_the_code_is():
    assert without_words(CODE) == without_words(REWRITTEN)
    assert without_words(CODE) != without_words(CODE.replace("// 2", "// 3"))


def test_the_rules_are_the_same_each_time():
    assert present_rules() == present_rules()
    present_rules.cache_clear()
    assert len(present_rules()) == 16


def test_after_a_rebuild_the_database_knows_how_much_there_is(world):
    counted = {
        "sqlite": "SELECT tbl FROM sqlite_stat1 WHERE tbl LIKE 'search_%'",
        "postgresql": "SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > 0 "
        "AND relname LIKE 'search_%'",
    }

    rebuild_index(world)

    found = set(world.scalars(text(counted[world.get_bind().dialect.name])))
    assert {"search_entry", "search_name", "search_posting", "search_set", "search_term"} <= found
