"""What the program knows, a package per feature with the same words in each.

``feature.py`` declares it, ``tables.py`` the tables, ``records.py`` how the store sees them,
``rows.py`` what comes out, ``commands.py`` what goes in, ``handlers.py`` the writes,
``queries.py`` the reads, ``rules.py`` pure decisions. Imports go downward only:
users, tags < companies < contacts < data; ``common`` holds what several kinds of records share.
"""
