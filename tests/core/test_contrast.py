"""The colours of the style sheet against each other, light and dark, as WCAG 2.2 AA asks: 4.5 for text, 3 for edges."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "platform/core/static/css/khorshoo.css").read_text("utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([a-z]+):\s*(#[0-9a-f]{3,6})", block))
    for block in re.findall(r":root\{([^}]*--ink:[^}]*)\}", CSS)[:2]
)
TEXT = [
    ("ink", "paper"),
    ("ink", "felt"),
    ("ink", "glow"),
    ("soft", "paper"),
    ("soft", "felt"),
    ("soft", "glow"),
    ("link", "paper"),
    ("link", "felt"),
    ("link", "sky"),
    ("seen", "paper"),
    ("warm", "paper"),
    ("warm", "glow"),
    ("bad", "paper"),
    ("on", "act"),
]


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), TEXT)
def test_text_can_be_read_on_its_ground(front: str, ground: str, look: str) -> None:
    colours = LIGHT if look == "light" else LIGHT | DARK
    assert contrast(colours[front], colours[ground]) >= 4.5


@pytest.mark.parametrize("look", ["light", "dark"])
def test_edges_of_controls_can_be_seen(look: str) -> None:
    colours = LIGHT if look == "light" else LIGHT | DARK
    assert contrast(colours["edge"], colours["paper"]) >= 3


def test_white_and_sash_on_the_deel() -> None:
    for colours in (LIGHT, LIGHT | DARK):
        assert contrast("#ffffff", colours["deel"]) >= 4.5
        assert contrast("#12242c", LIGHT["sash"]) >= 4.5
