"""Inspection as pure decisions; every moment is an argument.

`recurrence` says when something is to be checked, `windows` whether it was in time, `pauses` what
stands still, `arrival` whether somebody was there, `rounds` in which order, `readings` what is
abnormal.
"""
