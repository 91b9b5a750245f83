"""How figures look wherever they are shown: formats of numbers, words, charts and their rows. No screen."""
