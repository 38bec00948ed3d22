"""Shapes as JSON: written in one walk, they are what they are as plain values."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.api.plain import encoded, plain
from generator.model import TrustLevel


class Odd(Enum):
    """An enum that is no text."""

    ONE = 1


@dataclass(frozen=True, slots=True)
class Shape:
    """Some fields."""

    one: object
    other: object = None


ZONES = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))])
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.sampled_from([*TrustLevel, *Odd])
    | st.dates()
    | st.datetimes(datetime(1, 1, 3), timezones=ZONES)  # noqa: DTZ001 - the zone is another argument
)
KEYS = st.text() | st.sampled_from(TrustLevel)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(KEYS, inner)
        | st.dictionaries(KEYS, inner).map(MappingProxyType)
        | st.builds(Shape, inner, inner)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_one_walk_writes_what_two_would(value):
    """Texts, moments, enums, mappings and shapes in each other."""
    text = json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))
    assert encoded(value) == f"{text}\n".encode("utf-8", "replace")


def test_moments_are_in_utc_and_days_are_days():
    """To the second, as the data model has it."""
    moment = datetime(2026, 11, 1, 12, 0, 5, 999, tzinfo=timezone(timedelta(hours=2)))
    assert encoded([moment, date(2026, 11, 1)]) == b'["2026-11-01T10:00:05Z","2026-11-01"]\n'


@pytest.mark.parametrize("value", [{1, 2}, b"bytes", object()])
def test_what_is_no_shape_is_an_error(value):
    """Nothing is written as what it happens to look like."""
    for write in (plain, encoded):
        with pytest.raises(TypeError, match="no JSON for"):
            write(value)
