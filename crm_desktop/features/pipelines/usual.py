"""The pipelines to start from and the usual reasons for which deals are lost, in three languages.

Used by ``furnishing`` and by the window that offers them. Pure, any thread.
"""

from __future__ import annotations

from crm_desktop.features.pipelines.rows import Requirement
from crm_desktop.features.pipelines.templates import (
    PipelineTemplate,
    ReasonTemplate,
    StageTemplate,
    Words,
)

_SOURCE = Requirement("deal", "source")
_COMPANY = Requirement("deal", "company")
_AMOUNT = Requirement("deal", "amount")
_PRODUCTS = Requirement("deal", "lines")
_CLOSING = Requirement("deal", "expected_close")
_STEP_DONE = Requirement("deal", "activity")

_NEW_CLIENTS = PipelineTemplate(
    "new-clients",
    Words("New customers", "Новые клиенты", "Nowi klienci"),
    (
        StageTemplate(
            Words("New lead", "Новая заявка", "Nowe zgłoszenie"),
            "grey",
            10,
            3,
            Words(
                "Call back the same day and find out what is needed.",
                "Перезвоните в тот же день и узнайте, что нужно.",
                "Oddzwoń tego samego dnia i zapytaj, czego klient potrzebuje.",
            ),
        ),
        StageTemplate(
            Words("Qualified", "Квалификация", "Kwalifikacja"),
            "blue",
            25,
            7,
            Words(
                "Find out the budget, the date and who decides.",
                "Узнайте бюджет, срок и кто принимает решение.",
                "Ustal budżet, termin i kto podejmuje decyzję.",
            ),
            (_SOURCE,),
        ),
        StageTemplate(
            Words("Proposal", "Предложение", "Oferta"),
            "violet",
            50,
            10,
            Words(
                "Send the quote and agree when to talk it over.",
                "Отправьте предложение и договоритесь, когда его обсудить.",
                "Wyślij ofertę i umów się, kiedy ją omówicie.",
            ),
            (_AMOUNT,),
        ),
        StageTemplate(
            Words("Negotiation", "Согласование", "Negocjacje"),
            "amber",
            70,
            10,
            Words(
                "Settle price, dates and terms of payment.",
                "Согласуйте цену, сроки и условия оплаты.",
                "Uzgodnij cenę, terminy i warunki płatności.",
            ),
            (_CLOSING,),
        ),
        StageTemplate(
            Words("Contract", "Договор", "Umowa"),
            "teal",
            90,
            7,
            Words(
                "Prepare the contract and have it signed.",
                "Подготовьте договор и подпишите его.",
                "Przygotuj umowę i doprowadź do jej podpisania.",
            ),
        ),
    ),
)

_REPEAT_SALES = PipelineTemplate(
    "repeat-sales",
    Words("Repeat sales", "Повторные продажи", "Kolejne sprzedaże"),
    (
        StageTemplate(
            Words("Time to remind", "Пора напомнить", "Czas przypomnieć"),
            "grey",
            20,
            7,
            Words(
                "Look what the client bought last time and call.",
                "Посмотрите, что клиент покупал в прошлый раз, и позвоните.",
                "Sprawdź, co klient kupił ostatnio, i zadzwoń.",
            ),
        ),
        StageTemplate(
            Words("Need is clear", "Потребность ясна", "Potrzeba znana"),
            "blue",
            45,
            7,
            Words(
                "Write down what is needed and by when.",
                "Запишите, что нужно и к какому сроку.",
                "Zapisz, co jest potrzebne i na kiedy.",
            ),
        ),
        StageTemplate(
            Words("Proposal", "Предложение", "Oferta"),
            "violet",
            65,
            5,
            Words(
                "Offer the usual things and one that goes well with them.",
                "Предложите обычный набор и одну вещь, которая к нему подходит.",
                "Zaproponuj to co zwykle i jedną rzecz, która do tego pasuje.",
            ),
            (_AMOUNT,),
        ),
        StageTemplate(
            Words("Invoice", "Счёт", "Faktura"),
            "teal",
            90,
            5,
            Words(
                "Send the invoice and check the payment.",
                "Выставьте счёт и проверьте оплату.",
                "Wystaw fakturę i sprawdź płatność.",
            ),
            (_CLOSING,),
        ),
    ),
)

