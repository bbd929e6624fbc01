"""How the window looks: the design's tokens turned into palette, style sheet, fonts and icons.

Everything is called on the GUI thread. Nothing outside this package names a colour, a size or a
radius; what is painted by hand takes them from the ``Theme`` at hand, see ``gui/kit/paint``.
"""
