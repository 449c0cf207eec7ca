"""What an omlox client may see, gated by who asks; and our rows as omlox objects."""
