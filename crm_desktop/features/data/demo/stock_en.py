"""The English word stock of the demo data; read by ``generator``. Data only.

Phones: 555-0100 … 555-0199 of each area code are kept for fiction (NANP), as are
+44 20 7946 0000 … 0999 (Ofcom) and +353 20 910 0000 … 919 9999 (ComReg).
"""

from crm_desktop.features.data.demo.notes_en import NOTES
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

# Area codes other than those of the landlines below, so that no number is given twice.
_AREAS = words("""
    415 201 203 205 207 208 209 210 217 218 219 225 228 229 231 234 239 240 248 251 252 253 254
    256 260 262 267 269 270 276 281 301 302 304 307 308 309 310 313 314 315 316 318 319 320 321
    323 325 330 334 336 337 339 340 347 351 352 360 361 386 401 402 405 406 407 408 409 410 412
    413 414 417 419 423 424 425 430 432 434 435 440 443 469 470 475 478 479 480 484 501 502 505
    507 508 509 513 515 516 517 518 520 530 540 541 551 559 561 562 563 567 570 571 573 574 575
    580 585 586 601 603 605 606 607 608 609 610 614 615 616 618 620 623 626 630 631 636 641 646
    650 651 657 660 661 662
""")


def unchanged(surname: str) -> str:
    """English surnames have one form."""
    return surname


