"""What the English demo sells. Data only."""

from crm_desktop.features.data.demo.stock import lines
from crm_desktop.features.data.demo.wares import Wares, wares

WARES = Wares(
    currency="USD",
    scale=3_200,
    wares=wares(
        """
        LED panel 36 W, 4000 K; LP-36-40; pcs; 28
        LED panel 18 W, 3000 K; LP-18-30; pcs; 18
        Track light 20 W; TR-20-B; pcs; 44
        Track light 30 W; TR-30-W; pcs; 55
        Track 2 m, black; SH-2-B; pcs; 16
        Track 3 m, white; SH-3-W; pcs; 22
        Emergency power unit; EM-18; pcs; 63
        Exit sign; EX-2; pcs; 21
        Linear light 1.2 m; LN-12; pcs; 37
        Bell pendant, copper; PD-7; pcs; 108
        Floodlight 100 W; FL-100; pcs; 51
        Floodlight 200 W; FL-200; pcs; 86
        LED strip 24 V, 14 W; ST-14; m; 8
        Strip profile; PR-2; m; 6
        Power supply 24 V, 150 W; PS-150; pcs; 40
        Motion sensor; SN-1; pcs; 19
        DALI dimmer; DM-4; pcs; 92
        Street light 60 W; ST-60; pcs; 126
        High bay 150 W; HB-150; pcs; 144
        E27 lamp, 10 W; L-27-10; pcs; 3
        Cable 3×1.5; KB-15; m; 1
        Lighting design; -; job; 1100
        Installation and start-up; -; m²; 8
        Site survey; -; visit; 85
        Maintenance; -; month; 180
        """,
        2000,
    ),
    projects=lines("""
        Office lighting
        Warehouse lighting
        Lamp replacement
        Shop window
        Emergency lighting
        Workstations
        Sales floor
        Facade lighting
        Car park
        Showroom
        Reception and hall
        Meeting rooms
        Hall and terrace
        Stairs and corridors
        Production hall
        Gym
        Rooms and corridor
        Sign and entrance
        Yard and driveways
        Track system
        Second floor
        New branch
        Service for a year
        Spare luminaires
        Warehouse, phase 2
        Sensors and controls
    """),
    roles=lines("""
        decides
        documents
        technical questions
        payment
    """),
    rivals=lines("""
        Lightcity
        Beam Services
        Electromarket
        Watt & Co
    """),
    comments=lines("""
        9% cheaper, but without installation.
        Come back next quarter.
        The budget was cut in half.
        No answer after three letters.
        They will do it themselves.
    """),
)
