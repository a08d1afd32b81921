"""How large an uploaded file may be, and how much may be spent on looking at it."""

from __future__ import annotations

from dataclasses import dataclass

MEGA = 1_000_000
BYTES_FOR_A_PIXEL = 14  # decoded, turned, its colours converted, and the coefficients of a JPEG
MEMORY_FOR_ALL_ELSE = 400 * MEGA
LONGEST_SIDE = 30_000  # pixels
MOST_OBJECTS = 200_000  # of a PDF


@dataclass(frozen=True)
class Limits:
    """What is taken; more is refused with a sentence.

    Attributes:
        megabytes: of the file as it comes; what is kept may have twice as many.
        megapixels: of a picture.
        pages: of a PDF.
        seconds: of processor time for one file.
    """

    megabytes: int = 20
    megapixels: int = 50
    pages: int = 1_000
    seconds: int = 30

    @property
    def received_bytes(self) -> int:
        """Return how many bytes may come."""
        return self.megabytes * MEGA

    @property
    def kept_bytes(self) -> int:
        """Return how many bytes a file may have once it is written anew."""
        return 2 * self.received_bytes

    @property
    def pixels(self) -> int:
        """Return how many pixels a picture may have."""
        return self.megapixels * MEGA

    @property
    def unpacked_stream(self) -> int:
        """Return to how many bytes one part of a PDF may unpack: a picture of full size."""
        return 4 * self.pixels

    @property
    def unpacked(self) -> int:
        """Return to how many bytes all parts of a PDF may unpack together."""
        return 10 * self.pixels

    @property
    def memory(self) -> int:
        """Return how many bytes of memory the process that looks at a file may have."""
        return MEMORY_FOR_ALL_ELSE + BYTES_FOR_A_PIXEL * self.pixels
