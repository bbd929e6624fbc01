"""Companies: who people work for and who is billed."""
