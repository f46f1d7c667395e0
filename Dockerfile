FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    KNOWLEDGE_DIR=/app/knowledge \
    MODEL_CACHE_DIR=/app/.cache/models \
    DATABASE_URL=sqlite+aiosqlite:////data/journal.sqlite3

WORKDIR /app

COPY requirements-run.lock ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements-run.lock

COPY bot ./bot
COPY knowledge ./knowledge

# The bot writes in two places only: its data and its model cache.
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin bot \
    && install --directory --owner=10001 /data /app/.cache
USER 10001

# Learn the base now, so that a container answers within seconds of its start.
RUN python -m bot fit

VOLUME ["/data"]

HEALTHCHECK --interval=5m --timeout=30s --start-period=30s --retries=2 \
    CMD ["python", "-m", "bot", "check"]

CMD ["python", "-m", "bot", "run"]
