"""Titles, notes and results of English demo activities. Data only."""

from crm_desktop.features.data.demo.doings import Doings
from crm_desktop.features.data.demo.stock import lines

DOINGS = Doings(
    tasks=lines("""
        Prepare the quote
        Send the invoice
        Send the data sheets
        Check the delivery date
        Order samples
        Work out the second version of the estimate
        Remind them of the payment
        Ask for the floor plans
        Send the signed contract
        Book a pass for the van
        Calculate the light for the hall
        Find a replacement for the discontinued fixture
    """),
    calls=lines("""
        Discuss the quote
        Ask whether the samples arrived
        Agree on the delivery
        Remind them of the payment
        Ask about the budget
        Congratulate and ask how things are
        Settle the date of the measurements
        Answer the questions of the engineer
        Find out who decides
        Ask about the tender
    """),
    meetings=lines("""
        Samples in the showroom
        Meeting at the client’s office
        Presentation of the project
        Talk about next year’s contract
        Light measurement with the architect
        Settle the details with the engineer
    """),
    visits=lines("""
        Measurements on site
        Check of the installation
        Handover of the fixtures
        Replacement under warranty
        Look at the new building
    """),
    notes=lines("""
        Compares us with **two other suppliers**, decides by the end of the month.
        Asked for a 7% discount if they pay this month.
        The project was moved to the next quarter.
        Needs the quote in *two versions*: with and without installation.
        A five-year warranty is what matters most.
        The chief engineer decides together with the director.
        Happy with the last delivery, wants to order more.
        Asked not to call before noon.
        A new purchasing manager starts next week; introduce ourselves again.
        Wants samples at 3000 K and at 4000 K before deciding.
        Was unhappy with the delay, apologised and promised a date.
        Will recommend us to the neighbours on the second floor.
        For the next order:\\n\\n- 40 floodlights\\n- 12 track fixtures
        Invoice paid, documents sent by courier.
        Moves to a new building in autumn, lighting is needed everywhere.
        The ceiling is higher than on the plan, a lift is needed.
    """),
    results=lines("""
        Agreed.
        No answer, try again tomorrow.
        They think about it and call back.
        Sent everything by e-mail.
        Agreed on the price, wait for the contract.
        Postponed by a week.
        They asked for a discount.
        Everything suits them.
    """),
    for_colleague="please have a look",
)
