"""The cache returns what was put into it, or nothing."""

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cache import (
    Cache,
    blob_key,
    git_blob_id,
    read_readme,
    read_tree,
    tree_key,
    write_tree,
)
from generator.errors import CacheError
from generator.model import ReadmeRef, Snapshot, Tree, TreeEntry

OID = "ab" * 20


def file_of(tmp_path, key):
    """The one file that holds a key's object."""
    name = key.partition(":")[2]
    (path,) = (tmp_path / "objects" / name[:2]).glob(f"{name[2:]}*")
    return path


@given(st.binary(max_size=200), st.sampled_from(["git", "html", "tree", "tokens"]))
def test_what_is_put_is_got(tmp_path_factory, payload, kind):
    """Any bytes of any kind come back as they were."""
    cache = Cache(tmp_path_factory.mktemp("cache"))
    cache.put(f"{kind}:{OID}", payload)
    assert cache.get(f"{kind}:{OID}") == payload


def test_what_was_never_put_is_nothing(tmp_path):
    """A cache whose folder is not even there is empty."""
    cache = Cache(tmp_path / "none")
    assert cache.get(blob_key(OID)) is None
    assert not cache.has(blob_key(OID))


def test_kinds_do_not_mix(tmp_path):
    """One id may name a file, a listing and a page at once."""
    cache = Cache(tmp_path)
    cache.put(f"git:{OID}", b"file")
    cache.put(f"tree:{OID}", b"listing")
    assert (cache.get(f"git:{OID}"), cache.get(f"tree:{OID}")) == (b"file", b"listing")


def test_object_ids_are_those_of_git():
    """A file's id is what git calls it, in both of git's formats."""
    assert git_blob_id(b"hello\n") == "ce013625030ba8dba906f756967f9e9ca394464a"
    assert git_blob_id(b"hello\n", 64) == hashlib.sha256(b"blob 6\0hello\n").hexdigest()


def test_a_true_file_is_vouched_for_by_git(tmp_path):
    """Bytes that have the id they are kept under need no other digest."""
    cache = Cache(tmp_path)
    key = blob_key(git_blob_id(b"hello\n"))
    cache.put(key, b"hello\n")
    assert file_of(tmp_path, key).read_bytes() == b"git\nhello\n"


@pytest.mark.parametrize("true_id", [True, False])
@pytest.mark.parametrize(
    "damage",
    [
        lambda b: b[:-1],
        lambda b: b[:3],
        lambda b: b[:0],
        lambda b: b + b"x",
        lambda b: b[:-1] + bytes([b[-1] ^ 1]),
        lambda b: bytes([b[0] ^ 1]) + b[1:],
        lambda b: b.partition(b"\n")[2],
        lambda b: b"git\n" + b.partition(b"\n")[2] + b"!",
    ],
)
def test_a_damaged_object_is_dropped(tmp_path, true_id, damage):
    """Whatever happened to an object, it is not returned, and its place is free again."""
    cache = Cache(tmp_path)
    key = blob_key(git_blob_id(b"content\n") if true_id else OID)
    cache.put(key, b"content\n")
    path = file_of(tmp_path, key)
    path.write_bytes(damage(path.read_bytes()))
    assert cache.get(key) is None
    assert not cache.has(key)
    cache.put(key, b"content\n")
    assert cache.get(key) == b"content\n"


