"""The desk toolkit on real pages."""
