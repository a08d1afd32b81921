"""The application as people meet it: `campaign serve` in a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

from config import ROOT

PATIENCE = 60  # seconds
SECRET_KEY = "for tests only: K7w-q2Zr_9dMx4VbT1"
SECRETS = {"CAMPAIGN_SECRET_KEY": SECRET_KEY, "CAMPAIGN_TOTP_SECRET": SECRET_KEY[::-1]}


class ServerError(RuntimeError):
    """The server did not start; the message holds what it printed."""


@contextmanager
def running_server(database_url: str, folder: Path) -> Iterator[str]:
    """Serve a database; give out the address, and stop the server by its process id."""
    port = free_port()
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "campaign", "serve", "--port", str(port)],
            env=environment(database_url, folder),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(port, process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def run_command(arguments: list[str], database_url: str, folder: Path, words: str = "") -> str:
    """Run `campaign …` in a process of its own, with words on its input; return its output."""
    done = subprocess.run(
        [sys.executable, "-m", "campaign", *arguments],
        env=environment(database_url, folder),
        input=words,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ServerError(done.stderr)
    return done.stdout


def environment(database_url: str, folder: Path) -> dict[str, str]:
    """Return the variables under which a process finds this database and nothing else."""
    return os.environ | {
        "CAMPAIGN_DATABASE_URL": database_url,
        **SECRETS,
        "CAMPAIGN_VAR": str(folder),
        "PYTHONPATH": str(ROOT),
    }


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server says that it is well.

    Raises:
        ServerError: it ended, or took longer than PATIENCE.
    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise ServerError(log.read_text(errors="replace"))


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
