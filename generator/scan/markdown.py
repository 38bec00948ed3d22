"""Detectors of Markdown files: by the folder they lie in, and by what their front matter says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from generator.model import ArtifactType, DetectionRule
from generator.scan.findings import Finding, Refusal, Result
from generator.scan.globs import Glob
from generator.scan.listing import File
from generator.scan.scene import MAX_CANDIDATES, Scene
from generator.scan.texts import MAX_DESCRIPTION, MAX_NAME, MAX_TITLE, one_line

DOUBT = 20
"""Points of confidence that a text which is not known takes away, where a rule would read it."""


def markdown_folder(scene: Scene, kind: ArtifactType, rule: DetectionRule) -> Iterator[Result]:
    """``markdown_folder``: Markdown files where the globs say, with one of the keys if the rule has any."""
    globs = [Glob.of(g) for g in rule.paths]
    for file in scene.files(kind, rule):
        yield file if isinstance(file, Refusal) else _judged(scene, kind, rule, file, _anchor(globs, file))


def plugin_folder(scene: Scene, kind: ArtifactType, rule: DetectionRule) -> Iterator[Result]:
    """``plugin_folder``: as ``markdown_folder``, with globs that start from each plugin's folder."""
    globs = [Glob.of(g) for g in rule.paths]
    files = scene.listing.matching_below(globs, scene.plugins)
    for file, _ in islice(files, MAX_CANDIDATES):
        admitted = scene.admit(kind, rule, file)
        yield (
            admitted
            if isinstance(admitted, Refusal)
            else _judged(scene, kind, rule, admitted, _anchor(globs, file))
        )


def markdown_collection(scene: Scene, kind: ArtifactType, rule: DetectionRule) -> Iterator[Result]:
    """``markdown_collection``: Markdown files of category folders, judged together.

    A file with one of the keys is one. A rule with hints asks for one of them always,
    and then also takes files without the keys, or with a text that is not known, as
    long as most of those that are known have them. A rule without hints takes only
    files with the keys.
    """
    files: list[File] = []
    for file in scene.matching(rule):
        if rule.hints and not scene.hinted(rule, file.folder):
            continue
        admitted = scene.admit(kind, rule, file)
        if not isinstance(admitted, Refusal):
            files.append(file)
        elif rule.hints:
            yield admitted
    known = [f for f in files if scene.texts.knows(f.entry)]
    proven = {f.path for f in known if has_keys(scene, rule, f)}
    mostly = bool(rule.hints) and 2 * len(proven) >= len(known)
    for file in files:
        if file.path in proven or (mostly and not shouts(file)):
            doubt = 0 if file.path in proven else DOUBT
            anchor = _anchor([Glob.of(g) for g in rule.paths], file)
            yield markdown_finding(scene, kind, rule, file, anchor=anchor, doubt=doubt)
        elif rule.hints:
            yield Refusal(file.path, kind, rule, _without(rule))


def has_keys(scene: Scene, rule: DetectionRule, file: File) -> bool:
    """Whether a file's front matter has one of the rule's keys.

    ``a+b`` asks for both; ``$WORD`` is looked for in the text instead.
    """
    front = scene.texts.front_matter(file.entry)
    return any(
        all(part in scene.texts.head(file.entry) if part[:1] == "$" else front.get(part) for part in parts)
        for parts in (key.split("+") for key in rule.keys)
    )


def shouts(file: File) -> bool:
    """Whether a name is all in capitals, as those of documents such as ``WORKFLOW_EXAMPLES.md``."""
    return file.stem.isupper()


def markdown_finding(
    scene: Scene, kind: ArtifactType, rule: DetectionRule, file: File, *, anchor: str = "", doubt: int = 0
) -> Finding:
    """A Markdown file as an artifact, named by its front matter, else by its file."""
    front = scene.texts.front_matter(file.entry)
    stem = file.stem.removesuffix(".agent")
    return Finding(
        kind,
        rule,
        file.path,
        file.entry.oid,
        one_line(front.get("name"), MAX_NAME) or one_line(stem, MAX_NAME) or file.name[:MAX_NAME],
        max(0, rule.confidence - doubt),
        title=one_line(front.get("title"), MAX_TITLE),
        description=one_line(front.get("description"), MAX_DESCRIPTION),
        content=file.entry.oid,
        anchor=anchor.count("/") + 1 if anchor else 0,
    )


def _judged(scene: Scene, kind: ArtifactType, rule: DetectionRule, file: File, anchor: str) -> Result:
    doubt = 0
    known = scene.texts.knows(file.entry)
    if rule.keys and known and not has_keys(scene, rule, file):
        return Refusal(file.path, kind, rule, _without(rule))
    if rule.keys and not known:
        doubt = DOUBT
        if rule.hints and not scene.hinted(rule, file.folder):
            return Refusal(file.path, kind, rule, "its text is not known, and nothing else speaks for it")
    if shouts(file) and not scene.texts.front_matter(file.entry).get("description"):
        return Refusal(file.path, kind, rule, "a name in capitals without a description is a document's")
    return markdown_finding(scene, kind, rule, file, anchor=anchor, doubt=doubt)


def _without(rule: DetectionRule) -> str:
    wanted = " or ".join(key.replace("+", " and ") for key in rule.keys)
    return f"its front matter has no {wanted}" if rule.keys else "nothing else speaks for it"


def _anchor(globs: list[Glob], file: File) -> str:
    """The deepest folder above ``file`` that one of the globs spells out."""
    names = frozenset[str]().union(*(g.folders for g in globs))
    folder = file.folder
    while folder and folder.rpartition("/")[2].casefold() not in names:
        folder = folder.rpartition("/")[0]
    return folder
