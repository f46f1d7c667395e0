"""A French-speaking bot on housing for young people around Oyonnax. The map, in reading order:

core/        pure: a question and a conversation go in, a `Reply` comes out. Start at core/assistant.py
    model       what the base holds          text        how a question is read
    linear      the linear model             matching    which entries it may be about
    safety      emergencies, before all      context     refusals and places in a question
    followup    "et la CAF ?"                decision    answer, clarify, abstain, emergency or chat
    cards       blocks of one entry          compose     a decision becomes a `Reply`
    pages       what a button shows          reply       what a `Reply` is
content/     the folder knowledge/ becomes a `Knowledge`, or all its problems are told
cache.py     what was learnt from a base, kept by its digest
tg/          the conversation on Telegram    terminal.py  the same in a terminal
journal/     counts of feedback, nothing personal
evaluation/  labelled questions and figures
app.py       the only file that imports everyone; `python -m bot` is __main__.py
"""
