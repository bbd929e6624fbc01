"""Which deals stand in a stage, and how a stage goes: its deals move on to another one."""
