"""Webhooks: addresses that are told of changes, of what anybody may see alone, by signed messages.

`entering` has what may be entered, `drawing` makes messages of the record of changes, `signing` signs them by the
convention of Standard Webhooks, `sending` sends one, and `delivering` goes through all that are due. Nothing here runs
when something is written: messages are drawn from the record afterwards.
"""
