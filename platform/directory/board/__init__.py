"""The board of offers and needs: what organizations offer to each other and look for, until a day."""
