"""Pure decisions of the face check: finding faces in a network's answer, comparing, deciding."""