STOCK = Stock(
    language="en",
    workspace_name="Line of Light",
    users=(
        ("Igor Belov", "owner"),
        ("Anna Sokolova", "manager"),
        ("Dmitry Orlov", "manager"),
        ("Maria Kotova", "senior_manager"),
        ("Olga Zhdanova", "accountant"),
    ),
    tags=(
        ("Key", VIOLET),
        ("Wholesale", BLUE),
        ("Warehouse", TEAL),
        ("Café", ORANGE),
        ("New", SLATE),
        ("Medical", GREEN),
        ("Partner", SLATE),
        ("Designer", ROSE),
        ("Sport", AMBER),
        ("Hotel", ORANGE),
        ("Urgent", ROSE),
    ),
    shown_companies=shown_companies("""
        Vector Plus; vector; Wholesale; 1
        Northern Warehouse; northern; Logistics and storage; 2,1
        Noon Coffee; noon; Cafés and restaurants; 3
        Baltlog; baltlog; Logistics and storage; 2
        Opora Clinic; opora; Healthcare; 5,0
        Electrocentre; elcentre; Electrical installation; 6
        Oak & Linen; oaklinen; Furniture and interiors; 1
        StroyGrad; stroygrad; Construction; 1
        Rhythm Gym; rhythm; Sport; 8
        Yudin & Home Bureau; yudin; Design and architecture; 7,6
        Warm Bakery; warm; Cafés and restaurants; 3
        Kontur Studio; kontur; Design and architecture; 7
        Pas Dance School; pas-dance; Sport; 8
        Pristan Hotel; pristan; Hotels; 9,0
        Vector-M; vector-m; Wholesale; 1
        Nevsky 40 Residents; nevsky40; Housing; -
        Len Stores; len; Retail; -
        Lokon Salon; lokon; Beauty; -
        Kedr Workshop; kedr; Manufacturing; -
        Beehive Coworking; beehive; Offices; -
        Marseille Restaurant; marseille; Cafés and restaurants; 3
        Svod Gallery; svod; Culture; -
        Library No. 3; library3; Culture; -
        Vysota Residence; vysota; Housing; -
        Norma Law Firm; norma; Legal services; -
        School No. 7; school7; Education; -
    """),
    shown_contacts=shown_contacts(
        """
        Marina; Kim; Purchasing Director; 0; +14155550114; m.kim; 0,1; 1
        Timur; Akhmetov; Warehouse Manager; 1; +14155550131; t.akhmetov; 2,1; 1
        Mikhail; Grachev; Technical Director; 1; +14155550132; m.grachev; 2; 1
        Artyom; Savelyev; Co-owner; 2; +14155550145; artyom; 3,4; 1
        Nina; Kravtsova; Logistics Coordinator; 3; +442079460711; kravtsova; 2; 2
        Elena; Fomina; Medical Director; 4; +442079460440; fomina; 5,0; 1
        Victor; Chen; Chief Engineer; 5; +14155550119; chen; 6; 1
        Darya; Oreshkina; Purchasing Manager; 6; +14155550153; darya; 1,4; 3
        Zhanna; Ryabova; Chief Accountant; 3; +442079460712; ryabova; -; 2
        Oleg; Stern; Supply Department; 7; +14155550160; stern; 1; 0
        Vera; Nikitina; Office Manager; 0; +14155550115; v.nikitina; 1; 1
        Ruslan; Gatin; Owner; 8; +14155550127; ruslan; 8; 1
        Pavel; Yudin; Architect; 9; +14155550192; pavel; 7,6; 1
        Sofya; Lapina; Manager; 10; +14155550108; sofya; 3; 4
        Yulia; Demchenko; Designer; 11; +14155550177; yulia; 7; 1
        Konstantin; Li; Owner; 12; +14155550121; li; 8; 1
        Alina; Mirzoeva; Manager; 13; +442079460905; alina; 9,0; 3
        """,
        first={
            "birthday": "1984-03-18",
            "source": "Interlight trade fair",
            "messengers": [{"service": "telegram", "value": "m_kim"}],
        },
    ),
    surnames=words("""
        Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez
        Lopez Gonzalez Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson
        White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott
        Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter
        Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart
        Morris Morales Murphy Cook Rogers Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed
        Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks Chavez Wood Bennett Gray
        Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel Myers Long Ross Foster Jimenez
        Powell Jenkins Perry Russell Sullivan Bell Coleman Butler Henderson Barnes Fisher
        Vasquez Simmons Graham Jordan Reynolds Hamilton Ford Gibson Wallace Woods Cole West
        Owens Marshall Harrison Ortega Burns Kennedy Wells Webb Tucker Hunter Hicks Crawford
        Boyd Mason Warren Dixon Rice Black Shaw Holmes Palmer Stone Fox Rose Daniels Mills
        Nichols Grant Knight Ferguson Hawkins Dunn Perkins Hudson Spencer Gardner Payne Pierce
        Berry Matthews Arnold Wagner Willis Ray Watkins Olson Carroll Duncan Snyder Hart
        Cunningham Bradley Lane Andrews Harper Weaver Greene Lawrence Elliott Chapman
        Austin O'Neill O'Brien McCarthy McDonald MacLeod Fitzgerald Byrne Walsh Ryan Doyle
        Gallagher Doherty Chen Wong Singh Khan Ahmed Kaur Ali Sharma Shah Kumar Novak Kowalski
        Schmidt Müller Rossi
    """),
    men=words("""
        James John Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel
        Matthew Anthony Mark Donald Steven Paul Andrew Joshua Kenneth Kevin Brian George Timothy
        Ronald Edward Jason Jeffrey Ryan Jacob Gary Nicholas Eric Jonathan Stephen Larry Justin
        Scott Brandon Benjamin Samuel Gregory Frank Alexander Patrick Raymond Jack Dennis Liam
        Owen Rory
    """),
    women=words("""
        Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy
        Betty Margaret Sandra Ashley Kimberly Emily Donna Michelle Carol Amanda Melissa Deborah
        Stephanie Rebecca Sharon Laura Cynthia Kathleen Amy Angela Shirley Anna Brenda Pamela
        Emma Nicole Helen Samantha Katherine Christine Debra Rachel Carolyn Janet Maria Olivia
        Heather Maeve Niamh Zoë
    """),
    middle_names=(
        words("A. B. C. D. E. F. G. H. J. K. L. M. P. R. S. T. W."),
        words("A. B. C. D. E. F. G. H. J. K. L. M. P. R. S. T. W."),
    ),
    middle_name_share=0.12,
    feminine=unchanged,
    positions=lines("""
        Director
        Purchasing Manager
        Owner
        Office Manager
        Facilities Manager
        Chief Engineer
        Accountant
        Architect
        Interior Designer
        Warehouse Manager
        Project Manager
        Logistics Coordinator
        Purchasing Director
        Technical Director
        Electrician
        General Manager
        Co-owner
        Executive Assistant
        Site Manager
        Marketing Manager
        Chief Executive
        Legal Counsel
    """),
    cities=(
        *cities(
            """
            Oakland; CA; 946##; 151055501; 2; -
            New York; NY; 100##; 121255501; 2; -
            Chicago; IL; 606##; 131255501; 2; -
            Boston; MA; 021##; 161755501; 2; -
            Seattle; WA; 981##; 120655501; 2; -
            Denver; CO; 802##; 130355501; 2; -
            Philadelphia; PA; 191##; 121555501; 2; -
            Portland; OR; 972##; 150355501; 2; -
            Austin; TX; 787##; 151255501; 2; -
            Atlanta; GA; 303##; 140455501; 2; -
            San Diego; CA; 921##; 161955501; 2; -
            Minneapolis; MN; 554##; 161255501; 2; -
            Miami; FL; 331##; 130555501; 2; -
            Cleveland; OH; 441##; 121655501; 2; -
            Phoenix; AZ; 850##; 160255501; 2; -
            Charlotte; NC; 282##; 170455501; 2; -
            """,
            "US",
        ),
        *cities("London; England; EC1A #BB; 442079460; 3; GB", "GB"),
        *cities("Dublin; Leinster; D02 X2##; 3532091; 5; IE", "IE"),
    ),
    streets=lines("""
        Main Street
        Oak Street
        Park Avenue
        Maple Avenue
        Cedar Street
        Washington Street
        Lake Road
        Hill Street
        Market Street
        Church Street
        River Road
        Mill Lane
        Station Road
        High Street
        Garden Street
        Spring Street
        Union Street
        Bridge Street
        Dock Road
        Foundry Lane
        Highland Avenue
        Lantern Street
    """),
    street_pattern="{house} {street}",
    sources=lines("""
        Website
        Recommendation
        Interlight trade fair
        Phone call
        Own search
        Tender
        Social media
        Bright Home fair
        Newsletter
        Showroom
    """),
    consent_origins=("Web form", "Form at the fair", "Contract", "Client's e-mail"),
    blacklist_reasons=lines("""
        Two unpaid deliveries, the debt is still open.
        Late payments, promises not kept.
        Returned goods with traces of someone else's installation.
        Passes our prices on to other suppliers.
        Rude to our people.
        A forged signature on an act, now with the lawyers.
    """),
    trades=trades("""
        {} Coffee; Cafés and restaurants; 3
        {} Trading; Wholesale; 1
        {} Warehouse; Logistics and storage; 2
        {} Clinic; Healthcare; 5
        {} Studio; Design and architecture; 7
        {} Hotel; Hotels; 9
        {} Restaurant; Cafés and restaurants; 3
        {} Supplies; Wholesale; 1
        {} Gym; Sport; 8
        {} Works; Manufacturing; 10
        {} Furniture; Furniture and interiors; 1
        {} Architects; Design and architecture; 7
        {} Bakery; Cafés and restaurants; 3
        {} Builders; Construction; 6
        {} Stores; Retail; 4
        {} Dental; Healthcare; 5
        {} Electric; Electrical installation; 6
        {} Logistics; Logistics and storage; 2
        {} Residence; Housing; 4
        {} Salon; Beauty; 4
        {} School; Education; 4
        {} Press; Manufacturing; 1
        {} Pharmacy; Healthcare; 5
        {} Pool; Sport; 8
        {} Coworking; Offices; 4
        {} Garage; Services; 4
        {} Farm; Agriculture; 1
        {} Theatre; Culture; 0
        {} Inn; Hotels; 9
    """),
    brands=words("""
        Vector Horizon North Meridian Dawn Beacon Granite Contour Sail Rhythm Orion Cedar
        Rainbow Progress Alpha Haven Shore Sphere Summit Harmony Hudson Leader Torch Magnet
        Module Standard Atlas Cascade Spectrum Ray Sunrise Falcon Favourite Olympus Polar Spring
        Emerald Amber Phoenix Arsenal Prestige Impulse Vega Crystal Diamond Delta Laguna Pier
        Anchor Wave Bridge Forum Format Line Square Facet Oasis Pioneer Jupiter Saturn Comet
        Star Hearth Mill Rowan Birch Ash Clover Mint Lavender Saffron Cinnamon Loaf Kettle
        Ontario Sierra Aspen Juniper Cascadia Prairie Mesa Canyon Harbor Express Vertical
        Parallel Accord Sonata Prelude Mosaic Palette Watercolour Facade Dome Arch Column Portal
        Blueprint Scale Keystone Cornerstone
    """),
    modifiers=(" Plus", " Group", " West", " East", " Central", " Bros", " 2", " & Sons"),
    legal_pattern="{} LLC",
    banks=(("Harbor Light Bank", "HRLTUS33"), ("First Lantern Bank", "FLNTUS44")),
    mailboxes=("info", "office", "orders", "hello"),
    mail_hosts=("mail.example", "post.example", "inbox.example"),
    messengers=("whatsapp", "linkedin", "facebook", "telegram"),
    mobile_blocks=[
        f"1{area}555{tens:02d}" for tens in (1, *range(2, 12), *range(13, 100)) for area in _AREAS
    ],
    mobile_width=2,
    notes=NOTES,
)
