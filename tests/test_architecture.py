"""The rooms of DESIGN §4: who may know whom, and what must never stand in a file."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "storage", "prompts")


def sources(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """The full name of each module that a file imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("this is no git checkout")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_the_contracts_of_the_rooms_are_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename=str(ROOT / ".importlinter"), cache_dir=None)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_the_domain_imports_the_standard_library_alone() -> None:
    strangers = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources("bot/domain")
        for name in imported(path)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("bot.domain")
    }
    assert not strangers


@pytest.mark.parametrize("module", ["asyncio", "time", "secrets", "os", "socket", "sqlite3", "pathlib", "logging"])
def test_the_domain_has_no_clock_no_chance_and_no_outside(module: str) -> None:
    users = [path.name for path in sources("bot/domain") for name in imported(path) if name.split(".")[0] == module]
    assert not users


def test_chance_in_the_domain_comes_from_a_seed_alone() -> None:
    used = [
        use
        for path in sources("bot/domain")
        for use in re.findall(r"\brandom\.\w+\(\)?", path.read_text(encoding="utf-8"))
    ]
    assert set(used) <= {"random.Random("}


def test_the_domain_is_synchronous_and_asks_no_clock() -> None:
    text = {path.name: path.read_text(encoding="utf-8") for path in sources("bot/domain")}
    asking = [
        name
        for name, source in text.items()
        if re.search(r"\basync def\b|\.now\(|\.today\(|\.utcnow\(|\bopen\(", source)
    ]
    assert not asking


def test_flows_and_domain_get_now_as_an_argument() -> None:
    asking = [
        str(path.relative_to(ROOT))
        for path in [*sources("bot/flows"), *sources("bot/reading")]
        if re.search(r"datetime\.now\(|date\.today\(|utcnow\(|time\.time\(", path.read_text(encoding="utf-8"))
    ]
    assert not asking


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in sources(package)
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_no_file_names_a_registry_a_machine_or_a_secret() -> None:
    parts = (
        "pypi" + ".org",
        "python" + "hosted",
        "registry." + "npmjs",
        "index-" + "url =",
        "--index-" + "url http",
        "file:" + "///opt",
    )
    keys = re.compile(r"sk-[A-Za-z0-9]{20,}|[MN][A-Za-z\d]{23,}\.[\w-]{6}\.[\w-]{27,}|BEGIN [A-Z ]*PRIVATE KEY")
    found = []
    for path in tracked_files():
        text = path.read_bytes().decode("utf-8", "replace")
        if any(part in text for part in parts) or keys.search(text):
            found.append(str(path.relative_to(ROOT)))
    assert not found


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[a-z0-9,-]+\])?==([^\s;\\]+)", text, re.MULTILINE))


def test_both_locks_pin_the_same_versions() -> None:
    run, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    assert len(run) > 60
    assert {name: dev.get(name) for name in run} == run


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_pin_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    requirements = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert len(requirements) == len(re.findall(r"^[a-z0-9].*==", text, re.MULTILINE))
    assert all("--hash=sha256:" in requirement for requirement in requirements)
    assert "://" not in text
    assert "/" not in text


def test_the_locks_hold_every_dependency_that_the_project_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = project["project"]["dependencies"]
    groups = [one for group in project["dependency-groups"].values() for one in group if isinstance(one, str)]
    run, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {canonical(one) for one in named} <= set(run)
    assert {canonical(one) for one in groups} <= set(dev)


def canonical(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.match(r"[A-Za-z0-9._-]+", requirement)[0]).lower()  # type: ignore[index]


def test_the_pages_link_to_what_is_there() -> None:
    checked = subprocess.run([sys.executable, "docs/check.py"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
