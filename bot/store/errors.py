"""What can be wrong with the store itself. Errors of the work it runs are not among them: they reach the caller as they are.

StoreError          a sentence an organiser can act on
├── StoreInUse      another running Wallflower holds this file
├── StoreTooNew     a later Wallflower has changed this database
└── StoreClosed     asked for something after `close`
"""


class StoreError(Exception):
    """The database can't be opened or used; its text says what to do."""


class StoreInUse(StoreError):
    """Another running Wallflower holds this file."""


class StoreTooNew(StoreError):
    """The database was changed by a later version than this one."""


class StoreClosed(StoreError):
    """The store was asked for something after it was closed."""
