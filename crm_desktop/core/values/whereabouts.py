"""Which time it is where somebody is, told by the town of an address or the region of a phone.

Called by the heads of cards on reader threads. Area codes have zones in libphonenumber's tables;
two that these tables have not followed (Kaliningrad keeps no summer time, Saratov left Moscow's
time in 2016, by the law 73-FZ) stand here. Mobile numbers of countries with several times tell
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from crm_desktop.core.text.folding import fold
from crm_desktop.core.values.area_codes import number_in

_AREAS = frozenset({"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Pacific"})
_MENDED = {"+74012": "Europe/Kaliningrad", "+7845": "Europe/Saratov"}


def zone_of(towns: Iterable[str], phones: Iterable[str], moment: datetime) -> ZoneInfo | None:
    """The zone of the first of the towns that is known, else of the first phone (E.164) whose
    region has one time at ``moment``."""
    for town in towns:
        number = number_in(town)
        names = _zones(number) if number is not None else _zones_called(town)
        if zone := _one_time(names, moment):
            return zone
    found = (_one_time(_zones(number, is_real=True), moment) for number in phones)
    return next(filter(None, found), None)


def _zones_called(town: str) -> tuple[str, ...]:
    """Zones are called after their greatest towns: ``Europe/London``."""
    return _by_town().get(fold(town).replace(" ", "_"), ())


@lru_cache(maxsize=1)
def _by_town() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(available_timezones()):
        area, _slash, town = name.partition("/")
        if area in _AREAS and "/" not in town:
            found[town.lower()] = (*found.get(town.lower(), ()), name)
    return found


def _zones(number: str, *, is_real: bool = False) -> Iterator[str]:
    from phonenumbers import NumberParseException, parse, timezone  # its tables take 30 ms

    for prefix, name in _MENDED.items():
        if number.startswith(prefix):
            yield name
            return
    try:
        known = parse(number)
    except NumberParseException:
        return
    if is_real:
        yield from timezone.time_zones_for_number(known)
    else:
        yield from timezone.time_zones_for_geographical_number(known)


def _one_time(names: Iterable[str], moment: datetime) -> ZoneInfo | None:
    zones = []
    for name in names:
        try:
            zones.append(ZoneInfo(name))
        except ZoneInfoNotFoundError:
            return None  # 'Etc/Unknown', or one that this computer has not heard of
    offsets = {moment.astimezone(zone).utcoffset() for zone in zones}
    return zones[0] if len(offsets) == 1 else None
