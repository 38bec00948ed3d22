"""The artifact types as shipped: how each is worded, and the evidence that it is found by.

A catalog may replace all of it in ``catalog.yaml``. ``docs/detection.md`` says the
same in words; what a rule's ``kind`` means stands in :mod:`generator.scan.detectors`.
"""

from __future__ import annotations

from generator.model import ArtifactType, DetectionRule, Exclusion

_AGENT_WORDS = ("agents", "subagents", "subagent")
_COMMAND_WORDS = ("commands", "command", "slash")
_NOT_CATEGORIES = (
    ".*/**",
    "{docs,doc,documentation,guides,examples,example,demos,scripts,src,lib,assets,images}/**",
    "{plugins,skills,specs,spec,plans,reports,prompts,system-prompts,packages,apps,resources}/**",
    "{data,config,website,site,blog,public,hooks,rules,archive,archived}/**",
    "{agents,subagents,sub-agents,commands,slash-commands,instructions}/**",
)
"""Top-level folders that are no categories of a collection."""

_NO_HOOKS = (
    "**/hooks/{utils,util,lib,libs,helpers,common,shared,core,config,data,logs,tests,test,examples,docs}/**",
)
"""Folders below a hooks folder whose scripts serve other scripts."""

SKILL = ArtifactType(
    id="skill",
    label="Skill",
    plural="Skills",
    description="Instructions, scripts and references in one folder, which an agent loads when needed.",
    icon="book",
    rules=(
        DetectionRule(
            id="skill-file",
            kind="file",
            paths=("**/SKILL.md", "**/skills/**/skill.md"),
            name="folder",
            confidence=98,
            says="a folder with a SKILL.md",
        ),
    ),
)

COMMAND = ArtifactType(
    id="command",
    label="Command",
    plural="Commands",
    description="A Markdown prompt that a user runs by its name, as a slash command.",
    icon="terminal",
    rules=(
        DetectionRule(
            id="command-declared",
            kind="declared",
            keys=("commands",),
            confidence=98,
            says="named as a command by a plugin's manifest",
        ),
        DetectionRule(
            id="command-in-plugin",
            kind="plugin_folder",
            paths=("commands/**/*.md",),
            confidence=95,
            says="a Markdown file in the commands folder of a plugin",
        ),
        DetectionRule(
            id="command-in-tool-folder",
            kind="markdown_folder",
            paths=("**/.{claude,opencode,codex,gemini,factory,qwen}/{commands,command}/**/*.md",),
            confidence=95,
            says="a Markdown file in an agent tool's commands folder, such as .claude/commands",
        ),
        DetectionRule(
            id="command-in-root-folder",
            kind="markdown_folder",
            paths=("{commands,slash-commands}/**/*.md",),
            confidence=85,
            says="a Markdown file in the commands folder at the root",
        ),
        DetectionRule(
            id="command-in-nested-folder",
            kind="markdown_folder",
            paths=("**/{commands,slash-commands}/**/*.md",),
            keys=("description", "allowed-tools", "argument-hint"),
            hints=(*_COMMAND_WORDS, *_AGENT_WORDS, "plugin", "plugins", "claude", "skills"),
            confidence=75,
            says="a Markdown file with a command's front matter in a commands folder",
        ),
        DetectionRule(
            id="command-by-text",
            kind="markdown_collection",
            paths=("*/*.md", "*/*/*.md"),
            keys=("description+$ARGUMENTS", "description+argument-hint", "description+allowed-tools"),
            skip=_NOT_CATEGORIES,
            confidence=65,
            says="a Markdown file in a category folder with a command's front matter or arguments",
        ),
        DetectionRule(
            id="command-in-collection",
            kind="markdown_collection",
            paths=("*/*.md", "*/*/*.md"),
            keys=("description", "allowed-tools", "argument-hint", "model"),
            hints=_COMMAND_WORDS,
            skip=_NOT_CATEGORIES,
            confidence=70,
            says="a Markdown file in a category folder of a repository named after commands",
        ),
    ),
)

