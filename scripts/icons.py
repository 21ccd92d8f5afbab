"""Draws the icons for phones and the card for social sites from the logo's shape. Run after a change of it:

.venv/bin/python -m scripts.icons
"""

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parents[1] / "platform" / "core" / "static" / "icons"
DEEL, ROD, RIM, SASH = "#0b4658", "#ffffff", "#7fb2c1", "#f3ab3c"


def logo(draw: ImageDraw.ImageDraw, left: float, top: float, size: float) -> None:
    """The two rods with their knot, in a square."""

    def at(x: float, y: float) -> tuple[float, float]:
        return left + x * size / 40, top + y * size / 40

    rim = [at(20, 3), at(37, 20), at(20, 37), at(3, 20), at(20, 3)]
    draw.line(rim, fill=RIM, width=int(size * 3 / 40), joint="curve")
    for start, end in (((8, 8), (32, 32)), ((32, 8), (8, 32))):
        draw.line([at(*start), at(*end)], fill=ROD, width=int(size * 5.5 / 40))
    draw.polygon([at(20, 14.6), at(25.4, 20), at(20, 25.4), at(14.6, 20)], fill=SASH)


def main() -> None:
    """Write the files."""
    for size in (192, 512):
        picture = Image.new("RGB", (size * 2, size * 2), DEEL)
        logo(ImageDraw.Draw(picture), size * 0.2, size * 0.2, size * 1.6)
        picture.resize((size, size)).save(FOLDER / f"icon-{size}.png", optimize=True)
    card = Image.new("RGB", (1200, 630), DEEL)
    draw = ImageDraw.Draw(card)
    logo(draw, 400, 115, 400)
    draw.rectangle([0, 606, 1200, 630], fill=SASH)
    card.save(FOLDER / "card.png", optimize=True)


if __name__ == "__main__":
    main()
