"""Who came: people check themselves in with a code said at the door, or an organiser counts heads.

Nobody is ever marked as missing: a seat that nobody checked in on says nothing.
"""
