"""A small catalog on disk, with lock and cache as an enrichment would have left them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from generator.cache import Cache, blob_key, git_blob_id, write_tree
from generator.enrich import rescan, rules_key
from generator.loaded import load
from generator.lock import write_lock
from generator.model import Outcome, PartState, ReadmeRef, Snapshot, Tree, TreeEntry

FETCHED = PartState(fetched_at=datetime(2026, 11, 1, 12, tzinfo=UTC), outcome=Outcome.OK)

SETTINGS = """\
title: Small catalog
description: Three sources to test with.
base_url: https://example.org/small
repository: example/small
"""

DEFINITIONS = {
    "alpha-skills": """\
repo_url: https://github.com/alpha/skills
name: Alpha Skills
description: Skills for spreadsheets and documents.
tags: [python, documents, testing]
trust_level: official
added: 2026-10-01
notes: "Reviewed **twice**."
""",
    "beta-tools": """\
repo_url: beta/tools
tags: [python, testing]
trust_level: verified
aliases: [old-beta]
""",
    "gamma-agents": """\
repo_url: https://github.com/gamma/agents
description: Agents for reviewing code.
tags: [review]
import_repo_readme: false
""",
    "delta-hidden": """\
repo_url: https://github.com/delta/hidden
visibility: unlisted
tags: [secret]
""",
    "pending-one": """\
repo_url: https://github.com/pending/one
description: Never fetched yet.
trust_level: untrusted
""",
}

ATTACK = """\
# Beta <script>document.title = "hacked"</script>

<img src=x onerror="document.title='hacked'">
[click](javascript:document.title='hacked') <a href="data:text/html,x" id="filters">clobber</a>
<form name="body" action="https://evil.example/"><input name="search"></form>
<style>body{display:none}</style><iframe src="https://evil.example/"></iframe>
<svg><script>document.title="hacked"</script></svg>

`</script><script>document.title="hacked"</script>`

A paragraph about xylophones, found by nobody else.
"""

LONG = "# Alpha\n\nSkills that work with [files](docs/guide.md).\n\n" + "\n\n".join(
    f"## Part {n}\n\nText of part {n}, with `code` and **weight**.\n\n```python\nprint({n})\n```"
    for n in range(1, 13)
)

SKILL = "---\nname: {name}\ndescription: {description}\n---\n\n# {name}\n"

REPOSITORIES: dict[str, dict[str, str]] = {
    "alpha-skills": {
        "README.md": LONG,
        "skills/sheets/SKILL.md": SKILL.format(name="sheets", description="Reads and writes spreadsheets."),
        "skills/slides/SKILL.md": SKILL.format(name="slides", description="Makes slides."),
        "copies/sheets/SKILL.md": SKILL.format(name="sheets", description="Reads and writes spreadsheets."),
        "hooks/hooks.json": '{"hooks": {"PreToolUse": []}}',
    },
    "beta-tools": {
        "README.md": ATTACK,
        "commands/deploy.md": "---\ndescription: Deploys.\n---\n\nDeploy it.\n",
        "skills/lint/SKILL.md": SKILL.format(name="lint", description="Lints."),
    },
    "gamma-agents": {
        "README.md": "# Gamma\n",
        "agents/reviewer.md": "---\nname: reviewer\ndescription: Reviews code.\n---\n\nYou review.\n",
    },
    "delta-hidden": {"README.md": "# Hidden\n"},
}
"""Files by path, by source id; ``pending-one`` was never fetched."""


def make(root: Path) -> Path:
    """Write the catalog into ``root`` and return it."""
    (root / "sources").mkdir(parents=True)
    (root / "catalog.yaml").write_text(SETTINGS, encoding="utf-8")
    for source_id, text in DEFINITIONS.items():
        (root / f"sources/{source_id}.yaml").write_text(text, encoding="utf-8")
    fetch(root)
    return root


def fetch(root: Path, repositories: Mapping[str, dict[str, str]] = REPOSITORIES) -> None:
    """Put what GitHub would have said into lock and cache."""
    cache = Cache(root / ".cache")
    loaded = load(root)
    snapshots = {}
    for number, source in enumerate(loaded.sources):
        files = repositories.get(source.id)
        if files is None:
            continue
        snapshot = _snapshot(number, source.id, source.full_name, files, cache)
        snapshots[source.id] = rescan(source, snapshot, loaded.settings, cache, rules_key(loaded.settings))
    write_lock(root / "catalog.lock", snapshots)


def _snapshot(number: int, source_id: str, full_name: str, files: dict[str, str], cache: Cache) -> Snapshot:
    entries = []
    for path, text in sorted(files.items()):
        content = text.encode()
        cache.put(blob_key(git_blob_id(content)), content)
        entries.append(TreeEntry(path, "100644", "blob", git_blob_id(content), len(content)))
        folder = path.rpartition("/")[0]
        while folder and all(e.path != folder for e in entries):
            entries.append(TreeEntry(folder, "040000", "tree", git_blob_id(folder.encode())))
            folder = folder.rpartition("/")[0]
    tree = Tree(f"{number + 1:040x}", tuple(entries))
    write_tree(cache, tree)
    readme = files["README.md"].encode()
    return Snapshot(
        source_id=source_id,
        full_name=full_name,
        name_with_owner=full_name,
        repo_description=f"What GitHub says of {full_name}.",
        stars=1000 * (number + 1),
        forks=number,
        license="MIT",
        topics=("ai", "claude_code"),
        language="Python",
        archived=False,
        default_branch="trunk",
        pushed_at=datetime(2026, 10, 20, tzinfo=UTC) + timedelta(days=number),
        node_id=f"R_{number}",
        commit=f"{number + 100:040x}",
        tree=tree.oid,
        readme=ReadmeRef("README.md", git_blob_id(readme), len(readme)),
        scanned_tree=tree.oid,
        scanned_commit=f"{number + 100:040x}",
        metadata_state=FETCHED,
        readme_state=FETCHED,
        tree_state=FETCHED,
        contents_state=FETCHED,
    )
