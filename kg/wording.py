"""Words, numbers and dates as a reader of Persian or of English expects them."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.calendar import gregorian_to_jalali
from kg.theme import asset

_TO_PERSIAN = str.maketrans("0123456789,.", "۰۱۲۳۴۵۶۷۸۹٬٫")
_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LONGEST_NAME = 300  # characters of a name that a page shows


@dataclass(frozen=True, slots=True)
class Wording:
    """How things are written for readers of ``language``, "fa" or "en"."""

    language: str

    @property
    def direction(self) -> str:
        """Give the direction of the layout."""
        return "rtl" if self.language == "fa" else "ltr"

    @property
    def other_language(self) -> str:
        """Give the language that the reader may change to."""
        return "en" if self.language == "fa" else "fa"

    def word(self, key: str, table: str = "site", **values: object) -> str:
        """Look up ``key``, and fill in the ``values`` that its text names; itself where it is unknown."""
        text = tables().get(table, {}).get(key, {}).get(self.language, key)
        return text.format(**{name: self.number(v) for name, v in values.items()}) if values else str(text)

    def number(self, value: object) -> str:
        """Write a number with the digits and separators of the language, any other text as it is."""
        if isinstance(value, int | float):
            written = f"{int(value) if value == int(value) else value:,}"
            return written.translate(_TO_PERSIAN) if self.language == "fa" else written
        return str(value)

    def digits(self, text: object) -> str:
        """Write ``text`` with the digits of the language."""
        return str(text).translate(_DIGITS) if self.language == "fa" else str(text)

    def date(self, iso: str, written: str = "") -> str:
        """Write a day, month or year (ISO) in the calendar of the language, with the other beside it.

        A month or a year has none beside it, as it begins within one of the other calendar: how the
        article writes it stands there, if it is given in ``written``.
        """
        parts = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?", iso)
        if not parts:
            return self.digits(iso)
        year, month, day = (int(part or 0) for part in parts.groups())
        jalali = self._jalali(year, month, day) or (self.digits(clip(written, 40)) if not day else "")
        if self.language == "fa":
            gregorian = self.digits(iso[:10].replace("-", "/"))
            return f"{jalali} ({gregorian})" if jalali else gregorian
        name = tables()["gregorian_months"]["en"][month - 1] if month else ""
        gregorian = " ".join(part for part in (str(day or ""), name, str(year)) if part)
        return f"{gregorian} ({jalali})" if jalali else gregorian

    def _jalali(self, year: int, month: int, day: int) -> str:
        """Write the Jalali day, or nothing where there is none."""
        try:
            jalali = gregorian_to_jalali(datetime.date(year, month, day))
        except ValueError:
            return ""
        return f"{self.digits(jalali[2])} {self.jalali_month(jalali[1])} {self.digits(jalali[0])}"

    def jalali_month(self, month: int) -> str:
        """Name the Jalali ``month``, 1 to 12."""
        return str(tables()["jalali_months"][self.language][month - 1])


def clip(text: object, length: int = LONGEST_NAME) -> str:
    """Cut ``text`` to ``length`` characters and take out what would turn the text around it."""
    plain = _CONTROLS.sub("", str(text)[: length * 2])
    return plain if len(plain) <= length else plain[: length - 1].rstrip() + "…"


@cache
def tables() -> Mapping[str, Any]:
    """Read the words of the picture and of the site, by table, key and language."""
    picture, site = (json.loads(asset(name).read_text("utf-8")) for name in ("words.json", "site.json"))
    return {**picture, **site}
