"""What window, command line, API and worker talk to: commands in, rows and changes out.

Knows no feature: features declare records, commands and permissions, and the backend runs them
through one pipeline (permission → handler → journal → commit → publish).
"""
