"""Objects in one file: what comes back is what was put in, or nothing."""

import hashlib
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.packs import Packs


def key(number: int, kind: str = "html") -> str:
    """A key as the cache has them."""
    return f"{kind}:{number:040x}"


OBJECTS = st.dictionaries(
    st.builds(key, st.integers(0, 9), st.sampled_from(["html", "git"])), st.binary(max_size=60), min_size=1
)


@given(st.lists(OBJECTS, max_size=3))
def test_what_is_put_is_got(tmp_path_factory, several):
    """By who wrote it, and by who reads the folder afterwards; nothing else is there."""
    folder = tmp_path_factory.mktemp("cache") / "packs"
    writer, all_of_them = Packs(folder), {}
    for number, objects in enumerate(several):
        own = {f"{name}{number}": payload for name, payload in objects.items()}
        writer.put(own)
        all_of_them |= own
    for packs in (writer, Packs(folder)):
        assert {name: packs.get(name) for name in all_of_them} == all_of_them
        assert all(name in packs for name in all_of_them)
        assert packs.get(key(99)) is None
        assert key(99) not in packs


@given(OBJECTS, st.data())
def test_a_flipped_bit_gives_nothing_wrong(tmp_path_factory, objects, data):
    """Wherever it is: an object comes back as it was, or not at all, and under no other key."""
    folder = tmp_path_factory.mktemp("cache")
    Packs(folder).put(objects)
    (pack,) = folder.iterdir()
    stored = bytearray(pack.read_bytes())
    stored[data.draw(st.integers(0, len(stored) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    pack.write_bytes(stored)
    packs = Packs(folder)
    for name in [*objects, *packs._places]:
        assert packs.get(name) in (None, objects.get(name))


@given(OBJECTS, st.data())
def test_a_torn_pack_gives_what_is_whole(tmp_path_factory, objects, data):
    """A computer that lost its power leaves a beginning; what is missing is missed."""
    folder = tmp_path_factory.mktemp("cache")
    Packs(folder).put(objects)
    (pack,) = folder.iterdir()
    whole = pack.read_bytes()
    pack.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    packs = Packs(folder)
    for name, payload in objects.items():
        assert packs.get(name) in (None, payload)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"pack 2 1\n",
        b"pack 1 99999\n",
        b"pack 1 1\nhtml:../../x 1 " + b"0" * 64 + b"\n1",
        b"pack 1 1\n" + b"\xff" * 400,
        b"pack 1 1\n" + key(1).encode() + b" 9999999999 " + b"0" * 64 + b"\n1",
    ],
)
def test_what_is_no_pack_is_passed_over(tmp_path, content):
    """Whatever lies there; the others are read."""
    (tmp_path / "0.pack").write_bytes(content)
    Packs(tmp_path).put({key(2): b"two"})
    packs = Packs(tmp_path)
    assert packs.get(key(1)) is None
    assert packs.get(key(2)) == b"two"


def test_only_files_are_read(tmp_path):
    """Neither a folder nor a pipe, which would never answer, is a pack."""
    (tmp_path / "0.pack").mkdir()
    os.mkfifo(tmp_path / "1.pack")
    assert Packs(tmp_path).get(key(1)) is None


def test_a_damaged_object_can_be_put_again(tmp_path):
    """It is forgotten once it was found out, and the new one counts, for others too."""
    Packs(tmp_path).put({key(1): b"one", key(2): b"two"})
    (pack,) = tmp_path.iterdir()
    pack.write_bytes(pack.read_bytes().replace(b"one", b"eno"))
    packs = Packs(tmp_path)
    assert packs.get(key(1)) is None
    assert key(1) not in packs
    packs.put({key(1): b"one"})
    assert (packs.get(key(1)), packs.get(key(2))) == (b"one", b"two")


def test_a_pack_that_is_gone_is_nothing(tmp_path):
    """Somebody may empty the cache while it is used."""
    packs = Packs(tmp_path)
    packs.put({key(1): b"one"})
    for pack in tmp_path.iterdir():
        pack.unlink()
    assert packs.get(key(1)) is None


def test_packs_of_which_nothing_is_wanted_go(tmp_path):
    """Those of an older program, or of sources that are gone; one wanted object keeps its pack."""
    packs = Packs(tmp_path)
    packs.put({key(1): b"1", key(2): b"2"})
    packs.put({key(3): b"3"})
    packs.sweep({key(2)})
    assert len(list(tmp_path.iterdir())) == 1
    for each in (packs, Packs(tmp_path)):
        assert (each.get(key(1)), each.get(key(2)), each.get(key(3))) == (b"1", b"2", None)


def test_the_same_objects_make_the_same_pack(tmp_path):
    """Two writers at once write one file, whole."""
    for _ in range(2):
        Packs(tmp_path).put({key(1): b"one"})
    (pack,) = tmp_path.iterdir()
    digest = hashlib.sha256(f"{key(1)}\n".encode() + b"one").hexdigest()
    assert pack.read_bytes() == f"pack 1 1\n{key(1)} 3 {digest}\none".encode()
