"""What the controls on the picture of components say, in the three languages.

Read by the parts of that picture. Data only, of the sample office.
"""

from __future__ import annotations

from dataclasses import dataclass

Texts = tuple[str, ...]


@dataclass(frozen=True)
class ComponentWords:
    """``captions`` by what stands below them; ``fields`` as (label, value, hint) of each input;
    ``tabs`` as (name, number); ``chips`` as (field, value); ``toasts`` as (what happened, what
    was kept, action); ``rows`` as (name, state); ``card`` as title, client, tag, amount, days in
    the stage, next step, owner."""

    captions: dict[str, str]
    states: Texts
    buttons: Texts
    kinds: Texts
    fields: tuple[Texts, ...]
    amount: str
    tags: Texts
    people: Texts
    steps: Texts
    tabs: tuple[Texts, ...]
    segments: Texts
    chips: tuple[Texts, ...]
    add_chip: str
    letters: Texts
    menu: Texts
    toasts: tuple[Texts, ...]
    banners: Texts
    empty: Texts
    rows: tuple[Texts, ...]
    hint: str
    sure: str
    card: Texts


COMPONENT_WORDS = {
    "ru": ComponentWords(
        captions={
            "buttons": "Кнопки, 32 / 28 / 24",
            "fields": "Поля ввода, 32",
            "ticks": "Флажки, переключатели, отметка задачи",
            "tags": "Теги и стадии, 8 цветов",
            "steps": "Следующий шаг: значок и слова, не только цвет",
            "tabs": "Вкладки, переключатель вида, фильтры",
            "letters": "Шкала текста",
            "menu": "Контекстное меню",
            "toasts": "Уведомления",
            "empty": "Пустой список",
            "rows": "Строки таблицы",
            "loading": "Загрузка, через 150 мс",
            "small": "Подсказка, счётчик, метка, ход",
            "card": "Карточка сделки",
            "keyboard": "фокус с клавиатуры",
            "dragged": "перетаскивание",
        },
        states=("Обычная", "Наведение", "Нажатие", "Фокус", "Недоступна"),
        buttons=("Сохранить", "Импорт", "Отмена"),
        kinds=("Удалить", "Выиграна", "Проиграна", "Сохранить вид", "Перенести"),
        fields=(
            ("Город", "Санкт-Петербург", ""),
            ("Город", "Санкт-Пет", ""),
            ("Сумма", "", "Необязательно"),
            ("E-mail", "m.kim@vektor", "Нужна точка после «@»"),
            ("Телефон", "+7 900 555-01-14", "Такой номер уже есть"),
            ("Ответственный", "Анна Соколова", "Меняет руководитель"),
        ),
        amount="0,00 ₽",
        tags=("Архив", "Опт", "Склад", "Медицина", "Спорт", "Кафе", "Дизайнер", "Ключевой"),
        people=("АС", "ДО", "МК", "ИБ", "ОЖ", "ЕФ", "ТА", "ПЮ"),
        steps=("20 окт., 11:00", "сегодня, 15:30", "вчера", "Нет шага"),
        tabs=(("Все", "1 284"), ("Мои клиенты", "214"), ("Ключевые", "58")),
        segments=("День", "Неделя", "Месяц"),
        chips=(("Город", "Санкт-Петербург"), ("Теги", "любые")),
        add_chip="Фильтр",
        letters=("26 Сумма", "20 Заголовок", "15 Раздел", "13 Текст", "12 Подпись", "11 Мелкая"),
        menu=(
            *("Открыть", "В новом окне", "Позвонить", "Задача", "Теги", "Ответственный"),
            "Убрать в архив",
        ),
        toasts=(
            ("Сделка переведена в «Договор»", "", "Отменить"),
            ("Нет связи с офисом", "Изменения сохранены на этом компьютере", ""),
            ("Письмо не отправлено", "Оно осталось в черновиках", "Повторить"),
        ),
        banners=(
            "Вышла версия 1.4. Обновится при следующем запуске.",
            "Импорт закончен: добавлено 1 204 контакта.",
        ),
        empty=(
            *("Здесь пока нет сделок", "Добавьте первую или перенесите из таблицы."),
            *("Новая сделка", "Импорт"),
        ),
        rows=(
            ("Марина Ким", "обычная"),
            ("Тимур Ахметов", "наведение"),
            ("Нина Кравцова", "текущая"),
            ("Виктор Чен", "отмечена"),
            ("Елена Фомина", "фокус"),
            ("Павел Юдин", "окно неактивно"),
        ),
        hint="Создать сделку Ctrl+Shift+D",
        sure="Точно",
        card=(
            *("Зал и витрина", "Кофейня «Полдень»", "Кафе", "185 000 ₽", "2 дн."),
            *("сегодня, 14:00", "АС"),
        ),
    ),
    "en": ComponentWords(
        captions={
            "buttons": "Buttons, 32 / 28 / 24",
            "fields": "Inputs, 32",
            "ticks": "Check boxes, switches, the tick of a task",
            "tags": "Tags and stages, 8 colours",
            "steps": "Next step: icon and words, not colour alone",
            "tabs": "Tabs, switch of modes, filters",
            "letters": "Scale of text",
            "menu": "Context menu",
            "toasts": "Notifications",
            "empty": "Empty list",
            "rows": "Rows of a table",
            "loading": "Loading, after 150 ms",
            "small": "Tooltip, count, mark, progress",
            "card": "Card of a deal",
            "keyboard": "focus by keyboard",
            "dragged": "being dragged",
        },
        states=("Usual", "Hovered", "Pressed", "Focus", "Disabled"),
        buttons=("Save", "Import", "Cancel"),
        kinds=("Delete", "Won", "Lost", "Save view", "Move"),
        fields=(
            ("City", "Saint Petersburg", ""),
            ("City", "Saint Pet", ""),
            ("Amount", "", "Optional"),
            ("E-mail", "m.kim@vektor", "A dot is needed after “@”"),
            ("Phone", "+7 900 555-01-14", "This number is there already"),
            ("Owner", "Anna Sokolova", "The manager changes it"),
        ),
        amount="₽0.00",
        tags=("Archive", "Wholesale", "Depot", "Medical", "Sport", "Café", "Designer", "Key"),
        people=("AS", "DO", "MK", "IB", "OZ", "EF", "TA", "PY"),
        steps=("20 Oct, 11:00", "today, 15:30", "yesterday", "No step"),
        tabs=(("All", "1,284"), ("My clients", "214"), ("Key", "58")),
        segments=("Day", "Week", "Month"),
        chips=(("City", "Saint Petersburg"), ("Tags", "any")),
        add_chip="Filter",
        letters=("26 Amount", "20 Title", "15 Heading", "13 Text", "12 Label", "11 Caption"),
        menu=("Open", "In a new window", "Call", "Task", "Tags", "Owner", "Archive"),
        toasts=(
            ("The deal is in “Contract” now", "", "Undo"),
            ("The office can’t be reached", "Changes are kept on this computer", ""),
            ("The e-mail wasn’t sent", "It’s in your drafts", "Try again"),
        ),
        banners=(
            "Version 1.4 is out. It comes with the next start.",
            "The import is done: 1,204 contacts were added.",
        ),
        empty=(
            *("No deals yet", "Add the first one or bring them from a spreadsheet."),
            *("New deal", "Import"),
        ),
        rows=(
            ("Marina Kim", "usual"),
            ("Timur Akhmetov", "hovered"),
            ("Nina Kravtsova", "current"),
            ("Viktor Chen", "ticked"),
            ("Elena Fomina", "focus"),
            ("Pavel Yudin", "inactive window"),
        ),
        hint="New deal Ctrl+Shift+D",
        sure="Sure",
        card=(
            *("Hall and window", "Noon Café", "Café", "₽185,000", "2d"),
            *("today, 14:00", "AS"),
        ),
    ),
    "pl": ComponentWords(
        captions={
            "buttons": "Przyciski, 32 / 28 / 24",
            "fields": "Pola, 32",
            "ticks": "Pola wyboru, przełączniki, znacznik zadania",
            "tags": "Tagi i etapy, 8 kolorów",
            "steps": "Następny krok: ikona i słowa, nie tylko kolor",
            "tabs": "Karty, przełącznik widoku, filtry",
            "letters": "Skala tekstu",
            "menu": "Menu kontekstowe",
            "toasts": "Powiadomienia",
            "empty": "Pusta lista",
            "rows": "Wiersze tabeli",
            "loading": "Wczytywanie, po 150 ms",
            "small": "Podpowiedź, licznik, znacznik, postęp",
            "card": "Karta szansy",
            "keyboard": "fokus z klawiatury",
            "dragged": "przeciąganie",
        },
        states=("Zwykły", "Wskazany", "Naciśnięty", "Fokus", "Niedostępny"),
        buttons=("Zapisz", "Import", "Anuluj"),
        kinds=("Usuń", "Wygrana", "Przegrana", "Zapisz widok", "Przełóż"),
        fields=(
            ("Miasto", "Warszawa", ""),
            ("Miasto", "Warsz", ""),
            ("Kwota", "", "Nieobowiązkowo"),
            ("E-mail", "m.kimla@wektor", "Po „@” potrzebna jest kropka"),
            ("Telefon", "+48 600 555 114", "Taki numer już jest"),
            ("Opiekun", "Anna Sokołowska", "Zmienia kierownik"),
        ),
        amount="0,00 zł",
        tags=(
            *("Archiwum", "Hurt", "Magazyn", "Medycyna", "Sport", "Gastronomia", "Projektant"),
            "Kluczowy",
        ),
        people=("AS", "DO", "MK", "IB", "OZ", "EF", "TA", "PJ"),
        steps=("20 paź, 11:00", "dzisiaj, 15:30", "wczoraj", "Brak kroku"),
        tabs=(("Wszystkie", "1284"), ("Moi klienci", "214"), ("Kluczowi", "58")),
        segments=("Dzień", "Tydzień", "Miesiąc"),
        chips=(("Miasto", "Warszawa"), ("Tagi", "dowolne")),
        add_chip="Filtr",
        letters=("26 Kwota", "20 Tytuł", "15 Nagłówek", "13 Tekst", "12 Etykieta", "11 Podpis"),
        menu=("Otwórz", "W nowym oknie", "Zadzwoń", "Zadanie", "Tagi", "Opiekun", "Archiwizuj"),
        toasts=(
            ("Szansa jest teraz na etapie „Umowa”", "", "Cofnij"),
            ("Brak połączenia z biurem", "Zmiany zapisano na tym komputerze", ""),
            ("Nie wysłano wiadomości", "Została w wersjach roboczych", "Ponów"),
        ),
        banners=(
            "Jest wersja 1.4. Zaktualizuje się przy następnym uruchomieniu.",
            "Import zakończony: dodano 1204 kontakty.",
        ),
        empty=(
            *("Nie ma jeszcze szans sprzedaży", "Dodaj pierwszą lub przenieś z arkusza."),
            *("Nowa szansa", "Import"),
        ),
        rows=(
            ("Magda Kimla", "zwykły"),
            ("Tomasz Adamek", "wskazany"),
            ("Nina Krawczyk", "bieżący"),
            ("Wiktor Czech", "zaznaczony"),
            ("Ewa Fortuna", "fokus"),
            ("Paweł Judycki", "okno nieaktywne"),
        ),
        hint="Nowa szansa Ctrl+Shift+D",
        sure="Na pewno",
        card=(
            *("Sala i witryna", "Kawiarnia Południe", "Gastronomia", "18 500 zł", "2 dni"),
            *("dzisiaj, 14:00", "AS"),
        ),
    ),
}
