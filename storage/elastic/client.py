"""The way to Elasticsearch: how the client is made, and what its errors mean to us."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from model.errors import Away, BadInput, WrongServer
from model.settings import Elastic

try:
    import elasticsearch
    from elasticsearch import Elasticsearch
except ImportError as error:  # the extra is not installed
    raise BadInput(
        "settings name Elasticsearch, whose client is not here: pip install 'vigie[elasticsearch]'"
    ) from error

__all__ = ["Elastic", "Elasticsearch", "connect", "spoken"]

PATIENCE = timedelta(seconds=30)  # for one request of the relay; a search has its own limit

_NEEDED = "Vigie needs Elasticsearch 9"


def connect(settings: Elastic, *, patience: timedelta = PATIENCE) -> Elasticsearch:
    """A client for the server that *settings* name; nothing is sent yet. Raises `BadInput`."""
    options: dict[str, Any] = {"request_timeout": patience.total_seconds(), "retry_on_timeout": False, "max_retries": 0}
    if settings.ca_file is not None:
        options["ca_certs"] = str(_existing(settings.ca_file))
    if settings.fingerprint is not None:
        options |= {"ssl_assert_fingerprint": settings.fingerprint, "verify_certs": True}
    if settings.api_key_file is not None:
        options["api_key"] = _secret(settings.api_key_file)
    if settings.user is not None and settings.password_file is not None:
        options["basic_auth"] = (settings.user, _secret(settings.password_file))
    try:
        return Elasticsearch([_with_port(url) for url in settings.urls], **options)
    except (ValueError, OSError) as error:
        raise BadInput(f"settings.yaml: search: Elasticsearch cannot be reached like this: {_safe(error)}") from None


@contextmanager
def spoken() -> Iterator[None]:
    """Raise our errors for the client's; `Away` when the same call may succeed later, else `WrongServer`."""
    try:
        yield
    except elasticsearch.UnsupportedProductError as error:
        raise WrongServer(f"{_NEEDED}; this is another product (OpenSearch?)") from error
    except elasticsearch.AuthenticationException as error:
        raise WrongServer(
            "Elasticsearch refuses the API key or password: look at `search:` in settings.yaml"
        ) from error
    except elasticsearch.AuthorizationException as error:
        if "cluster_block_exception" in str(error.error):
            raise Away("Elasticsearch takes no writes: an index is read-only") from error
        raise WrongServer(
            "Elasticsearch lets this API key or user not do what Vigie needs (docs/elasticsearch.md)"
        ) from error
    except elasticsearch.ConnectionTimeout as error:
        raise Away("Elasticsearch did not answer in time") from error
    except elasticsearch.SSLError as error:
        raise WrongServer("Elasticsearch's certificate is not trusted: set ca_file or fingerprint") from error
    except elasticsearch.ConnectionError as error:
        raise Away("Elasticsearch cannot be reached") from error
    except elasticsearch.ApiError as error:
        raise _of_answer(error) from error
    except elasticsearch.TransportError as error:
        raise Away(f"Elasticsearch's answer could not be read ({type(error).__name__})") from error
    except (LookupError, TypeError) as error:  # something on the way answers in its place
        raise Away("Elasticsearch's answer could not be read: it lacks what it must hold") from error


def _of_answer(error: elasticsearch.ApiError) -> Away:
    kind = str(error.error)
    if error.status_code == 406 or "media_type_header_exception" in kind or "not supported" in str(error.body)[:500]:
        return WrongServer(f"{_NEEDED}; this is an older one, or another product")
    if error.status_code in (429, 500, 502, 503, 504):
        return Away(f"Elasticsearch is too busy, or not whole ({error.status_code})")
    return Away(f"Elasticsearch answered {error.status_code} ({kind[:80]})")


def _with_port(url: str) -> str:
    place = urlsplit(url)
    port = place.port or (443 if place.scheme == "https" else 80)
    host = f"[{place.hostname}]" if ":" in (place.hostname or "") else place.hostname
    return f"{place.scheme}://{host}:{port}{place.path.rstrip('/')}"


def _existing(path: str) -> Path:
    if not Path(path).is_file():
        raise BadInput(f"{path}: no such file: settings.yaml names it under `search:`")
    return Path(path)


def _secret(path: str) -> str:
    secret = _existing(path).read_text(encoding="utf-8").strip()
    if not secret:
        raise BadInput(f"{path}: empty: settings.yaml names it under `search:`")
    return secret


def _safe(error: Exception) -> str:
    return type(error).__name__ if isinstance(error, OSError) else str(error).split("'")[0]
