"""Pictures and printed pages made from the knowledge base.

`lettering.py` measures and breaks lines, `page.py` says what stands on a page, `draw_*.py` draw a
page as PNG, SVG or PDF. `who_does_what.py` and `poster_page.py` lay pages out.
"""
