"""What the environment says; nothing below the commands reads it."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from generator.errors import CatalogError


def source_date() -> datetime | None:
    """The moment of ``SOURCE_DATE_EPOCH``, which builds count ages from; None when it is not set.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    text = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not text:
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise CatalogError(
            f"SOURCE_DATE_EPOCH is to be seconds since 1970, such as 1780000000, not {text!r}"
        ) from error
