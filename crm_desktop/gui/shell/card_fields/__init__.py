"""The left pane of a card: reading, saving and drafts of fields; this knows no entity."""
