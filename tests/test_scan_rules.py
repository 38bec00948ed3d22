"""What the shipped rules find and leave alone, one small tree a case."""

import json
from dataclasses import dataclass, field

import pytest

from generator.model import Exclusion, Source
from generator.scan import scan
from generator.urls import RepoLocation
from tests.scan.stored import SETTINGS, contents_of, tree_of


def md(**front: str) -> str:
    """A Markdown file with front matter."""
    lines = [f"{key.replace('_', '-')}: {value}" for key, value in front.items()]
    return "\n".join(["---", *lines, "---", "text", ""])


AGENT = md(name="helper", description="Helps", tools="Read")
COMMAND = md(description="Does it", argument_hint="[x]")
SKILL = md(name="pdf", description="Reads PDF")
HOOKS = json.dumps({"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "x"}]}]}})
PLUGIN = json.dumps({"name": "my-plugin", "description": "A bundle"})


def servers(*names: str) -> str:
    """An ``.mcp.json``."""
    return json.dumps({"mcpServers": {name: {"command": "x"} for name in names}})


def market(*entries: dict[str, object], **more: object) -> str:
    """A marketplace."""
    return json.dumps({"name": "m", "plugins": list(entries), **more})


def npm(name: str, *needs: str, **more: object) -> str:
    """A ``package.json``."""
    return json.dumps({"name": name, "dependencies": dict.fromkeys(needs, "1"), **more})


@dataclass
class Case:
    """A tree, and the listed artifacts as ``type path name``; other statuses in brackets behind."""

    id: str
    files: dict[str, str]
    expected: list[str]
    source: dict[str, object] = field(default_factory=dict)
    known: bool = True


def found(case: Case) -> list[str]:
    """What the scan says, in the form of the cases."""
    source = Source("x", **{"owner": "someone", "repo": "things"} | case.source)
    contents = contents_of(case.files) if case.known else {}
    artifacts = scan(
        tree_of(case.files), contents, source, SETTINGS, RepoLocation("someone/things", "c" * 40)
    )
    lines = []
    for a in artifacts:
        status = (
            "" if a.status == "listed" else f" ({a.status}{' ' + a.duplicate_of if a.duplicate_of else ''})"
        )
        lines.append(f"{a.artifact_type} {a.path or '.'} {a.name}{status}")
    return sorted(lines)


CASES = [
    # ---- skills
    Case("a skill at any depth", {"a/b/c/SKILL.md": SKILL}, ["skill a/b/c/SKILL.md pdf"]),
    Case("a skill at the root is named after the repository", {"SKILL.md": "#"}, ["skill SKILL.md things"]),
    Case(
        "a skill without front matter is named after its folder", {"x/SKILL.md": "#"}, ["skill x/SKILL.md x"]
    ),
    Case(
        "a skill in lower case only in a skills folder",
        {"skills/x/skill.md": "#", "y/skill.md": "#"},
        ["skill skills/x/skill.md x"],
    ),
    Case(
        "a skill within a skill",
        {"a/SKILL.md": "#1", "a/b/SKILL.md": "#2"},
        ["skill a/SKILL.md a", "skill a/b/SKILL.md b"],
    ),
    Case(
        "a skill file among a skill's material is none",
        {"a/SKILL.md": "#1", "a/assets/b/SKILL.md": "#2"},
        ["skill a/SKILL.md a"],
    ),
    Case(
        "a skill's own agents and commands are its material",
        {"a/SKILL.md": "#", "a/agents/x.md": AGENT, "a/commands/y.md": COMMAND},
        ["skill a/SKILL.md a"],
    ),
    Case(
        "templates, tests and documentation hold no skills",
        {
            "template/SKILL.md": "#1",
            "tests/x/SKILL.md": "#2",
            "docs/skills/x/SKILL.md": "#3",
            "skills/template-skill/SKILL.md": "#4",
            "node_modules/x/SKILL.md": "#5",
        },
        [],
    ),
    Case(
        "a skill about tests or templates is one",
        {"skills/testing/SKILL.md": "#1", "skills/railway/templates/SKILL.md": "#2"},
        ["skill skills/railway/templates/SKILL.md templates", "skill skills/testing/SKILL.md testing"],
    ),
    Case("an empty skill file is none", {"x/SKILL.md": ""}, []),
    Case(
        "a symlink is none", {"x/SKILL.md": "-> ../y/SKILL.md", "y/SKILL.md": SKILL}, ["skill y/SKILL.md pdf"]
    ),
    Case("a submodule is none", {"skills/x": "@"}, []),
    # ---- commands and agents
    Case(
        "commands at the root, with or without front matter",
        {"commands/a.md": COMMAND, "commands/git/b.md": "do it"},
        ["command commands/a.md a", "command commands/git/b.md b"],
    ),
    Case(
        "commands of a tool",
        {".claude/commands/test/a.md": "1", ".opencode/command/b.md": "2"},
        ["command .claude/commands/test/a.md a", "command .opencode/command/b.md b"],
    ),
    Case(
        "documents among commands are none",
        {
            ".claude/commands/README.md": "#",
            ".claude/commands/GUIDE.md": "#",
            ".claude/commands/ORDER-README.md": "#",
            ".claude/commands/templates/x.md": "#",
            "commands/_draft.md": "#",
        },
        [],
    ),
    Case(
        "a name in capitals with a description is a command",
        {".claude/commands/SHIP.md": COMMAND},
        ["command .claude/commands/SHIP.md SHIP"],
    ),
    Case(
        "a command's name may begin like a document's",
        {"commands/readme-update.md": COMMAND, "commands/changelog.md": COMMAND + "2"},
        ["command commands/changelog.md changelog", "command commands/readme-update.md readme-update"],
    ),
    Case(
        "agents at the root, below .claude and of GitHub",
        {
            "agents/a.md": "You are",
            ".claude/agents/x/b.md": AGENT,
            ".github/agents/c.md": "1",
            "subagents/d.md": "2",
        },
        [
            "agent .claude/agents/x/b.md helper",
            "agent .github/agents/c.md c",
            "agent agents/a.md a",
            "agent subagents/d.md d",
        ],
    ),
    Case(
        "agents folders elsewhere need front matter",
        {"src/agents/a.md": "notes", "src/agents/b.md": AGENT},
        ["agent src/agents/b.md helper"],
    ),
    Case(
        "categories of the agents folder at the root, if most of them are agents",
        {"agents/web/a.md": AGENT, "agents/web/b.md": "You are", "agents/web/README.md": "#"},
        ["agent agents/web/a.md helper", "agent agents/web/b.md b"],
    ),
    Case(
        "documents in folders of the agents folder at the root are none",
        {"agents/web/a.md": "notes", "agents/web/b.md": "more", "agents/api/c.md": AGENT},
        ["agent agents/api/c.md helper"],
    ),
    Case(
        "front matter after a comment is read",
        {"src/agents/b.md": "<!--\nfrom afar\n-->\n\n" + AGENT},
        ["agent src/agents/b.md helper"],
    ),
    Case("a file that ends in .agent.md", {"x/plan.agent.md": "#"}, ["agent x/plan.agent.md plan"]),
    Case(
        "the innermost folder decides",
        {"agents/x/commands/a.md": md(name="n", description="d")},
        ["command agents/x/commands/a.md n"],
    ),
    Case(
        "commands below .claude stay commands, whatever their category",
        {".claude/commands/agents/list.md": AGENT},
        ["command .claude/commands/agents/list.md helper"],
    ),
    Case(
        "documentation of commands is none",
        {"docs/commands/a.md": COMMAND, "x/docs/y/agents/b.md": AGENT},
        [],
    ),
    Case("CLAUDE.md and AGENTS.md are none", {"agents/CLAUDE.md": AGENT, "commands/AGENTS.md": COMMAND}, []),
    # ---- collections
    Case(
        "category folders of a repository named after agents",
        {"design/a.md": AGENT, "design/b.md": "# B", "docs/c.md": AGENT, "design/README.md": "#"},
        ["agent design/a.md helper", "agent design/b.md b"],
        {"repo": "agents"},
    ),
    Case(
        "few files with front matter do not make a collection",
        {"guide/a.md": AGENT, "guide/b.md": "1", "guide/c.md": "2"},
        ["agent guide/a.md helper"],
        {"repo": "agents"},
    ),
    Case(
        "category folders elsewhere need an agent's whole front matter",
        {"design/a.md": AGENT, "design/b.md": md(name="x", description="y")},
        ["agent design/a.md helper"],
    ),
    Case(
        "category folders of a repository named after commands",
        {"tools/a.md": md(model="opus"), "flows/b.md": md(model="opus") + "2"},
        ["command flows/b.md b", "command tools/a.md a"],
        {"repo": "commands"},
    ),
    Case(
        "a command by its arguments",
        {"tools/x/a.md": md(description="d") + "$ARGUMENTS"},
        ["command tools/x/a.md a"],
    ),
    Case(
        "from paths alone the repository's name speaks for categories",
        {"design/a.md": "?"},
        ["agent design/a.md a"],
        {"repo": "subagents"},
        known=False,
    ),
    Case("from paths alone categories are none elsewhere", {"design/a.md": AGENT}, [], known=False),
    # ---- hooks
    Case(
        "a hooks.json speaks for its scripts",
        {"hooks/hooks.json": HOOKS, "hooks/run.sh": "#!"},
        ["hook hooks/hooks.json things"],
    ),
    Case(
        "one hooks.json a folder of hooks",
        {"hooks/a/hooks.json": HOOKS, "hooks/a/x.sh": "#!"},
        ["hook hooks/a/hooks.json a"],
    ),
    Case("a hooks.json without hooks is none", {"hooks/hooks.json": '{"hooks": {}}'}, []),
    Case(
        "settings count if they have hooks",
        {".claude/settings.json": HOOKS, "x/.claude/settings.json": '{"permissions": {}}'},
        ["hook .claude/settings.json things"],
    ),
    Case("settings are no evidence without their text", {".claude/settings.json": HOOKS}, [], known=False),
    Case(
        "scripts of .claude/hooks",
        {
            ".claude/hooks/stop.py": "1",
            ".claude/hooks/run": "#!",
            ".claude/hooks/utils/tts.py": "2",
            ".claude/hooks/utils.py": "3",
            ".claude/hooks/test_stop.py": "4",
            ".claude/hooks/notes.md": "5",
            ".claude/hooks/check/ruff.sh": "6",
        },
        [
            "hook .claude/hooks/check/ruff.sh ruff",
            "hook .claude/hooks/run run",
            "hook .claude/hooks/stop.py stop",
        ],
    ),
    Case("hooks of React are none", {"src/hooks/useX.ts": "1", "hooks/useY.ts": "2"}, []),
    Case(
        "scripts of a hooks folder where the repository is named after hooks",
        {"hooks/a.sh": "#!"},
        ["hook hooks/a.sh a"],
        {"repo": "claude-hooks"},
    ),
    Case("a folder with a HOOK.md", {"hooks/boot/HOOK.md": "#"}, ["hook hooks/boot/HOOK.md boot"]),
    # ---- MCP servers
    Case(
        "each server of an .mcp.json",
        {".mcp.json": servers("a", "b")},
        ["mcp_server .mcp.json a", "mcp_server .mcp.json b"],
    ),
    Case(
        "servers without the key around them",
        {".mcp.json": '{"a": {"command": "x"}}'},
        ["mcp_server .mcp.json a"],
    ),
    Case("an .mcp.json without servers is none", {".mcp.json": '{"mcpServers": {}}', "x/mcp.json": "[]"}, []),
    Case(
        "one server in several configurations is one",
        {".mcp.json": servers("sentry"), "p/mcp.json": servers("Sentry", "other")},
        [
            "mcp_server .mcp.json sentry",
            "mcp_server p/mcp.json Sentry (duplicate .mcp.json)",
            "mcp_server p/mcp.json other",
        ],
    ),
    Case(
        "a server.json of the registry",
        {"server.json": '{"name": "io.github.x/maps", "remotes": [{}]}'},
        ["mcp_server server.json maps"],
    ),
    Case(
        "a registry name that says nothing",
        {"server.json": '{"name": "com.maps/mcp", "packages": [{}]}'},
        ["mcp_server server.json maps"],
    ),
    Case("another server.json is none", {"server.json": '{"port": 1}'}, []),
    Case(
        "a registry entry and its project are one server",
        {
            "server.json": '{"name": "x/maps", "packages": [{}]}',
            "package.json": npm("maps-mcp", "@modelcontextprotocol/sdk"),
        },
        ["mcp_server server.json maps"],
    ),
    Case(
        "server folders, but not what they build on",
        {
            "src/time/pyproject.toml": '[project]\nname = "mcp-time"\ndependencies = ["mcp>=1"]',
            "packages/maps/package.json": npm("maps-mcp", "@x/base"),
            "packages/base/package.json": npm("@x/base", "@modelcontextprotocol/sdk"),
            "packages/mcp-client/package.json": npm("c", "@modelcontextprotocol/sdk"),
            "packages/web/package.json": npm("w", "react"),
        },
        ["mcp_server src/time time"],
        {"repo": "mcp-servers"},
    ),
    Case(
        "an app on an internal MCP library",
        {"apps/radar/package.json": npm("radar", "@repo/mcp-common")},
        ["mcp_server apps/radar radar"],
        {"repo": "mcp-cloud"},
    ),
    Case(
        "a project that uses MCP but is not named after it",
        {"package.json": npm("chat", "@modelcontextprotocol/sdk")},
        [],
    ),
    Case(
        "a Go server at the root",
        {"go.mod": "module x/y\nrequire github.com/mark3labs/mcp-go v1"},
        ["mcp_server . mcp-maps"],
        {"repo": "mcp-maps"},
    ),
    Case("its own name is no library", {"go.mod": "module x/mcp-y\nrequire z v1"}, [], {"repo": "mcp-y"}),
    Case(
        "a workspace is no server",
        {
            "package.json": npm("servers", "mcp-time", workspaces=["src/*"]),
            "src/time/package.json": npm("mcp-time", "@modelcontextprotocol/sdk"),
        },
        ["mcp_server src/time time"],
        {"repo": "mcp-servers"},
    ),
    Case(
        "from paths alone the name speaks for a server folder",
        {"src/time/pyproject.toml": "?"},
        ["mcp_server src/time time"],
        {"owner": "modelcontextprotocol"},
        known=False,
    ),
    # ---- plugins
    Case(
        "a plugin, its parts, and its inline servers and hooks",
        {
            "p/.claude-plugin/plugin.json": json.dumps(
                {"name": "pp", "mcpServers": {"s": {}}, "hooks": {"Stop": [{}]}}
            ),
            "p/commands/a.md": "1",
            "p/agents/b.md": "2",
            "p/skills/c/SKILL.md": "3",
        },
        [
            "agent p/agents/b.md b",
            "command p/commands/a.md a",
            "hook p/.claude-plugin/plugin.json pp",
            "mcp_server p/.claude-plugin/plugin.json s",
            "plugin p/.claude-plugin/plugin.json pp",
            "skill p/skills/c/SKILL.md c",
        ],
    ),
    Case(
        "a plugin with a skill at its root keeps its parts",
        {
            "p/SKILL.md": "#",
            ".claude-plugin/marketplace.json": market({"name": "pp", "source": "./p"}),
            "p/agents/b.md": "2",
        },
        ["agent p/agents/b.md b", "plugin p pp", "skill p/SKILL.md p"],
    ),
    Case(
        "a marketplace names folders of this repository and others",
        {
            ".claude-plugin/marketplace.json": market(
                {"name": "a", "source": "./a"},
                {"name": "b", "source": {"source": "github", "repo": "x/b"}},
                {"name": "c", "source": "./c"},
                {"name": "d", "source": "d"},
                {"name": "e", "source": "../e"},
                pluginRoot="x",
                metadata={"pluginRoot": "./more"},
            ),
            "a/x.md": "1",
            "more/d/x.md": "2",
        },
        ["plugin a a", "plugin more/d d"],
    ),
    Case(
        "a manifest and its marketplace entry are one plugin",
        {
            ".claude-plugin/marketplace.json": market({"name": "my-plugin", "source": "./"}),
            ".claude-plugin/plugin.json": PLUGIN,
        },
        ["plugin .claude-plugin/plugin.json my-plugin"],
    ),
    Case(
        "former names of a plugin are no plugins",
        {
            ".claude-plugin/marketplace.json": market(
                {"name": "old", "source": "./p"}, {"name": "my-plugin", "source": "./p"}
            ),
            "p/.claude-plugin/plugin.json": PLUGIN,
        },
        ["plugin p/.claude-plugin/plugin.json my-plugin"],
    ),
    Case(
        "several plugins of one folder, each with its own parts",
        {
            ".claude-plugin/marketplace.json": market(
                {"name": "a", "source": "./", "skills": ["./x"]},
                {"name": "b", "source": "./", "skills": ["./y"]},
            ),
            "x/SKILL.md": "1",
            "y/SKILL.md": "2",
        },
        ["plugin . a", "plugin . b", "skill x/SKILL.md x", "skill y/SKILL.md y"],
    ),
    Case(
        "manifests of other tools count only where there is no plugin else",
        {"p/.codex-plugin/plugin.json": PLUGIN},
        ["plugin p/.codex-plugin/plugin.json my-plugin"],
    ),
    Case(
        "manifests of other tools beside the plugin's own are none",
        {"p/.codex-plugin/plugin.json": PLUGIN, "p/.claude-plugin/plugin.json": PLUGIN},
        ["plugin p/.claude-plugin/plugin.json my-plugin"],
    ),
    Case(
        "what a manifest declares counts wherever it lies",
        {
            "c/.claude-plugin/plugin.json": json.dumps(
                {"name": "c", "agents": ["./one.md"], "commands": "./flows/"}
            ),
            "c/one.md": "You are",
            "c/two.md": "notes",
            "c/flows/go.md": "go",
        },
        ["agent c/one.md one", "command c/flows/go.md go", "plugin c/.claude-plugin/plugin.json c"],
    ),
    # ---- duplicates
    Case(
        "the same content twice, the shorter path first",
        {"skills/a/SKILL.md": SKILL, "x/y/skills/a/SKILL.md": SKILL},
        ["skill skills/a/SKILL.md pdf", "skill x/y/skills/a/SKILL.md pdf (duplicate skills/a/SKILL.md)"],
    ),
    Case(
        "the plugin's before the mirrored copy",
        {
            ".claude/agents/b.md": AGENT,
            "plugins/p/agents/b.md": AGENT,
            "plugins/p/.claude-plugin/plugin.json": PLUGIN,
        },
        [
            "agent .claude/agents/b.md helper (duplicate plugins/p/agents/b.md)",
            "agent plugins/p/agents/b.md helper",
            "plugin plugins/p/.claude-plugin/plugin.json my-plugin",
        ],
    ),
    Case(
        "what lies among copies is no original",
        {"agents/external/b.md": AGENT, "agents/deep/er/b.md": AGENT},
        [
            "agent agents/deep/er/b.md helper",
            "agent agents/external/b.md helper (duplicate agents/deep/er/b.md)",
        ],
    ),
    Case(
        "a mirror for another tool, though it differs",
        {
            "skills/a/SKILL.md": SKILL,
            ".cursor/skills/a/SKILL.md": SKILL + "cursor",
            ".codex/skills/b/SKILL.md": "#",
        },
        [
            "skill .codex/skills/b/SKILL.md b",
            "skill .cursor/skills/a/SKILL.md pdf (duplicate skills/a/SKILL.md)",
            "skill skills/a/SKILL.md pdf",
        ],
    ),
    Case(
        "a folder that is by and large a copy",
        {
            f"{top}/commands/{name}.md": md(description=f"{name}{top if name in 'de' else ''}")
            for top in ("src", "plugins/p")
            for name in "abcde"
        },
        [
            *(f"command src/commands/{n}.md {n}" for n in "abcde"),
            *(f"command plugins/p/commands/{n}.md {n} (duplicate src/commands/{n}.md)" for n in "abcde"),
        ],
    ),
    Case(
        "folders that share a few names are no copies",
        {
            f"{top}/commands/{name}.md": md(description=f"{name}{top if name in 'de' else ''}")
            for top in ("src", "plugins/p")
            for name in ("cde" if top == "src" else "abcde")
        },
        [
            *(f"command plugins/p/commands/{n}.md {n}" for n in "abde"),
            *(f"command src/commands/{n}.md {n}" for n in "cde"),
            "command plugins/p/commands/c.md c (duplicate src/commands/c.md)",
        ],
    ),
    # ---- the definition's own word
    Case(
        "manual map of a folder and a file",
        {"prompts/a.md": "1", "prompts/README.md": "#", "notes/b.md": "2", "notes/c.md": "3"},
        ["agent notes/b.md b", "command prompts/a.md a"],
        {"manual_map": (("prompts", "command"), ("notes/b.md", "agent"))},
    ),
    Case(
        "the nearest mapped ancestor wins",
        {"x/a.md": "1", "x/y/b.md": "2"},
        ["agent x/y/b.md b", "command x/a.md a"],
        {"manual_map": (("x", "command"), ("x/y/", "agent"))},
    ),
    Case(
        "a mapped folder without anything of the type is one itself",
        {"x/run.py": "1"},
        ["skill x x"],
        {"manual_map": (("x", "skill"),)},
    ),
    Case(
        "below a mapped path only its type counts",
        {"p/skills/a/SKILL.md": SKILL, "p/agents/b.md": AGENT},
        ["plugin p p"],
        {"manual_map": (("p", "composite"),)},
    ),
    Case(
        "what the rules find of the mapped type stays",
        {"p/a/SKILL.md": SKILL},
        ["skill p/a/SKILL.md pdf"],
        {"manual_map": (("p", "skill"),)},
    ),
    Case(
        "a mapped path that is not there",
        {"a/SKILL.md": SKILL},
        ["skill a/SKILL.md pdf"],
        {"manual_map": (("nowhere", "skill"), ("../x", "agent"), ("a", "nonsense"))},
    ),
    Case(
        "a single artifact, worded by what stands at the root",
        {"SKILL.md": SKILL, "agents/x.md": AGENT},
        ["skill . pdf"],
        {"single_artifact": "skill"},
    ),
    Case(
        "a single artifact of another kind",
        {"main.py": "1"},
        ["mcp_server . things"],
        {"single_artifact": "mcp"},
    ),
    Case(
        "only what lies below the root hint",
        {"a/SKILL.md": "1", "b/SKILL.md": "2", "b/c/commands/x.md": COMMAND},
        ["command b/c/commands/x.md x", "skill b/SKILL.md b"],
        {"root_hint": "b", "exclude": (Exclusion("a/**"),)},
    ),
    Case(
        "excluded by a glob, by a folder, by a file",
        {"a/SKILL.md": "1", "b/c/SKILL.md": "2", "d/SKILL.md": "3", "e/SKILL.md": "4"},
        [
            "skill a/SKILL.md a (excluded)",
            "skill b/c/SKILL.md c (excluded)",
            "skill d/SKILL.md d (excluded)",
            "skill e/SKILL.md e",
        ],
        {"exclude": (Exclusion("a/**"), Exclusion("b"), Exclusion("d/SKILL.md", "old"))},
    ),
    Case(
        "an excluded original leaves its copy listed",
        {"a/SKILL.md": SKILL, "b/c/SKILL.md": SKILL},
        ["skill a/SKILL.md pdf (excluded)", "skill b/c/SKILL.md pdf"],
        {"exclude": (Exclusion("a"),)},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.id)
def test_rule(case):
    """The tree holds what the case says, no more and no less."""
    assert found(case) == sorted(case.expected)
