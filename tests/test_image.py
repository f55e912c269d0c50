"""The image and the compose file: what they name is there, and what they promise they keep.

No engine runs here. The compose file is read by a strict parser of the compose specification and by
models made from its JSON Schema; the steps of the image are run by `.ci/image` in a bare folder.
"""

import argparse
import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose
from compose_spec.models import ComposeSpecification

from bot.cli import _parser
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()


def service() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMPOSE)["services"]["naast"]
    return found


def commands() -> set[str]:
    [found] = [a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction)]
    return set(found.choices)


def test_the_compose_file_is_one_by_the_specification() -> None:
    PyCompose.from_yaml(COMPOSE)
    ComposeSpecification.model_validate(yaml.safe_load(COMPOSE))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("read_only: true", "read_onli: true"),
        ("interval: 30s", "interval: 30 apples"),
        ("restart: unless-stopped", "restart: sometimes"),
        ("      - ALL", "      ALL: 7"),
    ],
)
def test_one_that_is_not_is_refused(right: str, wrong: str) -> None:
    assert right in COMPOSE
    with pytest.raises(ValueError, match=r"."):
        PyCompose.from_yaml(COMPOSE.replace(right, wrong))


def test_the_service_can_do_no_more_than_it_needs() -> None:
    naast = service()

    assert naast["read_only"] is True
    assert naast["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in naast["security_opt"]
    assert all(port.startswith("127.0.0.1:") for port in naast["ports"])
    assert not naast.get("privileged")


def test_what_has_to_be_written_can_be() -> None:
    assert service()["volumes"] == ["data:/data"]
    assert service()["tmpfs"] == ["/tmp"]
    assert "NAAST_DATA=/data" in DOCKERFILE


def test_it_is_given_longer_to_stop_than_it_takes() -> None:
    assert int(service()["stop_grace_period"].removesuffix("s")) > 10


def test_every_variable_of_the_compose_file_is_a_setting() -> None:
    names = {PREFIX + field.name.upper() for field in fields(Settings)}
    known = names | {f"{name}_FILE" for name in names}

    assert set(service()["environment"]) <= known
    assert set(re.findall(r"\$\{(\w+)", COMPOSE)) <= known


@pytest.mark.parametrize("secret", ["telegram_token", "matrix_password"])
def test_a_secret_is_mounted_where_its_setting_looks(secret: str) -> None:
    file = service()["environment"][f"NAAST_{secret.upper()}_FILE"]

    assert f"/run/secrets/{secret}" in file
    assert secret in service()["secrets"]
    assert secret in yaml.safe_load(COMPOSE)["secrets"]


def test_the_image_copies_what_is_there_and_nothing_else_goes_to_the_builder() -> None:
    copied = [
        word for line in DOCKERFILE.splitlines() if line.startswith("COPY ") for word in line.split()[1:-1]
    ]
    sources = [word for word in copied if not word.startswith(("-", "/"))]

    assert sources
    assert all((ROOT / source).exists() for source in sources)
    assert {line[1:] for line in IGNORED if line.startswith("!")} == set(sources)
    assert "*" in IGNORED


def test_the_image_runs_commands_that_there_are() -> None:
    run = [json.loads(line.partition("CMD ")[2]) for line in DOCKERFILE.splitlines() if "CMD [" in line]

    assert [command[0] for command in run] == ["naast", "naast"]
    assert {command[1] for command in run} <= commands()
    assert service()["healthcheck"]["test"][1:] == ["naast", "health"]


def test_the_image_does_not_run_as_root() -> None:
    lines = DOCKERFILE.splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]

    assert users == ["naast"]
    assert lines.index("USER naast") < next(n for n, line in enumerate(lines) if line.startswith("CMD"))
