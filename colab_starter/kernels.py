"""What a notebook says of the language of its kernel."""

from __future__ import annotations

from nbformat import NotebookNode


def read_language(node: NotebookNode) -> str:
    """Return the language of a notebook's kernel, in small letters; python if it does not say."""
    for where, key in (("language_info", "name"), ("kernelspec", "language")):
        part = node.metadata.get(where)
        if isinstance(part, dict) and part.get(key):
            return "python" if "python" in str(part[key]).lower() else str(part[key]).lower()
    kernel = node.metadata.get("kernelspec")
    name = str(kernel.get("name", "")).lower() if isinstance(kernel, dict) else ""
    return {"ir": "r"}.get(name, "julia" if name.startswith("julia") else "python")
