"""Which deals an import brings again."""
