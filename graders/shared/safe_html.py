"""What of a student's HTML may stand in a page that others open: no script, nothing of the web."""

import base64
import mimetypes
import re
from functools import lru_cache
from pathlib import Path

import bleach
from bleach.css_sanitizer import ALLOWED_CSS_PROPERTIES, CSSSanitizer
from bs4 import BeautifulSoup

TEXT = "p br hr div span pre code kbd samp em strong b i u s del ins sub sup small mark q abbr"
BLOCKS = "h1 h2 h3 h4 h5 h6 blockquote ul ol li dl dt dd details summary figure figcaption center"
TABLES = "table thead tbody tfoot tr td th caption colgroup col"
TAGS = {*TEXT.split(), *BLOCKS.split(), *TABLES.split(), "a", "img"}
ATTRIBUTES = {
    "*": ["class", "style", "title", "align"],
    "a": ["href"],
    "img": ["src", "alt", "width", "height"],
    "td": ["colspan", "rowspan"],
    "th": ["colspan", "rowspan", "scope"],
    "ol": ["start"],
    "details": ["open"],
}
# bleach would keep the text of these.
NOT_TEXT = ["script", "style", "iframe", "object", "embed", "template", "noscript", "svg", "math"]
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]+")
LARGEST = 4_000_000  # characters of a picture
# A cursor may be a picture from the web.
STYLES = CSSSanitizer(allowed_css_properties=ALLOWED_CSS_PROPERTIES - {"cursor"})


@lru_cache(5000)  # most cells of a class are the same
def clean(html: str, beside: Path) -> str:
    """Return HTML without anything that runs, or that a browser would fetch.

    `beside` is the folder whose pictures may be shown: what was released with the notebook.
    """
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup(NOT_TEXT):
        tag.decompose()
    for picture in soup("img"):
        place_picture(picture, beside, soup)
    for link in soup("a"):
        if str(link.get("href", "")).lower().startswith("data:"):
            del link["href"]
    return bleach.clean(
        str(soup),
        tags=TAGS,
        attributes=ATTRIBUTES,
        protocols={"http", "https", "mailto", "data"},
        css_sanitizer=STYLES,
        strip=True,
    )


def place_picture(picture, beside: Path, soup: BeautifulSoup) -> None:
    """Put a picture into the page itself, or words in its place."""
    source = str(picture.get("src", ""))
    if not PICTURE.fullmatch(source):
        source = embed(source, beside)
    if source and len(source) <= LARGEST:
        picture["src"] = source
    else:
        words = picture.get("alt") or "a picture"
        picture.replace_with(soup.new_string(f"[{words}]"))


def embed(name: str, beside: Path) -> str:
    """Return a picture of this folder as a data URI; an empty text for any other file."""
    kind = mimetypes.guess_type(name)[0] or ""
    try:
        path = (beside / name).resolve()
        if not kind.startswith("image/") or beside.resolve() not in path.parents:
            return ""
        return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"
    except (OSError, ValueError):
        return ""
