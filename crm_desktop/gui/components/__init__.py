"""The controls of the program in all their states, as the design's picture ``m-components``."""
