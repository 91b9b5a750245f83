"""The container's recipe, the options that the README names, and a server that answers."""

import fnmatch
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url
from streamlit import config

from core.snapshots import database

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
HOSTING = README.split("## Hosting")[1].split("MIT licence")[0]
OPTIONS = config.get_config_options()


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions in order, lines joined, comments left out."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    return [(line.split()[0], line.split(maxsplit=1)[1].strip()) for line in text.splitlines() if line.strip()]


def said(name: str) -> list[str]:
    return [rest for word, rest in instructions() if word == name]


def environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for rest in said("ENV") for pair in rest.split())


def health_code() -> str:
    """The code with which the container checks itself."""
    (check,) = said("HEALTHCHECK")
    command = json.loads(check.split("CMD", 1)[1])
    assert command[:2] == ["python", "-c"]
    return command[2]


def test_the_container_runs_as_an_ordinary_user() -> None:
    order = [word for word, _ in instructions()]
    assert said("USER") == ["explorer"]
    assert "useradd" in said("RUN")[0]
    assert order.index("USER") < order.index("CMD")
    # Kernels are compiled by the user who loads them, after everything else is in place.
    (warm,) = [at for at, (word, rest) in enumerate(instructions()) if word == "RUN" and "compare" in rest]
    assert order.index("USER") < warm
    # They are kept where that user may write.
    (work,) = said("WORKDIR")
    cache = environment()["NUMBA_CACHE_DIR"].removeprefix(f"{work}/")
    assert f"install --directory --owner=explorer {cache}" in said("RUN")[0]


def test_what_is_published_outlives_the_container() -> None:
    (folder,), (work,) = said("VOLUME"), said("WORKDIR")
    order = [word for word, _ in instructions()]
    # The folder is the user's before it becomes a volume: an empty volume takes over its rights.
    assert f"install --directory --owner=explorer --mode=700 {folder.removeprefix(f'{work}/')}" in said("RUN")[0]
    assert order.index("RUN") < order.index("VOLUME") < order.index("USER")
    place = make_url(environment()[database.VARIABLE])
    assert (place.drivername, Path(str(place.database)).parent) == ("sqlite", Path(folder))
    # It is also where the app keeps it when nobody says where.
    assert Path(work) / database.DEFAULT_FILE.relative_to(ROOT) == Path(str(place.database))
    assert ".snapshots/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_the_container_takes_all_that_the_app_reads_and_nothing_more() -> None:
    copied = {name for rest in said("COPY") for name in rest.split()[:-1]}
    assert copied == {"requirements.txt", "app.py", ".streamlit", "core", "pages", "data"}
    assert all((ROOT / name).exists() for name in copied)


def test_what_the_container_takes_is_not_ignored() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = {line[1:] for line in lines if line.startswith("!")}
    assert allowed == {name for rest in said("COPY") for name in rest.split()[:-1]}
    ignored = [line for line in lines if line and line[0] not in "!#*"]
    assert ".streamlit/secrets.toml" in ignored
    assert any(fnmatch.fnmatch("core/__pycache__", line) for line in lines)


def test_the_container_is_for_the_python_that_the_project_asks_for() -> None:
    (image,) = said("FROM")
    assert re.fullmatch(r"python:3\.1[1-9]-slim", image)


def test_the_containers_options_are_streamlits() -> None:
    mine = {name: value for name, value in environment().items() if name.startswith("STREAMLIT_")}
    known = {option.env_var for option in OPTIONS.values()}
    assert mine.keys() <= known
    assert mine["STREAMLIT_SERVER_ADDRESS"] == "0.0.0.0"
    assert mine["STREAMLIT_BROWSER_GATHER_USAGE_STATS"] == "false"
    assert said("EXPOSE") == [mine["STREAMLIT_SERVER_PORT"]]


def test_the_warm_up_is_code_that_runs() -> None:
    (warm,) = [rest for rest in said("RUN") if "compare" in rest]
    code = re.fullmatch(r'python -c "(.*)"', warm)
    assert code
    subprocess.run([sys.executable, "-c", code[1]], cwd=ROOT, check=True, timeout=240)


def test_every_option_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"`(?:--)?((?:server|client|browser|runner|global|logger)\.[a-zA-Z]+)", HOSTING))
    named |= set(re.findall(r"--([a-z]+\.[a-zA-Z]+)=(?!value)", HOSTING))
    assert len(named) >= 10
    assert sorted(named - OPTIONS.keys()) == []
    variables = set(re.findall(r"STREAMLIT_[A-Z_]+", HOSTING))
    assert variables <= {option.env_var for option in OPTIONS.values()}


def test_what_the_readme_says_is_set_is_set() -> None:
    settings = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    for option, value in re.findall(r"\| `\w+\.(\w+)` \| `(\w+)` \(set here\)", HOSTING):
        assert re.search(rf'^{option} = "?{value}"?$', settings, flags=re.MULTILINE), option


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=5) as answer:
        return str(answer.read().decode())


@contextmanager
def server(port: int, *options: str):
    """The app on a port of its own; it stands until the health path answers."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true", f"--server.port={port}"]
    process = subprocess.Popen(
        [*command, "--server.address=127.0.0.1", *options],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, "the server stopped"
        try:
            return get(address)
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server didn't answer within a minute")


def owns(process: subprocess.Popen[bytes], port: int) -> bool:
    """Whether the process itself listens on the port, as the kernel's tables say."""
    listening = Path("/proc/net/tcp").read_text().splitlines()[1:]
    fields = [line.split() for line in listening]
    sockets = {row[9] for row in fields if row[3] == "0A" and int(row[1].split(":")[1], 16) == port}
    found = (os.readlink(entry) for entry in Path(f"/proc/{process.pid}/fd").iterdir())
    return any(link == f"socket:[{number}]" for link in found for number in sockets)


@pytest.mark.parametrize("base", ["", "explorer"])
def test_the_health_path_answers_ok(base: str) -> None:
    port = free_port()
    (path,) = set(re.findall(r"/_stcore/\w+", health_code()))
    root = f"http://127.0.0.1:{port}" + (f"/{base}" if base else "")
    with server(port, *([f"--server.baseUrlPath={base}"] if base else [])) as process:
        assert wait_for(root + path, process) == "ok"
        # Any path answers 200, so the word counts; and it must be this process that says it.
        assert get(root + "/no/such/path") != "ok"
        if Path("/proc/net/tcp").exists():
            assert owns(process, port)
        assert check(port) == (1 if base else 0)


def check(port: int) -> int:
    """The exit status of the container's own check, asked of another port."""
    code = health_code().replace(":8501", f":{port}")
    return subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=20, check=False).returncode


def test_the_check_fails_where_nothing_answers() -> None:
    assert check(free_port()) == 1
