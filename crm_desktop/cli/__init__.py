"""The command line: for administrators, scripts, tests and benchmarks. Needs no Qt and no screen.

Results go to stdout, progress and errors to stderr (command-line.md).
"""
