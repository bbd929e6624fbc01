"""The words by which people and programs name their columns, in Russian, English and Polish.

Read once by ``headers``; nothing but data. All words are folded as ``core.text.folding.fold``
does (lower case, ё→е, ł→l, no signs). Phrases are parted by ``|``; ``*`` at the end of a word
stands for any ending, so ``должност*`` is the word in every case and number.
"""

from __future__ import annotations

WHOLE: dict[str, str] = {
    "full_name": """фио | ф и о | полное имя | имя и фамилия | имя фамилия | фамилия имя |
        фамилия и имя | фамилия имя отчество | имя отчество фамилия | имя отчество | фамилия и о |
        фамилия и инициалы | контакт | контактн* лиц* | представител* | абонент | сотрудник |
        человек | физическое лицо | директор | руководител* | лпр | full name | fullname |
        display name | name surname | name and surname | first and last name |
        last name first name | contact | contact person* | person | people | imie i nazwisko |
        nazwisko i imie | imie nazwisko | nazwisko imie | pelne imie | osoba | osoba kontakt* |
        kontakt | dane kontaktowe | osoba do kontaktu | name | клиент* | client | clients |
        customer | customers | klient | klienci | покупател* | заказчик* | подписчик* |
        имя контакта | имя клиента | contact name | nazwa klienta | file as |
        краткое имя эл почты | e mail display name | email display name |
        nazwa wyswietlana e mail | wyswietlana nazwa e mail | nazwa wyswietlana""",
    "family_name": """фамили* | last name | lastname | last | surname | family name | family |
        nazwisko | nazwiska""",
    "given_name": """имя | имена | first name | firstname | first | given name | given |
        forename | imie | imiona""",
    "middle_name": """отчеств* | второе имя | middle name | middlename | middle | second name |
        additional name | patronymic | drugie imie""",
    "position": """должност* | позиция | пост | job title | jobtitle | job | position | role |
        organization title | company title | title | stanowisko | funkcja | pozycja | профессия |
        profession | zawod""",
    "birthday": """дата рожд* | день рожд* | рожд* | др | д р | birthday | birthdate |
        birth date | date of birth | dob | born | data ur | data urodz* | urodzin* |
        dzien urodzin | год рождения""",
    "languages": "язык* | language* | preferred language | jezyk* | язык общения",
    "preferred_channel": """предпочт* способ связи | предпочт* канал | предпочт* связь |
        способ связи | канал связи | preferred channel* | preferred contact method |
        preferred way of contact | contact method | preferowan* kanal* |
        preferowan* kontakt | preferowan* sposob kontaktu | forma kontaktu""",
    "preferred_hours": """удобное время | удобное время для звонка | время для звонка |
        время звонка | когда звонить | предпочт* время | preferred hours | preferred time |
        best time | best time to call | call time | лучшее время | najlepsza pora |
        preferowan* godzin* | godziny kontaktu | dogodna pora | kiedy dzwonic""",
    "tags": """тег* | метк* | ярлык* | категори* | группа | группы | сегмент* | ключевые слова |
        tag* | label | labels | organization label | organization labels | group | groups |
        group membership | categor* | segment* | keywords | kategori* | etykiet* | grupa | grupy |
        slowa kluczowe | znaczniki | группа контактов | клиентская группа | user groups""",
    "note": """примечан* | заметк* | комментар* | коммент | описание | прим | доп информация |
        дополнительная информация | дополнительно | пометки | note* | comment* | remarks |
        description | memo | additional information | about | uwagi | notatk* | komentarz* | opis |
        dodatkowe informacje | o sobie | заметка""",
    "status": """статус | тип контакта | тип клиента | тип компании | статус контакта |
        статус клиента | стадия | status | contact type | client status | customer status |
        lifecycle stage | company type | status klienta | typ kontaktu | typ klienta | typ firmy |
        этап жизненного цикла | стадия жизненного цикла | статус лида | etap cyklu zycia |
        stan leada | status leada""",
    "source": """источник | откуда | откуда узнал* | канал | канал привлечения | рекл* канал |
        источник привлечения | первоначальный источник | исходный источник | source |
        lead source | original source | referral source | zrodlo |
        zrodlo kontaktu | skad | zrodlo pozyskania | oryginalne zrodlo |
        pierwotne zrodlo | zrodlo leada""",
    "owner": """ответственн* | менеджер | менеджер по продажам | куратор | ведущий менеджер |
        ответственн* менеджер | основной менеджер | owner | contact owner | company owner |
        organization owner | account manager | account owner | assigned to | responsible |
        responsible user | sales rep | opiekun | opiekun handlowy | wlasciciel | handlowiec |
        osoba odpowiedzialna | владелец | владелец контакта | владелец компании |
        владелец организации | wlasciciel firmy | wlasciciel organizacji""",
    "kind": """тип | тип записи | вид | вид контрагента | вид лица | юр физ лицо | физ юр лицо |
        юр физ | type | record type | kind | entity type | contact or company | rodzaj | typ |
        typ rekordu | контакт или компания | kontakt czy firma | kontakt lub firma""",
    "source_id": """id | ид | код | код клиента | код контрагента | код 1с | внешний код | guid |
        идентификатор | record id | contact id | person id | company id | customer id | client id |
        external id | system id | numer klienta | kod klienta | identyfikator | id klienta |
        id контакта | id компании | клиент id | id записи | идентификатор записи |
        identyfikator rekordu | id rekordu | identyfikator kontaktu | identyfikator firmy""",
    "created_at": """дата создания | создан | создано | когда создан | дата добавления | добавлен |
        create date | created | created at | created time | created on | creation date | add time |
        date added | date created | data utworzenia | utworzono | data dodania | person created |
        organization created""",
    "updated_at": """дата редактирования | дата изменения | изменен | изменено | дата обновления |
        обновлено | last modified | last modified date | modified | modified at | updated |
        updated at | update time | last modified at | date modified | changed |
        data modyfikacji | zmodyfikowano | zmieniono | data aktualizacji""",
    "consent": """согласие | согласие на рассылк* | согласие на обработк* | согласен |
        согласен на рассылк* | согласие пдн | согласие на пдн | дата согласия | consent |
        marketing consent | opt in | email opt in | gdpr consent | gdpr | subscribed |
        consent date | consent to mailing* | zgoda | zgoda marketingowa | zgoda rodo | rodo |
        data zgody | подписка | подписан на рассылк*""",
    "company.name": """наименование | название | контрагент* | поставщик* | партнер* | дилер* |
        наименование контрагента | наименование клиента | название клиента | nazwa | kontrahent |
        kontrahenci | nazwa kontrahenta | dostawca | odbiorca | partner | supplier | vendor |
        компани* | организаци* | фирм* | предприяти* | юр лицо | юридическое лицо | место работы |
        работодатель | название компании | название организации | наименование организации |
        наименование компании | наименование фирмы | название фирмы | краткое наименование |
        сокращенное наименование | рабочее наименование | компания контакта | юрлицо | учреждение |
        company | company name | companies | organization | organisation | organization name |
        organisation name | account | account name | employer | business name |
        associated company | associated companies | primary company | associated company name |
        firma | firmy | nazwa firmy | przedsiebiorstwo | spolka | nazwa organizacji | organizacja |
        nazwa skrocona | nazwa skrocona firmy | miejsce pracy | pracodawca | powiazana firma |
        powiazane firmy | firma podstawowa | связанная компания | связанные компании""",
    "company.legal_name": """полное наименование | юридическое название |
        юридическое наименование | полное название | полное наименование организации |
        полное юридическое наименование | legal name | full legal name | registered name |
        pelna nazwa | nazwa pelna | pelna nazwa firmy | nazwa rejestrowa""",
    "company.industry": """отрасл* | сфера деятельности | область деятельности |
        вид деятельности | сфера | направление |
        industry | line of business | sector | branza | branza firmy | sektor""",
    "company.size": """количество сотрудников | кол во сотрудников | число сотрудников | штат |
        численность | численность сотрудников | number of employees | employees | company size |
        employee count | liczba pracownikow | wielkosc firmy | zatrudnienie""",
    "company.source_id": """id компании | associated company id* | company id | id организации |
        organization id | id firmy | primary associated company id""",
    "company.inn": "инн | инн кпп | inn | инн компании | инн организации",
    "company.kpp": "кпп | kpp",
    "company.ogrn": "огрн* | огрн огрнип | ogrn | регистрационный номер",
    "company.nip": "nip | nip firmy | numer nip | nr nip | нип",
    "company.regon": "regon | numer regon | nr regon",
    "company.krs": "krs | numer krs | nr krs",
    "company.vat": """vat | vat id | vat number | vat no | vat ue | vat eu | eu vat | nip ue |
        tax id | tax number | номер ндс ес""",
    "company.bank_name": """банк | наименование банка | название банка | банк контрагента | bank |
        bank name | nazwa banku""",
    "company.iban": "iban | iban number | numer iban | nr iban",
    "company.account": """расчетный счет | р с | р счет | рс | расч счет | номер счета |
        банковский счет | bank account | account number | numer konta | nr konta |
        numer rachunku | nr rachunku | rachunek bankowy | konto bankowe | konto""",
    "company.bic": """бик | бик банка | bic | swift | bic swift | swift bic | swift code | bik |
        banks code bic | код банка бик | kod banku bic""",
    "company.correspondent_account": """корр счет | к с | кор счет | к счет | кс |
        корреспондентский счет | correspondent account | rachunek korespondencyjny""",
    "messenger.other": """другой контакт | онлайн чат | контакт msn live | msn | msn live |
        контакт битрикс24 network | контакт открытая линия | микроблог twitter | twitter |
        контакт twitter | twitter account | livejournal page | страница livejournal | livejournal |
        мессенджер* | messenger* | im | im value | im contact | imaddress | im address | соцсет* |
        соц сет* | контакт bitrix24 network | bitrix24 network | open channel | other contact |
        live chat | komunikator | max | контакт max | other messenger |
        другой мессенджер | inny komunikator""",
    "address.work.street": """дом | квартира | кв | корпус | корп | строение | номер дома |
        numer domu | nr domu | nr lokalu | numer lokalu | house | apartment | apt |
        address line | адрес строка""",
    "address.work.region": "район | powiat",
    "other_company.name": "other company | другая компания | inna firma",
    "other_company.position": """position at the other company | должность в другой компании |
        stanowisko w innej firmie""",
    "parent": """parent company | головная компания | материнская компания | firma nadrzedna |
        spolka matka""",
    "relations": "related people | связанные люди | powiazane osoby",
    "consent_origin": """how the consent was given | как получено согласие |
        как дано согласие | sposob uzyskania zgody | jak wyrazono zgode""",
    "blacklisted": "blacklist | on the blacklist | черный список | czarna lista",
    "archived": "in the archive | в архиве | w archiwum",
    "address.work.postal_code": "kod",
}
"""Field to the phrases that are a whole header, numbers and ``FILLERS`` apart."""

