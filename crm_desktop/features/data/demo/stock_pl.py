"""The Polish word stock of the demo data; read by ``generator``. Data only.

Mobile numbers start in +48 600 555, which the design pictures use.
"""

from crm_desktop.features.data.demo.notes_pl import NOTES
from crm_desktop.features.data.demo.stock import (
    AMBER,
    BLUE,
    GREEN,
    ORANGE,
    ROSE,
    SLATE,
    TEAL,
    VIOLET,
    Stock,
    cities,
    lines,
    shown_companies,
    shown_contacts,
    trades,
    words,
)

_NETWORKS = words("""
    600 601 602 603 604 605 606 607 608 609 660 661 662 663 664 665 667 668 669 690 691 692 693
    694 695 696 697 698 500 501 502 503 504 505 506 507 508 509 510 511 512 513 514 515 516 517
    518 519 530 531 532 533 534 535 536 537 538 539 720 721 722 723 724 725 726 727 728 730 731
    732 733 734 780 781 782 783 784 785 786 787 788 789 790 791 792 793 794 795 796 797 798 880
    881 882 883 884 885 886 887 888 889
""")


def feminine(surname: str) -> str:
    """Kowalski → Kowalska, Zawadzki → Zawadzka; others do not change."""
    return surname[:-1] + "a" if surname.endswith(("ski", "cki", "dzki")) else surname


