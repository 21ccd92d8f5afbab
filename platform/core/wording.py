"""Mongolian number words as they are written: дугаар or дүгээр, by how the number is spoken."""

from __future__ import annotations

import datetime as dt

#: Numbers spoken with нэг, дөрөв, ес, дөч, ер last take front vowels: 1 4 9, 11 14 40 90 …
_FRONT_UNITS = {1, 4, 9}
_FRONT_TENS = {4, 9}


def is_front(number: int) -> bool:
    """Whether the number's last spoken word has front vowels."""
    units = number % 10
    if units:
        return units in _FRONT_UNITS
    tens = number // 10 % 10
    return tens in _FRONT_TENS


def ordinal_mn(number: int | str) -> str:
    """12 -> "12 дугаар", 4 -> "4 дүгээр"; what is no whole number is given back."""
    text = str(number)
    if not text.isdecimal():
        return text
    return f"{text} {'дүгээр' if is_front(int(text)) else 'дугаар'}"


def article_mn(number: str) -> str:
    """An article's name: "12 дугаар зүйл", "36.4 дэх хэсэг"."""
    if number.isdecimal():
        return f"{ordinal_mn(number)} зүйл"
    last = number.rpartition(".")[2]
    if last.isdecimal():
        return f"{number} {'дэх' if is_front(int(last)) else 'дахь'} хэсэг"
    return number


def long_date_mn(day: dt.date) -> str:
    """2026 оны 11 дүгээр сарын 22."""
    return f"{day.year} оны {ordinal_mn(day.month)} сарын {day.day}"
