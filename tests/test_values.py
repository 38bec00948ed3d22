"""Our `dataclass` behaves as the standard library's."""

import copy
import dataclasses
import inspect
import pickle
from dataclasses import FrozenInstanceError, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import values
from generator.pages import contexts_source


def classes(dataclass):
    """A few classes, made by one of the two."""

    @dataclass(frozen=True, slots=True)
    class Nothing:
        """No field."""

    @dataclass(frozen=True, slots=True)
    class One:
        """One field."""

        value: object

    @dataclass(frozen=True, slots=True)
    class Several:
        """Defaults of each kind, and fields that are not compared or not shown."""

        first: object
        second: object = "two"
        made: list[int] = field(default_factory=list)
        loose: object = field(default=0, compare=False)
        hidden: object = field(default=0, repr=False)

    @dataclass(frozen=True, slots=True)
    class Derived(One):
        """A field more than its base."""

        more: object = None

    return Nothing, One, Several, Derived


OURS = classes(values.dataclass)
THEIRS = classes(dataclasses.dataclass)
PAIRS = tuple(zip(OURS, THEIRS, strict=True))

ANY = st.none() | st.integers() | st.text() | st.tuples(st.integers())
GIVEN = st.tuples(
    st.sampled_from(PAIRS),
    st.lists(ANY, max_size=2),
    st.dictionaries(st.sampled_from(["value", "first", "second", "loose", "hidden", "more", "none"]), ANY),
)


def outcome(call):
    """What a call gives, or what it raises."""
    try:
        return call()
    except (TypeError, FrozenInstanceError, AttributeError) as error:
        return type(error), str(error)


@given(GIVEN)
def test_objects_are_made_and_shown_alike(given):
    """With any arguments, good and bad."""
    pair, positional, named = given
    mine, theirs = (outcome(lambda kind=kind: kind(*positional, **named)) for kind in pair)
    if isinstance(theirs, tuple):
        assert mine == theirs
        return
    assert repr(mine) == repr(theirs)
    assert dataclasses.asdict(mine) == dataclasses.asdict(theirs)
    assert outcome(lambda: hash(mine)) == outcome(lambda: hash(theirs))
    for name in mine.__match_args__:
        for change in (
            lambda one, name=name: setattr(one, name, 1),
            lambda one, name=name: delattr(one, name),
        ):
            assert outcome(lambda change=change: change(mine)) == outcome(
                lambda change=change: change(theirs)
            )
    with pytest.raises(FrozenInstanceError):
        mine.another = 1
    assert not hasattr(mine, "__dict__")


@given(st.lists(ANY, min_size=4, max_size=4), st.lists(ANY, min_size=4, max_size=4))
def test_objects_are_compared_alike(one, other):
    """By the fields that count, and only with their own kind."""
    for ours, theirs in PAIRS:
        count = min(len(dataclasses.fields(ours)), 2)
        for left, right in ((one, other), (one, one)):
            mine = ours(*left[:count]) == ours(*right[:count])
            assert mine == (theirs(*left[:count]) == theirs(*right[:count]))
    assert OURS[2](1, loose=1) == OURS[2](1, loose=2)
    assert OURS[1](1) != OURS[3](1)
    assert OURS[1](1) != 1


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0].__name__)
def test_the_standard_library_takes_them_for_its_own(pair):
    """Fields, signatures and what `match` needs."""
    ours, theirs = pair
    assert [(f.name, f.type, f.default) for f in dataclasses.fields(ours)] == [
        (f.name, f.type, f.default) for f in dataclasses.fields(theirs)
    ]
    assert list(inspect.signature(ours).parameters) == list(inspect.signature(theirs).parameters)
    assert ours.__match_args__ == theirs.__match_args__
    assert ours.__slots__ == theirs.__slots__


def test_objects_can_be_replaced_copied_and_sent():
    """Workers get some of them by pickle."""
    fact = contexts_source.Snippet("a", "b", "c", "d")
    assert dataclasses.replace(fact, path="x") == contexts_source.Snippet("a", "x", "c", "d")
    assert pickle.loads(pickle.dumps(fact)) == fact  # noqa: S301 - our own
    assert copy.copy(fact) == copy.deepcopy(fact) == fact
    made = OURS[2](1)
    assert made.made is not OURS[2](1).made
    assert dataclasses.replace(made, first=2).made is made.made


def test_more_than_plain_fields_is_refused():
    """Rather than done in another way."""
    with pytest.raises(TypeError, match=r"use dataclasses\.dataclass"):
        values.dataclass(frozen=True, slots=False)

    class Checked:
        """Does something after it was made."""

        def __post_init__(self) -> None:
            """Nothing."""

    class Named:
        """A field by name only."""

        value: int = field(kw_only=True)

    for kind in (Checked, Named):
        with pytest.raises(TypeError, match="more than plain fields"):
            values.dataclass(frozen=True, slots=True)(kind)
