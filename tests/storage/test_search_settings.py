"""What `search:` in the settings may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.errors import BadConfig
from model.settings import Elastic
from storage.catalog import load


def searched(place: Path, *lines: str) -> Elastic | None:
    text = "\n".join(["search:", *(f"  {line}" for line in lines)])
    (place / "settings.yaml").write_text(text + "\n")
    return load(place).settings.search


def test_without_a_word_the_embedded_index_answers(tmp_path: Path) -> None:
    assert searched(tmp_path) is None
    assert searched(tmp_path, "engine: embedded") is None


def test_elasticsearch_is_named_by_address_and_files_beside_the_settings(tmp_path: Path) -> None:
    said = searched(
        tmp_path,
        "engine: elasticsearch",
        "url: https://es.example:9200",
        "ca_file: ca.crt",
        "user: vigie",
        "password_file: sub/password",
        "index: leaks",
    )

    assert said == Elastic(
        urls=("https://es.example:9200",),
        index="leaks",
        ca_file=str(tmp_path / "ca.crt"),
        user="vigie",
        password_file=str(tmp_path / "sub/password"),
    )


def test_several_addresses_may_be_named(tmp_path: Path) -> None:
    said = searched(tmp_path, "engine: elasticsearch", "url: [https://a.example:9200, https://b.example:9200]")

    assert said is not None
    assert said.urls == ("https://a.example:9200", "https://b.example:9200")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        pytest.param(["engine: elasticsearch"], "has no address", id="no address"),
        pytest.param(["engine: opensearch"], "elasticsearch", id="another engine"),
        pytest.param(["url: https://es.example"], "engine: elasticsearch", id="an address for nothing"),
        pytest.param(["engine: elasticsearch", "url: es"], "url", id="no address at all"),
        pytest.param(["engine: elasticsearch", "url: https://es.example", "user: x"], "go together", id="half a login"),
        pytest.param(
            ["engine: elasticsearch", "url: http://es.example", "api_key_file: key"],
            "https://",
            id="a secret in the clear",
        ),
        pytest.param(
            ["engine: elasticsearch", "url: https://es.example", "user: x", "password_file: y", "api_key_file: z"],
            "either",
            id="two ways in",
        ),
        pytest.param(
            ["engine: elasticsearch", "url: https://x:secret@es.example"],
            "logins do not belong",
            id="a login in the address",
        ),
    ],
)
def test_a_setting_that_cannot_be_used_is_told_with_its_line(tmp_path: Path, lines: list[str], words: str) -> None:
    with pytest.raises(BadConfig, match=words) as told:
        searched(tmp_path, *lines)

    assert told.value.line is not None
    assert "secret" not in str(told.value).replace("a secret that", "")
