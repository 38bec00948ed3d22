"""What applies where ``catalog.yaml`` says nothing."""

from __future__ import annotations

from generator.model import Settings, TrustLevel, TrustLevelInfo
from generator.scan.defaults import DEFAULT_ARTIFACT_TYPES, DEFAULT_IGNORE

DEFAULT_TRUST_LEVELS = (
    TrustLevelInfo(
        TrustLevel.UNTRUSTED,
        "Untrusted",
        "Something speaks against it, and the note on its page says what.",
        "shield-alert",
    ),
    TrustLevelInfo(
        TrustLevel.BASIC, "Community", "It is what its description says; nothing more was checked.", "shield"
    ),
    TrustLevelInfo(
        TrustLevel.VERIFIED,
        "Verified",
        "Licence, maker and the form of its artifacts were checked, at the commit that its page names.",
        "shield-check",
    ),
    TrustLevelInfo(
        TrustLevel.OFFICIAL,
        "Official",
        "It belongs to the maker of the product, service or format that its artifacts are for.",
        "seal-check",
    ),
)
"""All four, least trusted first."""


def default_settings(title: str) -> Settings:
    """The settings of a catalog that has no ``catalog.yaml``."""
    return Settings(
        title=title,
        artifact_types=DEFAULT_ARTIFACT_TYPES,
        trust_levels=DEFAULT_TRUST_LEVELS,
        ignore=DEFAULT_IGNORE,
    )
