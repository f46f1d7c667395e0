"""Why a question gets its reply, for the people who look after the base.

findings.py looks into the assistant · report.py says it in French, with what to add if the answer is wrong.
"""

from bot.explanation.report import explain

__all__ = ["explain"]
