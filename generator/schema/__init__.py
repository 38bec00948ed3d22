"""What definitions and settings may say, declared once, and how they are read.

- :mod:`generator.schema.shapes`: the shapes of values, as data;
- :mod:`generator.schema.texts` and :mod:`generator.schema.repository`: the kinds of text;
- :mod:`generator.schema.source_fields` and :mod:`generator.schema.settings_fields`: the fields of both files;
- :mod:`generator.schema.reading`: nodes into values, with every problem found;
- :mod:`generator.schema.source` and :mod:`generator.schema.settings`: both files into the model;
- :mod:`generator.schema.remembered`: good definitions as JSON, for the next run;
- :mod:`generator.schema.together`: what only shows with all definitions side by side;
- :mod:`generator.schema.shipped`: what applies where ``catalog.yaml`` says nothing;
- :mod:`generator.schema.codes`: every code of a problem.
"""

from generator.schema.codes import CODES
from generator.schema.reading import tidied
from generator.schema.remembered import definition_of_remembered, remembered
from generator.schema.repository import RepoAddress, parse_repo_url
from generator.schema.settings import artifact_types_of, read_settings
from generator.schema.settings_fields import SETTINGS, SETTINGS_VERSION
from generator.schema.shapes import RefusedError
from generator.schema.shipped import DEFAULT_TRUST_LEVELS, default_settings
from generator.schema.source import Definition, checked_tags, read_source, slugged
from generator.schema.source_fields import SCHEMA_VERSION, SOURCE
from generator.schema.suggest import suggestion
from generator.schema.texts import RESERVED_IDS, TAG
from generator.schema.together import problems_together

__all__ = [
    "CODES",
    "DEFAULT_TRUST_LEVELS",
    "RESERVED_IDS",
    "SCHEMA_VERSION",
    "SETTINGS",
    "SETTINGS_VERSION",
    "SOURCE",
    "TAG",
    "Definition",
    "RefusedError",
    "RepoAddress",
    "artifact_types_of",
    "checked_tags",
    "default_settings",
    "definition_of_remembered",
    "parse_repo_url",
    "problems_together",
    "read_settings",
    "read_source",
    "remembered",
    "slugged",
    "suggestion",
    "tidied",
]
