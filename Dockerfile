# docker build -t inventory-explorer . && docker run --rm -p 8501:8501 -v explorer-snapshots:/app/.snapshots inventory-explorer
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    NUMBA_CACHE_DIR=/app/.numba \
    SNAPSHOT_DATABASE_URL=sqlite:////app/.snapshots/snapshots.db \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0 \
    STREAMLIT_SERVER_PORT=8501 \
    STREAMLIT_SERVER_HEADLESS=true \
    STREAMLIT_SERVER_FILE_WATCHER_TYPE=none \
    STREAMLIT_SERVER_MAX_UPLOAD_SIZE=20 \
    STREAMLIT_BROWSER_GATHER_USAGE_STATS=false \
    STREAMLIT_CLIENT_SHOW_ERROR_DETAILS=none \
    STREAMLIT_CLIENT_TOOLBAR_MODE=minimal

WORKDIR /app
# The app's files stay root's; only the compiled kernels and what is published are the user's own.
RUN useradd --create-home --uid 1000 explorer \
    && install --directory --owner=explorer .numba \
    && install --directory --owner=explorer --mode=700 .snapshots
# What is published outlives the container here, unless SNAPSHOT_DATABASE_URL names a PostgreSQL.
VOLUME /app/.snapshots

# What changes seldom comes first, so that a new version of the app installs nothing.
COPY requirements.txt .
RUN pip install -r requirements.txt

COPY app.py ./
COPY .streamlit .streamlit
COPY core core
COPY pages pages
COPY data data

USER explorer
# The kernels are compiled here: the first visitor waits for nothing. On another kind of processor they compile again.
RUN python -c "from core import compare, frontier, load_catalogue; demo = load_catalogue('demo'); compare(demo).summary; frontier(demo)"

EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import sys, urllib.request; sys.exit(urllib.request.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4).read() != b'ok')"]
CMD ["streamlit", "run", "app.py"]
