"""A Word file packed so that the same sheet gives the same bytes."""

from __future__ import annotations

import io
import zipfile

ZIP_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP file can say


def repacked(raw: io.BytesIO) -> bytes:
    """Return the file without the time of day at which it was made."""
    packed = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, ZIP_DAY)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(info, old.read(name), compresslevel=6)
    return packed.getvalue()
