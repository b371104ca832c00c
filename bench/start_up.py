"""How soon Quasi is there and how much memory it takes, beside the bare import of the libraries it can't do without.

Peers: `import discord, sqlmodel` (what any bot with these libraries pays before its first line), and the same with
langchain's OpenAI adapter, which Quasi does not load unless a key is set. Linux only: memory is read from /proc.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PEER = "import discord, sqlmodel"
PEER_WITH_LLM = "import discord, sqlmodel, langchain_openai"
OURS = "from bot import pace\nwith pace.loading():\n    import bot.wiring  # as `quasi run` does it"
PAGE_WITHIN_S, IMPORT_WITHIN_S, RESIDENT_WITHIN_MB = 4.0, 0.8, 150.0
PATIENCE_S = 60.0


@dataclass(frozen=True)
class Started:
    """One start of the sandbox: until the page answered, and what was resident then."""

    page_s: float
    resident_mb: float


def import_s(statement: str, times: int) -> float:
    """The best of several runs, in seconds of processor time, which other programs disturb less than the clock's."""
    return min(_run_s(statement) for _ in range(times))


def _run_s(statement: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", statement], cwd=ROOT, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def import_mb(statement: str) -> float:
    """What is resident after an import, in MB."""
    script = f"{statement}\nprint(open('/proc/self/status').read())"
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    return _resident_mb(ended.stdout)


def start(data_dir: Path) -> Started:
    """Start `quasi run --sandbox` as `make run` does and wait until its page answers."""
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        ["make", "--no-print-directory", "run", f"ARGS=--port {port} --data {data_dir}"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _answers(f"http://127.0.0.1:{port}/"):
            if process.poll() is not None or time.perf_counter() - began > PATIENCE_S:
                raise SystemExit("`make run` did not bring up its page.")
            time.sleep(0.01)
        return Started(time.perf_counter() - began, _resident_of(process.pid))
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=PATIENCE_S)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _resident_of(leader: int) -> float:
    """The largest process of the group: make itself is small beside what it started."""
    sizes = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getpgid(int(entry.name)) == leader:
                    sizes.append(_resident_mb((entry / "status").read_text()))
            except (OSError, ProcessLookupError):
                continue
    return max(sizes, default=0.0)


def _resident_mb(status: str) -> float:
    lines = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(lines[0].split()[1]) / 1024 if lines else 0.0


def _line(what: str, ours: float, unit: str, goal: float, peer: float, peer_name: str) -> bool:
    kept = ours < goal
    print(
        f"{what:28} {ours:7.2f} {unit:2}  goal < {goal:g} {unit} {'kept  ' if kept else 'MISSED'}  "
        f"{ours / peer:5.2f} × {peer_name} ({peer:.2f} {unit})"
    )
    return kept


def main() -> int:
    """Print each measure with its goal and its ratio to the peer. Returns 1 where a goal was missed and asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="runs of each import; the best counts")
    parser.add_argument("--strict", action="store_true", help="exit with 1 where a goal is missed")
    asked = parser.parse_args()
    peer_s, peer_mb = import_s(PEER, asked.times), import_mb(PEER)
    with tempfile.TemporaryDirectory() as folder:
        start(Path(folder))
        second = start(Path(folder))
    kept = [
        _line("import without LLM", import_s(OURS, asked.times), "s", IMPORT_WITHIN_S, peer_s, PEER),
        _line("second `make run`, page", second.page_s, "s", PAGE_WITHIN_S, peer_s, PEER),
        _line("resident without LLM", second.resident_mb, "MB", RESIDENT_WITHIN_MB, peer_mb, PEER),
    ]
    print(f"for comparison, with LLM libraries: {import_s(PEER_WITH_LLM, 2):.2f} s, {import_mb(PEER_WITH_LLM):.0f} MB")
    return 1 if asked.strict and not all(kept) else 0


if __name__ == "__main__":
    sys.exit(main())
