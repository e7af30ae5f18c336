"""A notebook at an address: https only, also after redirects, and no more than it may be."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from pathlib import PurePosixPath

from colab_starter.sources import LARGEST, SourceError, find_raw, require_https

SECONDS = 60


def fetch(address: str) -> tuple[str, bytes]:
    """Return the name and the content of the file at an address; raises SourceError.

    Over https only, also after redirects, and no more than LARGEST bytes.
    """
    raw = find_raw(address)
    name = PurePosixPath(urllib.parse.unquote(urllib.parse.urlsplit(raw).path)).name
    try:
        opener = urllib.request.build_opener(OnlyHttps)
        with opener.open(raw, timeout=SECONDS) as answer:
            content = answer.read(LARGEST + 1)
    except urllib.error.HTTPError as error:
        raise SourceError(
            f"{address} answers {error.code} {error.reason}: open it in a browser window where "
            "you are not signed in; what you cannot see there, nobody else can."
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise SourceError(
            f"{address} cannot be fetched: {reason}. Save the notebook and name the file."
        ) from error
    return name or "notebook.ipynb", content


class OnlyHttps(urllib.request.HTTPRedirectHandler):
    """Follows no redirect that leaves https."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # noqa: ANN001, ANN201
        require_https(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
