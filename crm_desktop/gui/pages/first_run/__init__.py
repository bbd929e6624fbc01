"""The window of the very first start."""
