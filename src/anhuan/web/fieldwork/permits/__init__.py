"""Permits in the field: what is done on the spot with a phone, in the words of `permits.actions`.

`evidence` may be captured without a network and is judged by its true time; `granting` counts only
at once; `stopping` is never refused for coming late.
"""
