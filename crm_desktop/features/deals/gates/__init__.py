"""What stands between deals and stages."""
