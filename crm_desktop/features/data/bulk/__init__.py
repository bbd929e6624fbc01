"""The same change for any number of records, with a look at it before and one undo after."""