CONTAINED: dict[str, str] = {
    "birthday": "дата рожд* | день рожд* | birthday | birthdate | date of birth | data urodzenia",
    "consent": "согласие на | marketing consent | zgoda na | opt in",
    "owner": "ответственн* | opiekun",
    "full_name": "фио | ф и о | контактное лицо | full name | imie i nazwisko",
    "family_name": "фамилия | surname | nazwisko",
    "middle_name": "отчество | patronymic",
    "position": "должность | job title | stanowisko",
    "company.legal_name": "полное наименование | legal name | pelna nazwa",
    "company.inn": "инн",
    "company.kpp": "кпп",
    "company.ogrn": "огрн | огрнип",
    "company.nip": "nip",
    "company.regon": "regon",
    "company.krs": "krs",
    "company.vat": "vat",
    "company.iban": "iban",
    "company.bic": "бик | swift",
    "company.correspondent_account": "корр* счет | корреспондентск* счет",
    "company.account": "расч* счет | расчетный счет | numer konta | numer rachunku",
    "company.name": """название компании | наименование организации | название организации |
        наименование компании | company name | nazwa firmy | организация | компания | firma""",
    "status": "lead status | stan leada | status leada | статус лида",
    "source": "источник | lead source | zrodlo",
    "created_at": "дата создания | create date | data utworzenia",
    "updated_at": "дата изменения | дата редактирования | last modified | data modyfikacji",
    "tags": "теги | метки | tags | etykiety",
    "note": "примечание | комментарий | заметки | notes | uwagi | comments | komentarz",
}
"""Field to the phrases that name it inside a longer header; less sure than a whole one."""

