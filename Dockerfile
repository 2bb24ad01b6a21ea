# Vigie, in an image of its own: every package pinned with its hash, run by nobody in particular.
FROM python:3.12-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/vigie
COPY requirements/image.lock requirements/image.lock
RUN /opt/vigie/bin/pip install --no-cache-dir --require-hashes -r requirements/image.lock
COPY . .
RUN /opt/vigie/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim-bookworm
RUN groupadd --gid 1000 vigie \
    && useradd --uid 1000 --gid 1000 --no-create-home --home-dir /var/lib/vigie --shell /usr/sbin/nologin vigie \
    && install -d -o vigie -g vigie -m 0700 /var/lib/vigie
COPY --from=build /opt/vigie /opt/vigie
ENV PATH=/opt/vigie/bin:$PATH VIGIE_HOME=/var/lib/vigie VIGIE_CONFIG=/etc/vigie PYTHONUNBUFFERED=1
USER 1000:1000
VOLUME /var/lib/vigie
ENTRYPOINT ["vigie"]
CMD ["run"]
