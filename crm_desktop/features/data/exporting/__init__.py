"""Export: people and companies into files that people, spreadsheets and our own import read."""