PERSON_PREFIXES = "контактное лицо | человек | person | contact person | osoba | osoba kontaktowa"
ORGANIZATION_PREFIXES = "организация | organization | organisation | organizacja"
"""Before a dash, whose value a column holds (``Person - Phone``, as Pipedrive writes)."""

NAMES_OF_COMPANIES = "name | название | наименование | имя | nazwa"
"""What stands behind the dash above the name of an organization."""

BY_CONTENT = """имя | name | наименование | название | клиент* | контрагент* | покупател* |
    заказчик* | поставщик* | партнер* | client | clients | customer | customers | partner |
    supplier | vendor | nazwa | klient | klienci | kontrahent | kontrahenci | dostawca | odbiorca |
    imie | контакт | contact | kontakt | nazwa kontrahenta | nazwa klienta |
    наименование контрагента | наименование клиента | название клиента | имя клиента |
    имя контакта | контакты | contacts | kontakty | дилер* | абонент | подписчик"""
"""Headers that name people in one file and companies in the next: the cells decide."""

NAMELESS = """колонка | столбец | поле | column | col | field | unnamed | kolumna | pole |
    без названия | untitled"""
"""Headers that a program makes up where there was none."""

FILLERS = """контакта | контакт | клиента | contact | contacts | person | client | customer |
    customers | klienta | osoby | kontaktu | основной | основная | основное | primary | main |
    podstawowy | the | of | your | ваш | ваше | ваша | укажите | поле | номер | nr | numer"""
