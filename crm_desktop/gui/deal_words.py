"""The deals of the design's pictures: what they share, and their words in the three languages.

Read by ``deal_pictures``; titles, amounts, days, tags and owners are those of ``d-deals-kanban``,
``e-deal-card`` and ``k1-settings-pipelines``. Data only.
"""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.features.data.demo.stock import lines


@dataclass(frozen=True)
class SampleDeal:
    """An open deal: the numbers of its stage, company, owner and tags in the demo data, ``amount``
    in roubles, ``days`` since it came to its stage, ``step`` as days from today with or without
    a time (``+1 10:00``), or empty."""

    stage: int
    company: int
    amount: int
    days: int
    step: str
    owner: int
    tags: tuple[int, ...]


def _deals(text: str) -> tuple[SampleDeal, ...]:
    rows = (line.split("; ") for line in lines(text))
    return tuple(
        SampleDeal(
            int(stage),
            int(company),
            int(amount),
            int(days),
            "" if step == "-" else step,
            int(owner),
            tuple(int(tag) for tag in tags.split(",") if tag != "-"),
        )
        for stage, company, amount, days, step, owner, tags in rows
    )


OPEN = _deals("""
    0; 1; 1240000; 1; -; 1; 2,1
    0; 10; 64000; 1; +1 10:00; 4; -
    0; 12; 96000; 2; -; 1; -
    0; 15; 118000; 3; +0 16:30; 2; -
    0; 11; 72000; 4; +2; 1; 7
    0; 9; 62000; 4; +5; 1; 7
    0; 16; 55000; 5; +6; 3; -
    0; 15; 48000; 5; +7; 2; -
    0; 17; 45000; 6; +8; 4; -
    0; 18; 40000; 6; +9; 0; -
    1; 8; 480000; 9; -1; 1; -
    1; 3; 415000; 8; -; 1; 2
    1; 5; 390000; 5; +1 12:00; 0; -
    1; 4; 355000; 6; +0 17:00; 1; 5,0
    1; 13; 210000; 2; +5; 3; -
    1; 10; 160000; 1; +6; 4; 3
    1; 19; 130000; 3; +7; 2; -
    1; 20; 120000; 3; +8; 1; 3
    1; 2; 80000; 2; +9; 1; -
    2; 13; 860000; 12; -; 3; 0
    2; 19; 540000; 4; +1 15:00; 2; -
    2; 0; 264000; 3; +6 11:00; 1; 1
    2; 2; 185000; 2; +0 14:00; 1; 3,10
    2; 9; 312000; 5; +8; 1; 7
    2; 21; 244000; 6; +12; 3; -
    2; 17; 205000; 2; +13; 4; -
    2; 22; 150000; 3; +14; 0; -
    3; 0; 1180000; 2; +0 15:30; 1; 0,1
    3; 6; 327500; 5; -; 3; -
    3; 23; 349500; 7; +2 10:30; 2; -
    3; 20; 298000; 14; -5; 1; 3
    3; 24; 150000; 3; +7; 0; -
    3; 16; 150000; 4; +0 18:00; 3; -
    4; 3; 640000; 1; +1 12:00; 2; 2
    4; 4; 410000; 6; -1; 1; 5,0
    4; 25; 215000; 4; +9; 3; -
""")
"""In the order of the board: column by column, from above. In roubles, as on the pictures."""

SHOWN = 27
"""The number of the deal whose card is on the pictures, «Офис на Лиговском»."""
NIGHT_LIGHTS = 21
"""The number of the other deal with the same person."""

