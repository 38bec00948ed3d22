"""Detectors of JSON files, of folders of scripts, and of project folders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from generator.model import ArtifactType, DetectionRule
from generator.scan.findings import Finding, Refusal, Result
from generator.scan.listing import File
from generator.scan.markdown import DOUBT
from generator.scan.scene import Scene
from generator.scan.texts import MAX_DESCRIPTION, MAX_NAME, MAX_TITLE, one_line

MAX_ENTRIES = 100
"""Artifacts that one JSON file may list."""

SCRIPTS = (
    ".py",
    ".sh",
    ".bash",
    ".zsh",
    ".js",
    ".mjs",
    ".cjs",
    ".ts",
    ".ps1",
    ".rb",
    ".pl",
    ".php",
    ".go",
    ".cmd",
)
"""Endings of what a hook runs."""

_NO_HOOK = re.compile(
    r"(__init__|conftest|utils?|helpers?|common|shared|lib|config|constants|types|index\.d"
    r"|(un)?install([-_.].*)?|test_.*|.*[-_.](tests?|spec))",
    re.IGNORECASE,
)
"""Stems of scripts that serve other scripts."""


def json_file(scene: Scene, kind: ArtifactType, rule: DetectionRule) -> Iterator[Result]:
    """``json_file``: a JSON file by its name, which must have one of the keys where its text is known."""
    for file in scene.files(kind, rule):
        if isinstance(file, Refusal):
            yield file
        elif not scene.texts.knows(file.entry):
            if rule.hints and not scene.hinted(rule, file.path):
                yield Refusal(file.path, kind, rule, "its text is not known, and nothing else speaks for it")
            else:
                yield _whole(scene, kind, rule, file, {}, doubt=DOUBT)
        elif scene.texts.json(file.entry) is None:
            yield Refusal(file.path, kind, rule, "not readable as JSON")
        else:
            yield from _said(scene, kind, rule, file)


def json_key(scene: Scene, kind: ArtifactType, rule: DetectionRule) -> Iterator[Result]:
    """``json_key``: a JSON file that is evidence only by one of the keys, so its text must be known."""
    for file in scene.files(kind, rule):
        if isinstance(file, Refusal):
            yield file
        elif not scene.texts.knows(file.entry):
            yield Refusal(file.path, kind, rule, "its text is not known")
        else:
            yield from _said(scene, kind, rule, file)


def _said(scene: Scene, kind: ArtifactType, rule: DetectionRule, file: File) -> Iterator[Result]:
    """What the keys of a known JSON file tell."""
    text = scene.texts.json_object(file.entry)
    if rule.name == "key":
        servers = _servers(rule, text)
        for name, server in islice(servers.items(), MAX_ENTRIES):
            yield _listed(kind, rule, file, name, server)
        if not servers:
            yield Refusal(file.path, kind, rule, f"has no {' or '.join(rule.keys)}")
    elif any(all(_filled(text.get(part)) for part in key.split("+")) for key in rule.keys):
        yield _whole(scene, kind, rule, file, text)
    else:
        yield Refusal(file.path, kind, rule, f"has no {' or '.join(rule.keys)}")


def _filled(value: object) -> bool:
    """Whether a JSON value holds something itself; a string may name another file, which counts there."""
    return isinstance(value, dict | list) and bool(value)


def _servers(rule: DetectionRule, text: Mapping[str, object]) -> dict[str, Mapping[str, object]]:
    """The entries below the keys; a file without them may be such a mapping itself."""
    for key in rule.keys:
        value = text.get(key)
        if isinstance(value, dict):
            return {name: v for name, v in value.items() if isinstance(v, dict)}
    if (
        text
        and rule.kind == "json_file"
        and all(isinstance(v, dict) and ("command" in v or "url" in v) for v in text.values())
    ):
        return {name: v for name, v in text.items() if isinstance(v, dict)}
    return {}


def _listed(
    kind: ArtifactType, rule: DetectionRule, file: File, name: str, says: Mapping[str, object]
) -> Finding:
    clean = one_line(name, MAX_NAME) or "unnamed"
    return Finding(
        kind,
        rule,
        file.path,
        file.entry.oid,
        clean,
        rule.confidence,
        description=one_line(says.get("description"), MAX_DESCRIPTION),
        content=f"{file.entry.oid} {name}",
        alone=False,
    )


def _whole(
    scene: Scene,
    kind: ArtifactType,
    rule: DetectionRule,
    file: File,
    says: Mapping[str, object],
    *,
    doubt: int = 0,
) -> Finding:
    """A JSON file as one artifact."""
    home = file.folder
    while home.rpartition("/")[2].startswith(".") or home.rpartition("/")[2] == "hooks":
        home = home.rpartition("/")[0]
    name = scene.plugins.get(home) or scene.named_after(home)
    if rule.name == "manifest":
        named = one_line(says.get("name"), MAX_NAME)
        name = named.rstrip("/").rpartition("/")[2] or named if named else name
    oid = scene.listing.folder_oid(file.folder) if file.folder.endswith("hooks") else ""
    return Finding(
        kind,
        rule,
        file.path,
        file.entry.oid,
        name,
        max(0, rule.confidence - doubt),
        title=one_line(says.get("title") or says.get("displayName"), MAX_TITLE),
        description=one_line(says.get("description"), MAX_DESCRIPTION),
        home=home,
        content=oid or file.entry.oid,
        alone=False,
    )


def is_script(file: File) -> bool:
    """Whether a hook could run the file: by its ending, or by its mode if it has none."""
    return file.name.casefold().endswith(SCRIPTS) or ("." not in file.name and file.entry.mode == "100755")


def hook_folder(scene: Scene, kind: ArtifactType, rule: DetectionRule) -> Iterator[Result]:
    """``hook_folder``: scripts in a folder of hooks, unless a hooks.json there speaks for all of them."""
    for file in scene.files(kind, rule):
        if isinstance(file, Refusal):
            yield file
            continue
        base = file.folder if file.folder.endswith("hooks") else file.folder.rpartition("/")[0]
        if not is_script(file):
            yield Refusal(file.path, kind, rule, "not a script")
        elif scene.listing.file(f"{base}/hooks.json"):
            yield Refusal(file.path, kind, rule, "a part of the hooks.json next to it")
        elif _NO_HOOK.fullmatch(file.stem):
            yield Refusal(file.path, kind, rule, "serves other scripts, by its name")
        elif rule.hints and not scene.hinted(rule, ""):
            yield Refusal(file.path, kind, rule, "the repository's name does not speak for it")
        else:
            name = one_line(file.stem, MAX_NAME) or file.name[:MAX_NAME]
            oid = file.entry.oid
            yield Finding(kind, rule, file.path, oid, name, rule.confidence, content=oid)


def folder_manifest(scene: Scene, kind: ArtifactType, rule: DetectionRule) -> Iterator[Result]:
    """``folder_manifest``: a project's manifest; hints must speak for it, its libraries be among the keys.

    Where the text is not known, the hints alone decide.
    """
    for file in scene.files(kind, rule):
        if isinstance(file, Refusal):
            yield file
            continue
        named = scene.hinted(rule, file.folder)
        if not named and not file.name.endswith(".json"):
            yield Refusal(file.path, kind, rule, "neither its name nor the repository's speaks for it")
            continue
        known = scene.texts.knows(file.entry)
        says = scene.texts.json_object(file.entry) if file.name.endswith(".json") else {}
        if known and scene.texts.dependencies(file.entry).isdisjoint(rule.keys):
            yield Refusal(file.path, kind, rule, f"builds on none of {', '.join(rule.keys)}")
        elif not (named or scene.hinted(rule, one_line(says.get("name"), MAX_NAME) or "")):
            yield Refusal(file.path, kind, rule, "neither its name nor the repository's speaks for it")
        else:
            yield Finding(
                kind,
                rule,
                file.folder,
                scene.listing.folder_oid(file.folder),
                scene.named_after(file.folder),
                max(0, rule.confidence - (0 if known else DOUBT)),
                description=one_line(says.get("description"), MAX_DESCRIPTION),
                is_folder=True,
                home=file.folder,
                content=scene.listing.folder_oid(file.folder),
                alone=False,
            )