"""Words that add nothing to a header (``Дата создания контакта``)."""

SOMEBODY_ELSES = """помощник* | ассистент* | секретар* | assistant* | asystent* | супруг* |
    spouse | malzon* | дети | children | dzieci | managers | manager s | рекоменд* | referred |
    phonetic | yomi | nickname | кем | created by | modified by | added by | отдел | department |
    dzial | создател* | other company | parent company | друг* компани* | головн* компани* |
    материнск* компани* | inn* firm* | firm* nadrzedn* | spolk* matk* | дан* согласие |
    consent was given | wyrazono zgode"""
"""The value beside these words is not the person's own phone, name or e-mail."""

ABOUT = """дата | дату | date | data | count | number of | количество | кол во | число | сумма |
    последн* | last | opt | opted | unsubscr* | bounce* | sent | opened | clicked | delivered |
    status | статус* | type | тип | typ | invalid | quarant* | photo | фото* | ip | согласие |
    consent | zgoda | po box | почтов* ящик* | skrytka* | pocztow* skrytka | сервер* | server |
    display name | email domain | краткое имя | wyswietlana | активност* | activit* | verified |
    provider"""
"""With these words a header tells something about a phone or e-mail, it does not hold one."""

EMAIL = """email* | e mail* | mail | mails | емейл* | имейл* | мейл* | е мейл | е mail | эл почт* |
    электр* почт* | электр* адрес | почта | эл адрес | mejl | poczta | poczta elektr* |
    адрес эл почты"""
FAX = "факс* | fax* | faks*"
PHONE = """тел | телеф* | радиотелеф* | phone* | telephone* | telef* | tel | радиотел* | cell |
    cellphone | cellular | mobile | mobil | моб | мобильн* | сот | сотов* | komork* | kom | gsm |
    пейджер* | pager* | isdn | обратный вызов | callback | wywolanie zwrotne | radiotelef* |
    numer kontaktowy | контактн* номер* | номер* для связи | contact number"""
SITE = """сайт* | web* | веб* | www | url* | strona | strony | witryn* | homepage | home page |
    site | domain* | домен* | страница | personal page | interne* strona"""