DONE = _deals("""
    4; 0; 980000; 24; -; 1; 1
    4; 0; 760000; 31; -; 1; 1
    4; 0; 570000; 18; -; 1; -
    4; 1; 430000; 22; -; 1; 2
    4; 3; 385000; 27; -; 2; 2
    4; 5; 266000; 15; -; 0; -
    4; 6; 312000; 29; -; 3; -
    4; 8; 148000; 20; -; 1; -
    4; 10; 92000; 12; -; 4; 3
    4; 13; 705000; 38; -; 3; 0
    4; 19; 224000; 26; -; 2; -
    4; 21; 189000; 26; -; 3; -
    2; 7; 530000; 19; -; 0; 1
    3; 14; 275000; 33; -; 1; 1
    1; 12; 84000; 9; -; 1; -
    2; 16; 198000; 21; -; 3; -
    1; 18; 46000; 7; -; 0; -
    3; 20; 340000; 28; -; 1; 3
    2; 24; 120000; 16; -; 0; -
""")
"""Closed deals, those won first; ``days`` is how long they took: those won 24 on average."""

WON = 12
"""So many of ``DONE`` were won."""


@dataclass(frozen=True)
class SampleProduct:
    """A line of the shown deal: ``price`` in roubles, ``discount`` in percent."""

    sku: str
    quantity: str
    price: int
    discount: int
    is_service: bool


PRODUCTS = (
    SampleProduct("LP-36-40", "220", 2_150, 0, False),
    SampleProduct("TR-20-B", "84", 3_400, 5, False),
    SampleProduct("SH-2-B", "42", 1_260, 0, False),
    SampleProduct("EM-18", "18", 4_900, 0, False),
    SampleProduct("", "1", 85_000, 0, True),
    SampleProduct("", "338", 620, 0, True),
)


@dataclass(frozen=True)
class DealWords:
    """``titles`` in the order of ``OPEN``, ``done`` in that of ``DONE``; ``products`` as pairs of
    name and unit; ``roubles`` is how many of them one unit of ``currency`` stands for."""

    currency: str
    roubles: int
    pipelines: tuple[str, str, str]
    titles: tuple[str, ...]
    done: tuple[str, ...]
    repeated: tuple[str, ...]
    partners: tuple[str, ...]
    steps: tuple[str, ...]
    products: tuple[tuple[str, str], ...]
    roles: tuple[str, str, str]
    source: str
    work_type: str
    work_types: tuple[str, ...]
    area: str
    area_value: str
    budget: str
    payment: str
    payments: tuple[str, ...]
    legal_buyer: str
    scan: str
    rival: str
    loss: str
    wished: str
    closing: str


