"""How deals end and begin anew."""
