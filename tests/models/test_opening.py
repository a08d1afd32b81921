"""Opening a database of SQLite that is not there yet."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import text

from tests.support.databases import open_engine

FILES = 60  # of two that switch a new file to WAL at once, one in five was refused


def test_two_who_open_a_new_file_at_once_both_get_it(tmp_path):
    barrier = Barrier(2)

    def open_at_once(number: int) -> str:
        engine = open_engine(f"sqlite:///{tmp_path / str(number)}.sqlite3")
        barrier.wait()
        with engine.connect() as connection:
            return str(connection.scalar(text("PRAGMA journal_mode")))

    with ThreadPoolExecutor(2) as pool:
        modes = [mode for n in range(FILES) for mode in pool.map(open_at_once, [n, n])]

    assert modes == ["wal"] * (2 * FILES)