AGENT = ArtifactType(
    id="agent",
    label="Agent",
    plural="Agents",
    description="A Markdown file that defines a subagent: its name, its task, its tools and its prompt.",
    icon="bot",
    rules=(
        DetectionRule(
            id="agent-declared",
            kind="declared",
            keys=("agents",),
            confidence=98,
            says="named as an agent by a plugin's manifest",
        ),
        DetectionRule(
            id="agent-in-plugin",
            kind="plugin_folder",
            paths=("{agents,subagents}/**/*.md",),
            confidence=95,
            says="a Markdown file in the agents folder of a plugin",
        ),
        DetectionRule(
            id="agent-in-tool-folder",
            kind="markdown_folder",
            paths=(
                "**/.{claude,opencode,codex,cursor,gemini,factory,qwen}/{agents,agent,subagents}/**/*.md",
                ".github/agents/*.md",
            ),
            confidence=95,
            says="a Markdown file in an agent tool's agents folder, such as .claude/agents",
        ),
        DetectionRule(
            id="agent-in-root-folder",
            kind="markdown_folder",
            paths=("{agents,subagents,sub-agents}/*.md",),
            confidence=85,
            says="a Markdown file in the agents folder at the root",
        ),
        DetectionRule(
            id="agent-in-root-category",
            kind="markdown_collection",
            paths=("{agents,subagents,sub-agents}/*/**/*.md",),
            keys=("name+description",),
            hints=(*_AGENT_WORDS, "sub"),
            confidence=82,
            says="a Markdown file in a category of the agents folder at the root",
        ),
        DetectionRule(
            id="agent-in-nested-folder",
            kind="markdown_folder",
            paths=("**/{agents,subagents,sub-agents}/**/*.md",),
            keys=("name+description",),
            hints=(*_AGENT_WORDS, "plugin", "plugins", "claude"),
            confidence=75,
            says="a Markdown file with an agent's front matter in an agents folder",
        ),
        DetectionRule(
            id="agent-file",
            kind="file",
            paths=("**/*.agent.md",),
            confidence=85,
            says="a file whose name ends in .agent.md",
        ),
        DetectionRule(
            id="agent-in-collection",
            kind="markdown_collection",
            paths=("*/*.md", "*/*/*.md"),
            keys=("name+description",),
            hints=_AGENT_WORDS,
            skip=(*_NOT_CATEGORIES, "tools/**"),
            confidence=80,
            says="a Markdown file in a category folder of a repository named after agents",
        ),
        DetectionRule(
            id="agent-by-front-matter",
            kind="markdown_collection",
            paths=("*/*.md", "*/*/*.md"),
            keys=("name+description+tools", "name+description+color+model"),
            skip=(*_NOT_CATEGORIES, "tools/**"),
            confidence=65,
            says="a Markdown file in a category folder with an agent's whole front matter",
        ),
    ),
)

HOOK = ArtifactType(
    id="hook",
    label="Hook",
    plural="Hooks",
    description="What runs by itself at an event of the agent, such as before a tool is used.",
    icon="anchor",
    rules=(
        DetectionRule(
            id="hook-config",
            kind="json_file",
            paths=("**/hooks/hooks.json", "**/hooks/*/hooks.json"),
            keys=("hooks", "PreToolUse", "PostToolUse", "UserPromptSubmit", "SessionStart", "Stop"),
            name="folder",
            confidence=95,
            says="a hooks/hooks.json that says which events run what",
        ),
        DetectionRule(
            id="hook-json",
            kind="json_key",
            paths=("**/hooks/*/**/*.json",),
            keys=("hooks",),
            skip=(*_NO_HOOKS, "**/hooks/*/hooks.json"),
            confidence=80,
            says="a JSON file with hooks below a hooks folder",
        ),
        DetectionRule(
            id="hook-settings",
            kind="json_key",
            paths=("**/.claude/settings.json",),
            keys=("hooks",),
            name="folder",
            confidence=85,
            says="a .claude/settings.json with hooks",
        ),
        DetectionRule(
            id="hook-in-manifest",
            kind="json_key",
            paths=("**/.claude-plugin/plugin.json",),
            keys=("hooks",),
            name="folder",
            confidence=90,
            says="hooks within a plugin's manifest",
        ),
        DetectionRule(
            id="hook-file",
            kind="file",
            paths=("**/HOOK.md",),
            name="folder",
            confidence=90,
            says="a folder with a HOOK.md",
        ),
        DetectionRule(
            id="hook-script",
            kind="hook_folder",
            paths=("**/.claude/hooks/*", "**/.claude/hooks/*/*"),
            skip=_NO_HOOKS,
            confidence=85,
            says="a script in a .claude/hooks folder",
        ),
        DetectionRule(
            id="hook-script-at-root",
            kind="hook_folder",
            paths=("hooks/*", "hooks/*/*"),
            skip=_NO_HOOKS,
            hints=("hook", "hooks", "claude"),
            confidence=70,
            says="a script in the hooks folder of a repository named after hooks",
        ),
    ),
)

