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
from generator.scan.texts import MAX_DESCRIPTION, MAX_NAME, MAX_TITLE, Project, one_line

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

HELPERS = frozenset(
    {"util", "utils", "common", "shared", "lib", "core", "types", "config", "tsconfig", "eslint", "sdk"}
    | {"test", "tests", "testing", "e2e", "eval", "evals", "mock", "mocks", "example", "examples", "docs"}
    | {"cli", "client", "clients", "ui", "web", "website", "scripts", "logging", "telemetry", "metrics"}
)
"""Words in the names of project folders that serve other projects."""

NO_NAMES = frozenset({"mcp", "server", "servers", "app", "apps", "api", "main", "com", "io", "github", "dev"})
"""Words that tell one service from no other."""

_WORD = re.compile(r"[a-z0-9]+")

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
            yield _listed(scene, kind, rule, file=file, name=name, says=server)
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
    scene: Scene,
    kind: ArtifactType,
    rule: DetectionRule,
    *,
    file: File,
    name: str,
    says: Mapping[str, object],
) -> Finding:
    """One entry of a JSON file; another entry of that name, wherever it stands, is the same thing."""
    return Finding(
        kind,
        rule,
        file.path,
        file.entry.oid,
        one_line(name, MAX_NAME) or "unnamed",
        rule.confidence,
        description=one_line(says.get("description"), MAX_DESCRIPTION),
        content=same_service(scene, name),
        alone=False,
        same="the same name",
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
    if rule.name == "stem":
        name = one_line(file.stem, MAX_NAME) or name
    content = scene.listing.folder_oid(file.folder) if file.name == "hooks.json" else ""
    if rule.name == "manifest":
        name = _telling(one_line(says.get("name"), MAX_NAME) or "") or name
        content = same_service(scene, name)
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
        content=content or file.entry.oid,
        alone=False,
        same="the same name" if rule.name == "manifest" else "the same content",
    )


def _telling(name: str) -> str:
    """The last part of a registry name that says something: ``com.supabase/mcp`` is ``supabase``.

    Empty where nothing does, or where the name is still to be filled in.
    """
    if any(c in name for c in "<>{}$"):
        return ""
    parts = [p for part in name.split("/") for p in ([part] if "." not in part else part.split("."))]
    last = name.rpartition("/")[2]
    return (
        last
        if words_of(last) - NO_NAMES
        else next((p for p in reversed(parts) if words_of(p) - NO_NAMES), "")
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
    """``folder_manifest``: a project that builds on something and is named after it.

    One of the keys must be a word in the name of a library that it builds on, one of
    the hints in the repository's name, the path or its own name. Where its text is not
    known, the hints alone decide. A project that another one here builds on is a part of that.
    """
    files: list[File] = []
    for file in scene.files(kind, rule):
        if isinstance(file, Refusal):
            yield file
        elif not scene.hinted(rule, file.folder) and not file.name.endswith(".json"):
            yield Refusal(file.path, kind, rule, "neither its name nor the repository's speaks for it")
        else:
            files.append(file)
    projects = {file.path: scene.texts.project(file.entry) for file in files}
    needed = {name for p in projects.values() if not p.is_workspace for name in p.needs}
    names = {p.name for p in projects.values()}
    for file in files:
        project = projects[file.path]
        known = scene.texts.knows(file.entry)
        needs = project.needs - names if project.is_workspace else project.needs
        if known and not any(words_of(need) & set(rule.keys) for need in needs):
            yield Refusal(file.path, kind, rule, f"builds on nothing named {' or '.join(rule.keys)}")
        elif project.name in needed:
            yield Refusal(file.path, kind, rule, "another project here builds on it")
        elif words_of(file.folder.rpartition("/")[2]) & HELPERS:
            yield Refusal(file.path, kind, rule, "serves other projects, by its name")
        elif not scene.hinted(rule, file.folder, project.name):
            yield Refusal(file.path, kind, rule, "neither its name nor the repository's speaks for it")
        else:
            yield _project(scene, kind, rule, file, project)


def _project(scene: Scene, kind: ArtifactType, rule: DetectionRule, file: File, project: Project) -> Finding:
    """A project's folder as an artifact, named after the first of its names that says something."""
    folder = scene.named_after(file.folder)
    own = project.name.rpartition("/")[2]
    known = scene.texts.knows(file.entry)
    name = next((n for n in (folder, own) if n and words_of(n) - NO_NAMES), scene.source.repo[:MAX_NAME])
    return Finding(
        kind,
        rule,
        file.folder,
        scene.listing.folder_oid(file.folder),
        name,
        max(0, rule.confidence - (0 if known else DOUBT)),
        description=project.description,
        is_folder=True,
        home=file.folder,
        content=same_service(scene, project.name if name == scene.source.repo and project.name else name),
        alone=False,
        same="the same name",
    )


def words_of(name: str) -> frozenset[str]:
    """The words of a name, folded."""
    return frozenset(_WORD.findall(name.casefold()))


def same_service(scene: Scene, name: str) -> str:
    """Equal for names that mean the same service, such as ``mcp-grafana`` and ``grafana``."""
    words = _WORD.findall(name.casefold())
    telling = [w for w in words if w not in NO_NAMES]
    own = [w for w in telling if w not in words_of(scene.source.owner)]
    return "name " + " ".join(own or telling or words)
