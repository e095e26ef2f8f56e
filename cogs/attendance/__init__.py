"""Who came: the code at the door, checking in, heads counted, and a line for one's own log."""

from cogs.attendance.cog import AttendanceCog

__all__ = ["AttendanceCog"]
