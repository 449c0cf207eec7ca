"""Ends of a route that know no transactions: an HTTP interface, files, FTP.

Before each effect the intent is on disk, after it the result. What has a result is not done again;
what has an intent alone may or may not have happened, and is done again under the same name: the
file is replaced by itself, the HTTP interface knows the `Idempotency-Key`.
"""