MCP_SERVER = ArtifactType(
    id="mcp_server",
    label="MCP server",
    plural="MCP servers",
    description="A server that gives an agent tools and data by the Model Context Protocol.",
    icon="plug",
    aliases=("mcp", "mcp-server", "mcp_servers", "mcp-servers"),
    rules=(
        DetectionRule(
            id="mcp-registry",
            kind="json_file",
            paths=("**/server.json",),
            keys=("packages", "remotes"),
            hints=("mcp", "modelcontextprotocol"),
            name="manifest",
            confidence=98,
            says="a server.json of the MCP registry",
        ),
        DetectionRule(
            id="mcp-config",
            kind="json_file",
            paths=("**/.mcp.json", "**/mcp.json"),
            keys=("mcpServers",),
            skip=("**/.vscode/**",),
            name="key",
            confidence=90,
            says="a server that an .mcp.json or mcp.json names",
        ),
        DetectionRule(
            id="mcp-config-in-folder",
            kind="json_key",
            paths=("**/{mcp,mcps,mcp-servers,mcp_servers}/**/*.json",),
            keys=("mcpServers",),
            name="key",
            confidence=85,
            says="a server that a JSON file in a folder of servers names",
        ),
        DetectionRule(
            id="mcp-in-manifest",
            kind="json_key",
            paths=("**/.claude-plugin/plugin.json",),
            keys=("mcpServers",),
            name="key",
            confidence=90,
            says="a server that a plugin's manifest names",
        ),
        DetectionRule(
            id="mcp-project",
            kind="folder_manifest",
            paths=(
                "{package.json,pyproject.toml,go.mod,Cargo.toml}",
                "*/{package.json,pyproject.toml,go.mod,Cargo.toml}",
                "{src,servers,server,packages,apps,mcp,mcp-servers,plugins}/*/{package.json,pyproject.toml,go.mod,Cargo.toml}",
            ),
            keys=("mcp", "modelcontextprotocol", "fastmcp", "rmcp", "xmcp"),
            hints=("mcp", "modelcontextprotocol"),
            skip=("{docs,examples,example,scripts,test,tests,e2e}/**", ".*/**"),
            name="folder",
            confidence=85,
            says="a project that builds on an MCP library, named after MCP",
        ),
    ),
)

PLUGIN = ArtifactType(
    id="plugin",
    label="Plugin",
    plural="Plugins",
    description="A bundle of skills, commands, agents, hooks and servers that is installed as one.",
    icon="package",
    aliases=("composite",),
    rules=(
        DetectionRule(
            id="plugin-manifest",
            kind="plugin_manifest",
            paths=("**/.claude-plugin/plugin.json",),
            confidence=98,
            says="a folder with a .claude-plugin/plugin.json",
        ),
        DetectionRule(
            id="plugin-in-marketplace",
            kind="marketplace",
            paths=(
                "**/.claude-plugin/marketplace.json",
                ".agents/plugins/marketplace.json",
                ".github/plugin/marketplace.json",
            ),
            keys=("plugins",),
            confidence=95,
            says="a folder of this repository that its marketplace names",
        ),
        DetectionRule(
            id="plugin-of-other-tool",
            kind="other_plugin_manifest",
            paths=("**/.{codex,cursor,factory,kimi}-plugin/plugin.json",),
            confidence=85,
            says="a folder with a plugin manifest of another tool, such as .codex-plugin/plugin.json",
        ),
    ),
)

DEFAULT_ARTIFACT_TYPES: tuple[ArtifactType, ...] = (SKILL, COMMAND, AGENT, HOOK, MCP_SERVER, PLUGIN)
"""In the order in which they are shown; of two types that claim a path alike, the earlier one has it."""

DEFAULT_IGNORE: tuple[Exclusion, ...] = (
    Exclusion("**/{readme,readme.*,readme_*}.md", "a README"),
    Exclusion("**/{README*,*README}.md", "a README"),
    Exclusion(
        "**/{CHANGELOG,CHANGES,HISTORY,RELEASE_NOTES,RELEASE-NOTES,CONTRIBUTING,CODE_OF_CONDUCT,SECURITY,SUPPORT}.md",
        "a document about the project",
    ),
    Exclusion(
        "**/{CLAUDE,AGENTS,AGENT,GEMINI,CODEX,COPILOT}.md", "instructions for work on the project itself"
    ),
    Exclusion("**/{LICENSE,LICENCE,NOTICE,THIRD_PARTY_NOTICES,ATTRIBUTION,CREDITS}*.md", "a legal notice"),
    Exclusion("{docs,doc,documentation,ai_docs}/**", "documentation"),
    Exclusion("**/{docs,doc,documentation}/**/{commands,agents,subagents,skills,hooks}/**", "documentation"),
    Exclusion("{test,tests,__tests__,e2e,evals,fixtures,testdata,spec}/**", "tests"),
    Exclusion(
        "**/{test,tests,__tests__,fixtures,testdata}/**/{.claude,.claude-plugin,commands,agents,skills,hooks}/**",
        "tests",
    ),
    Exclusion("**/{template,template-skill,skill-template,_template,_templates}/**", "a template"),
    Exclusion("templates/**", "a template"),
    Exclusion("**/templates/*/*/**", "a template"),
    Exclusion("**/{commands,agents,subagents,hooks}/**/templates/**", "a template"),
    Exclusion("**/{_*,template,agent-template,command-template,*.template}.md", "a template"),
    Exclusion("**/*TEMPLATE*.md", "a template"),
    Exclusion(
        "**/{node_modules,vendor,third_party,third-party,site-packages,.venv,venv}/**", "third-party code"
    ),
)
"""What is no artifact in any source, whatever a rule finds in it."""
