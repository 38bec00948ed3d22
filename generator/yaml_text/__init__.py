"""YAML as this program takes it: a safe subset, read into nodes that know their places.

- :mod:`generator.yaml_text.plain_text`: bytes to text, and the characters that are refused;
- :mod:`generator.yaml_text.walk`: text to nodes, everything refused that is not plain data;
- :mod:`generator.yaml_text.nodes`: the nodes, and what plain words mean;
- :mod:`generator.yaml_text.write`: values to text, for definitions that a program makes;
- :mod:`generator.yaml_text.front_matter`: the lenient reader for strangers' Markdown files;
- :mod:`generator.yaml_text.edit`, on :mod:`generator.yaml_text.layout`: values changed, all else kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.late import late

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_FRONT_MATTER",
    "MAX_PROBLEMS",
    "ListNode",
    "MappingNode",
    "Node",
    "Plain",
    "RefusedNode",
    "ScalarNode",
    "decode",
    "edited",
    "mapping_text",
    "parse",
    "parse_all",
    "parse_front_matter",
    "place_of",
    "plain",
    "plain_value",
    "renamed",
    "same",
    "scalar_text",
    "split_front_matter",
    "too_large",
]

if TYPE_CHECKING:
    from generator.yaml_text.edit import edited, renamed, same
    from generator.yaml_text.front_matter import MAX_FRONT_MATTER, parse_front_matter, split_front_matter
    from generator.yaml_text.nodes import (
        ListNode,
        MappingNode,
        Node,
        Plain,
        RefusedNode,
        ScalarNode,
        plain,
        plain_value,
    )
    from generator.yaml_text.plain_text import MAX_BYTES, decode, place_of, too_large
    from generator.yaml_text.walk import MAX_DEPTH, MAX_PROBLEMS, parse, parse_all
    from generator.yaml_text.write import mapping_text, scalar_text
else:
    __getattr__ = late(
        __name__,
        {
            "MAX_BYTES": "plain_text",
            "MAX_DEPTH": "walk",
            "MAX_FRONT_MATTER": "front_matter",
            "MAX_PROBLEMS": "walk",
            "ListNode": "nodes",
            "MappingNode": "nodes",
            "Node": "nodes",
            "Plain": "nodes",
            "RefusedNode": "nodes",
            "ScalarNode": "nodes",
            "decode": "plain_text",
            "edited": "edit",
            "mapping_text": "write",
            "parse": "walk",
            "parse_all": "walk",
            "parse_front_matter": "front_matter",
            "place_of": "plain_text",
            "plain": "nodes",
            "plain_value": "nodes",
            "renamed": "edit",
            "same": "edit",
            "scalar_text": "write",
            "split_front_matter": "front_matter",
            "too_large": "plain_text",
        },
    )