_SERVICES = PipelineTemplate(
    "services",
    Words("Services", "Услуги", "Usługi"),
    (
        StageTemplate(
            Words("Request", "Обращение", "Zapytanie"),
            "grey",
            15,
            2,
            Words(
                "Answer within an hour and agree on a visit.",
                "Ответьте в течение часа и договоритесь о выезде.",
                "Odpowiedz w ciągu godziny i umów wizytę.",
            ),
        ),
        StageTemplate(
            Words("Visit", "Выезд", "Wizyta"),
            "blue",
            35,
            5,
            Words(
                "Look at the place, measure, take pictures.",
                "Осмотрите место, снимите размеры, сделайте фото.",
                "Obejrzyj miejsce, zmierz, zrób zdjęcia.",
            ),
        ),
        StageTemplate(
            Words("Estimate", "Смета", "Kosztorys"),
            "violet",
            55,
            5,
            Words(
                "List the works and materials and send the estimate.",
                "Перечислите работы и материалы, отправьте смету.",
                "Wypisz prace i materiały, wyślij kosztorys.",
            ),
            (_STEP_DONE,),
        ),
        StageTemplate(
            Words("Contract", "Договор", "Umowa"),
            "amber",
            80,
            7,
            Words(
                "Sign the contract and take the advance payment.",
                "Подпишите договор и получите предоплату.",
                "Podpisz umowę i przyjmij zaliczkę.",
            ),
            (_AMOUNT,),
        ),
        StageTemplate(
            Words("Work in progress", "Работы идут", "Prace w toku"),
            "orange",
            95,
            30,
            Words(
                "Tell the client every week how far the work is.",
                "Каждую неделю рассказывайте клиенту, как идут работы.",
                "Co tydzień mów klientowi, jak idą prace.",
            ),
            (_CLOSING,),
        ),
        StageTemplate(
            Words("Handover", "Сдача работ", "Odbiór"),
            "teal",
            98,
            5,
            Words(
                "Hand the work over, sign the act, ask for a review.",
                "Сдайте работу, подпишите акт, попросите отзыв.",
                "Oddaj prace, podpisz protokół, poproś o opinię.",
            ),
        ),
    ),
    may_skip=False,
)

_REAL_ESTATE = PipelineTemplate(
    "real-estate",
    Words("Real estate", "Недвижимость", "Nieruchomości"),
    (
        StageTemplate(
            Words("Request", "Заявка", "Zgłoszenie"),
            "grey",
            5,
            2,
            Words(
                "Call back and find out where the client saw the offer.",
                "Перезвоните и узнайте, где клиент увидел объект.",
                "Oddzwoń i zapytaj, gdzie klient zobaczył ofertę.",
            ),
        ),
        StageTemplate(
            Words("Wishes", "Пожелания", "Oczekiwania"),
            "blue",
            15,
            5,
            Words(
                "District, size, budget, loan, date of moving.",
                "Район, площадь, бюджет, ипотека, срок переезда.",
                "Dzielnica, metraż, budżet, kredyt, termin przeprowadzki.",
            ),
            (_SOURCE,),
        ),
        StageTemplate(
            Words("Selection", "Подбор", "Wybór ofert"),
            "violet",
            25,
            7,
            Words(
                "Choose three to five places and agree on viewings.",
                "Подберите от 3 до 5 объектов и договоритесь о показах.",
                "Wybierz od 3 do 5 ofert i umów oglądanie.",
            ),
            (_AMOUNT,),
        ),
        StageTemplate(
            Words("Viewing", "Показ", "Prezentacja"),
            "amber",
            40,
            7,
            Words(
                "After each viewing write down what was liked and what was not.",
                "После каждого показа запишите, что понравилось, а что нет.",
                "Po każdej prezentacji zapisz, co się podobało, a co nie.",
            ),
        ),
        StageTemplate(
            Words("Reservation", "Бронь", "Rezerwacja"),
            "orange",
            75,
            7,
            Words(
                "Take the deposit and check the papers of the place.",
                "Возьмите задаток и проверьте документы объекта.",
                "Przyjmij zadatek i sprawdź dokumenty nieruchomości.",
            ),
            (_STEP_DONE, _CLOSING),
        ),
        StageTemplate(
            Words("Papers", "Оформление", "Formalności"),
            "teal",
            90,
            14,
            Words(
                "Lead the client through the bank, the notary and the register.",
                "Проведите клиента через банк, сделку и регистрацию.",
                "Przeprowadź klienta przez bank, notariusza i księgę wieczystą.",
            ),
        ),
    ),
)