@given(st.binary(min_size=1, max_size=60), st.data())
def test_a_flipped_bit_is_always_noticed(tmp_path_factory, payload, data):
    """No single bit of an object can change without its being dropped."""
    root = tmp_path_factory.mktemp("cache")
    cache = Cache(root)
    key = f"html:{OID}"
    cache.put(key, payload)
    stored = bytearray(file_of(root, key).read_bytes())
    stored[data.draw(st.integers(0, len(stored) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    file_of(root, key).write_bytes(stored)
    assert cache.get(key) is None


@pytest.mark.parametrize(
    "key",
    [
        "",
        "git",
        "git:",
        "git:../../etc/passwd",
        "git:ABCDEF0123456789",
        "../x:" + OID,
        f"git:{OID}\n",
        f"git:{OID}/..",
        f"GIT:{OID}",
        "git:abc",
        "git:" + "a" * 129,
    ],
)
def test_only_ids_are_keys(tmp_path, key):
    """No key can lead out of the cache's folder."""
    with pytest.raises(ValueError, match="no key of the cache"):
        Cache(tmp_path).get(key)


def test_a_disk_that_takes_nothing_is_an_error(tmp_path):
    """What cannot be kept is said, not passed over."""
    (tmp_path / "objects").write_text("in the way")
    with pytest.raises(CacheError, match="cannot be written"):
        Cache(tmp_path).put(blob_key(OID), b"x")


def test_reading_survives_a_folder_in_the_way(tmp_path):
    """A folder where an object should be is no object, and no crash."""
    (tmp_path / "objects" / OID[:2] / OID[2:]).mkdir(parents=True)
    assert Cache(tmp_path).get(blob_key(OID)) is None


def test_many_writers_do_not_disturb_each_other(tmp_path):
    """Threads that put and get the same objects see whole ones only."""
    cache = Cache(tmp_path)
    payloads = {f"html:{i:040x}": bytes([i]) * 50_000 for i in range(4)}

    def work(_):
        for key, payload in payloads.items():
            cache.put(key, payload)
            assert cache.get(key) == payload

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(24)))
    assert not list(tmp_path.rglob("*.tmp"))


def test_programs_do_not_disturb_each_other(tmp_path):
    """Two programs that put the same object at once leave a whole one."""
    code = (
        "import sys; from pathlib import Path; from generator.cache import Cache\n"
        f"for _ in range(200): Cache(Path(sys.argv[1])).put('html:{OID}', b'x' * 100_000)"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in range(2)]
    cache = Cache(tmp_path)
    seen = set()
    while any(w.poll() is None for w in writers):
        seen.add(cache.get(f"html:{OID}"))
    assert [w.returncode for w in writers] == [0, 0]
    assert seen <= {None, b"x" * 100_000}
    assert cache.get(f"html:{OID}") == b"x" * 100_000


TREE = Tree(
    oid=OID,
    entries=(
        TreeEntry("skills", "040000", "tree", "1" * 40),
        TreeEntry("skills/naïve ☃.md", "100644", "blob", "2" * 40, 12),
        TreeEntry("half \udce9", "120000", "blob", "3" * 40, 0),
        TreeEntry("sub", "160000", "commit", "4" * 40),
    ),
    truncated=True,
)


def test_a_listing_comes_back(tmp_path):
    """A tree is read as it was written, with everything that is known of it."""
    cache = Cache(tmp_path)
    write_tree(cache, TREE)
    assert read_tree(cache, OID) == TREE


def test_a_listing_is_stored_compactly(tmp_path):
    """A big tree costs little more than its object ids."""
    cache = Cache(tmp_path)
    entries = tuple(
        TreeEntry(
            f"skills/skill-{i}/references/part-{i}.md",
            "100644",
            "blob",
            hashlib.sha256(b"%d" % i).hexdigest()[:40],
            i,
        )
        for i in range(2_000)
    )
    write_tree(cache, Tree(OID, entries))
    assert file_of(tmp_path, tree_key(OID)).stat().st_size < 2_000 * 36


@pytest.mark.parametrize("packed", [b"", b"no zlib", b"x\x9cK\xcb\xcf\x07\x00\x02\x82\x01E"])
def test_a_listing_of_another_program_is_none(tmp_path, packed):
    """What verifies but cannot be read as a tree is dropped."""
    cache = Cache(tmp_path)
    cache.put(tree_key(OID), packed)
    assert read_tree(cache, OID) is None
    assert not cache.has(tree_key(OID))


def test_no_readme_is_none(tmp_path):
    """A source without a README, and one whose README the cache lost, have none to show."""
    cache = Cache(tmp_path)
    assert read_readme(cache, Snapshot("a", "a/b")) is None
    assert read_readme(cache, Snapshot("a", "a/b", readme=ReadmeRef("README.md", OID))) is None


def test_a_readme_is_read_decoded_and_cut(tmp_path):
    """A README comes as text within the limit, and says that it was cut."""
    cache = Cache(tmp_path)
    short, long = "# Café\n", "word " * 20_000
    snapshots = []
    for text in (short, long):
        oid = git_blob_id(text.encode())
        cache.put(blob_key(oid), text.encode()[: 64 * 1024])
        snapshots.append(Snapshot("a", "a/b", readme=ReadmeRef("docs/README.md", oid, len(text))))
    one, other = (read_readme(cache, snapshot) for snapshot in snapshots)
    assert (one.path, one.text, one.truncated) == ("docs/README.md", short, False)
    assert other.truncated
    assert len(other.text.encode()) <= 51_200


def test_what_is_put_together_is_got(tmp_path):
    """Few objects or many, in a file each or in one; and each can be dropped."""
    for count in (1, 20):
        objects = {f"html:{number:040x}": bytes([number]) for number in range(count)}
        cache = Cache(tmp_path / str(count))
        cache.put_together(objects)
        for one in (cache, Cache(tmp_path / str(count))):
            assert {key: one.get(key) for key in objects} == objects
            assert all(one.has(key) for key in objects)
        cache.drop(f"html:{0:040x}")
        assert cache.get(f"html:{0:040x}") is None
    assert len(list((tmp_path / "20/packs").iterdir())) == 1


def test_what_cannot_be_put_together_is_an_error(tmp_path):
    """The caller hears of it, as of a single object."""
    (tmp_path / "packs").write_text("in the way")
    with pytest.raises(CacheError, match="cannot be written to"):
        Cache(tmp_path).put_together({f"html:{number:040x}": b"x" for number in range(20)})
