"""What the picture, the drawings and the site look like: colours, the font, the signs of the kinds."""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

ASSETS = files("kg").joinpath("assets")

SIGNS = MappingProxyType(
    {
        "Person": "M7 1a6 6 0 1 0 0 12A6 6 0 1 0 7 1Z",
        "Organization": "M2 2h10v10H2Z",
        "Place": "M7 1l6 11H1Z",
        "Event": "M7 0l2 5h5l-4 3 2 6-5-4-5 4 2-6-4-3h5Z",
        "Service": "M7 0l6 7-6 7-6-7Z",
        "Article": "M3 1h6l3 3v9H3Z",
    }
)
"""The outline of each kind's sign, in a square of 14 by 14: told apart without colours too."""

_LETTERS_OF = {
    "vazirmatn-arabic.woff2": "U+0600-06FF,U+0750-077F,U+08A0-08FF,U+200C-200E,U+FB50-FDFF,U+FE70-FEFC",
    "vazirmatn-latin.woff2": (
        "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02DC,U+2000-200B,U+200F-206F,U+20AC,U+2212"
    ),
}
FONTS = tuple(_LETTERS_OF)
"""The files of the web font."""


def asset(name: str) -> Traversable:
    """Find a file of ``kg/assets``."""
    return ASSETS.joinpath(name)


def style(*names: str) -> str:
    """Read style sheets of ``kg/assets``, one behind the other."""
    return "".join(asset(name).read_text("utf-8") for name in names)


def font_faces(url: str = "", *, size_adjust: str = "") -> str:
    """Declare the font's files, as they are found under ``url``, or else with the files inside."""
    adjusted = f"size-adjust:{size_adjust};" if size_adjust else ""
    return "".join(
        f"@font-face{{font-family:Vazirmatn;font-weight:100 900;font-display:block;{adjusted}"
        f"src:url({url + name if url else _inside(name)}) format('woff2');unicode-range:{letters}}}\n"
        for name, letters in _LETTERS_OF.items()
    )


@cache
def _inside(name: str) -> str:
    return "data:font/woff2;base64," + base64.b64encode(asset(name).read_bytes()).decode()


def with_colours(css: str, theme: str = "light") -> str:
    """Write the colours of ``theme``, "light" or "dark", for their names."""
    light, dark = style("colours.css").split("[data-theme", 1)
    colours = dict(_COLOUR.findall(light)) | (dict(_COLOUR.findall(dark)) if theme == "dark" else {})
    return re.sub(r"var\(--([\w-]+)\)", lambda match: colours[match[1]], css)


_COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]+);")
