"""Names of months and weekdays as calendars print them in five languages, whole and cut."""

import unicodedata

_MONTHS = (
    "january janvier januar janner gennaio enero jan janv gen ene",
    "february fevrier februar feber febbraio febrero feb fev fevr febr",
    "march mars marz maerz marzo mar mrz",
    "april avril aprile abril apr avr abr",
    "may mai maggio mayo mag",
    "june juin juni giugno junio jun giu juno",
    "july juillet juli luglio julio jul juil lug julei",
    "august aout agosto aug aou ago",
    "september septembre settembre septiembre setiembre sep sept set",
    "october octobre oktober ottobre octubre oct okt ott",
    "november novembre noviembre nov",
    "december decembre dezember dicembre diciembre dec dez dic",
)
_NUMBERS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}

_WEEKDAYS = (
    " monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun"
    " montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so"
    " lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim"
    " lunedi martedi mercoledi giovedi venerdi sabato domenica gio sab dom"
    " lunes martes miercoles jueves viernes sabado domingo mie jue vie "
)
_FILLERS = " de del of the den le st nd rd th er "


def month_number(word: str) -> int:
    """1 to 12 for the name of a month in English, German, French, Italian or Spanish, 0 for any other word."""
    return _NUMBERS.get(_bare(word), 0)


def is_weekday(word: str) -> bool:
    """Whether the word names a day of the week in one of those languages. 'mar' does, and is March too."""
    return f" {_bare(word)} " in _WEEKDAYS


def is_filler(word: str) -> bool:
    """Whether the word only joins the parts of a date: 5th of March, 5 de marzo."""
    return f" {_bare(word)} " in _FILLERS


def _bare(word: str) -> str:
    """In small letters and without accents."""
    return "".join(mark for mark in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(mark))
