"""The laws of shares: every key has one, and keeps it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.shards import MAX_SHARDS, Shard, parse_shard

COUNTS = st.integers(1, MAX_SHARDS)


def shards(count):
    """All shares of one number."""
    return [Shard(count, number) for number in range(1, count + 1)]


@given(st.text(), COUNTS)
def test_a_key_is_in_exactly_one_share(key, count):
    """Whatever the key, one machine takes it and no other does."""
    assert sum(shard.has(key) for shard in shards(count)) == 1


@pytest.mark.parametrize(
    ("key", "number"),
    [("anthropics-skills", 3), ("index.html", 4), ("sources/alpha-skills/index.html", 5), ("ünïcode", 4)],
)
def test_shares_are_the_same_on_every_machine_and_day(key, number):
    """A key's share among five is what it was when this test was written."""
    assert [shard.number for shard in shards(5) if shard.has(key)] == [number]


def test_shares_are_about_even():
    """Of 10,000 ids no share of 16 is a fifth larger or smaller than its due."""
    sizes = [sum(shard.has(f"source-{n}") for n in range(10_000)) for shard in shards(16)]
    assert sum(sizes) == 10_000
    assert all(500 < size < 750 for size in sizes)


@given(COUNTS.flatmap(lambda count: st.builds(Shard, st.just(count), st.integers(1, count))))
def test_what_is_written_is_read(shard):
    """A share's text is read as that share."""
    assert parse_shard(str(shard)) == shard


@pytest.mark.parametrize(
    "text", ["", "1", "0/2", "3/2", "-1/2", "1/0", "01/2", "1/2/3", " 1/2", "1/2\n", "١/٢", "1/257", "a/b"]
)
def test_what_is_no_share_is_refused(text):
    """Anything but K/N with K from 1 to N says what was expected."""
    with pytest.raises(ValueError, match="expected K/N with K from 1 to N"):
        parse_shard(text)
