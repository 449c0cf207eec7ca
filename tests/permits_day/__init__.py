"""Days of permits as programs live them: over REST, by the clock, beside each other, by cheats."""
