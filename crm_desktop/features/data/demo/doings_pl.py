"""Titles, notes and results of Polish demo activities. Data only."""

from crm_desktop.features.data.demo.doings import Doings
from crm_desktop.features.data.demo.stock import lines

DOINGS = Doings(
    tasks=lines("""
        Przygotować ofertę
        Wystawić fakturę
        Wysłać karty katalogowe
        Sprawdzić termin dostawy
        Zamówić próbki
        Policzyć drugi wariant kosztorysu
        Przypomnieć o płatności
        Poprosić o rzuty pięter
        Wysłać podpisaną umowę
        Zamówić przepustkę dla samochodu
        Policzyć oświetlenie hali
        Dobrać zamiennik wycofanej oprawy
    """),
    calls=lines("""
        Omówić ofertę
        Zapytać, czy dotarły próbki
        Uzgodnić dostawę
        Przypomnieć o płatności
        Zapytać o budżet
        Złożyć życzenia i zapytać, co słychać
        Umówić pomiary
        Odpowiedzieć na pytania inżyniera
        Ustalić, kto podejmuje decyzję
        Zapytać o przetarg
    """),
    meetings=lines("""
        Pokaz próbek w salonie
        Spotkanie w biurze klienta
        Prezentacja projektu
        Rozmowa o umowie na przyszły rok
        Dobór światła z architektem
        Uzgodnienie szczegółów z inżynierem
    """),
    visits=lines("""
        Pomiary na obiekcie
        Kontrola montażu
        Przekazanie opraw
        Wymiana gwarancyjna
        Oględziny nowego budynku
    """),
    notes=lines("""
        Porównuje nas z **dwoma dostawcami**, decyzja do końca miesiąca.
        Prosi o 7% rabatu przy płatności w tym miesiącu.
        Projekt przesunięto na następny kwartał.
        Potrzebny kosztorys w *dwóch wariantach*: z montażem i bez.
        Najważniejsza jest gwarancja na 5 lat.
        Decyduje razem z głównym inżynierem.
        Zadowolony z ostatniej dostawy, chce zamówić więcej.
        Prosił, żeby nie dzwonić przed południem.
        Od przyszłego tygodnia nowy zaopatrzeniowiec, przedstawić się na nowo.
        Chce próbki 3000 K i 4000 K, potem zdecyduje.
        Niezadowolony z opóźnienia, przeprosiliśmy i podaliśmy termin.
        Poleci nas sąsiadom z drugiego piętra.
        Na następne zamówienie:\\n\\n- 40 naświetlaczy\\n- 12 opraw szynowych
        Faktura opłacona, dokumenty wysłane kurierem.
        Jesienią przeprowadzka do nowego budynku, światło potrzebne wszędzie.
        Sufit wyżej niż na planie, potrzebny podnośnik.
    """),
    results=lines("""
        Umówione.
        Nie odebrali, zadzwonić jutro.
        Zastanowią się i oddzwonią.
        Wszystko wysłane e-mailem.
        Cena uzgodniona, czekamy na umowę.
        Przesunięte o tydzień.
        Proszą o rabat.
        Wszystko pasuje.
    """),
    for_colleague="zerknij, proszę",
)
