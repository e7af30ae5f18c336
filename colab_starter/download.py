"""A notebook at an address: https only, also after redirects, and no more than it may be."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.parse
import urllib.request
from pathlib import PurePosixPath

from colab_starter.sources import LARGEST, SourceError, find_raw, require_https

SECONDS = 60
LONGEST_REASON = 200
# What stays as it is where an address is pasted with spaces or letters of any script.
IN_ADDRESSES = "%/:?#[]@!$&'()*+,;=~"


def fetch(address: str) -> tuple[str, bytes]:
    """Return the name and the content of the file at an address; raises SourceError.

    Over https only, also after redirects, and no more than LARGEST bytes.
    """
    raw = urllib.parse.quote(find_raw(address), safe=IN_ADDRESSES)
    name = PurePosixPath(urllib.parse.unquote(urllib.parse.urlsplit(raw).path)).name
    try:
        opener = urllib.request.build_opener(OnlyHttps)
        with opener.open(raw, timeout=SECONDS) as answer:
            content = answer.read(LARGEST + 1)
    except urllib.error.HTTPError as error:
        raise SourceError(
            f"{address} answers {error.code} {in_one_line(error.reason)}: open it in a browser "
            "window where you are not signed in; what you cannot see there, nobody else can."
        ) from error
    except SourceError as error:
        raise SourceError(f"{address} leads elsewhere: {error}") from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = in_one_line(getattr(error, "reason", error))
        raise SourceError(
            f"{address} cannot be fetched: {reason}. Save the notebook and name the file."
        ) from error
    return name or "notebook.ipynb", content


def in_one_line(reason: object) -> str:
    """Return what a server or a library says, as a part of a sentence."""
    return "".join(filter(str.isprintable, " ".join(str(reason).split())))[:LONGEST_REASON]


class OnlyHttps(urllib.request.HTTPRedirectHandler):
    """Follows no redirect that leaves https."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # noqa: ANN001, ANN201
        require_https(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
