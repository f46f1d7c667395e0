"""`make bench`: this matcher beside what someone would use instead, then its speed and its growth.

peers.py what is compared · deciding.py what they decide, with thresholds fitted on the dev half · growth.py
larger bases · worker.py measures one thing in a process of its own · running.py starts it and reads its time
and memory · __main__.py prints the tables.
"""
