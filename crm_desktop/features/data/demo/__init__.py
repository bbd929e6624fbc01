"""Demo data: believable people and companies of a lighting trade, invented from a seed.

``crm-desktop demo``, the benchmarks and the pictures take their records from ``generate``. Pure:
no database, no clock, no files; any thread. All people, companies, numbers and addresses are
invented; phones come from ranges kept for fiction as far as these reach, e-mails end in
``.example`` (RFC 2606).
"""

from crm_desktop.features.data.demo.generator import DemoData, Scale, generate

__all__ = ["DemoData", "Scale", "generate"]
