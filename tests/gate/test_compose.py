"""What `compose.yaml` promises."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.servers.elasticsearch_kit import VERSION


@pytest.fixture(scope="module")
def services(root: Path) -> dict[str, Any]:
    """The services, as written, with what they share put in."""
    written = YAML(typ="safe").load(root / "compose.yaml")
    services: dict[str, Any] = written["services"]
    return services


def test_it_is_valid_by_the_schema_of_compose(root: Path) -> None:
    command = shutil.which("docker-compose")
    if command is None:
        pytest.skip("docker-compose is not here: compose.yaml was not checked against its schema")
    for profile in ([], ["--profile", "kibana"], ["--profile", "tor"]):
        asked = [command, "-f", str(root / "compose.yaml"), *profile, "config", "-q"]
        done = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def test_nobody_is_root_and_no_root_file_system_is_written_to(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service["user"].startswith("1000:"), name
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert "privileged" not in service, name


def test_no_port_is_published_but_on_loopback(services: dict[str, Any]) -> None:
    published = {name: service["ports"] for name, service in services.items() if "ports" in service}

    assert published == {"kibana": ["127.0.0.1:5601:5601"]}
    assert "kibana" in services["kibana"]["profiles"]


def test_tor_is_reached_by_a_shared_folder_and_stands_in_a_network_of_its_own(
    services: dict[str, Any], root: Path
) -> None:
    tor = services["tor"]
    assert tor["profiles"] == ["tor"]
    assert tor["networks"] == ["tor"]
    assert [name for name, service in services.items() if "tor" in service.get("networks", [])] == ["tor"]
    assert "tor:/run/tor" in tor["volumes"]
    assert "tor:/run/tor" in services["vigie"]["volumes"]
    steps = (root / "Dockerfile").read_text()
    assert "SocksPort unix:/run/tor/socks IsolateSOCKSAuth ExtendedErrors" in steps
    assert steps.rindex("\nFROM ") > steps.index(" AS tor")  # what is built without a target is Vigie


def test_no_secret_stands_in_it(services: dict[str, Any]) -> None:
    for service in services.values():
        for name, value in service.get("environment", {}).items():
            assert "PASSWORD" not in name or str(value).startswith("/run/secrets/"), name


def test_the_server_is_the_one_that_the_tests_run(services: dict[str, Any]) -> None:
    image = services["elasticsearch"]["image"]

    assert image == f"elasticsearch:{VERSION}"
    assert services["kibana"]["image"].endswith(f":{VERSION}")
    assert services["elasticsearch"]["environment"]["discovery.type"] == "single-node"


def test_security_is_on_and_its_certificate_is_trusted_by_file(services: dict[str, Any]) -> None:
    said = services["elasticsearch"]["environment"]

    assert (said["xpack.security.enabled"], said["xpack.security.http.ssl.enabled"]) == ("true", "true")
    assert "authority:/run/authority:ro" in services["vigie"]["volumes"]


def test_the_image_holds_what_the_lock_pins_and_is_not_run_by_root(root: Path) -> None:
    steps = (root / "Dockerfile").read_text()

    assert "--require-hashes -r requirements/image.lock" in steps
    assert "USER 1000:1000" in steps
    lock = (root / "requirements/image.lock").read_text()
    assert "elasticsearch==" in lock
    assert json.dumps("vigie") in steps
