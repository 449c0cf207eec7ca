"""What can be made to happen on purpose: one small play per alarm."""
