"""Typed text, written so that each file format shows it as it was typed."""

from __future__ import annotations

import json
import re


class OwnText(str):
    """A text of the template's own: it is inserted as it stands."""


def escape_markdown(text: str) -> str:
    """Return Markdown that shows `text` as it was typed, in a heading or a paragraph."""
    text = re.sub(r"([\\`*_\[\]<>#~$&|])", r"\\\1", text.strip())
    # A paragraph that begins like a list item or a rule; a digit takes no backslash.
    return re.sub(r"^([-+=]|\d(?=\d*[.)]))", lambda start: f"&#{ord(start[0])};", text)


def escape_toml(text: str) -> str:
    """Return `text` for between the quotes of a TOML basic string.

    JSON's escapes are a subset of TOML's, which alone forbids a bare DEL.
    """
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f")
