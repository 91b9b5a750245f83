def draw(shown):
    pass
