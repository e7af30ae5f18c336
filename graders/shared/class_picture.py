"""A picture of a class: how many solved which exercise. Drawn as SVG, which needs no library."""

from collections import Counter
from html import escape

from grading.standing import DONE, MISSING, PROBLEM, UNGRADED, WAITING, Standing

# Told apart by people who see few colours too, and each piece says its number.
KINDS = {
    "full points": "#2a9d78",
    "some": "#f0c05a",
    "none": "#d1605e",
    WAITING: "#7d9fd1",
    PROBLEM: "#9b7bb8",
    UNGRADED: "#b9a48c",
    MISSING: "#d5d8dc",
}
WIDTH, LABELS, ROW, BAR, TOP = 860, 300, 34, 22, 40
LONGEST = 42  # characters of a label that fit


def count(standings: list[Standing], name: str) -> Counter:
    """Return how many students stand where in an exercise: kind to number."""
    return Counter(find_kind(standing, name) for standing in standings)


def find_kind(standing: Standing, name: str) -> str:
    """Return the kind to which a student belongs in an exercise."""
    if standing.state not in (DONE, WAITING):
        return standing.state
    exercise = standing.find(name)
    if exercise is None:
        return UNGRADED  # the exercise came after this submission was graded
    if exercise.points is None:
        return WAITING
    if exercise.points >= exercise.maximum:
        return "full points"
    return "some" if exercise.points > 0 else "none"


def draw(standings: list[Standing], titles: dict[str, str]) -> str:
    """Return the picture as SVG: a bar for each exercise, by name and title."""
    counts = {name: count(standings, name) for name in titles}
    seen = [kind for kind in KINDS if any(one[kind] for one in counts.values())]
    height = TOP + ROW * len(titles) + 6
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" font-family="sans-serif" font-size="13">',
        "<title>How many students solved which exercise</title>",
        '<rect width="100%" height="100%" fill="white"/>',
        *draw_legend(seen),
    ]
    for row, (name, title) in enumerate(titles.items()):
        parts += draw_bar(title, counts[name], len(standings), TOP + row * ROW)
    return "\n".join([*parts, "</svg>", ""])


def draw_legend(kinds: list[str]) -> list[str]:
    """Return what the colours mean."""
    parts, x = [], LABELS
    for kind in kinds:
        parts.append(f'<rect x="{x}" y="8" width="13" height="13" rx="3" fill="{KINDS[kind]}"/>')
        parts.append(f'<text x="{x + 18}" y="19" fill="#444">{kind}</text>')
        x += 34 + 7 * len(kind)
    return parts


def draw_bar(title: str, counts: Counter, students: int, y: int) -> list[str]:
    """Return one bar, with a number in each of its pieces that is wide enough."""
    label = title if len(title) <= LONGEST else title[: LONGEST - 1] + "…"
    middle = y + BAR / 2 + 4.5
    parts = [
        f'<text x="{LABELS - 12}" y="{middle}" text-anchor="end" fill="#222">{escape(label)}</text>'
    ]
    x = float(LABELS)
    for kind, colour in KINDS.items():
        width = (WIDTH - LABELS - 10) * counts[kind] / max(students, 1)
        if not width:
            continue
        words = f"{title}: {kind}, {counts[kind]} of {students}"
        parts.append(
            f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{BAR}" fill="{colour}" '
            f'stroke="white"><title>{escape(words)}</title></rect>'
        )
        if width > 9 * len(str(counts[kind])) + 4:
            ink = "white" if kind in ("full points", "none", PROBLEM) else "#222"
            parts.append(
                f'<text x="{x + width / 2:.1f}" y="{middle}" text-anchor="middle" fill="{ink}">'
                f"{counts[kind]}</text>"
            )
        x += width
    return parts