POSTAL_CODE = "индекс | почтов* индекс | почтов* код* | zip* | postal* | postcode* | kod poczt*"
COUNTRY = "стран* | country* | kraj* | panstw*"
CITY = "город | города | city | town | miasto | miejscowosc* | населенн* пункт* | locality"
REGION = "област* | регион* | край | республика | region* | state | province | wojewodz* | county"
STREET = "улиц* | street* | ulic* | ul | ул | extended address"
ADDRESS = "адрес* | address* | adres* | местонахожд* | siedzib* | место нахождения"
COMPANY = """компани* | организац* | фирмы | фирма | предприят* | company | companies |
    companys | organizacj* | organization* | organisation* | firma | firmy |
    контрагента | юр* | факт* | legal | registered | rejestr* | siedzib*"""

MESSENGERS: dict[str, str] = {
    "telegram": "telegram* | телеграм* | тг | tg",
    "whatsapp": "whatsapp* | whats app | ватсап* | вотсап* | вацап* | воцап*",
    "viber": "viber* | вайбер*",
    "skype": "skype* | скайп*",
    "vk": "vk | вк | вконтакте | vkontakte",
    "facebook": "facebook* | фейсбук* | fb",
    "instagram": "instagram* | инстаграм* | инста",
    "linkedin": "linkedin* | линкедин*",
    "icq": "icq | аська",
    "jabber": "jabber | xmpp",
}

MOBILE_CONTEXT = """моб | мобильн* | сот | сотов* | mobil* | cell* | komork* | kom | gsm |
    переносн* | iphone"""
OTHER_CONTEXT = """друг* | other | inny | inna | inne | доп | дополнит* | additional | alternat* |
    dodatk* | запасн* | проч* | пейджер* | pager* | isdn | callback | обратный вызов | машин* |
    car | samochod* | радиотелеф* | radio* | tty* | телетайп* | рассыл* | newsletter* |
    wywolanie zwrotne | доставк* | delivery | shipping | почтов* адрес | korespond* | корреспонд* |
    dostaw*"""
HOME_CONTEXT = """дом | домашн* | home | dom | domow* | личн* | personal | private | prywat* |
    частн* | прописк* | прожив* | zamieszk* | регистрации"""
WORK_CONTEXT = """раб | рабоч* | работ* | служ* | business | work | office | офис* | sluzb* |
    praca | pracy | biur* | firmow* | корпор* | corporate | прям* | direct | main | основн*"""

LEGAL_ADDRESS = "юр* | legal | registered | rejestr* | siedzib* | регистрац*"
OTHER_ADDRESS = OTHER_CONTEXT

TECHNICAL: dict[str, str] = {
    # Rights and switches inside the other program; they say nothing about the person.
    "доступен для всех | available to everyone | dostepny dla wszystkich": "*",
    """экспорт | участвует в экспорте контактов | export | included in export | eksport |
    uwzgledniony w eksporcie""": "*",
    # Outlook fills these for everybody with its own defaults; other values are kept.
    "важность | priority | priorytet": "обычная | normal | normalny | normalna",
    "частное | private | prywatne": "ложь | false | falsz | нет | no | nie",
    "пометка | sensitivity | charakter": "обычная | normal | normalny | normalna",
    "пол | gender | plec": "не указан | unspecified | nieokreslona | нет данных",
    # amoCRM says so of everything that waits for nothing.
    "ближайшая задача | closest task | nearest task": "не назначена | нет задач* | no task*",
    "тип эл почты | e mail type | typ e mail": "smtp | ex",
    # Google gives every workplace a type; the wording of others is kept.
    "organization type": "work | school | other | unknown",
    # The number of the line, not of the client.
    "п п | lp | l p": "*",
}
"""Columns that a program fills by itself: header to the values that carry nothing (``*``: all)."""