_PROJECTS = PipelineTemplate(
    "projects",
    Words("Projects", "Проекты", "Projekty"),
    (
        StageTemplate(
            Words("Idea", "Идея", "Pomysł"),
            "grey",
            10,
            14,
            Words(
                "Write down what the client wants to reach and why now.",
                "Запишите, чего хочет клиент и почему сейчас.",
                "Zapisz, co klient chce osiągnąć i dlaczego teraz.",
            ),
        ),
        StageTemplate(
            Words("Requirements", "Требования", "Wymagania"),
            "blue",
            25,
            14,
            Words(
                "Meet those who decide and those who will use it.",
                "Встретьтесь с теми, кто решает, и с теми, кто будет пользоваться.",
                "Spotkaj się z tymi, którzy decydują, i tymi, którzy będą korzystać.",
            ),
            (_COMPANY,),
        ),
        StageTemplate(
            Words("Estimate", "Оценка", "Wycena"),
            "violet",
            40,
            10,
            Words(
                "Break the work into parts and give each a price and a term.",
                "Разбейте работу на части, у каждой цена и срок.",
                "Podziel pracę na części, każda z ceną i terminem.",
            ),
            (_STEP_DONE,),
        ),
        StageTemplate(
            Words("Negotiation", "Согласование", "Negocjacje"),
            "amber",
            60,
            14,
            Words(
                "Settle scope, price and dates with everyone who signs.",
                "Согласуйте объём, цену и сроки со всеми, кто подписывает.",
                "Uzgodnij zakres, cenę i terminy ze wszystkimi, którzy podpisują.",
            ),
            (_AMOUNT, _CLOSING),
        ),
        StageTemplate(
            Words("Contract", "Договор", "Umowa"),
            "teal",
            85,
            14,
            Words(
                "Sign the contract and plan the first meeting of the team.",
                "Подпишите договор и назначьте первую встречу команды.",
                "Podpisz umowę i zaplanuj pierwsze spotkanie zespołu.",
            ),
            (_PRODUCTS,),
        ),
    ),
    may_skip=False,
)

TEMPLATES = {
    template.code: template
    for template in (_NEW_CLIENTS, _REPEAT_SALES, _SERVICES, _REAL_ESTATE, _PROJECTS)
}
"""All templates by code, in the order in which they are offered."""

FIRST_TEMPLATE = _NEW_CLIENTS.code
"""What a new workspace begins with."""

LOST_REASONS = (
    ReasonTemplate(Words("Too expensive", "Дорого", "Za drogo")),
    ReasonTemplate(
        Words("Chose another supplier", "Выбрали другого поставщика", "Wybrali innego dostawcę"),
        asks_detail=True,
    ),
    ReasonTemplate(Words("Project postponed", "Отложили проект", "Odłożyli projekt")),
    ReasonTemplate(Words("The dates didn’t suit", "Не подошли сроки", "Nie pasowały terminy")),
    ReasonTemplate(Words("Stopped answering", "Перестали отвечать", "Przestali odpowiadać")),
    ReasonTemplate(Words("Another reason", "Другая причина", "Inny powód")),
)
"""The reasons that a workspace begins with (picture ``e2-deal-lost-reason-light``)."""
