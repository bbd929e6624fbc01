"""How things are drawn by hand, once for tables, cards and menus alike.

Delegates and small painted widgets call these functions inside a paint event. Each takes the
painter, where, what, and the theme; it leaves pen, brush and font as they come, so a caller that
needs its own sets them. GUI thread only.
"""
