"""Tables that are computed from the records and never edited."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from campaign.db import Base, Numbered
from campaign.models.vocabulary import Basis, Reach, Timing


class Exposure(Base):
    """A report to whose very place a company is tied, by its strongest tie.

    ``tiers`` counts supply hops; 0 means that the company runs or owns the place itself.
    ``holdings`` counts the subsidiaries in between; 0 means that the company itself is tied.
    ``facility_id`` is the place, where a source or link ties the company to one.
    ``counted`` holds for a report with allegations, unless the tie is denied; only counted
    rows enter a number or a key sentence. What is tied to a group only has no row.

    A report about a busy place has a hundred thousand rows. So a row is small, it stands in a
    single index that is not written in order (the key, which holds all of it), and no foreign
    key is looked up: ``campaign check`` compares the table with what the records say.
    """

    __tablename__ = "exposure"
    __table_args__ = (
        PrimaryKeyConstraint(
            *("company_id", "report_id"),
            postgresql_include=[
                *("facility_id", "reach", "tiers", "holdings", "basis", "timing"),
                *("denied", "counted"),
            ],
        ),
        *(
            CheckConstraint(f"{name} BETWEEN 0 AND {len(words) - 1}", name=name)
            for name, words in (("reach", Reach), ("basis", Basis), ("timing", Timing))
        ),
        {"sqlite_with_rowid": False},
    )

    company_id: Mapped[int] = mapped_column(autoincrement=False)
    report_id: Mapped[int] = mapped_column(autoincrement=False, index=True)
    facility_id: Mapped[int | None]
    reach: Mapped[Reach] = mapped_column(Numbered(Reach))
    tiers: Mapped[int] = mapped_column(SmallInteger)
    holdings: Mapped[int] = mapped_column(SmallInteger)
    basis: Mapped[Basis | None] = mapped_column(Numbered(Basis))
    timing: Mapped[Timing] = mapped_column(Numbered(Timing))
    denied: Mapped[bool]
    counted: Mapped[bool]


class SearchEntry(Base):
    """What is searched of one record; the texts are folded (``search.folding``)."""

    __tablename__ = "search_entry"

    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    names: Mapped[str] = mapped_column(Text)
    romanised: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    weight: Mapped[int] = mapped_column(default=0)


class SearchName(Base):
    """One name in the forms by which it is found, whole or by its beginning.

    The index on ``folded`` also says whose name it is: of a common one there are thousands.
    """

    __tablename__ = "search_name"
    __table_args__ = (Index("ix_search_name_folded", "folded", "romanised", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    romanised: Mapped[bool]


class SearchTerm(Base):
    """One word of the vocabulary of names, for typing mistakes; ``uses`` counts entries.

    Its quarters are those of ``search.quarters``. There is an index for every two of them,
    and each comes first in one.
    """

    __tablename__ = "search_term"
    __table_args__ = (
        Index("ix_search_term_first_second", "first", "second"),
        Index("ix_search_term_first_third", "first", "third"),
        Index("ix_search_term_fourth_first", "fourth", "first"),
        Index("ix_search_term_second_third", "second", "third"),
        Index("ix_search_term_second_fourth", "second", "fourth"),
        Index("ix_search_term_third_fourth", "third", "fourth"),
        {"sqlite_with_rowid": False},
    )

    term: Mapped[str] = mapped_column(Text, primary_key=True)
    uses: Mapped[int]
    first: Mapped[str] = mapped_column(Text)
    second: Mapped[str] = mapped_column(Text)
    third: Mapped[str] = mapped_column(Text)
    fourth: Mapped[str] = mapped_column(Text)


class SearchPosting(Base):
    """The records of one segment (``id // search.postings.SEGMENT``) that have a key.

    ``ids`` is a Roaring bitmap in its portable form; see ``search.postings`` for the keys.
    """

    __tablename__ = "search_posting"
    __table_args__ = {"sqlite_with_rowid": False}

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    segment: Mapped[int] = mapped_column(primary_key=True)
    ids: Mapped[bytes] = mapped_column(LargeBinary)


class SearchSet(Base):
    """The records that have one value of a facet, or one place in an order, as a bitmap.

    ``stamp`` is drawn anew whenever ``ids`` changes, so that a process can tell which of
    the sets that it holds are still good.
    """

    __tablename__ = "search_set"

    facet: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(120), primary_key=True)
    stamp: Mapped[str] = mapped_column(String(32))
    ids: Mapped[bytes] = mapped_column(LargeBinary)


class SearchState(Base):
    """By which rules the index was written: one row; see ``search.rules``."""

    __tablename__ = "search_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    rules: Mapped[str] = mapped_column(String(64))


class SearchTie(Base):
    """A report and a record by which it was weighed or sorted: its sites, the answers to it."""

    __tablename__ = "search_tie"
    __table_args__ = {"sqlite_with_rowid": False}

    report_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True, index=True)
