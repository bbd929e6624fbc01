"""Sentences for the notes of Polish demo data; read by ``stock_pl``. Data only."""

from crm_desktop.features.data.demo.stock import lines

NOTES = lines("""
    Prosi o fakturę z terminem 14 dni.
    Decyduje razem z głównym inżynierem.
    Ważna jest gwarancja na 5 lat.
    Dzwonić po 15:00, nie w piątek.
    Porównuje nas z dwoma dostawcami.
    Potrzebuje opraw 4000 K, nie chłodniejszych.
    Interesuje się systemami szynowymi.
    Czeka na próbki opraw liniowych.
    Wiosną planują remont drugiego piętra.
    Prosi o katalog w PDF.
    Dokumenty tylko elektronicznie.
    Dostawa do magazynu, przepustkę zamówić dzień wcześniej.
    Poprzedni dostawca zawodził z terminami.
    Budżet zatwierdzają w grudniu.
    Chce 7% rabatu przy płatności od razu.
    Poznani na targach, zostały dwie wizytówki.
    Najszybciej odpowiada w komunikatorze.
    Nie lubi długich listów, lepiej krótko i z ceną.
    Pomiary zrobione, plan leży w plikach.
    Sufit na wysokości 6 metrów, potrzebny podnośnik.
    Pytanie o czujniki ruchu na korytarze.
    Oświetlenie awaryjne wymagane w projekcie.
    W zeszłym roku kupili 40 naświetlaczy.
    Reklamacja zamknięta, klient zadowolony.
    Prosi o stałego opiekuna.
    Płacą we wtorki.
    Zbierają oferty do końca miesiąca.
    Projekt prowadzi architekt, kolor uzgadniamy z nim.
    Potrzebna karta katalogowa każdej oprawy.
    Wysyłka w częściach, piętrami.
    Latem biuro zamknięte przez dwa tygodnie.
    Odpowiedź obiecana po urlopie.
    Zmienił się dyrektor, poznajemy się od nowa.
    Jesienią przenoszą się do nowego budynku.
    Otwierają drugi lokal.
    Chcą takiego światła jak w pierwszej sali.
    Migały lampy w sali spotkań, wymieniono bezpłatnie.
    Kosztorys w dwóch wariantach.
    Przetarg w następnym kwartale.
    Oryginały protokołów wysyłać kurierem.
    Woli spotkanie w salonie.
    Obejrzy próbki razem z projektantem.
    Pyta o ściemnianie i inteligentny dom.
    Szyld czeka na zgodę miasta.
    Podświetlenie witryny potrzebne przed świętami.
    W biurze mieszka kot Lampka.
    Hucznie obchodzi urodziny, złożyć życzenia.
    Poleca nas znajomym.
    Szuka mocnych opraw do hali.
    Kurz i wilgoć: co najmniej IP65.
    Oddawanie barw powyżej 90, tkaniny i odzież.
    Magazyn pracuje nocą, montaż tylko w dzień.
    Mają swoich monterów, potrzebne same oprawy.
    Potrzebny montaż pod klucz.
    Zwrot dwóch opraw: nie pasował kolor.
    Prosi, by nie dzwonić przed poniedziałkiem.
    Księgowość prosi o numer zamówienia na każdej fakturze.
    Biorą małe partie, ale co miesiąc.
    Stare lampy oddają przez nas do utylizacji.
    Zgoda na opinię na stronie.
    Interesują raty na trzy miesiące.
    Prosi o zużycie energii i czas zwrotu.
    Pierwsze zamówienie było próbne, obiecują więcej.
    Sekretariat nie łączy, pisać na adres osobisty.
""")
