"""GraphQL queries over many repositories at once, each under an alias of its own.

Whatever comes from definitions or from GitHub travels as a variable, never in the text.
https://docs.github.com/graphql
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from generator.github.answers import BlobAsk, RepoAsk
from generator.github.readme_choice import readme_folders

Payload = dict[str, Any]

_FACTS = """
fragment Facts on Repository {
  id nameWithOwner isEmpty isArchived stargazerCount forkCount pushedAt
  licenseInfo { spdxId } primaryLanguage { name } defaultBranchRef { name }
  repositoryTopics(first: 20) { nodes { topic { name } } }
}
fragment Head on GitObject { __typename oid ... on Commit { tree { oid } } ... on Tag { target { __typename oid ... on Commit { tree { oid } } } } }
"""  # noqa: E501 - the text goes over the wire

_FOLDER = """
fragment Folder on GitObject { __typename ... on Tree { entries { name type mode oid size } } }
"""
"""Apart, since a query with a fragment that it does not use is refused."""

_BLOB = """
fragment File on GitObject { __typename oid ... on Blob { byteSize isBinary isTruncated text } }
"""

PROBE: Payload = {"query": "query { rateLimit { remaining } }"}
"""The cheapest question, to learn whether GraphQL is up at all."""


def repositories_query(asks: Sequence[RepoAsk]) -> Payload:
    """Ask for the facts of many repositories; what a definition turned off is not in the query."""
    variables: dict[str, str] = {}
    fields = []
    for i, ask in enumerate(asks):
        variables |= {f"o{i}": ask.owner, f"n{i}": ask.repo, f"h{i}": ask.ref or "HEAD"}
        wanted = ["...Facts", f"head: object(expression: $h{i}) {{ ...Head }}"]
        if ask.description:
            wanted.append("description")
        if ask.readme:
            for k, folder in enumerate(readme_folders(ask.root_hint)):
                variables[f"f{i}_{k}"] = f"{ask.ref or 'HEAD'}:{folder}"
                wanted.append(f"f{k}: object(expression: $f{i}_{k}) {{ ...Folder }}")
        fields.append(f"r{i}: repository(owner: $o{i}, name: $n{i}) {{ {' '.join(wanted)} }}")
    folders = _FOLDER if any(ask.readme for ask in asks) else ""
    return _payload(fields, variables, _FACTS + folders)


def blobs_query(asks: Sequence[BlobAsk]) -> Payload:
    """Ask for many files, those of one repository under one alias."""
    variables: dict[str, str] = {}
    fields = []
    for r, ((owner, repo), numbered) in enumerate(by_repository(asks)):
        variables |= {f"o{r}": owner, f"n{r}": repo}
        wanted = " ".join(f'b{i}: object(oid: "{ask.oid}") {{ ...File }}' for i, ask in numbered)
        fields.append(f"r{r}: repository(owner: $o{r}, name: $n{r}) {{ {wanted} }}")
    return _payload(fields, variables, _BLOB)


def file_query(owner: str, repo: str, commit: str, path: str) -> Payload:
    """Ask which file lies at a path."""
    field = "r0: repository(owner: $o, name: $n) { file: object(expression: $e) { __typename oid ... on Blob { byteSize } } }"  # noqa: E501
    return _payload([field], {"o": owner, "n": repo, "e": f"{commit}:{path}"}, "")


def _payload(fields: Sequence[str], variables: dict[str, str], fragments: str) -> Payload:
    declared = ", ".join(f"${name}: String!" for name in variables)
    return {"query": f"query({declared}) {{ {' '.join(fields)} }}{fragments}", "variables": variables}


def by_repository(
    asks: Sequence[BlobAsk],
) -> list[tuple[tuple[str, str], list[tuple[int, BlobAsk]]]]:
    """Numbered asks by owner and name; the n-th group has the alias ``r<n>``, the i-th ask ``b<i>``."""
    grouped: dict[tuple[str, str], list[tuple[int, BlobAsk]]] = defaultdict(list)
    for i, ask in enumerate(asks):
        grouped[ask.owner, ask.repo].append((i, ask))
    return list(grouped.items())