_RU = DealWords(
    currency="RUB",
    roubles=1,
    pipelines=("Новые клиенты", "Повторные продажи", "Партнёры"),
    titles=lines("""
        Освещение склада, 2-я очередь
        Подсветка витрины
        Замена ламп в 3 залах
        Аварийный свет, паркинг
        Рабочие места, 12 столов
        Свет для кухни-гостиной
        Примерочные, 8 кабин
        Лестница и холл
        Вывеска и вход
        Мастерская, верстаки
        Спортзал, основной зал
        Склад, аварийное освещение
        Цех, замена прожекторов
        Стоматология, 6 кабинетов
        Ресепшен и холл
        Кухня и зал
        Переговорные, 4 шт.
        Барная стойка
        Кладовая и коридор
        Фасадная подсветка
        Коворкинг, второй этаж
        Склад, дежурный свет
        Зал и витрина
        Дом в Комарово
        Галерея, трековая система
        Салон, зона мойки
        Читальный зал
        Офис на Лиговском
        Шоурум на Петроградской
        Паркинг, уровни 1–2
        Терраса ресторана
        Офис, 240 м²
        Витрины, три бутика
        Балтлог, второй склад
        Кабинеты врачей
        Свет в спортзале
    """),
    done=lines("""
        Офис на Садовой
        Склад в Шушарах
        Торговый зал
        Освещение склада, 1-я очередь
        Погрузочная зона
        Щитовая и коридоры
        Мебельный салон
        Раздевалки
        Летняя веранда
        Номера, 3 этажа
        Коворкинг, первый этаж
        Временная выставка
        Строительный городок
        Офис в Колпино
        Малый зал
        Склад магазинов
        Сушильная камера
        Банкетный зал
        Архив и приёмная
    """),
    repeated=("Лампы на замену", "Сервис, полугодие", "Ещё один этаж", "Запас светильников"),
    partners=("Шоурум партнёра", "Обучение монтажников", "Закупка на квартал", "Общий стенд"),
    steps=("Обсудить предложение", "Уточнить замеры", "Отправить расчёт", "Позвонить и напомнить"),
    products=(
        ("Панель LED 36 Вт, 4000 К", "шт."),
        ("Трековый светильник 20 Вт", "шт."),
        ("Шинопровод 2 м, чёрный", "шт."),
        ("Блок аварийного питания", "шт."),
        ("Проектирование", "усл."),
        ("Монтаж и пусконаладка", "м²"),
    ),
    roles=("принимает решение", "документы", "главный инженер"),
    source="Выставка «Интерлайт»",
    work_type="Тип работ",
    work_types=("Поставка и монтаж", "Поставка", "Монтаж"),
    area="Площадь",
    area_value="338 м²",
    budget="Бюджет",
    payment="Срок оплаты",
    payments=("50 % аванс, 50 % по акту", "Полная предоплата", "Отсрочка 30 дней"),
    legal_buyer="Юрлицо покупателя",
    scan="Скан договора",
    rival="Светоград",
    loss="Дешевле на 9 %, но без монтажа. Вернуться, если затянут со сроками.",
    wished="Свет в переговорных",
    closing="Закрыть в октябре",
)
_EN = DealWords(
    currency="RUB",
    roubles=1,
    pipelines=("New clients", "Repeat sales", "Partners"),
    titles=lines("""
        Warehouse lighting, phase 2
        Shop window lighting
        Lamp swap in 3 halls
        Emergency lights, car park
        12 workstations
        Kitchen-lounge lights
        8 fitting rooms
        Stairs and hall
        Sign and entrance
        Workshop benches
        Gym, main hall
        Emergency lights, warehouse
        Workshop floodlights
        Dental clinic, 6 rooms
        Reception and hall
        Kitchen and hall
        4 meeting rooms
        Bar counter
        Store room and corridor
        Facade lighting
        Coworking, second floor
        Warehouse, night lights
        Hall and shop window
        House in Komarovo
        Gallery track lights
        Salon, wash area
        Reading room
        Ligovsky office
        Petrogradsky showroom
        Car park, levels 1–2
        Restaurant terrace
        Office, 240 m²
        Three boutique windows
        Baltlog, second site
        Doctors’ rooms
        School gym lighting
    """),
    done=lines("""
        Sadovaya office
        Shushary warehouse
        Sales floor
        Warehouse lighting, phase 1
        Loading bay
        Switch room and corridors
        Furniture showroom
        Changing rooms
        Summer veranda
        Guest rooms, 3 floors
        Coworking, first floor
        Temporary exhibition
        Site cabins
        Kolpino office
        Small hall
        Shops’ warehouse
        Drying room
        Banquet hall
        Archive and reception
    """),
    repeated=("Replacement lamps", "Service, half a year", "One more floor", "Spare luminaires"),
    partners=("Partner’s showroom", "Fitters’ training", "Purchase for a quarter", "Shared stand"),
    steps=("Talk about the offer", "Check the measurements", "Send the estimate", "Call again"),
    products=(
        ("LED panel 36 W, 4000 K", "pcs"),
        ("Track light 20 W", "pcs"),
        ("Track 2 m, black", "pcs"),
        ("Emergency power unit", "pcs"),
        ("Design", "job"),
        ("Installation and start-up", "m²"),
    ),
    roles=("decides", "documents", "chief engineer"),
    source="Interlight trade fair",
    work_type="Type of work",
    work_types=("Supply and installation", "Supply", "Installation"),
    area="Area",
    area_value="338 m²",
    budget="Budget",
    payment="Terms of payment",
    payments=("50% in advance, 50% on completion", "Full prepayment", "30 days"),
    legal_buyer="Buyer’s legal entity",
    scan="Scan of the contract",
    rival="Lightcity",
    loss="9% cheaper, but without installation. Come back if they are late.",
    wished="Light in the meeting rooms",
    closing="To close in October",
)
_PL = DealWords(
    currency="PLN",
    roubles=10,
    pipelines=("Nowi klienci", "Sprzedaż ponowna", "Partnerzy"),
    titles=lines("""
        Oświetlenie magazynu, etap 2
        Oświetlenie witryny
        Wymiana lamp w 3 salach
        Światło awaryjne, parking
        12 stanowisk pracy
        Światło do kuchni i salonu
        8 przymierzalni
        Schody i hol
        Szyld i wejście
        Warsztat, stoły
        Siłownia, sala główna
        Magazyn, światło awaryjne
        Hala, wymiana naświetlaczy
        Stomatologia, 6 gabinetów
        Recepcja i hol
        Kuchnia i sala
        4 sale spotkań
        Bar
        Spiżarnia i korytarz
        Podświetlenie elewacji
        Coworking, drugie piętro
        Magazyn, światło nocne
        Sala i witryna
        Dom w Konstancinie
        Galeria, szynoprzewody
        Salon, myjnie
        Czytelnia
        Biuro na Ligockiej
        Showroom na Pradze
        Parking, poziomy 1–2
        Taras restauracji
        Biuro, 240 m²
        Witryny, trzy butiki
        Baltlog, drugi magazyn
        Gabinety lekarskie
        Światło w sali gimnastycznej
    """),
    done=lines("""
        Biuro na Sadowej
        Magazyn w Markach
        Sala sprzedaży
        Oświetlenie magazynu, etap 1
        Rampa załadunkowa
        Rozdzielnia i korytarze
        Salon meblowy
        Szatnie
        Letnia weranda
        Pokoje, 3 piętra
        Coworking, pierwsze piętro
        Wystawa czasowa
        Zaplecze budowy
        Biuro w Pruszkowie
        Mała sala
        Magazyn sklepów
        Suszarnia
        Sala bankietowa
        Archiwum i sekretariat
    """),
    repeated=("Lampy na wymianę", "Serwis, pół roku", "Kolejne piętro", "Zapas opraw"),
    partners=("Showroom partnera", "Szkolenie monterów", "Zakup na kwartał", "Wspólne stoisko"),
    steps=("Omówić ofertę", "Sprawdzić pomiary", "Wysłać wycenę", "Zadzwonić z przypomnieniem"),
    products=(
        ("Panel LED 36 W, 4000 K", "szt."),
        ("Reflektor szynowy 20 W", "szt."),
        ("Szynoprzewód 2 m, czarny", "szt."),
        ("Zasilacz awaryjny", "szt."),
        ("Projekt", "usł."),
        ("Montaż i uruchomienie", "m²"),
    ),
    roles=("podejmuje decyzję", "dokumenty", "główny inżynier"),
    source="Targi Światło",
    work_type="Rodzaj prac",
    work_types=("Dostawa i montaż", "Dostawa", "Montaż"),
    area="Powierzchnia",
    area_value="338 m²",
    budget="Budżet",
    payment="Termin płatności",
    payments=("50% zaliczki, 50% po odbiorze", "Pełna przedpłata", "Odroczenie 30 dni"),
    legal_buyer="Podmiot kupujący",
    scan="Skan umowy",
    rival="Światłograd",
    loss="O 9% taniej, ale bez montażu. Wrócić, jeśli się spóźnią.",
    wished="Światło w salach spotkań",
    closing="Zamknąć w październiku",
)

DEAL_WORDS = {"ru": _RU, "en": _EN, "pl": _PL}
