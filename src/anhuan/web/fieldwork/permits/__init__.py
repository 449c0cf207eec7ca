"""Permits in the field: what is done on the spot with a phone, in the words of `permits.actions`.

`evidence` and `guarding` may be captured without a network and are judged by their true time;
`granting` and `changing` count only at once; `stopping` is never refused for coming late.
"""
