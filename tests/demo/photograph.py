"""A picture of a page, made with Chromium where it is installed."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops

WIDTH, TALLEST = 1280, 9000  # pixels: the window, before what stays empty below the page is cut off
PATIENCE = 120  # seconds
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ALONE = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars"
).split()


def find_chromium() -> str | None:
    """The path of a Chromium of this machine, if there is one."""
    return next((found for name in _NAMES if (found := which(name))), None)


def photograph(page: Path, picture: Path, chromium: str, *, width: int = WIDTH, dark: bool = False) -> None:
    """Draw an HTML page as PNG, as high as what it shows.

    Raises OSError or subprocess.SubprocessError when Chromium cannot do it.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = [
            f"--user-data-dir={profile}",
            f"--window-size={width},{TALLEST}",
            f"--screenshot={picture}",
        ]
        options += ["--blink-settings=preferredColorScheme=0"] if dark else []
        command = [chromium, *_ALONE, *options, page.resolve().as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    _cut_empty_bottom(picture)


def _cut_empty_bottom(picture: Path) -> None:
    """Keep a margin below the last thing shown, as wide as the one above."""
    with Image.open(picture) as opened:
        image = opened.convert("RGB")
    empty = Image.new("RGB", image.size, image.getpixel((0, image.height - 1)))
    shown = ImageChops.difference(image, empty).getbbox()
    if shown:
        image = image.crop((0, 0, image.width, min(image.height, shown[3] + 16)))
    # A page has few colours; a palette makes a file that is light enough to be kept with the code.
    image.quantize(96, dither=Image.Dither.NONE).save(picture, optimize=True)
