# Vigie, in an image of its own: every package pinned with its hash, run by nobody in particular.
FROM python:3.12-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/vigie
COPY requirements/image.lock requirements/image.lock
RUN /opt/vigie/bin/pip install --no-cache-dir --require-hashes -r requirements/image.lock
COPY . .
RUN /opt/vigie/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

# Tor in a container of its own (compose.yaml, profile tor): it listens on Unix sockets in a shared folder, on no port.
FROM debian:bookworm-slim AS tor
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates tor \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 1000 vigie \
    && useradd --uid 1000 --gid 1000 --no-create-home --home-dir /var/lib/tor --shell /usr/sbin/nologin vigie \
    && rm -rf /var/lib/tor && install -d -o vigie -g vigie -m 0700 /var/lib/tor /run/tor /etc/vigie \
    && printf '%s\n' \
        'DataDirectory /var/lib/tor' \
        'SocksPort unix:/run/tor/socks IsolateSOCKSAuth ExtendedErrors' \
        'ControlSocket /run/tor/control' \
        'CookieAuthentication 1' \
        'CookieAuthFile /run/tor/cookie' \
        'ClientOnly 1' \
        'Log notice stdout' >/etc/tor/torrc
USER 1000:1000
VOLUME ["/var/lib/tor", "/run/tor"]
# a torrc beside Vigie's configuration (bridges) is heeded, too, and overruled by what stands above
ENTRYPOINT ["tor", "-f", "/etc/tor/torrc", "--defaults-torrc", "/etc/vigie/torrc"]

FROM python:3.12-slim-bookworm
RUN groupadd --gid 1000 vigie \
    && useradd --uid 1000 --gid 1000 --no-create-home --home-dir /var/lib/vigie --shell /usr/sbin/nologin vigie \
    && install -d -o vigie -g vigie -m 0700 /var/lib/vigie /run/tor
COPY --from=build /opt/vigie /opt/vigie
ENV PATH=/opt/vigie/bin:$PATH VIGIE_HOME=/var/lib/vigie VIGIE_CONFIG=/etc/vigie PYTHONUNBUFFERED=1
USER 1000:1000
VOLUME /var/lib/vigie
ENTRYPOINT ["vigie"]
CMD ["run"]
