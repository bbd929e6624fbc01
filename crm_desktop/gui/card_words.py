"""What the pictures of cards tell of their people, in the three languages. Data only.

Read by ``card_pictures``; texts and moments are those of ``c-contact-card-light`` and
``c2-contact-blacklist-light``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Names of colleagues are the demo data's own; ``colleague`` stands in front of a mention,
    ``together`` behind it. ``unfinished`` is no whole address of ``marina``; ``sought`` finds her
    company, ``discount`` something in her timeline."""

    anna: str
    igor: str
    dmitry: str
    city: str
    former_position: str
    hours: str
    client_type: str
    wholesale: str
    retail: str
    budget: str
    former_budget: str
    new_budget: str
    area: str
    meeting: str
    meeting_result: str
    note: str
    together: str
    short_call: str
    call: str
    call_result: str
    offer: str
    offer_text: str
    showing: str
    files: tuple[str, str]
    suburb: str
    debt: str
    debt_call: str
    debt_result: str
    debt_note: str
    phone: str
    other_phone: str
    early: str
    deferral: str
    position: str
    marina: str
    unfinished: str
    sought: str
    discount: str


_RU = Words(
    anna="Анна Соколова",
    igor="Игорь Белов",
    dmitry="Дмитрий Орлов",
    city="Санкт-Петербург",
    former_position="Менеджер по закупкам",
    hours="после 15:00, не в пятницу",
    client_type="Тип клиента",
    wholesale="Оптовый",
    retail="Розничный",
    budget="Бюджет, год",
    former_budget="4 200 000 ₽",
    new_budget="4 500 000 ₽",
    area="Площадь",
    meeting="Встреча в офисе клиента",
    meeting_result="Обошли три этажа, замеры приложены.",
    note="Решение принимает вместе с главным инженером. Важна гарантия 5 лет.",
    together="пойдём на следующую встречу вдвоём?",
    short_call="Короткий звонок",
    call="Исходящий звонок, 6 мин 12 с",
    call_result="Просит скидку 7 % при оплате в этом месяце. Сравнивает с двумя поставщиками, "
    "срок решения — до 20 октября.",
    offer="Обсудить предложение",
    offer_text="Подготовить ответ про скидку 7 %.",
    showing="Показ образцов в шоуруме",
    files=("Предложение Лиговский v2.pdf", "Замеры, 3 этаж.jpg"),
    suburb="Колпино",
    debt="Две неоплаченные поставки весной, долг 186 400 ₽.",
    debt_call="Исходящий звонок, 2 мин",
    debt_result="Обещал оплатить до 20 августа. Оплата не пришла.",
    debt_note="Причина: просроченные оплаты. Вернуться к вопросу после погашения долга.",
    phone="+7 900 555-01-14",
    other_phone="+7 900 555-01-41",
    early="до 11:00",
    deferral="Решение принимает вместе с главным инженером. Просит отсрочку 14 дней.",
    position="Директор по закупкам",
    marina="Марина Ким",
    unfinished="m.kim@vektor",
    sought="вект",
    discount="скидк",
)
_EN = Words(
    anna="Anna Sokolova",
    igor="Igor Belov",
    dmitry="Dmitry Orlov",
    city="London",
    former_position="Purchasing Manager",
    hours="after 3 pm, not on Fridays",
    client_type="Type of client",
    wholesale="Wholesale",
    retail="Retail",
    budget="Budget, year",
    former_budget="$42,000",
    new_budget="$45,000",
    area="Floor area",
    meeting="Meeting in the client's office",
    meeting_result="Walked through three floors, the measurements are attached.",
    note="Decides together with the chief engineer. A five-year warranty matters.",
    together="shall we go to the next meeting together?",
    short_call="Short call",
    call="Outgoing call, 6 min 12 s",
    call_result="Asks for a discount of 7% if they pay this month. Compares with two suppliers, "
    "will decide by 20 October.",
    offer="Talk about the offer",
    offer_text="Prepare an answer about the 7% discount.",
    showing="Samples in the showroom",
    files=("Offer for the office v2.pdf", "Measurements, 3rd floor.jpg"),
    suburb="Croydon",
    debt="Two unpaid deliveries in spring, a debt of $1,864.",
    debt_call="Outgoing call, 2 min",
    debt_result="Promised to pay by 20 August. No payment has come.",
    debt_note="Reason: late payments. Come back to it when the debt is paid.",
    phone="+44 20 7946 0114",
    other_phone="+44 20 7946 0141",
    early="before 11 am",
    deferral="Decides together with the chief engineer. Asks for 14 days to pay.",
    position="Purchasing Director",
    marina="Marina Kim",
    unfinished="m.kim@vector",
    sought="vect",
    discount="discount",
)
_PL = Words(
    anna="Anna Sokołowska",
    igor="Igor Bielecki",
    dmitry="Dariusz Orłowski",
    city="Warszawa",
    former_position="Specjalistka ds. zakupów",
    hours="po 15:00, nie w piątki",
    client_type="Typ klienta",
    wholesale="Hurtowy",
    retail="Detaliczny",
    budget="Budżet, rok",
    former_budget="420 000 zł",
    new_budget="450 000 zł",
    area="Powierzchnia",
    meeting="Spotkanie w biurze klienta",
    meeting_result="Obejrzeliśmy trzy piętra, pomiary w załączniku.",
    note="Decyduje razem z głównym inżynierem. Ważna jest gwarancja na 5 lat.",
    together="pójdziemy razem na następne spotkanie?",
    short_call="Krótka rozmowa",
    call="Rozmowa wychodząca, 6 min 12 s",
    call_result="Prosi o 7% rabatu przy płatności w tym miesiącu. Porównuje z dwoma dostawcami, "
    "decyzja do 20 października.",
    offer="Omówić ofertę",
    offer_text="Przygotować odpowiedź w sprawie 7% rabatu.",
    showing="Pokaz próbek w showroomie",
    files=("Oferta dla biura v2.pdf", "Pomiary, 3 piętro.jpg"),
    suburb="Pruszków",
    debt="Dwie niezapłacone dostawy wiosną, dług 18 640 zł.",
    debt_call="Rozmowa wychodząca, 2 min",
    debt_result="Obiecał zapłacić do 20 sierpnia. Wpłaty nie ma.",
    debt_note="Powód: zaległe płatności. Wrócić do sprawy po spłacie długu.",
    phone="+48 600 555 114",
    other_phone="+48 600 555 141",
    early="przed 11:00",
    deferral="Decyduje razem z głównym inżynierem. Prosi o 14 dni na zapłatę.",
    position="Dyrektorka zakupów",
    marina="Magda Kimla",
    unfinished="m.kimla@wektor",
    sought="wekt",
    discount="rabat",
)
WORDS = {"ru": _RU, "en": _EN, "pl": _PL}
