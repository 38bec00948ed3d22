"""Files that programs read: the indexes of the browser, and the JSON API.

- :mod:`generator.api.filter_index`: everything that list pages filter, sort and show;
- :mod:`generator.api.artifact_index`: every artifact, to search and to list;
- :mod:`generator.api.shapes`: what the JSON API says, one dataclass a shape;
- :mod:`generator.api.entry`: sources and artifacts in these shapes;
- :mod:`generator.api.files`: which files there are, each made on its own;
- :mod:`generator.api.endpoints`: what can be asked for, as data;
- :mod:`generator.api.openapi`: ``openapi.json``, from shapes and endpoints;
- :mod:`generator.api.cutting`: where lists are cut into pages.
"""

from generator.api.artifact_index import artifact_index, artifact_index_ingredients
from generator.api.files import ApiFile, ApiFiles
from generator.api.filter_index import SHARD_SIZE, filter_index
from generator.api.shapes import API_VERSION

__all__ = [
    "API_VERSION",
    "SHARD_SIZE",
    "ApiFile",
    "ApiFiles",
    "artifact_index",
    "artifact_index_ingredients",
    "filter_index",
]
