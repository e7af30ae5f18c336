"""What a notebook installs by itself, and what goes wrong with that."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake.cells_for_tests import code

from colab_starter.check.finding import BREAKS, NOTE
from colab_starter.check.pip_cells import fulfils, read_pip


def packages(source: str) -> list[str]:
    return [one.package for one in read_pip(code(source)).requirements]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("!pip install a b[c]==1", ["a", "b"]),
        ("%pip install -q -U a --index-url https://a.org/b", ["a"]),
        ("!pip3 install a > /dev/null 2>&1", ["a"]),
        ("!pip install a &> log.txt", ["a"]),
        ("!python -m pip install a", ["a"]),
        ("!{sys.executable} -m pip install a", ["a"]),
        ("!pip -q install a", ["a"]),
        ("!uv pip install a", ["a"]),
        ("!pip install a \\\n  b", ["a", "b"]),
        ("!apt-get -y install x && pip install a", ["a"]),
        ("%%bash\npip install a\n# pip install b", ["a"]),
        ("%%capture\n!pip install a", ["a"]),
        ("import os\nos.system('pip install a')", ["a"]),
        ("pip_install('a', 'b')", ["a", "b"]),
        ("import pip\npip.main(['install', 'a'])", ["a"]),
        ("try:\n    import a\nexcept ImportError:\n    !pip install a", ["a"]),
        ("%conda install -c conda-forge a", ["a"]),
        ("# !pip install a", []),
        ("!sudo apt-get install graphviz", []),
        ("!pip install -r requirements.txt", []),
        ("print('pip install a')", []),
    ],
)
def test_what_is_installed(source: str, expected: list[str]) -> None:
    assert packages(source) == expected


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("nobody>=1.4", [NOTE]),
        ("nobody >= 1.4", [NOTE]),
        ("nobody>1", [NOTE]),
        ("nobody<2", [BREAKS]),
        ("'nobody>=1.4'", []),
        ('"nobody<2"', []),
        ("nobody==1.4", []),
        ("nobody > /dev/null", []),
        ("nobody 2>&1", []),
        ("nobody >log.txt", []),
    ],
)
def test_the_shell_takes_a_version_for_a_file(line: str, kinds: list[str]) -> None:
    findings = read_pip(code("x = 1", f"!pip install {line}")).findings
    assert [(one.kind, one.cell) for one in findings] == [(kind, 2) for kind in kinds]


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("numpy==1.26.4", [BREAKS]),
        ("'numpy<2'", [BREAKS]),
        ("transformers==4.30.0", [NOTE]),
        ("'transformers>=4'", []),
        ("transformers", []),
        ("'transformers>=99'", [NOTE]),
        ("nobody_has_it==1", []),
    ],
)
def test_a_pin_is_compared_with_colab(line: str, kinds: list[str]) -> None:
    assert [one.kind for one in read_pip(code(f"!pip install {line}")).findings] == kinds


def test_a_pin_is_compared_with_the_machine_that_is_asked_for() -> None:
    cells = code("!pip install tensorflow==2.19.0")
    assert read_pip(cells).findings and not read_pip(cells, "tpu").findings


@pytest.mark.parametrize(
    ("version", "limits", "expected"),
    [
        ("2.11.0+cpu", "==2.11.0", True),
        ("2.11.0", "==2.11", True),
        ("2.11.0", "==2.*", True),
        ("2.11.0", "!=2.*", False),
        ("2.11.0", "~=2.10", True),
        ("2.11.0", "~=2.10.0", False),
        ("2.11.0", ">=2.9,<2.11", False),
        ("2.11.0", ">2.9.9", True),
        ("1.3rc1", "=1.3", True),
        ("1.3", "==banana", True),
    ],
)
def test_versions_are_compared_as_numbers(version: str, limits: str, expected: bool) -> None:
    assert fulfils(version, limits) is expected


@settings(max_examples=150)
@given(st.text(alphabet="ab1 =<>~!.,;&|'\"\\[]{}-/@#\n", max_size=40))
def test_no_line_is_too_strange(rest: str) -> None:
    found = read_pip(code(f"!pip install {rest}"))
    assert all(one.cell == 1 for one in [*found.findings, *found.requirements])
