"""What the Polish demo sells. Data only."""

from crm_desktop.features.data.demo.stock import lines
from crm_desktop.features.data.demo.wares import Wares, wares

WARES = Wares(
    currency="PLN",
    scale=12_500,
    wares=wares(
        """
        Panel LED 36 W, 4000 K; LP-36-40; szt.; 108
        Panel LED 18 W, 3000 K; LP-18-30; szt.; 69
        Reflektor szynowy 20 W; TR-20-B; szt.; 170
        Reflektor szynowy 30 W; TR-30-W; szt.; 212
        Szynoprzewód 2 m, czarny; SH-2-B; szt.; 63
        Szynoprzewód 3 m, biały; SH-3-W; szt.; 87
        Zasilacz awaryjny; EM-18; szt.; 245
        Znak „Wyjście”; EX-2; szt.; 82
        Oprawa liniowa 1,2 m; LN-12; szt.; 145
        Lampa wisząca, miedź; PD-7; szt.; 420
        Naświetlacz 100 W; FL-100; szt.; 198
        Naświetlacz 200 W; FL-200; szt.; 335
        Taśma LED 24 V, 14 W; ST-14; m; 31
        Profil do taśmy; PR-2; m; 24
        Zasilacz 24 V, 150 W; PS-150; szt.; 155
        Czujnik ruchu; SN-1; szt.; 73
        Ściemniacz DALI; DM-4; szt.; 360
        Oprawa uliczna 60 W; ST-60; szt.; 490
        Oprawa przemysłowa 150 W; HB-150; szt.; 560
        Żarówka E27, 10 W; L-27-10; szt.; 10
        Przewód 3×1,5; KB-15; m; 4
        Projekt oświetlenia; -; usł.; 4250
        Montaż i uruchomienie; -; m²; 31
        Pomiary u klienta; -; wizyta; 325
        Serwis; -; mies.; 700
        """,
        2300,
    ),
    projects=lines("""
        Oświetlenie biura
        Oświetlenie magazynu
        Wymiana lamp
        Oświetlenie witryny
        Oświetlenie awaryjne
        Stanowiska pracy
        Sala sprzedaży
        Podświetlenie elewacji
        Parking
        Showroom
        Recepcja i hol
        Sale spotkań
        Sala i taras
        Schody i korytarze
        Hala produkcyjna
        Siłownia
        Gabinety i korytarz
        Szyld i wejście
        Plac i dojazdy
        System szynowy
        Drugie piętro
        Nowy oddział
        Serwis na rok
        Zapas opraw
        Magazyn, etap 2
        Czujniki i sterowanie
    """),
    roles=lines("""
        podejmuje decyzję
        dokumenty
        sprawy techniczne
        płatności
    """),
    rivals=lines("""
        Światłograd
        Promień Serwis
        Elektromarket
        Wat i Spółka
    """),
    comments=lines("""
        O 9% taniej, ale bez montażu.
        Wrócić w następnym kwartale.
        Budżet obcięto o połowę.
        Brak odpowiedzi po trzech mailach.
        Zrobią to sami.
    """),
)
