"""The store: engines and connections, unit of work, journal, search index, backup, migrations.

Knows no entity: features describe their records (``records.RecordType``) and the store writes,
journals, indexes, undoes and watches them alike.
"""
