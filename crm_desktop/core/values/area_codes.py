"""Area codes of towns, for phones that are written as one dials them at home.

Asked by the import where a row names a town; pure, any thread. Russia's codes are those of its
numbering plan (order no. 205 of the Ministry of Communications of 25 April 2022), Poland's the
numbering zones of the Ministry of Digital Affairs' plan. Where a town has two codes the older one
stands here: it is the one that is dialled without a code.
"""

from __future__ import annotations

import re

from crm_desktop.core.errors import Invalid
from crm_desktop.core.text.folding import fold, only_digits
from crm_desktop.core.values.phones import Phone, check_phone

_LOCAL = re.compile(r"\(?\d(?:[ ().-]*\d){4,6}\)?")
_NATIONAL_DIGITS = {"RU": 10, "PL": 9}
_COUNTRY_CODES = {"RU": "+7", "PL": "+48"}
_RU = """
495 москва|812 санкт петербург|812 петербург|812 спб|383 новосибирск|343 екатеринбург|843 казань
831 нижний новгород|351 челябинск|846 самара|3812 омск|863 ростов на дону|347 уфа|391 красноярск
473 воронеж|342 пермь|8442 волгоград|861 краснодар|8452 саратов|3452 тюмень|8482 тольятти
3412 ижевск|3852 барнаул|8422 ульяновск|3952 иркутск|4212 хабаровск|4852 ярославль
423 владивосток|8722 махачкала|3822 томск|3532 оренбург|3842 кемерово|3843 новокузнецк
4912 рязань|8512 астрахань|8552 набережные челны|8412 пенза|4742 липецк|8332 киров
8352 чебоксары|4872 тула|4012 калининград|4712 курск|8652 ставрополь|3012 улан удэ|4822 тверь
3519 магнитогорск|8622 сочи|4932 иваново|4832 брянск|4722 белгород|3462 сургут|4922 владимир
3435 нижний тагил|8182 архангельск|3022 чита|4842 калуга|8692 севастополь|3652 симферополь
4812 смоленск|8443 волжский|3522 курган|4862 орел|8202 череповец|8172 вологда|8672 владикавказ
8342 саранск|4112 якутск|4752 тамбов|3473 стерлитамак|4942 кострома|8142 петрозаводск
8617 новороссийск|8362 йошкар ола|4242 южно сахалинск|8152 мурманск|8662 нальчик|8212 сыктывкар
8162 великий новгород|8112 псков|4152 петропавловск камчатский|4162 благовещенск|3902 абакан
3466 нижневартовск|8313 дзержинск|4725 старый оскол|8555 нижнекамск|3953 братск
"""
_PL = """
12 krakow|13 krosno|14 tarnow|15 tarnobrzeg|16 przemysl|17 rzeszow|18 nowy sacz|22 warszawa
23 ciechanow|24 plock|25 siedlce|29 ostroleka|32 katowice|32 gliwice|32 zabrze|32 sosnowiec
32 bytom|32 tychy|32 rybnik|32 chorzow|32 dabrowa gornicza|32 ruda slaska|33 bielsko biala
34 czestochowa|41 kielce|42 lodz|43 sieradz|44 piotrkow trybunalski|46 skierniewice|48 radom
52 bydgoszcz|54 wloclawek|55 elblag|56 torun|58 gdansk|58 gdynia|58 sopot|59 slupsk|61 poznan
62 kalisz|63 konin|65 leszno|67 pila|68 zielona gora|71 wroclaw|74 walbrzych|75 jelenia gora
76 legnica|77 opole|81 lublin|82 chelm|83 biala podlaska|84 zamosc|85 bialystok|86 lomza
87 suwalki|89 olsztyn|91 szczecin|94 koszalin|95 gorzow wielkopolski
"""


def _codes(text: str) -> dict[str, str]:
    pairs = (entry.split(" ", 1) for entry in re.split(r"[|\n]", text.strip()))
    return {town: code for code, town in pairs}


_TOWNS = {"RU": _codes(_RU), "PL": _codes(_PL)}


def is_local(text: str) -> bool:
    """Whether ``text`` is a number of 5 to 7 digits and nothing else."""
    return _LOCAL.fullmatch(text.strip()) is not None


def with_area_code(text: str, town: str, region: str | None) -> Phone | None:
    """The number that ``text`` is in ``town``; ``None`` where the town's code is not known or
    does not make a whole number of it."""
    code = _TOWNS.get(region or "", {}).get(_plain(town))
    digits = only_digits(text)
    if code is None or len(code + digits) != _NATIONAL_DIGITS[region or ""]:
        return None
    try:
        return check_phone(code + digits, region)
    except Invalid:
        return None


def number_in(town: str) -> str | None:
    """A number as the phones of the town have it, E.164 in form, where its code is known."""
    for region, towns in _TOWNS.items():
        if code := towns.get(_plain(town)):
            return _COUNTRY_CODES[region] + code.ljust(_NATIONAL_DIGITS[region], "2")
    return None


def _plain(town: str) -> str:
    """``г. Санкт-Петербург`` as it stands in the table."""
    said = " ".join(re.split(r"[\s.\-–]+", fold(town))).strip()
    return re.sub(r"^(?:г|гор|город|m|miasto) ", "", said)
