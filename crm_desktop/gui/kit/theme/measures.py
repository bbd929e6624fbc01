"""Sizes the design gives in words (tokens.md 5, 6, 8 and 12) that ``tokens.json`` does not list.

Pixels at 100 % text, the same in both densities. Style sheet and paint functions read them, and
let those that hold text grow with it through ``Theme.grown``.
"""

from __future__ import annotations

# Shape: corners between the radii of the tokens, and lines.
RADIUS_SMALL_BUTTON = 5
RADIUS_BADGE = 5
RADIUS_TILE = 10
LINE = 1
FOCUS_LINE = 2
FOCUS_LINE_HIGH_CONTRAST = 3
FOCUS_GAP = 1

# Controls.
CONTROL_TINY = 24
NAV_FOLDED = 34
SIDEBAR_HEAD, AROUND_HEAD = 48, 12
CONTROL_LARGE = 36
PADDING_CONTROL = 12
PADDING_LARGE = 20
PADDING_SMALL = 10
PADDING_TINY = 8
CHECK_BOX = 16
TASK_CIRCLE = 18
SWITCH_WIDTH = 30
SWITCH_HEIGHT = 18
CHIP = 26
MENU_ITEM = 28
TABS = 36
SEGMENT = 24
SCROLL_BAR = 10
SCROLL_THUMB_LEAST = 32
TOOLTIP_RADIUS = 6
ICON = 16
ICON_SMALL = 14
ICON_BUTTON = 28
BETWEEN = 8  # one control and the next

# Marks in cells.
TAG = 18
TAG_PADDING = 6
TAG_GAP = 4
BADGE = 20
BADGE_ICON = 13
COUNT = 18
COUNT_PADDING = 5
PILL = 20
PILL_ICON = 12
PROGRESS = 8
PROGRESS_IN_CELL = 6
AVATAR = 28
AVATAR_COMPACT = 20
CURRENT_BAR = 3
