#!/bin/sh
# web | worker | beat | migrate | any management command
set -eu
case "${1:-web}" in
  web)
    exec python -m gunicorn config.wsgi --bind 0.0.0.0:8000 --worker-class gthread \
      --workers "${WEB_WORKERS:-2}" --threads "${WEB_THREADS:-4}" --timeout 60 \
      --worker-tmp-dir /dev/shm --no-control-socket --limit-request-line 8190
    ;;
  worker)
    exec python -m celery --app config.celery worker --loglevel INFO \
      --concurrency "${WORKER_PROCESSES:-2}" --without-gossip --without-mingle
    ;;
  beat)
    exec python -m celery --app config.celery beat --loglevel WARNING \
      --scheduler celery.beat:Scheduler
    ;;
  *)
    exec python manage.py "$@"
    ;;
esac
