"""What can be asked of the API, as data: one line a document.

``openapi.json`` and the page about the API are made of it, and the server answers by it. A
document has two addresses: that of its file in a built site, and that of ``catalog serve --api``,
which is the same without ``.json``.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.api.shapes import (
    ArtifactShape,
    ArtifactTypeShape,
    Details,
    Root,
    RunShape,
    SourceShape,
    StatsShape,
    TagShape,
    TrustLevelShape,
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One kind of document."""

    name: str
    """Of the operation, as client programs are generated from it."""
    path: str
    """Below ``/api/v1``, without ``.json``."""
    shape: type
    summary: str
    says: str
    many: bool = False
    """Whether it is a list of the shape."""
    pages: bool = False
    """Whether a site has it in several files."""
    filtered: bool = False
    """Whether the server takes filters."""

    @property
    def file(self) -> str:
        """The path of its file in a built site."""
        return "/index.json" if self.path == "/" else f"{self.path}.json"

    @property
    def pages_file(self) -> str:
        """The path of its further pages in a built site."""
        return f"/pages{self.path}/{{cursor}}.json"

    @property
    def of_source(self) -> bool:
        """Whether it is about one source."""
        return "{id}" in self.path


ENDPOINTS = (
    Endpoint(
        "getCatalog",
        "/",
        Root,
        "The catalog",
        "What this is, when it was made, and where everything else begins.",
    ),
    Endpoint(
        "listSources",
        "/sources",
        SourceShape,
        "Sources",
        "All listed sources by name, without READMEs and artifacts.",
        many=True,
        pages=True,
        filtered=True,
    ),
    Endpoint(
        "getSource",
        "/sources/{id}",
        SourceShape,
        "One source",
        "A source by its id or a former one; unlisted ones too.",
    ),
    Endpoint(
        "getDetails",
        "/sources/{id}/details",
        Details,
        "A source's texts",
        "Its description and README on its host, as written and as safe HTML, and the catalog's notes.",
    ),
    Endpoint(
        "listArtifactsOfSource",
        "/sources/{id}/artifacts",
        ArtifactShape,
        "A source's artifacts",
        "Everything that was found in it, also what is not listed, with the reason.",
        many=True,
    ),
    Endpoint(
        "listArtifacts",
        "/artifacts",
        ArtifactShape,
        "Artifacts",
        "All listed artifacts of all listed sources, by the ids of their sources.",
        many=True,
        pages=True,
    ),
    Endpoint(
        "listTags",
        "/tags",
        TagShape,
        "Tags",
        "All tags of listed sources, the most used first.",
        many=True,
    ),
    Endpoint(
        "listArtifactTypes",
        "/artifact-types",
        ArtifactTypeShape,
        "Artifact types",
        "What this catalog looks for, and by which evidence.",
        many=True,
    ),
    Endpoint(
        "listTrustLevels",
        "/trust-levels",
        TrustLevelShape,
        "Trust levels",
        "How far sources are vouched for, the least first.",
        many=True,
    ),
    Endpoint(
        "listChanges",
        "/changes",
        RunShape,
        "Changes",
        "What each look at the sources changed, the newest first; empty where no history is kept or shown.",
        many=True,
        pages=True,
    ),
    Endpoint(
        "getStats",
        "/stats",
        StatsShape,
        "Numbers",
        "How many of what there is, how fresh it is, and how it grew.",
    ),
)
