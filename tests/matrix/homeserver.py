"""A real homeserver for tests: Synapse in a process of its own, on loopback, in a throwaway folder.

    with start_homeserver(tmp_path) as homeserver:
        anna = homeserver.register("anna")
        homeserver.restart()            # the same port, the same data

It federates with nobody and asks no key server. Its rate limits are out of the way; a test about
limits gives them back with `start_homeserver(tmp_path, {"rc_message": {...}})`, and any other option
of Synapse likewise. What it prints and logs stays in its folder.

Synapse is under the AGPL. It is only ever run here as a separate program, and never imported.
"""

import hashlib
import hmac
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SERVER_NAME = "localhost"
READY_WITHIN = 90.0
"""Seconds; it takes three on an idle machine."""

FREE = {"per_second": 100_000, "burst_count": 100_000}
NO_LIMITS: dict[str, Any] = {
    "rc_message": FREE,
    "rc_registration": FREE,
    "rc_login": {"address": FREE, "account": FREE, "failed_attempts": FREE},
    "rc_joins": {"local": FREE, "remote": FREE},
    "rc_joins_per_room": FREE,
    "rc_invites": {"per_room": FREE, "per_user": FREE, "per_issuer": FREE},
    "rc_room_creation": FREE,
    "rc_media_create": FREE,
    "rc_admin_redaction": FREE,
    "rc_profile": FREE,
}


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the homeserver: `user_id` is "@anna:localhost"."""

    user_id: str
    password: str


class Homeserver:
    """A running Synapse. `url` is the base address that clients are given."""

    def __init__(self, folder: Path, options: Mapping[str, Any]) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._registration_secret = secrets.token_urlsafe()
        self._process: subprocess.Popen[bytes] | None = None
        self._configure(options)

    def start(self) -> None:
        """Starts the process and returns when it answers."""
        with (self.folder / "output.txt").open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "synapse.app.homeserver", "--config-path", "homeserver.yaml"],
                cwd=self.folder,
                env={name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + READY_WITHIN
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise AssertionError(f"Synapse did not start:\n{self.output()[-2000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ends the process. Nothing is lost: `start` goes on where it was."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(20)
        self._process = None

    def restart(self) -> None:
        """Ends the process and starts it again, at the same address."""
        self.stop()
        self.start()

    def register(self, name: str, *, admin: bool = False) -> Account:
        """A new user; the name gets an ending that makes it unique, as tests share a homeserver."""
        localpart, password = f"{name}-{secrets.token_hex(4)}", secrets.token_urlsafe(12)
        path = "/_synapse/admin/v1/register"
        nonce: str = self.call("GET", path)["nonce"]
        words = (nonce, localpart, password, "admin" if admin else "notadmin")
        key, message = self._registration_secret.encode(), "\0".join(words).encode()
        answer = self.call(
            "POST",
            path,
            {
                "nonce": nonce,
                "username": localpart,
                "displayname": name.title(),
                "password": password,
                "admin": admin,
                "mac": hmac.new(key, message, hashlib.sha1).hexdigest(),
            },
        )
        return Account(answer["user_id"], password)

    def call(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, token: str | None = None
    ) -> dict[str, Any]:
        """One request of the HTTP API, for what no client offers. Raises HTTPError."""
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"}
            | ({"Authorization": f"Bearer {token}"} if token else {}),
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            answer: dict[str, Any] = json.load(response)
        return answer

    def output(self) -> str:
        """What Synapse has printed and logged; for messages about failures."""
        files = [self.folder / "output.txt", self.folder / "log.txt"]
        return "\n".join(file.read_text(errors="replace") for file in files if file.exists())

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=5) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def _configure(self, options: Mapping[str, Any]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        seed = b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        (self.folder / "signing.key").write_text(f"ed25519 a_test {seed}\n")
        (self.folder / "homeserver.yaml").write_text(
            yaml.safe_dump({**NO_LIMITS, **self._options(), **options})
        )
        (self.folder / "log.yaml").write_text(yaml.safe_dump(_logging(self.folder / "log.txt")))

    def _options(self) -> dict[str, Any]:
        listener = {
            "port": self.port,
            "bind_addresses": ["127.0.0.1"],
            "type": "http",
            "tls": False,
            "resources": [{"names": ["client", "media"]}],
        }
        return {
            "server_name": SERVER_NAME,
            "public_baseurl": f"{self.url}/",
            "listeners": [listener],
            "database": {"name": "sqlite3", "args": {"database": str(self.folder / "homeserver.db")}},
            "signing_key_path": str(self.folder / "signing.key"),
            "media_store_path": str(self.folder / "media"),
            "log_config": str(self.folder / "log.yaml"),
            "pid_file": str(self.folder / "pid"),
            "registration_shared_secret": self._registration_secret,
            "macaroon_secret_key": secrets.token_urlsafe(),
            "form_secret": secrets.token_urlsafe(),
            "bcrypt_rounds": 4,
            "report_stats": False,
            "trusted_key_servers": [],
            "suppress_key_server_warning": True,
            "federation_domain_whitelist": [],
            "presence": {"enabled": False},
            "enable_metrics": False,
        }


@contextmanager
def start_homeserver(folder: Path, options: Mapping[str, Any] | None = None) -> Iterator[Homeserver]:
    """A homeserver until the end of the block; `options` are Synapse's own and go over ours."""
    homeserver = Homeserver(folder, options or {})
    homeserver.start()
    try:
        yield homeserver
    finally:
        homeserver.stop()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _logging(file: Path) -> dict[str, Any]:
    return {
        "version": 1,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "handlers": {
            "file": {"class": "logging.FileHandler", "filename": str(file), "formatter": "line"},
        },
        "root": {"level": "WARNING", "handlers": ["file"]},
        "disable_existing_loggers": False,
    }
