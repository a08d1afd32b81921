"""Files of large fact sheets, which are made one after the other, and kept for a day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from campaign.db import Base, vocabulary
from campaign.models.vocabulary import MakingState

HASH = String(64)


class MadeFile(Base):
    """The bytes of a file, under the hash of what it shows: the frozen sheet, form and look."""

    __tablename__ = "made_file"

    hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    size: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(index=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)


class Making(Base):
    """A file that somebody waits for: what is asked for, how far it is, and what came of it.

    ``key`` is the hash of what is asked for and of the state of the records, so that the same
    sheet is made once, whoever asks. ``worker`` has it until ``beat_at`` is too long ago.
    """

    __tablename__ = "making"

    key: Mapped[str] = mapped_column(HASH, primary_key=True)
    order: Mapped[dict[str, Any]] = mapped_column(JSON)
    form: Mapped[str] = mapped_column(String(10))
    reports: Mapped[int]
    state: Mapped[MakingState] = mapped_column(vocabulary(MakingState, "state"), index=True)
    asked_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None] = mapped_column(String(32))
    begun_at: Mapped[datetime | None]
    beat_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    doing: Mapped[str] = mapped_column(Text, default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str] = mapped_column(Text, default="")
    file_hash: Mapped[str | None] = mapped_column(ForeignKey("made_file.hash"), index=True)
