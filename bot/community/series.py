"""Series: meetups that come again by a rule."""

from sqlalchemy import Column, Integer, Table

from bot.schema import metadata

series = Table("series", metadata, Column("id", Integer, primary_key=True))
