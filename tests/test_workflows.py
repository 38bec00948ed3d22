"""The workflows that are shipped: what they may do, and that what they run works."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
import yaml

from generator.cli import COMMANDS, main
from tests import small_catalog
from tests.fake_github import FakeGitHub, Repo
from tests.test_golden import build, content_of

FOLDER = Path(__file__).parent.parent / ".github/workflows"
WORKFLOWS = {file.name: file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.yml"))}
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")

CATALOG = f'catalog() {{ {shlex.quote(sys.executable)} -m generator "$@"; }}'
"""The command, where nothing is installed."""

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


def test_the_workflow_for_many_machines_is_shipped():
    """It is where the documentation says it is."""
    assert "sharded.yml" in WORKFLOWS


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
    """Nothing is granted to all jobs; only a job that does nothing but deploy may write."""
    assert yaml.safe_load(text)["permissions"] == {}
    for name, job in jobs(text).items():
        if name == "deploy":
            assert job["permissions"] == {"pages": "write", "id-token": "write"}
            assert not scripts(job)
        else:
            assert job["permissions"] == {"contents": "read"}


@every_workflow
def test_a_checkout_keeps_no_token(text):
    """The token is not left in the checkout for later steps to find."""
    checkouts = [step for step in steps(text) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@every_workflow
def test_nothing_is_expanded_into_a_script(text):
    """Scripts get values from the environment alone, where no value can become a command."""
    assert [step["run"] for step in steps(text) if "${{" in step.get("run", "")] == []


@every_workflow
def test_every_job_ends(text):
    """Each job has a limit of time."""
    assert all(job["timeout-minutes"] <= 60 for job in jobs(text).values())


@every_workflow
def test_its_commands_exist(text):
    """Each `catalog` command that is run has those options."""
    lines = [line.strip() for step in steps(text) for line in step.get("run", "").splitlines()]
    found = [shlex.split(line)[1:] for line in lines if line.startswith("catalog ")]
    assert found
    for name, *arguments in found:
        command = main.get_command(click.Context(main), name)
        assert name in COMMANDS
        known = {option for parameter in command.params for option in parameter.opts}
        assert {argument for argument in arguments if argument.startswith("--")} <= known


class Runner:
    """Runs the jobs of the workflow for many machines, each in a folder of its own."""

    def __init__(self, folder, **environment):
        self.folder, self.environment = folder, {**os.environ, **environment}
        self.jobs = jobs(WORKFLOWS["sharded.yml"])

    def run(self, name, checkout, *, brought=None, **environment):
        """Run a job's scripts over a checkout, into which artifacts are brought; its folder."""
        machine = self.folder / "-".join([name, *environment.values()])
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


def test_its_scripts_make_the_site(tmp_path):
    """The scripts of all jobs, each on a machine of its own, give the site that one machine builds."""
    origin = small_catalog.make(tmp_path / "origin")
    (origin / "catalog.lock").unlink()
    shutil.rmtree(origin / ".cache")
    with FakeGitHub() as github:
        for source_id, files in small_catalog.REPOSITORIES.items():
            github.add(Repo(source_id.replace("-", "/", 1), dict(files)))
        runner = Runner(tmp_path, GITHUB_API_URL=github.url, GITHUB_TOKEN="t0ken")
        learned = runner.run("learn", origin, brought=runner.matrix("enrich", origin))
    merged = runner.run("merge", origin, brought=runner.matrix("build", learned))
    site = content_of(merged / "site")
    assert b"Text of part 12" in site["sources/alpha-skills/index.html"]
    assert site == build(learned)
