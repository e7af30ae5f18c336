"""The stand-in reaches a generated project as it is."""

from pathlib import Path

import colab_stand_in
import jinja2

STAND_IN = Path(colab_stand_in.__file__).parent


def test_rendering_changes_nothing():
    for file in STAND_IN.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        rendered = jinja2.Template(text, keep_trailing_newline=True).render()
        assert rendered == text, file


def test_google_is_a_namespace():
    assert not (STAND_IN / "google" / "__init__.py").exists()
