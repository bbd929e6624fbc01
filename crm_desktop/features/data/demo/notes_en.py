"""Sentences for the notes of English demo data; read by ``stock_en``. Data only."""

from crm_desktop.features.data.demo.stock import lines

NOTES = lines("""
    Asks for an invoice with 14 days to pay.
    Decides together with the chief engineer.
    A five-year warranty matters most.
    Call after 3 p.m., never on Fridays.
    Comparing us with two other suppliers.
    Needs fixtures at 4000 K, no cooler.
    Interested in track systems.
    Waiting for samples of linear fixtures.
    Second floor to be refurbished in spring.
    Asked for the catalogue as a PDF.
    Paperwork by e-mail only.
    Delivery to the loading dock; book a pass a day ahead.
    Unhappy with the lead times of the last supplier.
    The budget is approved in December.
    Wants a 7% discount for paying at once.
    Met at the trade fair, took two cards.
    Answers fastest by message.
    Dislikes long e-mails; keep it short and name the price.
    Measurements are done, the plan is in the files.
    Ceilings are 20 feet high, a lift is needed.
    Asked about motion sensors for the corridors.
    Emergency lighting is required by the project.
    Bought 40 floodlights last year.
    Warranty case closed, the client is happy.
    Prefers one account manager for everything.
    Payments go out on Tuesdays.
    Collecting quotes until the end of the month.
    The architect leads; agree the colour there first.
    Needs a data sheet for every fixture.
    Ship in parts, floor by floor.
    The office closes for two weeks in summer.
    Promised to come back with an answer after the holidays.
    There is a new director; introduce ourselves again.
    Moving to a new building in autumn.
    Opening a second location.
    Wants the same light as in the first hall.
    Lamps flickered in the meeting room; replaced for free.
    The estimate must come in two versions.
    The tender opens next quarter.
    Send signed originals by courier.
    Prefers to meet in the showroom.
    Will bring the designer to see the samples.
    Asks about dimming and home automation.
    The sign still needs the city's approval.
    The shop window must be lit before the holidays.
    Keeps an office cat called Lamp.
    Celebrates birthdays in style; send good wishes.
    Recommends us to friends.
    Looking for powerful fixtures for the workshop.
    Dust and water: IP65 at least.
    Colour rendering above 90: fabrics and clothes.
    The warehouse works nights; install by day only.
    Has own installers and needs the fixtures only.
    Needs installation included.
    Returned two fixtures: the colour did not fit.
    Asked not to be called before Monday.
    Accounting wants the order number on every invoice.
    Buys small lots, but every month.
    Returns old lamps for recycling through us.
    Willing to write a review for the site.
    Interested in paying over three months.
    Asks for energy use and payback time.
    The first order was a trial; more is promised.
    The front desk does not put calls through; write directly.
""")
