"""From files, as people export them, to tables of text cells; from text cells to numbers and dates."""
