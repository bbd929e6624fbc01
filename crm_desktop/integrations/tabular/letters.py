"""Which reading of bytes looks like Russian, Polish or another European text.

Called by ``encodings`` to choose between single-byte code pages, on any thread; pure.
charset-normalizer judges by blocks of characters and needs long texts: the surname ``Ковалёв``
alone is for it as good in windows-1250 as in windows-1251. Sheets of contacts are short and
consist of names, so pairs of neighbouring letters are compared with those of common surnames,
cities and column titles.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

_RUSSIAN = """
имя фамилия отчество телефон мобильный рабочий домашний почта адрес компания организация
должность дата рождения создания изменения примечание комментарий ответственный менеджер
директор бухгалтер отдел продаж город улица дом квартира область регион страна индекс сайт тип
статус источник тег группа наименование название контакт клиент покупатель поставщик заметка
иванов петров сидоров смирнов кузнецов попов васильев соколов михайлов новиков фёдоров морозов
волков алексеев лебедев семёнов егоров павлов козлов степанов николаев орлов андреев макаров
никитин захаров зайцев соловьёв борисов яковлев григорьев романов воробьёв сергеев фролов
александров дмитриев королёв гусев киселёв ильин максимов поляков сорокин виноградов ковалёв
белов медведев антонов тарасов жуков баранов филиппов комаров давыдов беляев герасимов богданов
осипов сидоренко матвеев титов марков миронов крылов куликов карпов власов мельников денисов
гаврилов тихонов казаков афанасьев данилов савельев тимофеев фомин чернов абрамов мартынов
ефимов федотов щербаков назаров калинин исаев чернышёв быков маслов родионов коновалов
иванова петрова сергеевна ивановна александровна николаевна викторович андреевич петрович
анна мария елена ольга наталья екатерина татьяна ирина светлана юлия людмила галина дарья
александр сергей дмитрий андрей алексей евгений михаил владимир николай игорь юрий олег павел
москва санкт петербург новосибирск екатеринбург казань нижний новгород челябинск самара омск
ростов уфа красноярск воронеж пермь волгоград тверь рязань тула ярославль хабаровск якутск
ленина мира гагарина советская проспект переулок шоссе россия общество ограниченной
ответственностью ооо зао ао ип завод торговый строительная группа сервис звонить после шести
привет всё хорошо это что как для при или они есть мыло вымпел объект съезд подъезд этаж
"""
_POLISH = """
imię nazwisko telefon komórkowy służbowy domowy adres firma stanowisko urodzenia utworzenia
uwagi województwo miejscowość państwo źródło właściciel opiekun osoba księgowość sprzedaż
kowalski wiśniewski wójcik kamiński lewandowski zieliński szymański woźniak dąbrowski kozłowski
jankowski mazur wojciechowski krawczyk grabowski pawłowski michalski król wróbel jabłoński
wieczorek majewski olszewski stępień malinowski górski rutkowski ostrowski pietrzak zawadzki
sikora błaszczyk wróblewski walczak michalak gąsior wąsik zając żak łuczak pająk śliwiński
łukasz paweł michał józef wojciech grażyna małgorzata elżbieta żaneta stanisław władysław
bogusław mirosław bronisław gąska święcicki ćwik źrebiec niedźwiedź gołąb kołodziej jędrzej
kraków łódź wrocław poznań gdańsk białystok częstochowa rzeszów toruń kielce bielsko biała
bytom zielona góra opole gorzów śródmieście świętokrzyska piłsudskiego kościuszki mickiewicza
ulica osiedle aleja plac spółka ograniczoną odpowiedzialnością żółć gęś jaźń się że też później
będzie można proszę dzwonić wspólnik zakład usług piękny święta pamięć księżyc więcej kołłątaj
"""
_WESTERN = """
müller schäfer köhler krüger böhm günther größe straße münchen köln düsseldorf nürnberg zürich
österreich könig björn jürgen bäcker weiß fußball françois rené andré hélène société téléphone
prénom numéro créé genève garçon crème forêt peña muñoz núñez garcía martínez josé maría
gonzález rodríguez teléfono dirección compañía são joão conceição åsa søren ångström jørgensen
"""
_LETTERS = frozenset("".join((_RUSSIAN, _POLISH, _WESTERN))) - frozenset(" \n")
_RARE_LETTERS = frozenset("іїєґўќѓђћџљњјѕěščřžýíáéůúňťďőűşţăâîàèùòûëïœæßñ")
_MARKS = frozenset("«»„“”‘’—–…•·№°§€®©™\u00a0\u00ad½±²³")
_JOINING_MARKS = frozenset("’\u00a0\u00ad—–")
_OPENING_MARKS = frozenset("«„“”‘’\u00a0\u00ad")

_STRANGE = -6.0  # a sign that no word has
_UNUSUAL_PAIR = -1.5
_RARE = -2.0
_BROKEN_WORD = -3.0  # иВАНОВ, Иvanov, Ив№нов


@lru_cache(maxsize=1)
def _pair_scores() -> dict[str, float]:
    counted: Counter[str] = Counter()
    for word in (_RUSSIAN + _POLISH + _WESTERN).split():
        padded = f" {word} "
        counted.update(a + b for a, b in pairwise(padded))
    return {pair: min(math.log2(1 + number), 3.0) for pair, number in counted.items()}


def plausibility(words: Iterable[str]) -> float:
    """How much the words look like names and words, as a mean over their letters outside ASCII.

    Above 0 for texts in Russian, Polish, German, French, Spanish; below −1 for a wrong reading.
    ASCII letters count only through their neighbours. 0 when there is nothing to judge.
    """
    total, letters = 0.0, 0
    for word in words:
        total += _word_score(word)
        letters += sum(1 for character in word if not character.isascii())
    return total / letters if letters else 0.0


def _word_score(word: str) -> float:
    pairs = _pair_scores()
    padded = f" {word} "
    score = 0.0
    for before, character, after in zip(padded, padded[1:], padded[2:], strict=False):
        if character.isascii():
            continue
        lowered = character.lower()
        if character in _MARKS:
            allowed = _JOINING_MARKS if before.isalpha() else _OPENING_MARKS
            score += _BROKEN_WORD if after.isalpha() and character not in allowed else -0.3
        elif lowered in _LETTERS:
            score += _letter_score(before, character, after, pairs)
        else:
            score += _RARE if lowered in _RARE_LETTERS else _STRANGE
    return score


def _letter_score(before: str, character: str, after: str, pairs: dict[str, float]) -> float:
    left = before.lower() if before.isalpha() else " "
    right = after.lower() if after.isalpha() else " "
    lowered = character.lower()
    score = pairs.get(left + lowered, _UNUSUAL_PAIR) + pairs.get(lowered + right, _UNUSUAL_PAIR)
    if before.islower() and character.isupper():
        score += _BROKEN_WORD
    if _is_cyrillic(character) and any(c.isascii() and c.isalpha() for c in (before, after)):
        score += _BROKEN_WORD
    return score / 2


def _is_cyrillic(character: str) -> bool:
    return "\u0400" <= character <= "\u04ff"
