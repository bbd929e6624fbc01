"""How likely a deal is to be won, by the workspace's own closed deals."""
