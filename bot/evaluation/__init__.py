"""How well the bot answers, measured on labelled questions.

labelled.py reads the questions · grading.py grades one reply · figures.py counts · report.py says it
in French · command.py is `python -m bot evaluate`.
"""

from bot.evaluation.command import evaluate

__all__ = ["evaluate"]
