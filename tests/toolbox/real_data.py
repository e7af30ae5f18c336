"""The table and the archive that the local web server has."""

from __future__ import annotations

import io
import zipfile
from importlib.resources import files

# The 2,201 people on the Titanic by class, sex, age and fate: the table `Titanic` of R's
# datasets, from the British Board of Trade's report of 1912. It knows children and
# adults only; the ages below stand for them. Columns as in Rdatasets' TitanicSurvival.
PEOPLE = {
    # class: (men lost, men saved, women lost, women saved, boys lost, ... girls saved)
    "1st": (118, 57, 4, 140, 0, 5, 0, 1),
    "2nd": (154, 14, 13, 80, 0, 11, 0, 13),
    "3rd": (387, 75, 89, 76, 35, 13, 17, 14),
    "crew": (670, 192, 3, 20, 0, 0, 0, 0),
}
GROUPS = [
    (sex, age, fate) for age in (30, 9) for sex in ("male", "female") for fate in ("no", "yes")
]


def titanic_csv() -> bytes:
    """Return the table as a CSV file; every tenth age is missing, as in the real one."""
    lines = ["rownames,survived,sex,age,passengerClass"]
    for place, counts in PEOPLE.items():
        for (sex, age, fate), count in zip(GROUPS, counts, strict=True):
            for _ in range(count):
                number = len(lines)
                lines.append(
                    f"Person {number},{fate},{sex},{'' if number % 10 == 0 else age},{place}"
                )
    return "\n".join(lines).encode() + b"\n"


def flowers_zip() -> bytes:
    """Return an archive of scikit-learn's two photographs, in two folders."""
    images = files("sklearn.datasets.images")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("flower.jpg", "china.jpg"):
            archive.writestr(f"photos/{name[:-4]}/{name}", (images / name).read_bytes())
    return packed.getvalue()
