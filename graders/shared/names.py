"""Names of people: when two spellings mean one, and a folder for each."""

import hashlib
import re
import unicodedata

# Windows takes these for devices, whatever stands behind the first dot.
DEVICES = {"con", "prn", "aux", "nul"} | {
    f"{kind}{n}" for kind in ("com", "lpt") for n in range(10)
}
LONGEST = 48
# Letters that Unicode does not take apart into a letter and its accent.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def tidy(text):
    """Return a name in one spelling: composed accents, spaces, "First Last"."""
    text = " ".join(unicodedata.normalize("NFKC", text).replace("_", " ").split())
    last, comma, first = text.partition(", ")
    return f"{first} {last}" if comma and "," not in first else text


def words_of(name):
    """Return the words of a name as strictly as platforms keep it, then more tolerant.

    Three tuples: without case and order, without accents, with ü written as ue.
    """
    text = tidy(name).casefold()
    return tuple(
        tuple(sorted(re.findall(r"\w+", loose(text).replace("'", "").replace("’", ""))))
        for loose in (str, strip_accents, lambda t: strip_accents(t.translate(UMLAUTS)))
    )


def strip_accents(text):
    """Return text without accents: a letter stays, what stands on it goes."""
    apart = unicodedata.normalize("NFKD", text.translate(PLAIN))
    return "".join(char for char in apart if not unicodedata.combining(char))


def joined_forms(name):
    """Return how a name may read without spaces: Canvas writes "lovelaceada"."""
    text = re.sub(r"['’]", "", strip_accents(tidy(name).casefold()))
    words = re.findall(r"[^\W_]+", text)
    return {"".join(words[at:] + words[:at]) for at in range(len(words))}


def folder_of(name):
    """Return a name for the folder of a student, safe on Windows, macOS and Linux.

    Names that differ in more than case, spaces and Unicode's spelling get different
    folders: where a letter has to go, some digits of a fingerprint keep them apart.
    """
    tidied = tidy(name).lower()
    # Marks are letters' vowels in many scripts.
    kept = "".join(
        char if char.isalnum() or is_mark(char) or char in "-'. " else "\0" for char in tidied
    )
    folder = re.sub("\0+", "-", kept).replace(" ", "_").strip("-._'")[:LONGEST].rstrip("-._'")
    faithful = bool(folder) and folder.replace("_", " ") == tidied
    # Windows and macOS take ß and SS, ς and σ for one letter in a file's name.
    faithful &= folder.upper().lower() == folder
    if is_device(folder):
        faithful, folder = False, folder.replace(".", "-")
    if not faithful:
        folder = f"{folder}-{hashlib.sha256(tidied.encode()).hexdigest()[:8]}".lstrip("-")
    return folder


def is_safe(name):
    """Return whether a folder on any system may have this very name."""
    return bool(re.fullmatch(r"[A-Za-z0-9](?:[\w.-]{0,46}\w)?", name, re.ASCII)) and not is_device(
        name
    )


def is_device(name):
    """Return whether Windows takes this name for a device."""
    return name.lower().partition(".")[0].strip() in DEVICES


def is_mark(char):
    """Return whether a character stands on or around another one."""
    return unicodedata.category(char).startswith("M")
