"""What the answers of GraphQL hold.

An error names the alias that it is about; whatever it is, nothing under that alias is
believed, since a folder that is null because of an error looks like one that is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generator.github import decode
from generator.github.answers import Answer, Blob, BlobAsk, FoundFile, RepoAsk, RepoFacts
from generator.github.decode import BadBodyError
from generator.github.queries import by_repository
from generator.github.readme_choice import readme_folders
from generator.model import Outcome, TreeEntry
from generator.printable import printable


def repositories_answers(asks: Sequence[RepoAsk], body: object) -> list[Answer[RepoFacts]] | Trouble:
    """One answer an ask; or what makes the whole answer worthless."""
    parsed = _parsed(body)
    if isinstance(parsed, Trouble):
        return parsed
    answers = []
    for i, ask in enumerate(asks):
        failed = parsed.failed(f"r{i}")
        if failed:
            answers.append(failed)
            continue
        try:
            answers.append(Answer(Outcome.OK, _facts(parsed.data.get(f"r{i}"), ask)))
        except BadBodyError as error:
            answers.append(Answer(Outcome.BAD_BODY, error=printable(error)))
    return answers


def blobs_answers(asks: Sequence[BlobAsk], body: object) -> list[Answer[Blob]] | Trouble:
    """One answer an ask; or what makes the whole answer worthless."""
    parsed = _parsed(body)
    if isinstance(parsed, Trouble):
        return parsed
    answers: dict[int, Answer[Blob]] = {}
    for r, (_, numbered) in enumerate(by_repository(asks)):
        for i, ask in numbered:
            failed: Answer[Blob] | None = parsed.failed(f"r{r}", f"b{i}")
            try:
                repo = {} if failed else decode.mapping(parsed.data.get(f"r{r}"), "the repository")
                answers[i] = failed or _blob(repo.get(f"b{i}"), ask)
            except BadBodyError as error:
                answers[i] = Answer(Outcome.BAD_BODY, error=printable(error))
    return [answers[i] for i in range(len(asks))]


def file_answer(path: str, body: object) -> Answer[FoundFile] | Trouble:
    """The file at ``path``; or what makes the answer worthless."""
    parsed = _parsed(body)
    if isinstance(parsed, Trouble):
        return parsed
    failed: Answer[FoundFile] | None = parsed.failed("r0")
    if failed:
        return failed
    try:
        file = decode.mapping(parsed.data.get("r0"), "the repository").get("file")
        if file is None or decode.mapping(file, "the file").get("__typename") != "Blob":
            return Answer(Outcome.NOT_FOUND, error=printable(f"no file at {path}"))
        entry = decode.mapping(file, "the file")
        size = decode.count(entry.get("byteSize"), "byteSize")
        return Answer(Outcome.OK, FoundFile(path, decode.object_id(entry.get("oid"), "oid"), size))
    except BadBodyError as error:
        return Answer(Outcome.BAD_BODY, error=printable(error))


# --------------------------------------------------------------------- answers


@dataclass(frozen=True, slots=True)
class Trouble:
    """A GraphQL answer that is worthless as a whole."""

    outcome: Outcome
    error: str


@dataclass(frozen=True, slots=True)
class _Parsed:
    data: dict[str, object]
    errors: tuple[tuple[tuple[str, ...], Outcome, str], ...]
    """Path of aliases, outcome, words."""

    def failed(self, *path: str) -> Answer[Any] | None:
        """The answer for what lies at ``path`` where an error is about it, or about part of it."""
        for where, outcome, words in self.errors:
            shared = min(len(where), len(path))
            if where[:shared] == path[:shared]:
                # Only the thing itself can be not found; a part that is not makes it unreliable.
                partly = outcome is Outcome.NOT_FOUND and len(where) > len(path)
                return Answer(Outcome.SERVER if partly else outcome, error=words)
        return None


_ERROR_TYPES = {
    "NOT_FOUND": Outcome.NOT_FOUND,
    "FORBIDDEN": Outcome.FORBIDDEN,
    "INSUFFICIENT_SCOPES": Outcome.FORBIDDEN,
    "RATE_LIMITED": Outcome.RATE_PRIMARY,
    "RATE_LIMIT": Outcome.RATE_PRIMARY,
}
"""All others, ``RESOURCE_LIMITS_EXCEEDED`` and "something went wrong" among them, are ``server``."""


def rate_limited(body: object) -> Trouble | None:
    """Whether the hourly limit is spent, which GraphQL says in the body of a 200."""
    parsed = _parsed(body)
    return parsed if isinstance(parsed, Trouble) and parsed.outcome is Outcome.RATE_PRIMARY else None


def answers_probe(body: object) -> bool:
    """Whether the answer to :data:`PROBE` is one."""
    parsed = _parsed(body)
    return isinstance(parsed, _Parsed) and isinstance(parsed.data.get("rateLimit"), dict)


def _parsed(body: object) -> _Parsed | Trouble:
    """The data and the errors, each with its path."""
    try:
        answer = decode.mapping(body, "the answer")
        errors = []
        for item in decode.listing(answer.get("errors") or [], "errors"):
            error = decode.mapping(item, "an error")
            kind, message, path = error.get("type"), error.get("message"), error.get("path")
            outcome = _ERROR_TYPES.get(kind, Outcome.SERVER) if isinstance(kind, str) else Outcome.SERVER
            words = printable(": ".join(part for part in (kind, message) if isinstance(part, str)))
            where = tuple(str(step) for step in path) if isinstance(path, list) else ()
            if outcome is Outcome.RATE_PRIMARY or not where:
                return Trouble(outcome, words)
            errors.append((where, outcome, words))
        return _Parsed(decode.mapping(answer.get("data"), "data"), tuple(errors))
    except BadBodyError as error:
        return Trouble(Outcome.BAD_BODY, printable(error))


def _facts(value: object, ask: RepoAsk) -> RepoFacts:
    repo = decode.mapping(value, "the repository")
    node_id, name_with_owner = decode.identity(repo.get("id"), repo.get("nameWithOwner"))
    empty = decode.flag(repo.get("isEmpty"), "isEmpty")
    commit, tree = (None, None) if empty else _head(repo.get("head"))
    if commit is None and not empty and ask.ref is None:
        raise BadBodyError("the default branch has no commit")
    topics = decode.mapping(repo.get("repositoryTopics"), "repositoryTopics")
    return RepoFacts(
        node_id=node_id,
        name_with_owner=name_with_owner,
        description=decode.optional_text(repo.get("description"), "description", decode.MAX_DESCRIPTION),
        stars=decode.count(repo.get("stargazerCount"), "stargazerCount"),
        forks=decode.count(repo.get("forkCount"), "forkCount"),
        license=decode.spdx(_within(repo, "licenseInfo", "spdxId"), "licenseInfo"),
        topics=decode.topics_of(
            _within(decode.mapping(node, "a topic"), "topic", "name")
            for node in decode.listing(topics.get("nodes"), "repositoryTopics")
        ),
        language=decode.optional_text(_within(repo, "primaryLanguage", "name"), "primaryLanguage"),
        archived=decode.flag(repo.get("isArchived"), "isArchived"),
        default_branch=decode.optional_text(_within(repo, "defaultBranchRef", "name"), "defaultBranchRef"),
        pushed_at=decode.moment(repo.get("pushedAt"), "pushedAt"),
        empty=empty,
        commit=commit,
        tree=tree,
        readme_entries=_readme_entries(repo, ask) if ask.readme and commit else None,
    )


def _within(record: dict[str, object], name: str, inner: str) -> object:
    """A field of a nullable object."""
    value = record.get(name)
    return None if value is None else decode.mapping(value, name).get(inner)


def _head(value: object) -> tuple[str | None, str | None]:
    """Commit and tree of what a ref names; (None, None) where it names no commit."""
    if value is None:
        return None, None
    target = decode.mapping(value, "head")
    if target.get("__typename") == "Tag":
        target = decode.mapping(target.get("target"), "the tag's target")
    if target.get("__typename") != "Commit":
        return None, None
    tree = decode.mapping(target.get("tree"), "the commit's tree")
    return decode.object_id(target.get("oid"), "the commit"), decode.object_id(tree.get("oid"), "the tree")


def _readme_entries(repo: dict[str, object], ask: RepoAsk) -> tuple[TreeEntry, ...]:
    """The files of every folder that may hold a README."""
    entries: list[TreeEntry] = []
    for k, folder in enumerate(readme_folders(ask.root_hint)):
        value = repo.get(f"f{k}")
        if value is None:
            continue
        listed = decode.mapping(value, "a folder")
        if listed.get("__typename") != "Tree":
            continue
        for row in decode.listing(listed.get("entries"), "a folder"):
            item = decode.mapping(row, "an entry")
            name, mode = decode.text(item.get("name"), "name", decode.MAX_PATH), item.get("mode")
            if type(mode) is not int or "/" in name:
                raise BadBodyError("an entry of a folder is none")
            path = f"{folder}/{name}" if folder else name
            entry = decode.tree_entry(
                path, f"{mode:06o}", decode.text(item.get("type"), "type"), item.get("oid"), item.get("size")
            )
            if entry and entry.type == "blob":
                entries.append(entry)
    return tuple(entries)


def _blob(value: object, ask: BlobAsk) -> Answer[Blob]:
    if value is None:
        return Answer(Outcome.NOT_FOUND, error=f"no object {ask.oid}")
    file = decode.mapping(value, "the file")
    if file.get("oid") != ask.oid or file.get("__typename") != "Blob":
        raise BadBodyError("the file is another than was asked for")
    content, binary = file.get("text"), file.get("isBinary")
    if binary is True or (binary is None and content is None):  # null: no encoding fits
        return Answer(Outcome.OK, Blob(b"", binary=True))
    if not isinstance(content, str):
        raise BadBodyError("the file has no text")
    complete = not decode.flag(file.get("isTruncated"), "isTruncated")
    return Answer(Outcome.OK, Blob(content.encode("utf-8", "replace"), complete=complete))
