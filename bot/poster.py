"""Posters to print for a stand: a sheet, an organisation or a theme; the QR code opens the bot there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.core.model import Knowledge
from bot.core.paths import encode_start
from bot.pictures.draw_pdf import draw_pdf
from bot.pictures.draw_png import draw_png
from bot.pictures.draw_svg import draw_svg
from bot.pictures.page import Page
from bot.pictures.poster_page import SIZES, Poster, Size, lay_out
from bot.pictures.poster_words import poster_of, poster_path, poster_paths
from bot.wire import InputError

DOTS_A_MILLIMETRE = 300 / 25.4


def draw_posters(
    knowledge: Knowledge,
    ids: Sequence[str],
    *,
    bot_username: str,
    out: Path,
    sizes: Iterable[Size] = tuple(SIZES),
) -> Iterator[Path]:
    """Draw each poster as PDF, SVG and PNG (300 dots an inch) in each size; yields files as they come.

    ids: sheets, organisations or themes; none for every organisation and every theme. Raises
    InputError, before anything is drawn, for an unknown id, a name that is no bot's or a folder
    that cannot be made; later, for a file that cannot be written.
    """
    posters = _posters(knowledge, ids, bot_username)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for path, poster in posters.items():
            for size in sizes:
                yield from _write(lay_out(poster, size), out, f"{encode_start(path)}-{size}")
    except OSError as error:
        reason = error.strerror or "?"
        raise InputError(f"Les affiches ne peuvent pas être écrites dans « {out} » ({reason}).") from None


def _posters(knowledge: Knowledge, ids: Sequence[str], bot_username: str) -> dict[str, Poster]:
    """The posters by path, in order."""
    unknown = [i for i in ids if not _is_known(i, knowledge)]
    if unknown:
        raise InputError(
            f"Pas d’affiche pour « {' », « '.join(unknown)} » : "
            "donnez l’identifiant d’une fiche, d’un organisme ou d’un thème."
        )
    paths = [poster_path(i, knowledge) for i in ids] or poster_paths(knowledge)
    try:
        return {path: poster_of(path, knowledge, bot_username) for path in paths}
    except ValueError:
        raise InputError(
            f"« {bot_username} » n’est pas le nom d’un bot : écrivez-le comme @BotFather le donne."
        ) from None


def _is_known(subject: str, knowledge: Knowledge) -> bool:
    try:
        poster_path(subject, knowledge)
    except KeyError:
        return False
    return True


def _write(page: Page, out: Path, name: str) -> Iterator[Path]:
    """The three files of a page."""
    files = {
        ".pdf": draw_pdf(page),
        ".svg": draw_svg(page).encode(),
        ".png": draw_png(page, scale=DOTS_A_MILLIMETRE, mode="L"),
    }
    for suffix, content in files.items():
        path = out / f"{name}{suffix}"
        path.write_bytes(content)
        yield path
