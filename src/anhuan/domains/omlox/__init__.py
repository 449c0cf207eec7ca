"""An omlox Hub (API 2.0.0) in front of our own tags, people, vehicles, fences and site.

LocationProvider = Tag, by its number. Trackable = Person or Vehicle. Fence = Fence. Zone = the
Site's plant metres, or a `Zone` of another positioning system. What omlox knows beyond our columns
lies in `Extra`. Positions only ever enter through the stream INGEST, as from any gateway.
"""
