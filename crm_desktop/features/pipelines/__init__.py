"""Pipelines with their stages, and the reasons for which deals are lost."""
