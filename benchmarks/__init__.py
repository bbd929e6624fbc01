"""The figures of the product, each beside a floor measured in the same run.

``python -m benchmarks`` prints the table (see README.md here); nothing of the product imports it.
"""
