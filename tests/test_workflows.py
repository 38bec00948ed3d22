"""The workflows and the action that are shipped: what they may do, and that what they run works."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
import yaml

from generator.cli import COMMANDS, main
from tests import small_catalog
from tests.fake_github import FakeGitHub, Repo
from tests.test_golden import build, content_of

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".github/workflows"
ACTION = (ROOT / "action.yml").read_text(encoding="utf-8")
WORKFLOWS = {file.name: file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.yml"))}
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")

DEPLOYING = {"deploy": {"pages": "write", "id-token": "write"}, "publish": {"id-token": "write"}}
"""Jobs that may write, and what."""

CATALOG = f'catalog() {{ {shlex.quote(sys.executable)} -m generator "$@"; }}'
"""The command, where nothing is installed."""

BY_THE_CATALOG = [name for name in WORKFLOWS if name not in ("long.yml", "release.yml", "test.yml")]
"""Workflows that run the command, rather than the tests of the program."""

every_workflow = pytest.mark.parametrize("text", WORKFLOWS.values(), ids=WORKFLOWS.keys())


def jobs(text):
    """The jobs of a workflow by name."""
    return yaml.safe_load(text)["jobs"]


def steps(text):
    """Every step of every job."""
    return [step for job in jobs(text).values() for step in job["steps"]]


def scripts(job):
    """What a job runs in the shell, but for the installation."""
    return [s["run"] for s in job["steps"] if "run" in s and "pip install" not in s["run"]]


def test_an_audit_finds_nothing():
    """zizmor, at its most pedantic, has nothing to say of workflows, action and their updates."""
    done = subprocess.run(
        [
            Path(sys.executable).with_name("zizmor"),
            "--offline",
            "--no-config",
            "--persona=pedantic",
            "--strict-collection",
            *sorted(FOLDER.glob("*.yml")),
            ROOT / ".github/dependabot.yml",
            ROOT / "action.yml",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings to report" in done.stdout + done.stderr


def test_the_audit_can_find_something(tmp_path):
    """The same audit refuses a workflow that lets a title run as a command."""
    workflow = tmp_path / ".github/workflows/bad.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(
        "on: issues\njobs: {a: {runs-on: x, steps: [{run: 'echo ${{ github.event.issue.title }}'}]}}"
    )
    done = subprocess.run(
        [
            Path(sys.executable).with_name("zizmor"),
            "--offline",
            "--no-config",
            "--persona=pedantic",
            workflow,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "template-injection" in done.stdout
    assert done.returncode != 0


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-workflows", sorted(FOLDER.glob("*.yml"))),
        ("github-actions", [ROOT / "action.yml"]),
        ("dependabot", [ROOT / ".github/dependabot.yml", ROOT / "starter/dependabot.yml"]),
    ],
)
def test_the_schema_is_met(schema, files):
    """GitHub's own descriptions of these files are met."""
    done = subprocess.run(
        [Path(sys.executable).with_name("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", *files],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_pull_requests_of_forks_get_nothing():
    """No workflow runs with rights on what a fork sent, and none names a secret."""
    for text in (*WORKFLOWS.values(), ACTION):
        assert "secrets." not in text
        triggers = set(yaml.safe_load(text).get(True, {}))
        assert not triggers & {"pull_request_target", "workflow_run", "issue_comment"}


@every_workflow
def test_actions_are_pinned(text):
    """Every action is named by a full commit, with its version beside it."""
    used = [line.partition("uses:")[2].strip() for line in text.splitlines() if "uses:" in line]
    assert used
    assert [line for line in used if not PINNED.fullmatch(line)] == []


@every_workflow
def test_one_commit_an_action(text):
    """An action that is used twice is the same one."""
    commits = {}
    for name, commit in re.findall(r"uses: ([\w-]+/[\w-]+)\S*@([0-9a-f]{40})", text):
        commits.setdefault(name, set()).add(commit)
    assert all(len(found) == 1 for found in commits.values())


@every_workflow
def test_rights_are_the_least(text):
    """Nothing is granted to all jobs; only a job that does nothing but deploy or publish may write."""
    assert yaml.safe_load(text)["permissions"] == {}
    for name, job in jobs(text).items():
        if name in DEPLOYING:
            assert job["permissions"] == DEPLOYING[name]
            assert [step for step in job["steps"] if "run" in step] == []
        else:
            assert job["permissions"] == {"contents": "read"}


@every_workflow
def test_a_checkout_keeps_no_token(text):
    """The token is not left in the checkout for later steps to find."""
    checkouts = [step for step in steps(text) if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@every_workflow
def test_nothing_is_expanded_into_a_script(text):
    """Scripts get values from the environment alone, where no value can become a command."""
    assert [step["run"] for step in steps(text) if "${{" in step.get("run", "")] == []


@every_workflow
def test_every_job_ends(text):
    """Each job has a limit of time."""
    assert all(job["timeout-minutes"] <= 60 for job in jobs(text).values())


@pytest.mark.parametrize("name", BY_THE_CATALOG)
def test_its_commands_exist(name):
    """Each `catalog` command that is run has those options."""
    text = WORKFLOWS[name]
    lines = [line.strip() for step in steps(text) for line in step.get("run", "").splitlines()]
    found = [shlex.split(line)[1:] for line in lines if line.startswith("catalog ")]
    assert found
    for called, *arguments in found:
        command = main.get_command(click.Context(main), called)
        assert called in COMMANDS
        known = {option for parameter in command.params for option in parameter.opts}
        assert {argument for argument in arguments if argument.startswith("--")} <= known


class Runner:
    """Runs the jobs of a workflow, each in a folder of its own."""

    def __init__(self, workflow, folder, **environment):
        self.folder, self.environment = folder, {**os.environ, **environment}
        self.jobs = jobs(WORKFLOWS[workflow])

    def run(self, name, checkout, *, brought=None, **environment):
        """Run a job's scripts over a checkout, into which artifacts are brought; its folder."""
        machine = self.folder / "-".join([name, *environment.get("SHARD", "")])
        shutil.copytree(checkout, machine)
        for step in self.jobs[name]["steps"]:
            if brought and "download-artifact" in step.get("uses", ""):
                shutil.copytree(brought, machine / step["with"]["path"])
        for script in scripts(self.jobs[name]):
            done = subprocess.run(
                ["bash", "-eo", "pipefail", "-c", f"{CATALOG}\n{script}"],
                cwd=machine,
                env=self.environment | environment,
                check=False,
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, done.stderr
        return machine

    def matrix(self, name, checkout):
        """Run a job on every machine of its matrix; the folder of all that they upload."""
        (uploads,) = (s["with"] for s in self.jobs[name]["steps"] if "upload-artifact" in s.get("uses", ""))
        artifacts = self.folder / f"artifacts-{name}"
        artifacts.mkdir()
        shards = [str(shard) for shard in self.jobs[name]["strategy"]["matrix"]["shard"]]
        for shard in shards:
            machine = self.run(name, checkout, SHARD=shard, SHARDS=str(len(shards)))
            shutil.copy(machine / uploads["path"].replace("${{ matrix.shard }}", shard), artifacts)
        return artifacts


@pytest.fixture
def origin(tmp_path):
    """The small catalog, of which nothing is known yet."""
    root = small_catalog.make(tmp_path / "origin")
    (root / "catalog.lock").unlink()
    shutil.rmtree(root / ".cache")
    return root


@pytest.fixture
def github():
    """A GitHub with its repositories."""
    with FakeGitHub() as fake:
        for source_id, files in small_catalog.REPOSITORIES.items():
            fake.add(Repo(source_id.replace("-", "/", 1), dict(files)))
        yield fake


def test_the_shares_make_the_site(origin, github, tmp_path):
    """The scripts of all jobs, each on a machine of its own, give the site that one machine builds."""
    runner = Runner("sharded.yml", tmp_path, GITHUB_API_URL=github.url, GITHUB_TOKEN="t0ken")
    learned = runner.run("learn", origin, brought=runner.matrix("enrich", origin))
    merged = runner.run("merge", origin, brought=runner.matrix("build", learned))
    site = content_of(merged / "site")
    assert b"Text of part 12" in site["sources/alpha-skills/index.html"]
    assert site == build(learned)


def test_a_pull_request_is_checked(origin, github, tmp_path):
    """The scripts of the check annotate, sum up and build what the pull request brings."""
    github.add(Repo("pending/one", {"skills/one/SKILL.md": "---\nname: one\n---\n"}))
    runner = Runner("validate.yml", tmp_path, GITHUB_API_URL=github.url, GITHUB_TOKEN="t0ken")
    new = origin / "sources/pending-one.yaml"
    text = new.read_text()
    new.unlink()
    who = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    for step in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "base"]):
        subprocess.run(["git", *who, *step], cwd=origin, check=True, capture_output=True)
    new.write_text(text)
    for step in (["add", "-A"], ["commit", "-qm", "merge"]):
        subprocess.run(["git", *who, *step], cwd=origin, check=True, capture_output=True)
    summary = tmp_path / "summary.md"
    machine = runner.run("validate", origin, GITHUB_STEP_SUMMARY=str(summary))
    assert "| Artifacts | 1 skill |" in summary.read_text()
    assert "SKILL.md" in (machine / "site/sources/pending-one/index.html").read_text()


@pytest.mark.parametrize("workflow", ["build.yml", "refresh.yml"])
def test_one_job_makes_the_site(origin, github, tmp_path, workflow):
    """The scripts of the build job refresh what is known, and build the site from it."""
    runner = Runner(workflow, tmp_path, GITHUB_API_URL=github.url, GITHUB_TOKEN="t0ken")
    site = content_of(runner.run("build", origin) / "site")
    assert b"Text of part 12" in site["sources/alpha-skills/index.html"]


def test_without_github_the_site_is_built_all_the_same(origin, tmp_path):
    """A refresh that fails may fail alone: what is known is published."""
    steps = {step["name"]: step for step in jobs(WORKFLOWS["refresh.yml"])["build"]["steps"]}
    assert steps["Ask GitHub for what is stale"]["continue-on-error"] is True
    machine = tmp_path / "machine"
    shutil.copytree(origin, machine)
    build_alone = f"{CATALOG}\n{steps['Build']['run']}"
    subprocess.run(["bash", "-eo", "pipefail", "-c", build_alone], cwd=machine, check=True)
    assert (machine / "site/index.html").is_file()


@pytest.mark.parametrize("base_url", ["", "https://example.org/a b'$(id)"])
def test_the_action_makes_the_site_of_another_repository(origin, github, tmp_path, base_url):
    """What the action runs, with the program where it would be installed; inputs are never commands."""
    installed = tmp_path / "runner/catalog/bin/catalog"
    installed.parent.mkdir(parents=True)
    installed.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m generator "$@"\n')
    installed.chmod(0o755)
    given = {"folder": str(origin), "output": str(tmp_path / "out"), "base-url": base_url, "token": "t0ken"}
    action = yaml.safe_load(ACTION)
    inputs = {name: given.get(name, field["default"]) for name, field in action["inputs"].items()}
    for step in action["runs"]["steps"]:
        if "run" not in step or step["name"] == "Install":
            continue
        environment = {
            name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: inputs[found[1]], text)
            for name, text in step["env"].items()
        }
        environment |= {"RUNNER_TEMP": str(tmp_path / "runner"), "GITHUB_API_URL": github.url}
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", step["run"]],
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            check=False,
            capture_output=True,
            text=True,
        )
        if base_url and step["name"] == "Build":
            assert "not an address" in done.stderr
            return
        assert done.returncode == 0, done.stderr
    assert b"Text of part 12" in content_of(tmp_path / "out")["sources/alpha-skills/index.html"]


def test_what_the_action_takes_from_outside_is_never_a_command():
    """Scripts of the action, too, get values from the environment alone."""
    assert [s["name"] for s in yaml.safe_load(ACTION)["runs"]["steps"] if "${{" in s.get("run", "")] == []


def test_the_container_holds_what_the_package_is_made_of():
    """Everything that is copied is there, and everything that the package takes is copied."""
    lines = (ROOT / "Containerfile").read_text().splitlines()
    copied = {name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]}
    assert [name for name in copied if not (ROOT / name).exists()] == []
    package = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    taken = {*package["packages"], *package["force-include"], "README.md", "LICENSE"}
    assert [name for name in taken if not {name, str(Path(name).parent)} & copied] == []


def test_the_container_installs_by_hash():
    """As the workflows do."""
    installs = [line for line in (ROOT / "Containerfile").read_text().splitlines() if "pip install" in line]
    assert len(installs) == 2
    assert "--require-hashes" in installs[0]
    assert "--no-deps --no-build-isolation ." in installs[1]
