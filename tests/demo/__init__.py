"""`python -m tests.demo`: a scripted conversation, drawn as a page that looks like a chat.

`script.py` says what is played, `play.py` plays it on the fake Telegram, `chat_page.py` draws what the
screen showed at each step, `photograph.py` makes a picture of the page.
"""