FORMS_BEFORE = """ооо | оао | зао | пао | ао | нао | ип | чп | тоо | гуп | муп | фгуп | фгбу |
    гбу | мбу | мбоу | гбоу | ано | тсж | снт | тд | торговый дом | гк | группа компаний | кфх |
    компания | завод | фабрика | студия | клиника | фирма | школа | отель | гостиница | кафе |
    ресторан | магазин | агентство | банк | больница | фонд | hurtownia | zaklad | fhu | phu |
    pphu | ppu | firma | przedsiebiorstwo | fundacja | szkola | biuro | studio | pracownia |
    sklep | аптека | поликлиника | стоматология | санаторий | салон | салон красоты | автосервис |
    автосалон | автошкола | детский сад | гимназия | лицей | колледж | институт | университет |
    академия | типография | мастерская | ателье | пекарня | кофейня | столовая |
    турагентство | администрация | министерство | управление | музей | театр | библиотека |
    центр | торговый центр | бизнес центр | apteka | szpital | przychodnia | gabinet | hotel |
    restauracja | kawiarnia | kancelaria | piekarnia | cukiernia | kwiaciarnia | drukarnia |
    warsztat | spoldzielnia | przedszkole | liceum | uniwersytet | akademia | politechnika |
    instytut | muzeum | teatr | urzad | university of | ministry of | department of | bank of"""
FORMS_AFTER = """ооо | оао | зао | пао | ао | ип | ltd | limited | llc | llp | inc | corp |
    corporation | gmbh | ag | kg | plc | sa | s a | sp z o o | sp zoo | sp j | sp k | spj | sarl |
    s c | srl | bv | nv | oy | as | ab | uab | co | company | group | holding | холдинг | групп |
    банк | bank | фонд | завод | hospital | clinic | pharmacy | school | college | university |
    academy | institute | foundation | association | hotel | restaurant | bakery | studio |
    studios | agency | museum | theatre | theater | consulting | logistics | solutions |
    technologies | больница | поликлиника | аптека | гимназия | лицей | университет |
    институт | академия"""
"""Words before or after a name by which it is a company's."""

COMPANY_KINDS = """компани* | организаци* | company | companies | organization* | organisation* |
    firma | firmy | юр лицо | юридическое лицо | юрлицо | юр | ип | предприниматель |
    индивидуальный предприниматель | osoba prawna | organizacja | account | org | group"""
PERSON_KINDS = """контакт* | contact* | person | people | human | kontakt* | osoba | физ лицо |
    физическое лицо | физлицо | физ | частное лицо | osoba fizyczna | lead | individual"""

YES = "да | yes | y | true | 1 | есть | tak | t | истина | согласен | согласна | on | x | v | д"
NO = "нет | no | n | false | 0 | nie | ложь | falsz | не согласен | off | н | brak"

RELATIONS: dict[str, str] = {
    "assistant_of": "assistant of | помощник для | asystent dla",
    "has_assistant": "has as assistant | имеет помощника | ma asystenta",
    "manager_of": "manager of | руководитель для | przelozony dla",
    "managed_by": "reports to | подчиняется | podlega",
    "recommended_by": "recommended by | по рекомендации | z polecenia",
    "recommends": "recommends | рекомендует | poleca",
    "spouse": "spouse | супруг или супруга | maz lub zona",
    "relative": "relative | родственник | czlonek rodziny",
    "colleague": "colleague | коллега | wspolpracownik",
    "other": "other | другое | inne",
}
"""What people are to each other, as our own export says it."""

STATUSES: dict[str, str] = {
    "former": """бывш* | бывш* клиент* | former | former client* | former customer* | byly |
        byli | byly klient | byli klienci | churned | ex | архивн* | ушел | inactive""",
    "partner": "партнер* | partner*",
    "supplier": "поставщик* | supplier* | vendor* | dostawc*",
    "potential": """потенциальн* | потенциальн* клиент* | potential client* | potential customer* |
        лид* | lead* | prospect* | potential* | potencjaln* | potencjaln* klien* | new | нов* |
        nowy | nowa | marketing qualified lead | sales qualified lead | subscriber | opportunity |
        open | otwart* | mql | sql | marketingqualifiedlead | salesqualifiedlead |
        перспективн* | холодн*""",
    "client": """клиент* | client* | customer* | klient* | klienci | покупател* | active client |
        действующ* | постоянн* | активн* | active | aktywn* | stal*""",
}
"""A record's status to the words other programs use for it."""