STOCK = Stock(
    language="pl",
    workspace_name="Linia Światła",
    users=(
        ("Igor Bielecki", "owner"),
        ("Anna Sokołowska", "manager"),
        ("Dariusz Orłowski", "manager"),
        ("Maria Kotowska", "senior_manager"),
        ("Olga Zdanowska", "accountant"),
    ),
    tags=(
        ("Kluczowy", VIOLET),
        ("Hurt", BLUE),
        ("Magazyn", TEAL),
        ("Gastronomia", ORANGE),
        ("Nowy", SLATE),
        ("Medycyna", GREEN),
        ("Partner", SLATE),
        ("Projektant", ROSE),
        ("Sport", AMBER),
        ("Hotel", ORANGE),
        ("Pilne", ROSE),
    ),
    shown_companies=shown_companies("""
        Wektor Plus; wektor; Handel hurtowy; 1
        Magazyn Północ; polnoc; Logistyka i magazyny; 2,1
        Kawiarnia Południe; poludnie; Gastronomia; 3
        Baltlog; baltlog; Logistyka i magazyny; 2
        Klinika Opora; opora; Medycyna; 5,0
        Elektrocentrum; elcentrum; Instalacje elektryczne; 6
        Meble Dąb i Len; dablen; Meble i wnętrza; 1
        BudoGród; budogrod; Budownictwo; 1
        Siłownia Rytm; rytm; Sport; 8
        Biuro Judycki i Dom; judycki; Projektowanie i architektura; 7,6
        Piekarnia Ciepła; ciepla; Gastronomia; 3
        Studio Kontur; kontur; Projektowanie i architektura; 7
        Szkoła tańca Pas; pas-taniec; Sport; 8
        Hotel Przystań; przystan; Hotele; 9,0
        Wektor-M; wektor-m; Handel hurtowy; 1
        Wspólnota Nowa 40; nowa40; Mieszkania; -
        Sieć Len; len; Handel detaliczny; -
        Salon Lok; lok; Uroda; -
        Pracownia Cedr; cedr; Produkcja; -
        Coworking Ul; ul; Biura; -
        Restauracja Marsylia; marsylia; Gastronomia; 3
        Galeria Sklepienie; sklepienie; Kultura; -
        Biblioteka nr 3; biblioteka3; Kultura; -
        Osiedle Wysokie; wysokie; Mieszkania; -
        Kancelaria Norma; norma; Usługi prawne; -
        Szkoła nr 7; szkola7; Edukacja; -
    """),
    shown_contacts=shown_contacts(
        """
        Magda; Kimla; Dyrektor zakupów; 0; +48600555114; m.kimla; 0,1; 1
        Tomasz; Adamek; Kierownik magazynu; 1; +48600555231; t.adamek; 2,1; 1
        Michał; Graczyk; Dyrektor techniczny; 1; +48600555232; m.graczyk; 2; 1
        Artur; Sawicki; Współwłaściciel; 2; +48600555145; artur; 3,4; 1
        Nina; Krawczyk; Logistyk; 3; +48585550711; krawczyk; 2; 2
        Ewa; Fortuna; Dyrektor medyczny; 4; +48225550440; fortuna; 5,0; 1
        Wiktor; Czech; Główny inżynier; 5; +48600555819; czech; 6; 1
        Daria; Orzech; Specjalistka ds. zakupów; 6; +48600555553; daria; 1,4; 3
        Żaneta; Rybak; Główna księgowa; 3; +48585550712; rybak; -; 2
        Olaf; Stern; Zaopatrzenie; 7; +48600555660; stern; 1; 0
        Weronika; Nowak; Office manager; 0; +48600555115; w.nowak; 1; 1
        Robert; Gaj; Właściciel; 8; +48600555127; robert; 8; 1
        Paweł; Judycki; Architekt; 9; +48600555192; pawel; 7,6; 1
        Zofia; Łapińska; Menedżerka; 10; +48600555308; zofia; 3; 4
        Julia; Demczuk; Projektantka wnętrz; 11; +48600555477; julia; 7; 1
        Konrad; Lis; Właściciel; 12; +48600555621; lis; 8; 1
        Alina; Mirska; Kierownik hotelu; 13; +48585550905; alina; 9,0; 3
        """,
        first={
            "birthday": "1984-03-18",
            "source": "Targi Światło",
            "messengers": [{"service": "whatsapp", "value": "+48600555114"}],
        },
    ),
    surnames=words("""
        Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański
        Woźniak Dąbrowski Kozłowski Mazur Jankowski Kwiatkowski Wojciechowski Krawczyk Kaczmarek
        Piotrowski Grabowski Zając Pawłowski Król Michalski Wróbel Wieczorek Jabłoński
        Nowakowski Majewski Olszewski Dudek Stępień Jaworski Adamczyk Malinowski Górski Pawlak
        Nowicki Sikora Witkowski Rutkowski Walczak Baran Michalak Szewczyk Ostrowski Tomaszewski
        Zalewski Wróblewski Pietrzak Jasiński Marciniak Sadowski Duda Zawadzki Bąk Jakubowski
        Wilk Borkowski Chmielewski Włodarczyk Sokołowski Szczepański Sawicki Lis Kucharski
        Kalinowski Wysocki Mazurek Maciejewski Kubiak Kołodziej Kaźmierczak Czarnecki Sobczak
        Urban Głowacki Zakrzewski Wasilewski Krajewski Krupa Laskowski Ziółkowski Gajewski
        Mroczek Szulc Makowski Brzeziński Baranowski Przybylski Kaczmarczyk Adamski Błaszczyk
        Borowski Górecki Szczepaniak Chojnacki Leszczyński Kozak Czerwiński Mróz Andrzejewski
        Cieślak Urbański Wesołowski Błaszczak Kania Janik Musiał Kowalewski Mikołajczyk Mucha
        Tomczak Kozioł Markowski Konopka Kurek Nawrocki Kowal Bednarek Kopeć Jarosz Żak Wolski
        Stankiewicz Bielecki Łuczak Dziedzic Stachowiak Żurek Piątek Śliwa Domański Kasprzak
        Milewski Pająk Orłowski Kłos Pietrzyk Marek Matuszewski Bielawski Rogowski Karpiński
        Sobolewski Klimek Grzelak Bukowski Czajkowski Olejniczak Gołębiewski Madej Ratajczak
        Skiba Popławski Sowa Świątek Kot Turek Kisiel Lipiński Mackiewicz Biernacki Rybak
        Gutowski Łukasik Drozd Wrona Polak Gajda Kruk Kosiński Murawski Janowski Kruszewski
        Grochowski
    """),
    men=words("""
        Piotr Krzysztof Tomasz Andrzej Paweł Marcin Michał Jan Jakub Adam Łukasz Marek Grzegorz
        Mateusz Wojciech Mariusz Dariusz Maciej Rafał Robert Kamil Jacek Szymon Dawid Kacper
        Zbigniew Jerzy Bartosz Artur Sebastian Stanisław Patryk Daniel Przemysław Karol Damian
        Adrian Filip Sławomir Konrad Wiktor Hubert Igor Dominik Radosław Olaf Leszek Norbert
    """),
    women=words("""
        Anna Katarzyna Maria Małgorzata Agnieszka Barbara Ewa Magdalena Joanna Aleksandra Monika
        Zofia Natalia Julia Elżbieta Karolina Dorota Beata Marta Alicja Krystyna Jadwiga Danuta
        Justyna Paulina Iwona Sylwia Renata Grażyna Weronika Patrycja Kinga Emilia Izabela Daria
        Aneta Marzena Oliwia Klaudia Nina Żaneta Edyta Halina Wiktoria Łucja Hanna Bożena
        Urszula
    """),
    middle_names=(
        words("Jan Piotr Adam Stanisław Maria Józef"),
        words("Maria Anna Ewa Zofia Teresa Helena"),
    ),
    middle_name_share=0.06,
    feminine=feminine,
    positions=lines("""
        Dyrektor|Dyrektorka
        Specjalista ds. zakupów|Specjalistka ds. zakupów
        Kierownik magazynu|Kierowniczka magazynu
        Właściciel|Właścicielka
        Główny księgowy|Główna księgowa
        Office manager
        Architekt|Architektka
        Projektant wnętrz|Projektantka wnętrz
        Główny inżynier|Główna inżynier
        Logistyk|Logistyczka
        Dyrektor techniczny|Dyrektorka techniczna
        Kierownik budowy|Kierowniczka budowy
        Inspektor nadzoru|Inspektorka nadzoru
        Menedżer|Menedżerka
        Współwłaściciel|Współwłaścicielka
        Prezes zarządu|Prezeska zarządu
        Asystent zarządu|Asystentka zarządu
        Dyrektor zakupów|Dyrektorka zakupów
        Administrator budynku|Administratorka budynku
        Prawnik|Prawniczka
    """),
    cities=cities(
        """
        Warszawa; mazowieckie; 00-###; 4822555; 4; 14
        Kraków; małopolskie; 30-###; 4812555; 4; 12
        Gdańsk; pomorskie; 80-###; 4858555; 4; 22
        Wrocław; dolnośląskie; 50-###; 4871555; 4; 02
        Poznań; wielkopolskie; 60-###; 4861555; 4; 30
        Łódź; łódzkie; 90-###; 4842555; 4; 10
        Katowice; śląskie; 40-###; 4832555; 4; 24
        Szczecin; zachodniopomorskie; 70-###; 4891555; 4; 32
        Lublin; lubelskie; 20-###; 4881555; 4; 06
        Bydgoszcz; kujawsko-pomorskie; 85-###; 4852555; 4; 04
        Białystok; podlaskie; 15-###; 4885555; 4; 20
        Rzeszów; podkarpackie; 35-###; 4817555; 4; 18
        Toruń; kujawsko-pomorskie; 87-###; 4856555; 4; 04
        Olsztyn; warmińsko-mazurskie; 10-###; 4889555; 4; 28
        Kielce; świętokrzyskie; 25-###; 4841555; 4; 26
        Opole; opolskie; 45-###; 4877555; 4; 16
        """,
        "PL",
    ),
    streets=lines("""
        ul. Polna
        ul. Leśna
        ul. Słoneczna
        ul. Krótka
        ul. Szkolna
        ul. Ogrodowa
        ul. Lipowa
        ul. Łąkowa
        ul. Brzozowa
        ul. Kwiatowa
        ul. Kościelna
        ul. Sosnowa
        ul. Zielona
        ul. Parkowa
        ul. Kolejowa
        ul. Mickiewicza
        ul. Sienkiewicza
        al. Wolności
        ul. Długa
        ul. Przemysłowa
        ul. Magazynowa
        Rynek
        ul. Świetlna
        ul. Żeglarska
    """),
    street_pattern="{street} {house}",
    sources=lines("""
        Strona internetowa
        Polecenie
        Targi Światło
        Telefon
        Wyszukiwanie własne
        Przetarg
        Media społecznościowe
        Targi Dom
        Newsletter
        Salon
    """),
    consent_origins=("Formularz na stronie", "Ankieta na targach", "Umowa", "E-mail klienta"),
    blacklist_reasons=lines("""
        Dwie niezapłacone dostawy, dług nie został spłacony.
        Spóźnione płatności, obietnice bez pokrycia.
        Zwrot towaru ze śladami obcego montażu.
        Przekazuje nasze ceny innym dostawcom.
        Niegrzeczne rozmowy z pracownikami.
        Sprawa o podpis na protokole u prawników.
    """),
    trades=trades("""
        Kawiarnia {}; Gastronomia; 3
        {}; Handel hurtowy; 1
        Magazyn {}; Logistyka i magazyny; 2
        Klinika {}; Medycyna; 5
        Studio {}; Projektowanie i architektura; 7
        Hotel {}; Hotele; 9
        Restauracja {}; Gastronomia; 3
        Hurtownia {}; Handel hurtowy; 1
        Siłownia {}; Sport; 8
        Fabryka {}; Produkcja; 10
        Meble {}; Meble i wnętrza; 1
        Biuro projektowe {}; Projektowanie i architektura; 7
        Piekarnia {}; Gastronomia; 3
        {}-Bud; Budownictwo; 6
        Sklep {}; Handel detaliczny; 4
        Stomatologia {}; Medycyna; 5
        {}-Elektro; Instalacje elektryczne; 6
        {} Logistyka; Logistyka i magazyny; 2
        Osiedle {}; Nieruchomości; 4
        Salon {}; Uroda; 4
        Przedszkole {}; Edukacja; 4
        Drukarnia {}; Produkcja; 1
        Apteka {}; Medycyna; 5
        Basen {}; Sport; 8
        Coworking {}; Biura; 4
        Warsztat {}; Usługi; 4
        Gospodarstwo {}; Rolnictwo; 1
        Teatr {}; Kultura; 0
        Pensjonat {}; Hotele; 9
    """),
    brands=words("""
        Wektor Horyzont Północ Meridian Jutrzenka Wschód Latarnia Granit Kontur Żagiel Rytm
        Orion Cedr Tęcza Postęp Alfa Zacisze Brzeg Sfera Harmonia Wisła Lider Pochodnia Magnes
        Moduł Wzór Atlant Kaskada Spektrum Promień Świt Sokół Faworyt Olimp Biegun Wiosna
        Szmaragd Bursztyn Feniks Arsenał Prestiż Impuls Wega Kryształ Diament Delta Nike Laguna
        Przystań Kotwica Fala Most Forum Format Linia Kwadrat Krawędź Oaza Pionier Jowisz Saturn
        Kometa Gwiazda Dwór Ognisko Młyn Kalina Jarzębina Brzoza Jesion Koniczyna Mięta Lawenda
        Szafran Cynamon Bochen Bałtyk Mazury Tatry Sudety Odra Warta Bieszczady Kaszuby Kujawy
        Podlasie Bug Narew Pilica Ekspres Pion Akord Sonata Preludium Mozaika Paleta Akwarela
        Fasada Kopuła Łuk Kolumna Portal Stopnie Rysunek Skala Projekt Podstawa Opora Fundament
        Żuraw Bocian Łabędź
    """),
    modifiers=(" Plus", "-M", " Serwis", " Grupa", " 2", " Centrum", " Południe", " i Spółka"),
    legal_pattern="{} sp. z o.o.",
    banks=(
        ("Bank Nadwiślański", "NDWSPLPW"),
        ("Bank Morski", "MRSKPLPG"),
        ("Bank Rzemiosła i Światła", "RZSWPLPK"),
    ),
    mailboxes=("biuro", "info", "kontakt", "zamowienia"),
    mail_hosts=("poczta.example", "mail.example", "list.example"),
    messengers=("whatsapp", "facebook", "telegram", "linkedin"),
    mobile_blocks=[
        f"48{network}{middle}"
        for middle in (555, *range(550, 555), *range(556, 560), *range(540, 550))
        for network in _NETWORKS
    ],
    mobile_width=3,
    notes=NOTES,
)
